"""Somebody leaves after a day that is still to come: it is recorded, happens by itself, and can be taken back until then."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from api.core.local_time import local_day
from api.core.unit_of_work import UnitOfWork, system_uow
from api.observations.errors import NobodyOwnsUrgent
from api.roster.leaving import due, queries
from api.roster.years.queries import end_graduates
from schemas.roster.tasks import EndLeaver
from tests.roster import books
from tests.roster.books import staff
from tests.roster.school import School
from tests.roster.test_parts import ids, with_feature
from tests.roster.test_persons import Hand, lessons_of, ties

NEW = "16400000401"


def day(school: School, days: int) -> date:
    """The school's day, so many days from today."""
    return local_day(school.services.clock.now(), "Asia/Shanghai") + timedelta(days=days)


async def after(school: School, days: int) -> list[datetime | None]:
    """What the tasks do after so many days."""
    done: list[datetime | None] = []
    open_ = "select end_id from planned_ends where org_id = $1 and ended_at is null"
    for (end_id,) in await school.rows(open_, school.org_id):
        async with system_uow(school.services, school.org_id) as uow:
            uow.now += timedelta(days=days)
            done.append(await due.end_leaver(uow, EndLeaver(end_id=end_id)))
    return done


@pytest.fixture
async def hand(school: School) -> Hand:
    """The small school with one more colleague."""
    book = books.school()
    book["教职工"].append(staff("T3", NEW, "新老师", ""))
    await school.applied(books.xlsx(book))
    return Hand(school)


async def _plan(hand: Hand, path: str, days: int, **more: Any) -> Any:
    return await hand.send(f"{path}/leaving", {"lastDay": str(day(hand.school, days)), **more}, of=path, method="PUT")


async def test_a_colleague_leaves_after_the_last_day_and_the_successor_has_the_class(hand: Hand) -> None:
    known, before = await ids(hand.school), await hand.school.snapshot()
    path = f"staff/{known['T2']}"
    assert (await _plan(hand, path, 5)).status_code == 200
    assert (await _plan(hand, path, 3, successorId=str(known["T3"]))).status_code == 200  # the last word counts
    assert (await hand.shown(path))["leaving"] == {"lastDay": str(day(hand.school, 3)), "successorName": "新老师"}
    assert (await hand.school.snapshot()).now == before.now
    assert None not in await after(hand.school, 3)
    assert (await hand.school.snapshot()).now == before.now
    assert await after(hand.school, 4) == [None]
    assert await hand.school.members("staff", [known["T2"], known["T3"]]) == {known["T3"]}
    assert [one["className"] for one in (await hand.shown(f"staff/{known['T3']}"))["leads"]] == ["七年级(1)班"]
    assert await after(hand.school, 5) == []


async def test_a_student_leaves_with_the_family_after_the_last_day(hand: Hand) -> None:
    known, family = await ids(hand.school), await ties(hand.school)
    assert (await _plan(hand, f"students/{known['S1']}", 0)).status_code == 200
    assert await hand.school.members("student", [known["S1"]]) == {known["S1"]}
    assert await after(hand.school, 1) == [None]
    assert await hand.school.members("student", [known["S1"]]) == set()
    assert await hand.school.members("guardian", list(family.values())) == {family["李大红"]}


async def test_it_is_taken_back(hand: Hand) -> None:
    known, before = await ids(hand.school), await hand.school.snapshot()
    for path in (f"staff/{known['T2']}", f"students/{known['S1']}"):
        assert (await hand.send(f"{path}/leaving/end", of=path)).status_code == 404
        assert (await _plan(hand, path, 2)).status_code == 200
        assert (await hand.send(f"{path}/leaving/end", of=path)).status_code == 200
        assert (await hand.shown(path))["leaving"] is None
    assert await after(hand.school, 9) == []
    assert (await hand.school.snapshot()).now == before.now


async def test_a_day_before_today_and_the_last_administrator_are_refused(hand: Hand) -> None:
    known = await ids(hand.school)
    assert (await _plan(hand, f"staff/{known['T2']}", -1)).status_code == 422
    assert (await _plan(hand, f"staff/{known['T2']}", 3, successorId=str(known["T2"]))).status_code == 422
    path = f"staff/{known['T1']}"
    body = {"lastDay": str(day(hand.school, 3))}
    answer = await hand.send(f"{path}/leaving", body, of=path, method="PUT", dryRun=True)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "last-administrator")
    answer = await _plan(hand, path, 3)  # as the dry run said: nobody else may administer by then either
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "last-administrator")
    other = f"staff/{known['T3']}"
    row = lessons_of(await hand.shown(other))
    await hand.done(other, row | {"roles": ["school_admin"]}, method="PUT")
    assert (await _plan(hand, path, 3)).status_code == 200
    await hand.done(other, row, method="PUT")  # nobody else administers any more: the day comes and nothing happens
    before = await hand.school.snapshot()
    assert await after(hand.school, 4) != [None]
    assert (await hand.school.snapshot()).now == before.now


async def test_nothing_urgent_is_left_alone(hand: Hand) -> None:
    async def refuse(_: UnitOfWork, __: Any) -> None:
        raise NobodyOwnsUrgent

    known = await ids(hand.school)
    await _plan(hand, f"staff/{known['T2']}", 2)
    school, before = with_feature(hand.school, refuse), await hand.school.snapshot()
    assert None not in await after(school, 3)
    assert (await hand.school.snapshot()).now == before.now
    assert await after(hand.school, 3) == [None]


async def test_nobody_is_ended_before_the_day_nor_anybody_else(hand: Hand) -> None:
    known = await ids(hand.school)
    await _plan(hand, f"staff/{known['T2']}", 2)
    for who, days in ((known["T2"], 2), (known["T3"], 3)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _end(hand.school, who, days)
    assert await hand.school.members("staff", [known["T2"], known["T3"]]) == {known["T2"], known["T3"]}


async def test_a_word_for_one_person_ends_nobody_else(hand: Hand) -> None:
    """It lay in one table with the word of graduates, so a leaving teacher's ended every student and family."""
    known = await ids(hand.school)
    student, other = known["S1"], known["S2"]
    await _plan(hand, f"staff/{known['T2']}", 3)
    for gone, families in (([student], []), ([], [known["T3"]]), ([student, other], [])):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _end_students(hand.school, gone, families)
    await _plan(hand, f"students/{student}", 3)
    for gone, families in (([student, other], []), ([other], []), ([student], [known["T3"]] * 10)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _end_students(hand.school, gone, families)
    assert await hand.school.members("student", [student, other]) == {student, other}
    await _end_students(hand.school, [student], [])
    assert await hand.school.members("student", [student, other]) == {other}


async def _end_students(school: School, gone: list[UUID], families: list[UUID]) -> None:
    async with system_uow(school.services, school.org_id) as uow:
        await end_graduates(uow.conn, gone, families, day(school, 10), uow.now)


async def _end(school: School, who: UUID, days: int) -> None:
    async with system_uow(school.services, school.org_id) as uow:
        await queries.end_leavers(uow.conn, [who], day(school, days), uow.now)
