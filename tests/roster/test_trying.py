"""The dry run of an import counts what it would touch elsewhere, and refuses what would be refused."""

from typing import Any
from uuid import uuid4

from api.core.parts import PartsEnded
from api.core.unit_of_work import UnitOfWork, system_uow
from api.observations.errors import NobodyOwnsUrgent
from api.roster import service
from api.roster.actions import ROSTER_IMPORT
from schemas.roster.wire import RosterImport
from tests.roster import books
from tests.roster.books import TEACHER, more_students, staff
from tests.roster.school import School
from tests.roster.test_parts import with_feature

NEW = "16400000109"


async def tried(school: School, book: dict[str, Any]) -> RosterImport:
    """A workbook of the whole school, tried out."""
    async with system_uow(school.services, school.org_id) as uow:
        return await service.add_import(uow, "名单.xlsx", books.xlsx(book), "school")


async def talks(uow: UnitOfWork, event: PartsEnded) -> None:
    """Each who leaves, as a student or as staff, had one talk and one visit of a single number."""
    for part in event.of("student", "staff"):
        uow.changed(ROSTER_IMPORT, "booking", part.account_id)
        uow.changed(ROSTER_IMPORT, "visit", part.account_id)


async def names_next(uow: UnitOfWork, event: PartsEnded) -> None:
    """A class teacher may not end without a successor."""
    if any(part.successor_id is None for part in event.of("class_teacher")):
        raise NobodyOwnsUrgent


async def test_what_it_touches_is_counted_and_asked_about(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 3)))
    counting = with_feature(school, talks)
    book = more_students(books.school(), 3)
    book["教职工"].pop()
    got = await tried(counting, book)
    assert {one.kind: one.count for one in got.touched} == {"visit": 1, "talk": 1}
    assert got.needs_confirmation
    assert await school.rows("select 1 from staff where org_id = $1 and ended_at is not null", school.org_id) == []
    audited = "select 1 from audit_changes where org_id = $1 and resource in ('booking', 'visit')"
    assert await school.rows(audited, school.org_id) == []


async def hanging(uow: UnitOfWork, event: PartsEnded) -> None:
    """Each colleague who leaves had two talks and one visit; a student's end touches a talk that hangs on nobody."""
    for part in event.of("staff"):
        for _ in range(2):
            uow.changed(ROSTER_IMPORT, "booking", uuid4(), frozenset([part.account_id]))
        uow.changed(ROSTER_IMPORT, "visit", part.account_id, frozenset([part.account_id]))
    for part in event.of("student"):
        uow.changed(ROSTER_IMPORT, "booking", part.account_id)


async def test_it_says_on_which_colleague_it_hangs_and_never_whose_child_it_is(school: School) -> None:
    full = more_students(books.school(), 3)
    full["教职工"].append(staff("T3", NEW, "钱老师", "心理教师"))
    await school.applied(books.xlsx(full))
    got = await tried(with_feature(school, hanging), more_students(books.school(), 2))  # a student leaves as well
    assert {one.kind: [(c.name, c.count) for c in one.colleagues] for one in got.touched} == {
        "visit": [("钱老师", 1)],
        "talk": [("钱老师", 2)],
    }
    assert [(one.kind, one.count, one.names) for one in got.touched if one.kind == "talk"] == [("talk", 2, [])]
    book = more_students(books.school(), 3)
    book["教职工"].pop()
    both = {one.kind: one.colleagues for one in (await tried(with_feature(school, hanging), book)).touched}
    assert [(one.name, one.count) for one in both["talk"]] == [("周丽华", 2), ("钱老师", 2)]


async def test_a_student_who_leaves_tells_nothing_of_their_talks(school: School) -> None:
    """Also not by the difference between two files."""
    await school.applied(books.xlsx(more_students(books.school(), 3)))
    counting = with_feature(school, talks)
    got = await tried(counting, more_students(books.school(), 2))
    assert {one.kind: one.count for one in got.touched} == {"visit": 1}
    book = more_students(books.school(), 2)
    book["教职工"].pop()
    got = await tried(counting, book)
    assert {one.kind: one.count for one in got.touched} == {"visit": 2, "talk": 1}


async def test_what_leaves_something_urgent_with_nobody_is_refused_before_the_yes(school: School) -> None:
    refusing = with_feature(school, names_next)
    book = books.school()
    book["教职工"].pop()
    got = await tried(refusing, book)
    assert [bad.code for bad in got.bad_rows] == ["part_needed"]
    assert "没有人负责" in got.bad_rows[0].message
    assert (got.can_apply, got.bad_row_count) == (False, 1)
    assert "staff" in {loss.kind for loss in got.losses}  # it still says who would leave
    book["教职工"].append(staff("T3", NEW, "新老师", "班主任", 班主任班级="七年级(1)班"))
    got = await tried(refusing, book)  # somebody is named, who is new here
    assert (got.bad_rows, got.can_apply) == ([], True)
    rows = await school.rows("select staff_number from staff where org_id = $1 and staff_number = 'T3'", school.org_id)
    assert rows == []


async def add_campaign(school: School) -> None:
    """An open campaign of 七年级(1)班."""
    campaign = uuid4()
    columns = (
        "insert into campaigns (org_id, campaign_id, title, starts_on, ends_on, year_began, visit_minutes, visits_per_day, day_minutes,"
        " visitors_per_visit, travel, speed_kmh, opened_by, created_at, updated_at)"
        " select $1, $2, '家访', '2026-10-10', '2026-10-20', now(), 30, 4, 240, 1, 'walk', 5, staff_id, now(), now() from staff where org_id = $1 and staff_number = 'T1'"
        " on conflict do nothing"
    )
    await school.rows(columns, school.org_id, campaign)
    of_class = (
        "insert into campaign_classes (org_id, campaign_id, class_id)"
        " select $1, $2, class_id from classes where org_id = $1 and name = '七年级(1)班' on conflict do nothing"
    )
    await school.rows(of_class, school.org_id, campaign)


async def test_an_open_campaign_is_counted_by_its_own_feature(school: School) -> None:
    await add_campaign(school)
    teacher = [staff(), staff("T2", TEACHER, "周丽华", "科任教师", 任教班级="七年级(1)班:数学;七年级(2)班:数学")]
    teacher.append(staff("T3", NEW, "新老师", "班主任", 班主任班级="七年级(1)班"))
    got = (await school.upload(books.xlsx({**books.school(), "教职工": teacher}))).json()
    assert got["touched"] == [
        {
            "kind": "campaign",
            "count": 1,
            "names": [{"name": "家访", "detail": "", "startsAt": None}],
            "colleagues": [],
        }
    ]
    [[version]] = await school.rows("select version from campaigns where org_id = $1", school.org_id)
    assert version == 1
