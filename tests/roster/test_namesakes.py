"""Namesakes in a class are told how to sign in, and sign-in tells them apart."""

from typing import Any

import httpx

from tests.roster import books
from tests.roster.books import student
from tests.roster.school import School
from tests.roster.test_adding import added
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand


async def tried_with(school: School, *students: list[str]) -> list[str]:
    """What is said of namesakes when these come to the small school."""
    book = books.school()
    book["学生"] += students
    return [
        f"{note['message']}{';'.join(note['items'])}"
        for note in (await school.tried(book))["notes"]
        if note["code"] == "namesakes"
    ]


async def test_a_file_says_who_needs_the_student_number(school: School) -> None:
    said = await tried_with(school, student("S8", "王 小明"), student("S9", "王小明", klass="七年级(2)班"))
    assert said == ["有 1 组同班同名的学生。他们请用班级码和学号登录，只写姓名登不上：七年级(1)班 王小明（S1、S8）"]
    assert await tried_with(school, student("S8", "王小鸣")) == []
    assert len(await tried_with(school, student("S8", "Lee"), student("S9", "LEE"))) == 1


async def test_a_newcomer_may_be_the_namesake_of_somebody_who_is_here(school: School) -> None:
    text = books.csv_text("学生", [student("S8", "王小明")]).encode()
    got = (await school.upload(text, "学生.csv", covers="new")).json()
    assert [note["code"] for note in got["notes"]] == ["namesakes"]
    english = await school.shown(got["importId"], "en")
    assert english["notes"][0]["items"] == ["七年级(1)班 王小明 (S1, S8)"]
    # Somebody whose class is left to the file's other faults is nobody's namesake.
    assert got["badRows"] == []


async def test_they_sign_in_by_number_and_not_by_name(school: School) -> None:
    """Through the door itself: each gets a starting code, and the number alone says whose it is."""
    book = books.school()
    book["学生"] += [student("S8", "王 小明"), student("S9", "王小鸣"), student("S10", "王小明", klass="七年级(2)班")]
    await school.applied(books.xlsx(book))
    ((code,),) = await school.rows("select code from classes where name = '七年级(1)班'")
    ids = dict(
        await school.rows(
            "select student_number, student_id from students where name = '王小明' and student_number <> 'S10'"
        )
    )
    started: dict[str, str] = {}
    async with await school.client(books.TEACHER) as teacher:
        for number, student_id in ids.items():
            answer = await teacher.post(f"/students/{student_id}/starting-code")
            assert answer.status_code in {200, 201}, answer.text
            started[number] = answer.json()["code"]
            assert answer.json()["name"] == number, "what they type: the slip must not say the name"
        ((alone,),) = await school.rows("select student_id from students where name = '王小鸣'")
        assert (await teacher.post(f"/students/{alone}/starting-code")).json()["name"] is None
    for number, student_id in ids.items():
        assert (await _sign_in(school, code, "王小明", started[number])).status_code == 401
        done = await _sign_in(school, code, number.lower(), started[number])
        assert done.status_code in {200, 201}, done.text
        assert done.json()["accountId"] == str(student_id)


async def _sign_in(school: School, code: str, name: str, starting: str) -> httpx.Response:
    body = {
        "classCode": code,
        "name": name,
        "startingCode": starting,
        "secret": "green umbrella 4711",
        "tokenKind": "bearer",
    }
    return await school.http.post("http://127.0.0.1:8000/api/v1/auth/student/start", json=body)


async def test_who_adds_or_renames_one_by_hand_is_told(school: School) -> None:
    hand = Hand(school)
    [(here,), (other,)] = await school.rows(
        "select class_id from classes where org_id = $1 order by name", school.org_id
    )
    body: dict[str, Any] = {"number": "S8", "name": "王 小明", "sex": "female", "classId": str(here), "support": []}
    for change, namesakes in (({"number": "S9", "classId": str(other)}, list[str]()), ({}, ["S1"])):
        for dry in (True, False):
            answer = (await added(school, "students", body | change, dryRun=dry)).json()
            assert answer["namesakes"] == namesakes, (change, dry)
    known = await ids(school)
    moved = {key: body[key] for key in ("name", "sex", "support")} | {"classId": str(here)}
    told = await hand.done(f"students/{known['S9']}", moved, method="PUT")
    assert told["namesakes"] == ["S1", "S8"]
    again = await hand.done(f"students/{known['S9']}", moved | {"support": ["migrant"]}, method="PUT")
    assert again["namesakes"] == [], "known already"
