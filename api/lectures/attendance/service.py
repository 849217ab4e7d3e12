"""Who came to a lecture, by code or by list, and who was trained this school year (N2, N5)."""

from datetime import datetime, time
from uuid import UUID

from api.core import access
from api.core.errors import Problem
from api.core.local_time import instant
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures import actions
from api.lectures import queries as shared
from api.lectures.attendance import queries, rules
from api.lectures.editing.service import check_reach, get_lecture
from api.lectures.errors import CheckInClosed, CheckInMustWait, CodeOver, SeatNeeded, wrong
from api.lectures.mine import service as mine
from schemas.lectures.attendance import (
    Attendance,
    AttendanceSet,
    ClassTraining,
    GuardianTraining,
    HeldLecture,
    LectureCheckIn,
    LectureCode,
    MyTraining,
)
from schemas.lectures.rows import LectureRow
from schemas.lectures.wire import Lecture, MyLecture


async def get_code(uow: Reading, lecture_id: UUID) -> LectureCode:
    """The code to show now. Raises Forbidden, NotFound, CheckInClosed."""
    row = await _followed(uow, lecture_id)
    _check_on(row.state, row.starts_at, row.ends_at, uow.now)
    return LectureCode(code=_codes(uow, lecture_id)[0], next=rules.next_at(uow.now))


async def check_in(uow: UnitOfWork, lecture_id: UUID, new: LectureCheckIn) -> Problem | MyLecture:
    """Notes that the actor came; the first time counts. A wrong code is returned, so that it counts.

    Raises Forbidden, NotFound, CheckInClosed, SeatNeeded.
    """
    lecture = await mine.get_as(uow, actions.LECTURE_REGISTER, lecture_id)
    _check_on(lecture.state, lecture.starts_at, lecture.ends_at, uow.now)
    if not rules.has_seat(lecture):
        raise SeatNeeded
    where = (uow.actor.org_id, lecture_id, uow.actor.account_id)
    tries = await queries.count_try(uow.conn, *where, uow.now, uow.now - rules.TRIES_WINDOW)
    if tries.failures > rules.TRIES:
        return _must_wait(tries.since, uow.now)
    if new.code not in _codes(uow, lecture_id):
        return CodeOver()
    await queries.remove_tries(uow.conn, *where)
    await queries.add_attendance(uow.conn, *where, "code", None, uow.now)
    uow.changed(actions.LECTURE_REGISTER, "lecture", lecture_id)
    return await mine.get_as(uow, actions.LECTURE_REGISTER, lecture_id)


async def list_attendance(uow: Reading, lecture_id: UUID, class_id: UUID | None) -> list[Attendance]:
    """The people of one class whom a lecture is for. Raises Forbidden, NotFound."""
    row = await _followed(uow, lecture_id)
    only = row.class_ids[0] if len(row.class_ids) == 1 else None
    if (found := class_id or only) is None or (row.scope == "classes" and found not in row.class_ids):
        return []
    return await queries.list_attendance(uow.conn, row.org_id, lecture_id, found, list(row.parts), uow.actor.barred_ids)


async def set_attendance(uow: UnitOfWork, lecture_id: UUID, new: AttendanceSet) -> Lecture:
    """Ticks somebody of a class off, or takes the tick back. Raises Forbidden, NotFound, Invalid, CheckInClosed."""
    row = await _followed(uow, lecture_id)
    people = await list_attendance(uow, lecture_id, new.class_id)
    if new.account_id not in {p.account_id for p in people}:
        raise wrong(uow, "$.accountId", "not-found")
    if row.state != "published" or row.starts_at - rules.AROUND > uow.now:
        raise CheckInClosed
    where = (row.org_id, lecture_id, new.account_id)
    if new.came:
        await queries.add_attendance(uow.conn, *where, "list", uow.actor.account_id, uow.now)
        await queries.remove_tries(uow.conn, *where)
    else:
        await queries.remove_attendance(uow.conn, *where)
    uow.changed(actions.LECTURE_FOLLOW, "lecture", lecture_id)
    return await get_lecture(uow, lecture_id)


async def list_classes(uow: Reading) -> list[ClassTraining]:
    """Classes within reach: whose guardians were trained this year. Raises Forbidden."""
    uow.require_org(actions.LECTURE_FOLLOW, "lecture")
    reach = access.reach(uow.actor, actions.LECTURE_FOLLOW)
    found = await queries.list_classes(uow.conn, uow.actor.org_id, reach, *_since(uow), uow.now)
    return rules.in_order(found)


async def list_guardians(uow: Reading, class_id: UUID | None) -> list[GuardianTraining]:
    """The guardians of a class within reach, and who of them was trained this year. Raises Forbidden."""
    if class_id is None or class_id not in {c.class_id for c in await list_classes(uow)}:
        uow.require_org(actions.LECTURE_FOLLOW, "lecture")
        return []
    return await queries.list_guardians(uow.conn, uow.actor.org_id, class_id, *_since(uow), uow.actor.barred_ids)


async def _followed(uow: Reading, lecture_id: UUID) -> LectureRow:
    row = await shared.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    return check_reach(uow, actions.LECTURE_FOLLOW, lecture_id, row)


def _check_on(state: str, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if state != "published" or not rules.is_on(starts_at, ends_at, now):
        raise CheckInClosed


def _must_wait(since: datetime, now: datetime) -> CheckInMustWait:
    seconds = max(int((since + rules.TRIES_WINDOW - now).total_seconds()), 1)
    return CheckInMustWait(retry_after=seconds, minutes=-(-seconds // 60))


def _codes(uow: Reading, lecture_id: UUID) -> list[str]:
    """The code that is shown now, and the one before."""
    now, mark = rules.step(uow.now), uow.sealer.first_mark
    return [rules.code(mark("check-in", uow.actor.org_id, lecture_id, n)) for n in (now, now - 1)]


def _since(uow: Reading) -> tuple[datetime, datetime]:
    """When the school year and the term began."""
    zone = uow.actor.zone
    days = (rules.year_began(uow.now, zone), rules.term_began(uow.now, zone))
    year, term = (instant(day, time(0), zone) for day in days)
    return year, term


async def list_own(uow: Reading) -> list[MyTraining]:
    """This organisation's share of what a guardian came to; nothing where the reader is no guardian."""
    uow.required.add(actions.LECTURE_READ)  # not required: one organisation left must not close the others' list
    org_id, account_id = uow.actor.org_id, uow.actor.account_id
    if access.Role.GUARDIAN not in uow.actor.roles:
        return []
    own = await queries.get_own(uow.conn, org_id, account_id, *_since(uow))
    return [MyTraining(org_id=org_id, trained_at=own.trained_at, meetings=own.meetings)]


async def list_held(uow: Reading, since: datetime, until: datetime) -> list[HeldLecture]:
    """Lectures that began between two instants and are over, for features that count them. Raises Forbidden, NotFound."""
    uow.require(actions.LECTURE_FOLLOW, access.Resource(org_id=uow.actor.org_id, kind="lecture"))
    return await queries.list_held(uow.conn, uow.actor.org_id, since, until, uow.now)
