"""An administrator whom a court's order bars from a child: what they upload changes nothing of it, and what others uploaded shows them nothing of it."""

from typing import Any
from uuid import uuid4

from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B
from tests.roster.school import School
from tests.roster.test_barred_files import CHILD, FATHER, barred, uploaded
from tests.roster.test_exports import got
from tests.roster.test_giving import SECOND, hand, slug
from tests.roster.test_parts import ids

__all__ = ["barred", "hand"]
OTHER_CLASS = "七年级(2)班"


def faulty() -> books.Book:
    """A whole file whose faults name the child and its father."""
    book = books.school()
    book["学生"] = [books.student("S1", CHILD, "不知道"), books.student("S9", CHILD, "男")]
    book["家长"] = [books.guardian(), books.guardian("S9", PHONE_A, "王大光")]
    return book


async def test_what_somebody_else_uploaded_shows_them_no_text_of_it(barred: School) -> None:
    tried = await uploaded(barred, books.xlsx(faulty()), SECOND, "school")
    told = (CHILD, FATHER, PHONE_A, "S1")
    assert [one in str(tried) for one in told] == [True] * 4
    path = f"/roster/imports/{tried['importId']}"
    shown = (await got(barred, path)).json()
    assert [one for one in told if one in str(shown)] == []
    assert [(bad["row"], bad["code"]) for bad in shown["badRows"]] == [(b["row"], b["code"]) for b in tried["badRows"]]
    assert len(shown["groups"]) == len(tried["groups"]) > 0
    assert slug(await got(barred, f"{path}/faults.xlsx")) == (409, "barred-child")
    assert (await got(barred, f"{path}/faults.xlsx", SECOND)).status_code == 200


async def test_their_own_upload_can_be_mended_by_them(barred: School) -> None:
    book = books.school()
    book["学生"] = [books.student("S2", "李小红", "不知道", OTHER_CLASS)]
    tried = await uploaded(barred, books.xlsx(book), PHONE_B, "new")
    assert "李小红" in str(tried["sheets"])
    assert (await got(barred, f"/roster/imports/{tried['importId']}/faults.xlsx")).status_code == 200


async def test_a_file_of_theirs_leaves_the_child_as_it_is_and_says_so(barred: School) -> None:
    before = (await barred.snapshot()).now
    book = books.school()
    book["学生"][0] = books.student("S1", "王大名", "女", OTHER_CLASS, 留守="是", 家庭住址="晴川路9号")
    book["家长"][0] = books.guardian("S1", PHONE_A, "王大明明", "其他")
    del book["教职工"]
    tried = await uploaded(barred, books.xlsx(book), PHONE_B, "school")
    assert [note["code"] for note in tried["notes"] if note["code"] == "child_kept"] == ["child_kept"]
    if tried["canApply"]:
        assert (await barred.say_yes(tried["importId"], losses=True)).status_code == 202
        await barred.run()
    now = (await barred.snapshot()).now
    assert (now.students["S1"], now.guardians, now.guardianships) == (
        before.students["S1"],
        before.guardians,
        before.guardianships,
    )


async def test_a_file_without_the_childs_class_ends_nothing_of_it(barred: School) -> None:
    before = (await barred.snapshot()).now
    book = books.school()
    book["班级"], book["学生"], book["家长"] = book["班级"][1:], book["学生"][1:], book["家长"][1:]
    del book["教职工"]
    tried = await uploaded(barred, books.xlsx(book), PHONE_B, "school")
    assert [loss for loss in tried["losses"] if loss["kind"] in {"student", "guardianship", "class"}] == []
    assert (await barred.say_yes(tried["importId"], losses=True)).status_code == 202
    await barred.run()
    now = (await barred.snapshot()).now
    assert (now.students["S1"], now.guardianships) == (before.students["S1"], before.guardianships)


async def test_no_note_names_the_child_as_a_namesake(barred: School) -> None:
    book = {"学生": [books.student("S8", CHILD)], "班级": books.school()["班级"]}
    seen = await uploaded(barred, books.xlsx(book), SECOND, "new")
    assert "S1" in str(seen["notes"])
    tried = await uploaded(barred, books.xlsx(book), PHONE_B, "new")
    assert "S1" not in str(tried["notes"])


async def test_they_send_the_child_to_no_other_class_with_the_new_year(barred: School) -> None:
    known = await ids(barred)
    async with await barred.client(PHONE_B, "en", assurance=2) as client:
        proposal = (await client.get("/roster/school-years/next")).json()
        year: dict[str, Any] = {
            "basis": proposal["basis"],
            "schoolYear": proposal["schoolYear"],
            "classes": [{"name": c["into"], "grade": c["grade"], "classTeacherId": None} for c in proposal["classes"]],
            "steps": [{"classId": c["classId"], "fate": "up", "into": c["into"]} for c in proposal["classes"]],
            "students": [{"studentId": str(known["S1"]), "into": proposal["classes"][1]["into"]}],
        }
        key = {"idempotency-key": uuid4().hex}
        answer = await client.post("/roster/school-years", json=year, headers=key)
        unknown = year | {"students": [{"studentId": str(uuid4()), "into": proposal["classes"][1]["into"]}]}
        other = await client.post("/roster/school-years", json=unknown, headers={"idempotency-key": uuid4().hex})
    assert slug(answer) == slug(other), "as a student who is not there"
    assert answer.status_code >= 400


async def test_they_end_no_class_that_the_child_is_in_with_the_new_year(barred: School) -> None:
    known = await ids(barred)
    async with await barred.client(PHONE_B, "en", assurance=2) as client:
        proposal = (await client.get("/roster/school-years/next")).json()
        kept = [c for c in proposal["classes"] if c["classId"] != str(known["七年级(1)班"])]
        year: dict[str, Any] = {
            "basis": proposal["basis"],
            "schoolYear": proposal["schoolYear"],
            "classes": [{"name": c["into"], "grade": c["grade"], "classTeacherId": None} for c in kept],
            "steps": [{"classId": c["classId"], "fate": "up", "into": c["into"]} for c in kept]
            + [{"classId": str(known["七年级(1)班"]), "fate": "ends", "into": None}],
            "students": [],
        }
        answer = await client.post("/roster/school-years", json=year, headers={"idempotency-key": uuid4().hex})
    assert slug(answer) == (409, "barred-child")
