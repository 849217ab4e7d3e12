"""A part of a roster does not erase the rest: blank stays, a file ends only what it covers, and every loss is named."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.core.unit_of_work import system_uow
from api.roster import applying
from schemas.roster.tasks import ForgetImport
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, PHONE_C, TEACHER, guardian, more_students, staff, student
from tests.roster.school import School

NEW = "16400000188"


def losses(tried: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Kind, name and detail of what would go."""
    return {(loss["kind"], loss["name"], loss["detail"]) for loss in tried["losses"]}


async def test_guardians_of_one_class_cut_nobody_else_off(school: School) -> None:
    text = books.csv_text("家长", [guardian("S1", PHONE_A, "王大明"), guardian("S1", NEW, "王大姑", "姑姑")])
    got = (await school.upload(text.encode(), "家长.csv")).json()
    assert (got["covers"], got["changes"]["guardianships"]) == (
        "classes",
        {"added": 1, "changed": 0, "returned": 0, "ended": 0},
    )
    assert got["losses"] == []
    # The same file as the whole school's would: by name, and only with a yes.
    got = (await school.upload(text.encode(), "家长.csv", covers="school")).json()
    assert losses(got) == {("guardianship", "李小红", "李大红")}
    assert got["needsConfirmation"]
    assert (await school.say_yes(got["importId"])).status_code == 409


async def test_an_empty_sheet_and_blank_cells_leave_what_is_there(school: School) -> None:
    book = books.school()
    book["家长"] = []
    book["学生"][1] = student("S2", "李小红", "女", "七年级(2)班")
    book["教职工"][1] = staff("T2", TEACHER, "周丽华", "")
    got = await school.tried(book)
    assert (got["canApply"], got["losses"]) == (False, [])


async def test_what_is_to_go_is_written_named_and_asked_about(school: School) -> None:
    book = books.school()
    book["学生"][1] = student("S2", "李小红", "女", "七年级(2)班", 留守="否", 家庭住址="无")
    book["教职工"][1] = staff("T2", TEACHER, "周丽华", "科任教师", 任教班级="七年级(2)班:数学", 班主任班级="无")
    got = await school.tried(book)
    assert losses(got) == {
        ("support", "李小红", "留守"),
        ("home", "李小红", ""),
        ("lesson", "周丽华", "七年级(1)班 班主任"),
        ("lesson", "周丽华", "七年级(1)班 数学"),
    }
    assert (got["needsConfirmation"], got["lossCount"]) == (True, 4)
    assert (await school.say_yes(got["importId"])).status_code == 409
    assert (await school.say_yes(got["importId"], losses=True)).status_code == 202
    await school.run()
    assert await school.rows("select support, home_sealed from students where student_number = 'S2'") == [([], None)]


async def test_some_classes_end_only_who_was_in_them(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 12)))
    text = books.csv_text("学生", [student(), student("S9", "赵九", "男", "七年级(1)班")])
    done = await school.applied(text.encode(), "七年级1班.csv")
    assert done["changes"]["students"] == {"added": 1, "changed": 0, "returned": 0, "ended": 0}
    # Who was in the class and is not listed has left; the other class is not touched.
    done = await school.applied(books.csv_text("学生", [student()]).encode(), "七年级1班.csv")
    assert losses(done) == {("student", "赵九", "")}
    assert await school.rows("select count(*) from students where ended_at is null") == [(14,)]


async def test_one_class_says_nothing_of_lessons_in_others(school: School) -> None:
    book = {
        "班级": [["七年级", "七年级(1)班", books.YEAR]],
        "学生": [student()],
        "家长": [],
        "教职工": [
            staff("T1", PHONE_B, "郑建华"),
            staff("T2", TEACHER, "周丽华", "班主任", 任教班级="七年级(1)班:语文", 班主任班级="七年级(1)班"),
        ],
    }
    got = (await school.upload(books.xlsx(book), covers="classes")).json()
    assert losses(got) == {("lesson", "周丽华", "七年级(1)班 数学")}


async def test_only_new_ones(school: School) -> None:
    book = books.school()
    book["学生"] = [student("S1", "改了名", "女", "七年级(2)班"), student("S3", "新来的", "男", "七年级(1)班")]
    book["家长"] = [guardian("S3", NEW, "新家长"), guardian("S1", PHONE_C, "李大红", "姑姑")]
    book["教职工"] = [staff("T1", PHONE_B, "改了名"), staff("T5", "16400000555", "新老师", "心理教师")]
    got = (await school.upload(books.xlsx(book), covers="new")).json()
    assert got["losses"] == []
    assert {kind: tuple(got["changes"][kind].values()) for kind in ("students", "guardians", "guardianships", "staff")} == {
        "students": (1, 0, 0, 0), "guardians": (1, 0, 0, 0), "guardianships": (2, 0, 0, 0), "staff": (1, 0, 0, 0),
    }  # fmt: skip
    book["教职工"] = [staff("T1", "16400000556", "新老师", "心理教师")]
    got = (await school.upload(books.xlsx(book), covers="new")).json()
    assert [bad["code"] for bad in got["badRows"]] == ["staff_number_taken"]


async def test_a_new_class_teacher_replaces_one_whose_row_is_blank(school: School) -> None:
    text = books.csv_text("教职工", [staff(), staff("T3", NEW, "新老师", "班主任", 班主任班级="七年级(1)班")])
    got = (await school.upload(text.encode(), "教职工.csv")).json()
    assert losses(got) == {("lesson", "周丽华", "七年级(1)班 班主任")}


async def test_the_order_of_contact_stays_where_it_is_blank(school: School) -> None:
    text = books.csv_text("家长", [guardian("S1", NEW, "王大姑", "姑姑"), guardian("S1", PHONE_A, "王大明")])
    await school.applied(text.encode(), "家长.csv")
    orders = "select g.name, t.contact_order from guardianships t join guardians g using (org_id, guardian_id) where t.ended_at is null order by 2, 1"
    assert await school.rows(orders) == [("李大红", 1), ("王大明", 1), ("王大姑", 2)]


async def undo(school: School, import_id: str) -> httpx.Response:
    """Asks for the undoing of an import."""
    async with await school.client(PHONE_B) as client:
        return await client.post(f"/roster/imports/{import_id}/undo", headers={"idempotency-key": uuid4().hex})


async def test_an_import_is_undone(school: School) -> None:
    before = await school.snapshot()
    ids = await school.rows("select student_number, student_id from students order by 1")
    book = books.school()
    book["学生"] = [student("S1", "王晓明", 家庭住址="新路1号"), student("S3", "赵三", "男", "七年级(2)班")]
    book["家长"] = [guardian("S3", NEW, "赵大三")]
    book["教职工"] = [staff(), staff("T3", "16400000333", "新老师", "班主任", 班主任班级="七年级(1)班")]
    done = await school.applied(books.xlsx(book))
    assert done["undoUntil"] is not None
    answer = await undo(school, done["importId"])
    assert answer.status_code == 201, answer.text
    tried = answer.json()
    assert (tried["origin"], tried["needsConfirmation"], tried["canApply"]) == ("undo", True, True)
    assert ("student", "赵三", "赵大三") in losses(tried)
    assert tried["undoneAt"] is None
    assert (await school.say_yes(tried["importId"], losses=True)).status_code == 202
    await school.run()
    assert (await school.shown(tried["importId"]))["state"] == "done"
    assert (await school.snapshot()).now == before.now
    assert await school.rows("select student_number, student_id from students where ended_at is null order by 1") == ids
    async with await school.client(TEACHER) as teacher:
        assert (await teacher.get("/classes")).status_code == 200
    # It says so on its own page and in the list.
    assert (await school.shown(done["importId"]))["undoneAt"] is not None
    async with await school.client(PHONE_B) as client:
        listed = {one["importId"]: one["undone"] for one in (await client.get("/roster/imports")).json()["items"]}
    assert (listed[done["importId"]], listed[tried["importId"]]) == (True, False)
    # One step back, and not forth again.
    for import_id in (done["importId"], tried["importId"]):
        assert (await undo(school, import_id)).json()["type"].endswith("roster-cannot-undo")


async def test_what_was_changed_since_then_stays_when_an_import_is_undone(school: School) -> None:
    book = books.school()
    book["学生"] = [student("S1", "王晓明"), student("S2", "李晓红", "女", "七年级(2)班")]
    done = await school.applied(books.xlsx(book))
    await school.rows("update students set name = '李红' where student_number = 'S2'")
    tried = (await undo(school, done["importId"])).json()
    assert tried["changes"]["students"] == {"added": 0, "changed": 1, "returned": 0, "ended": 0}


async def test_only_the_latest_import_and_only_for_a_week(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await school.applied(books.xlsx(more_students(books.school(), 1)))
    second = await school.applied(books.xlsx(more_students(books.school(), 2)))
    assert (await undo(school, first["importId"])).status_code == 409
    assert await school.rows("select count(*) from roster_imports where undo_sealed is not null") == [(1,)]
    ((due,),) = await school.rows(
        "select due_at - updated_at from tasks where kind = 'forget_import' and key = $1", second["importId"]
    )
    assert due == timedelta(days=7)
    async with system_uow(school.services, school.org_id) as uow:
        await applying.forget_import(uow, ForgetImport(import_id=second["importId"]))
    assert (await undo(school, second["importId"])).status_code == 409
    kept = "select count(*) from roster_imports where import_id = $1 and coalesce(undo_sealed, findings_sealed) is not null"
    assert await school.rows(kept, second["importId"]) == [(0,)]
    third = await school.applied(books.xlsx(more_students(books.school(), 3)))
    await school.rows("update roster_imports set undo_until = created_at where import_id = $1", third["importId"])
    assert (await undo(school, third["importId"])).status_code == 409


async def test_a_teacher_undoes_nothing(school: School) -> None:
    done = await school.applied(books.xlsx(more_students(books.school(), 1)))
    async with await school.client(TEACHER) as client:
        answer = await client.post(f"/roster/imports/{done['importId']}/undo", headers={"idempotency-key": uuid4().hex})
    assert answer.status_code == 403
