"""An administrator whom a court's order bars from a child: their files lack the child, say how much they lack, and end nothing of it."""

from collections.abc import Sequence
from typing import Any

import pytest

from api.roster.files.oneroster import MEDIA_TYPE
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B
from tests.roster.leaves.test_leaves import Leaves
from tests.roster.school import School
from tests.roster.test_barred_colleagues import _former  # pyright: ignore[reportPrivateUsage]
from tests.roster.test_exports import got, sheets
from tests.roster.test_giving import SECOND, hand
from tests.roster.test_parts import ids

__all__ = ["hand"]
CHILD, FATHER = "王小明", "王大明"


@pytest.fixture
async def barred(hand: Leaves) -> School:
    """T1 administers the school and is barred from S1, whose father has the number PHONE_A; SECOND administers it as well."""
    known = await ids(hand.school)
    await _former(hand, "T1", "S1")
    child, paper = f"students/{known['S1']}", {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号"}
    await hand.done(f"{child}/guardians/{known['T1']}/bar", paper, of=child)
    return hand.school


def cells(data: bytes) -> set[str]:
    """All texts of a workbook."""
    return {str(cell) for rows in sheets(data).values() for row in rows.values() for cell in row}


async def uploaded(school: School, data: bytes, who: str, covers: str | None, name: str = "名单.xlsx") -> Any:
    answer = await school.upload(data, name, who=who, covers=covers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_lists_say_how_much_they_leave_out(barred: School) -> None:
    for who, left_out in ((PHONE_B, 1), (SECOND, 0)):
        assert (await got(barred, "/roster/sources", who)).json()["leftOut"] == left_out
        year = (await got(barred, "/roster/school-years/next", who)).json()
        assert year["leftOut"] == left_out
        listed = [student["name"] for one in year["classes"] for student in one["students"]]
        assert (CHILD in listed, "李小红" in listed) == (not left_out, True)
        book = cells((await got(barred, "/roster/workbook", who)).content)
        assert (CHILD in book, FATHER in book, PHONE_A in book) == ((not left_out,) * 3)
        assert any("有 2 行" in cell for cell in book) == bool(left_out)


@pytest.mark.parametrize("covers", ["school", "classes", "new", None])
@pytest.mark.parametrize("path", ["/roster/workbook", "/roster/oneroster"])
async def test_their_own_file_ends_nothing_of_the_child(barred: School, path: str, covers: str | None) -> None:
    before = (await barred.snapshot()).now
    file = await got(barred, path)
    name = "oneroster.zip" if file.headers["content-type"] == MEDIA_TYPE else "名单.xlsx"
    tried = await uploaded(barred, file.content, PHONE_B, covers, name)
    assert (tried["losses"], tried["badRows"], tried["scopeAsked"], tried["canApply"]) == ([], [], False, False)
    assert (await barred.snapshot()).now == before


async def test_their_file_that_changes_another_child_leaves_this_one_as_it_is(barred: School) -> None:
    book = books.school()
    book["学生"] = [books.student("S2", "李小红红", "女", "七年级(2)班")]
    book["家长"] = book["家长"][1:]
    del book["教职工"]
    tried = await uploaded(barred, books.xlsx(book), PHONE_B, "school")
    assert tried["losses"] == []
    assert (await barred.say_yes(tried["importId"], losses=True)).status_code == 202
    await barred.run()
    assert (await barred.shown(tried["importId"]))["state"] == "done"
    now = (await barred.snapshot()).now
    assert (now.students["S1"].name, now.students["S2"].name) == (CHILD, "李小红红")
    assert FATHER in {one.name for one in now.guardians.values()}


async def test_no_row_of_theirs_takes_a_guardian_off_the_child(barred: School) -> None:
    book = books.school()
    book["家长"] = [*book["家长"][1:], books.guardian("S1", "16400000777", "孙奶奶", "奶奶")]
    del book["教职工"]
    tried = await uploaded(barred, books.xlsx(book), PHONE_B, "school")
    assert [loss for loss in tried["losses"] if loss["kind"] == "guardianship"] == []


async def test_somebody_elses_upload_of_it_names_whom_it_would_end_and_waits(barred: School) -> None:
    file = await got(barred, "/roster/workbook")
    tried = await uploaded(barred, file.content, SECOND, None)
    assert (tried["scopeAsked"], tried["canApply"]) == (True, False)
    tried = await uploaded(barred, file.content, SECOND, "school")
    lost: Sequence[Any] = [(loss["kind"], loss["name"]) for loss in tried["losses"]]
    assert ("student", CHILD) in lost
    shown = await barred.shown(tried["importId"])
    assert CHILD not in str(shown), "to who is barred the same import does not name the child"
    assert [loss["kind"] for loss in shown["losses"]] == [kind for kind, _ in lost]
    page = await got(barred, f"/roster/imports/{tried['importId']}/losses")
    file = await got(barred, f"/roster/imports/{tried['importId']}/losses.csv")
    assert (page.status_code, file.status_code) == (200, 200)
    assert CHILD not in page.text + file.text
