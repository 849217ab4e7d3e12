"""A school year is opened by one step: classes go up, graduate, are merged and split, and nobody loses what is theirs."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from api.core.local_time import local_day
from api.core.unit_of_work import system_uow
from api.roster.years import graduating
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, TEACHER, guardian, staff, student
from tests.roster.school import School

UNTIL = 40  # days from today
OPEN = "select name from classes where ended_at is null order by school_year, name"
PLACES = """
select s.name, c.name from students s join classes c using (org_id, class_id) where s.ended_at is null order by s.student_number
"""


def book() -> books.Book:
    """A leaving grade, two classes that go up, and a class teacher for each of them."""
    made = books.school()
    made["班级"].append(["九年级", "九年级(1)班", books.YEAR])
    made["学生"] += [student("S3", "孙毕业", "男", "九年级(1)班"), student("S4", "王小妹", "女", "九年级(1)班")]
    made["学生"].append(student("S5", "钱重读", "男", "七年级(2)班"))
    made["家长"] += [guardian("S3", "16400000201", "孙父"), guardian("S4", PHONE_A, "王大明")]
    made["教职工"].append(staff("T3", "16400000203", "吴九班", "班主任", 班主任班级="九年级(1)班"))
    return made


@pytest.fixture
async def full(school: School) -> School:
    await school.applied(books.xlsx(book()))
    return school


def today(school: School) -> date:
    """The school's day."""
    return local_day(school.services.clock.now(), "Asia/Shanghai")


async def proposal(school: School) -> dict[str, Any]:
    async with await school.client(PHONE_B) as client:
        answer = await client.get("/roster/school-years/next")
        assert answer.status_code == 200, answer.text
        return answer.json()


def year_of(school: School, found: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The proposal as a person leaves it."""
    going = [c for c in found["classes"] if c["fate"] == "up"]
    return {
        "basis": found["basis"],
        "schoolYear": found["schoolYear"],
        "classes": [{"grade": c["grade"], "name": c["into"]} for c in going],
        "steps": [{"classId": c["classId"], "fate": c["fate"], "into": c["into"] or None} for c in found["classes"]],
        "students": [],
        "graduatesUntil": str(today(school) + timedelta(days=UNTIL)),
        **more,
    }


async def send(school: School, year: dict[str, Any], who: str = PHONE_B) -> httpx.Response:
    async with await school.client(who) as client:
        return await client.post("/roster/school-years", json=year, headers={"idempotency-key": uuid4().hex})


async def opened(school: School, year: dict[str, Any]) -> dict[str, Any]:
    answer = await send(school, year)
    assert answer.status_code == 201, answer.text
    import_id = answer.json()["importId"]
    assert (await school.say_yes(import_id, losses=True)).status_code == 202
    await school.run()
    done = await school.shown(import_id)
    assert done["state"] == "done", done
    return done


def ids(found: dict[str, Any]) -> dict[str, str]:
    """Student ids by name."""
    return {s["name"]: s["studentId"] for c in found["classes"] for s in c["students"]}


async def test_the_next_year_is_proposed_by_the_names(full: School) -> None:
    found = await proposal(full)
    assert found["schoolYear"] == 2027
    assert [(c["name"], c["fate"], c["into"], c["grade"]) for c in found["classes"]] == [
        ("七年级(1)班", "up", "八年级(1)班", "八年级"),
        ("七年级(2)班", "up", "八年级(2)班", "八年级"),
        ("九年级(1)班", "graduates", "", ""),
    ]
    assert [s["name"] for s in found["classes"][1]["students"]] == ["李小红", "钱重读"]


async def test_classes_go_up_with_their_teachers_and_graduates_stay_until_their_day(full: School) -> None:
    tried = (await send(full, year_of(full, await proposal(full)))).json()
    assert (tried["origin"], tried["canApply"], tried["losses"]) == ("rollover", True, [])
    assert tried["notes"][0]["code"] == "graduates"
    assert tried["changes"]["students"] == {"added": 0, "changed": 3, "returned": 0, "ended": 0}
    before = await full.rows("select class_id from classes where name = '七年级(1)班'")
    await opened(full, year_of(full, await proposal(full)))
    assert await full.rows(OPEN) == [("九年级(1)班",), ("八年级(1)班",), ("八年级(2)班",)]
    assert await full.rows(PLACES) == [
        ("王小明", "八年级(1)班"), ("李小红", "八年级(2)班"), ("孙毕业", "九年级(1)班"),
        ("王小妹", "九年级(1)班"), ("钱重读", "八年级(2)班"),
    ]  # fmt: skip
    leads = """
    select c.name from class_staff x join classes c using (org_id, class_id) join staff f using (org_id, staff_id)
    where x.part = 'class_teacher' and x.ended_at is null and f.name = '周丽华'
    """
    assert await full.rows(leads) == [("八年级(1)班",)]
    # The old class stays as a row of its own: what was written under it is not moved.
    assert await full.rows("select class_id, ended_at is not null from classes where name = '七年级(1)班'") == [
        (before[0][0], True)
    ]


async def test_repeaters_mergers_splits_and_another_class_teacher(full: School) -> None:
    found = await proposal(full)
    led = next(c["staffId"] for c in found["staff"] if c["name"] == "郑建华")
    names = ids(found)
    year = year_of(
        full,
        found,
        classes=[
            {"grade": "八年级", "name": "八年级(1)班", "classTeacherId": led},
            {"grade": "七年级", "name": "七年级(1)班"},
            {"grade": "八年级", "name": "八年级(9)班"},
        ],
        steps=[
            {"classId": c["classId"], "fate": c["fate"], "into": "八年级(1)班" if c["fate"] == "up" else None}
            for c in found["classes"]
        ],
        students=[
            {"studentId": names["钱重读"], "into": "七年级(1)班"},
            {"studentId": names["李小红"], "into": "八年级(9)班"},
        ],
    )
    await opened(full, year)
    assert dict(await full.rows(PLACES)) == {
        "王小明": "八年级(1)班", "李小红": "八年级(9)班", "孙毕业": "九年级(1)班", "王小妹": "九年级(1)班", "钱重读": "七年级(1)班",
    }  # fmt: skip
    leads = """
    select c.name, f.name from class_staff x join classes c using (org_id, class_id) join staff f using (org_id, staff_id)
    where x.part = 'class_teacher' and x.ended_at is null order by 1
    """
    assert await full.rows(leads) == [("九年级(1)班", "吴九班"), ("八年级(1)班", "郑建华")]


async def test_a_class_that_ends_names_who_leaves_and_asks(full: School) -> None:
    found = await proposal(full)
    steps = [
        {
            "classId": c["classId"],
            "fate": "ends" if c["name"] == "七年级(2)班" else c["fate"],
            "into": None if c["name"] == "七年级(2)班" else c["into"] or None,
        }
        for c in found["classes"]
    ]
    tried = (await send(full, year_of(full, found, steps=steps))).json()
    assert {(loss["kind"], loss["name"]) for loss in tried["losses"]} == {
        ("class", "七年级(2)班"), ("student", "李小红"), ("student", "钱重读"),
    }  # fmt: skip
    assert tried["needsConfirmation"]
    assert (await full.say_yes(tried["importId"])).status_code == 409


async def test_two_at_once_have_one_winner(full: School) -> None:
    year = year_of(full, await proposal(full))
    one, two = (await send(full, year)).json(), (await send(full, year)).json()
    assert (await full.say_yes(one["importId"])).status_code == 409  # the later one replaced it
    assert (await full.say_yes(two["importId"])).status_code == 202
    assert (await full.say_yes(two["importId"])).status_code == 409
    assert (await send(full, year)).json()["type"].endswith("roster-import-running")
    await full.run()
    assert (await send(full, year)).json()["type"].endswith("roster-changed")


async def test_a_student_who_moved_or_a_teacher_who_left_since_makes_it_stale(full: School) -> None:
    year = year_of(full, await proposal(full))
    text = books.csv_text("学生", [student("S6", "新来的", "女", "七年级(1)班")])
    await full.applied(text.encode(), "学生.csv", covers="new")
    answer = await send(full, year)
    assert (answer.status_code, answer.json()["type"].rsplit("/")[-1]) == (409, "roster-changed")
    # Between the preview and the worker: the class teacher leaves, as another transaction says it.
    tried = (await send(full, year_of(full, await proposal(full)))).json()
    async with system_uow(full.services, full.org_id) as uow:
        await uow.conn.execute(
            "update class_staff set ended_at = $2 where org_id = $1 and part = 'class_teacher'", full.org_id, uow.now
        )
    assert (await full.say_yes(tried["importId"])).status_code == 202
    await full.run()
    done = await full.shown(tried["importId"])
    assert done["state"] == "failed"
    assert "新学年" in done["failure"]
    assert len(await full.rows(OPEN)) == 3


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"schoolYear": 2026}, "school-year-not-next"),
        ({"steps": []}, "school-year-steps"),
        ({"classes": []}, "school-year-into"),
        ({"classes": [{"grade": "八年级", "name": "八年级(1)班"}] * 2}, "school-year-names"),
        ({"students": [{"studentId": str(UUID(int=7)), "into": "八年级(1)班"}]}, "school-year-students"),
        ({"graduatesUntil": None}, "school-year-until"),
        ({"graduatesUntil": "2020-01-01"}, "school-year-until"),
    ],
)
async def test_what_makes_no_school_year_is_refused(full: School, change: dict[str, Any], slug: str) -> None:
    answer = await send(full, year_of(full, await proposal(full), **change))
    assert (answer.status_code, answer.json()["type"].rsplit("/")[-1]) == (422, slug)


async def test_a_class_teacher_must_work_here(full: School) -> None:
    year = year_of(full, await proposal(full))
    year["classes"][0]["classTeacherId"] = str(UUID(int=7))
    assert (await send(full, year)).json()["type"].endswith("school-year-teacher")


async def test_only_an_administrator_opens_a_year_and_with_a_second_factor(full: School) -> None:
    year = year_of(full, await proposal(full))
    assert (await send(full, year, who=TEACHER)).status_code == 403
    async with await full.client(TEACHER) as client:
        assert (await client.get("/roster/school-years/next")).status_code == 403
    tried = (await send(full, year)).json()
    async with await full.client(PHONE_B, assurance=1) as client:
        headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{tried["version"]}"'}
        answer = await client.post(f"/roster/imports/{tried['importId']}/apply", json={}, headers=headers)
    assert (answer.status_code, answer.json()["type"].rsplit("/")[-1]) == (403, "step-up-needed")


async def test_a_year_is_undone_and_nobody_leaves_later(full: School) -> None:
    before = await full.snapshot()
    done = await opened(full, year_of(full, await proposal(full)))
    async with await full.client(PHONE_B) as client:
        headers = {"idempotency-key": uuid4().hex}
        tried = (await client.post(f"/roster/imports/{done['importId']}/undo", headers=headers)).json()
    assert (await full.say_yes(tried["importId"], losses=True)).status_code == 202
    await full.run()
    assert (await full.snapshot()).now == before.now
    assert await full.rows("select count(*) from classes where ends_on is not null and ended_at is null") == [(0,)]
    await leave(full, UNTIL + 1)
    assert (await full.snapshot()).now == before.now


async def leave(school: School, days: int) -> datetime:
    """What the daily task does after this many days."""
    async with system_uow(school.services, school.org_id) as uow:
        uow.now += timedelta(days=days)
        return await graduating.end_due(uow)


async def test_graduates_and_their_families_leave_after_their_day_by_todays_state(full: School) -> None:
    names = ids(await proposal(full))
    await opened(full, year_of(full, await proposal(full)))
    # Who let them leave is no administrator any more by then.
    owner = await asyncpg.connect(full.database.owner_url)
    try:
        await owner.execute("update memberships set administrator = false where org_id = $1", full.org_id)
    finally:
        await owner.close()
    # One of them repeats after all.
    moved = """
    update students set class_id = (select class_id from classes where org_id = $1 and name = '八年级(1)班') where org_id = $1 and name = '王小妹'
    """
    async with system_uow(full.services, full.org_id) as uow:
        await uow.conn.execute(moved, full.org_id)
    await leave(full, UNTIL)
    students = [UUID(names[name]) for name in ("孙毕业", "王小妹")]
    assert await full.members("student", students) == set(students)
    await leave(full, UNTIL + 1)
    assert await full.members("student", students) == {students[1]}
    assert await full.rows("select name from guardians where ended_at is not null") == [("孙父",)]
    assert await full.rows(OPEN) == [("八年级(1)班",), ("八年级(2)班",)]
    leads = "select count(*) from class_staff x join classes c using (org_id, class_id) where c.ended_at is not null and x.ended_at is null"
    assert await full.rows(leads) == [(0,)]


async def test_nothing_lets_graduates_leave_before_their_day(full: School) -> None:
    found = await proposal(full)
    await opened(full, year_of(full, found))
    one = UUID(ids(found)["孙毕业"])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with system_uow(full.services, full.org_id) as uow:
            await uow.conn.execute("select graduates_end($1, $1, $2, $3)", [one], today(full), uow.now)
    assert await full.members("student", [one]) == {one}


async def test_a_file_leaves_the_day_of_graduates_as_it_is(full: School) -> None:
    await opened(full, year_of(full, await proposal(full)))
    text = books.csv_text("班级", [["九年级", "九年级(1)班", books.YEAR]])
    got = (await full.upload(text.encode(), "班级.csv", covers="classes")).json()
    assert got["changes"]["classes"]["changed"] == 0
