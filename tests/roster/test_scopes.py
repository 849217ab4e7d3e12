"""What a file covers is proposed and stated, any loss asks for a yes to exactly what was shown, and of two imports one wins."""

import asyncio
import csv
import io
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import httpx

from api.core.unit_of_work import system_uow
from api.roster import service
from api.roster.files.losses import losses_csv, plain
from api.roster.wire import show_loss
from schemas.roster.rows import Loss
from schemas.roster.wire import LossShown
from tests.roster import books
from tests.roster.books import PHONE_B, TEACHER, guardian, more_students, staff, student
from tests.roster.school import School
from tests.roster.test_covers import undo
from tests.roster.test_reading import settle

NEW = "16400000188"


async def with_students(school: School, count: int) -> None:
    """The small school with more students in 七年级(2)班."""
    await school.applied(books.xlsx(more_students(books.school(), count)))


def slug(answer: httpx.Response) -> tuple[int, str]:
    """Status and slug of a refusal."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def three() -> dict[str, Any]:
    """A workbook of three students, as a class teacher sends it: with a sheet of classes, and nothing else of the school."""
    return {
        "班级": [["七年级", "七年级(2)班", books.YEAR]],
        "学生": [student(f"P{n:03d}", "赵明明", "女", "七年级(2)班") for n in range(3)],
        "家长": [],
        "教职工": [],
    }


async def test_three_students_are_never_the_whole_school_by_themselves(school: School) -> None:
    await with_students(school, 30)
    tried = (await school.upload(books.xlsx(three()), covers=None)).json()
    assert (tried["scopeAsked"], tried["scopeStated"], tried["canApply"], tried["covers"]) == (
        True,
        False,
        False,
        "classes",
    )
    ends = {one["covers"]: one["lossCount"] for one in tried["scopes"]}
    assert ends["classes"] == 28
    assert ends["new"] == 0
    assert ends["school"] is None or ends["school"] > 28
    assert slug(await school.say_yes(tried["importId"], losses=True)) == (409, "roster-cannot-apply")
    stated = (await settle(school, tried["importId"], [], covers="new")).json()
    assert (stated["scopeStated"], stated["scopeAsked"], stated["losses"]) == (True, False, [])


async def test_nobody_is_asked_where_the_answer_makes_no_difference(school: School) -> None:
    got = (await school.upload(books.xlsx(more_students(books.school(), 3)), covers=None)).json()
    assert (got["scopeAsked"], got["canApply"], got["covers"]) == (False, True, "school")


async def test_new_people_are_proposed_to_be_only_new(school: School) -> None:
    await with_students(school, 12)
    text = books.csv_text("学生", [student("Z1", "新来的", "男", "七年级(2)班")]).encode()
    got = (await school.upload(text, "学生.csv", covers=None)).json()
    assert (got["covers"], got["scopeAsked"]) == ("new", True)


async def test_most_of_the_school_is_proposed_to_be_the_school_and_still_asked_about(school: School) -> None:
    await with_students(school, 30)
    got = (await school.upload(books.xlsx(more_students(books.school(), 29)), covers=None)).json()
    assert (got["covers"], got["scopeAsked"], got["canApply"]) == ("school", True, False)


async def test_any_loss_asks_for_the_same_yes(school: School) -> None:
    """One tie, one class teacher, one tick, one student of forty: whatever its share."""
    await with_students(school, 40)
    one_less = more_students(books.school(), 39)
    ticks = books.csv_text("学生", [student("S2", "李小红", "女", "七年级(2)班", 留守="否")]).encode()
    teacher = [staff("T3", NEW, "新老师", "班主任", 班主任班级="七年级(1)班")]
    files: list[tuple[bytes, str, str, dict[str, int]]] = [
        (books.xlsx(one_less), "名单.xlsx", "school", {"student": 1}),
        (books.csv_text("家长", [guardian("S1", NEW, "王大姑")]).encode(), "家长.csv", "classes", {"guardianship": 1}),
        (books.csv_text("教职工", teacher).encode(), "教职工.csv", "classes", {"lesson": 1}),
        (ticks, "学生.csv", "new", {}),
    ]
    for data, name, covers, lost in files:
        got = (await school.upload(data, name, covers=covers)).json()
        assert {one["kind"]: one["count"] for one in got["lossCounts"]} == lost
        assert got["needsConfirmation"] is bool(lost)
        if lost:
            assert slug(await school.say_yes(got["importId"])) == (409, "roster-confirm-losses")


async def test_a_yes_is_bound_to_what_was_shown(school: School) -> None:
    await with_students(school, 12)
    tried = (await school.upload(books.xlsx(three()), covers="new")).json()
    read = (await settle(school, tried["importId"], [], covers="classes")).json()
    assert read["version"] == tried["version"] + 1
    answer = await school.say_yes(tried["importId"], losses=True, version=tried["version"])
    assert slug(answer) == (412, "stale")
    async with await school.client(PHONE_B) as client:
        path = f"/roster/imports/{tried['importId']}/apply"
        answer = await client.post(path, json={"confirmLosses": True}, headers={"idempotency-key": uuid4().hex})
    assert slug(answer) == (428, "precondition-missing")
    assert (await school.say_yes(tried["importId"], losses=True, version=read["version"])).status_code == 202


async def test_a_smaller_change_meanwhile_is_no_yes_either(school: School) -> None:
    """The worker applies what was shown, and not what the file has come to mean."""
    tried = await school.tried(more_students(books.school(), 3))
    assert (await school.say_yes(tried["importId"])).status_code == 202
    await school.rows("update students set name = '李红' where student_number = 'S2'")
    await school.run()
    got = await school.shown(tried["importId"])
    assert (got["state"], "与确认时看到的不再一样" in got["failure"]) == ("failed", True)


async def tried_at_once(school: School, count: int) -> list[str]:
    """Files tried out in transactions of which none sees another: all of them can be applied."""
    files = [books.xlsx(more_students(books.school(), 10 + n)) for n in range(count)]
    async with AsyncExitStack() as open_:
        uows = [await open_.enter_async_context(system_uow(school.services, school.org_id)) for _ in files]
        tried = [
            await service.add_import(uow, "名单.xlsx", data, "school") for uow, data in zip(uows, files, strict=True)
        ]
    ids = [str(one.import_id) for one in tried]
    assert [(await school.shown(import_id))["canApply"] for import_id in ids] == [True] * count
    return ids


async def test_of_files_tried_at_once_the_others_are_stale_once_one_was_applied(school: School) -> None:
    first, *others = await tried_at_once(school, 3)
    assert (await school.say_yes(first)).status_code == 202
    await school.run()
    for other in others:
        shown = await school.shown(other)
        assert (shown["canApply"], shown["stale"]) == (False, True)
        answer = await school.say_yes(other)
        assert slug(answer) == (409, "roster-stale")
        assert "另一次导入" in answer.json()["detail"]
    # What could not be applied any more is not kept either.
    assert await school.rows("select count(*) from roster_imports where file_sealed is not null") == [(0,)]


async def test_two_said_yes_to_at_once_have_one_winner(school: School) -> None:
    ids = await tried_at_once(school, 2)
    answers = await asyncio.gather(*(school.say_yes(import_id, version=1) for import_id in ids))
    assert sorted(answer.status_code for answer in answers) == [202, 409]
    await school.run()
    states = [(await school.shown(import_id))["state"] for import_id in ids]
    assert sorted(states) == ["checked", "done"]


async def test_what_was_applied_while_a_yes_waited_ends_it(school: School) -> None:
    """The last guard is the worker's: a yes that came in between applies nothing."""
    tried = await school.tried(more_students(books.school(), 3))
    assert (await school.say_yes(tried["importId"])).status_code == 202
    await school.rows("update roster_imports set applied_number = 99 where state = 'done'")
    await school.run()
    assert (await school.shown(tried["importId"]))["state"] == "failed"


async def test_an_undo_and_an_upload_have_one_winner(school: School) -> None:
    done = await school.applied(books.xlsx(more_students(books.school(), 3)))
    undoing = (await undo(school, done["importId"])).json()
    upload = await school.tried(more_students(books.school(), 4))
    assert (await school.say_yes(upload["importId"], losses=True)).status_code == 202
    await school.run()
    answer = await school.say_yes(undoing["importId"], losses=True)
    assert slug(answer) == (409, "roster-stale")
    assert slug(await undo(school, done["importId"])) == (409, "roster-cannot-undo")


async def test_every_loss_is_listed_in_pages_and_in_a_file(school: School) -> None:
    await with_students(school, 120)
    tried = (await school.upload(books.xlsx(three()), covers="classes")).json()
    assert (tried["lossCount"], len(tried["losses"])) == (118, 50)
    path = f"/roster/imports/{tried['importId']}/losses"
    async with await school.client(PHONE_B) as client:
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = (await client.get(path, params={"limit": 50} | ({"cursor": cursor} if cursor else {}))).json()
            seen += [loss["number"] for loss in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        file = await client.get(f"{path}.csv")
    assert seen == [*[f"P{n:03d}" for n in range(3, 120)], "S2"]
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in file.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert (rows[0], rows[-1], len(rows)) == (
        ["变化", "编号", "姓名", "内容"],
        ["学生离开", "S2", "李小红", "李大红"],
        119,
    )
    async with await school.client(TEACHER) as teacher:
        assert (await teacher.get(path)).status_code == 403
        assert (await teacher.get(f"{path}.csv")).status_code == 403


async def test_the_list_of_losses_is_sealed_and_goes_with_the_next_upload(school: School) -> None:
    await with_students(school, 2)
    tried = await school.tried(books.school())
    ((sealed,),) = await school.rows("select losses_sealed from roster_imports where import_id = $1", tried["importId"])
    assert "赵明明".encode() not in sealed
    await school.tried(more_students(books.school(), 3))
    async with await school.client(PHONE_B) as client:
        page = await client.get(f"/roster/imports/{tried['importId']}/losses")
    assert page.json() == {"items": [], "next": None}


def test_no_cell_is_a_formula() -> None:
    for cell in ('=HYPERLINK("x")', "+1", "-1", "@a", "\t=1", "＝1"):
        assert plain(cell) == "'" + cell
    assert plain("李-小红") == "李-小红"
    loss = LossShown(kind="guardianship", number="S1", name="=1+1", detail="-2")
    text = losses_csv([loss], "en").decode("utf-8-sig")
    assert text.splitlines() == ["Change,Number,Name,Detail", "No longer guardian,S1,'=1+1,'-2"]


def test_a_loss_is_told_in_the_readers_language() -> None:
    told = [
        (Loss(kind="role", number="T1", name="王", detail="grade_lead"), "年级组长", "Grade lead"),
        (Loss(kind="support", number="S1", name="李", detail="hardship"), "困难", "Poverty"),
        (Loss(kind="student", number="S1", name="李", detail="王、张"), "王、张", "王, 张"),
        (Loss(kind="home", number="S1", name="李", detail="一号（东）"), "一号（东）", "一号（东）"),
    ]
    assert [(loss, show_loss(loss, "zh-CN").detail, show_loss(loss, "en").detail) for loss, _, _ in told] == told
