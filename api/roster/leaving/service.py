"""Somebody leaves after a day that is still to come: it is recorded now, happens by itself, and can be taken back until then."""

from datetime import date, timedelta
from uuid import UUID

from api.core import tasks
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.local_time import day_begins, local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.roster.leaving import queries
from api.roster.leaving.errors import wrong
from api.roster.persons import service as persons
from api.roster.persons import students
from api.roster.persons.changing import By, Change, Changing, change, try_change
from api.roster.touched import service as touched
from api.roster.years.queries import add_graduates_permit
from schemas.roster.leaving.rows import PlannedEndRow
from schemas.roster.leaving.wire import StaffLeaving, StudentLeaving
from schemas.roster.persons.wire import PersonChanged
from schemas.roster.tasks import EndLeaver, Touched

_FARTHEST = timedelta(days=731)
_DAY = timedelta(days=1)


async def plan_staff(uow: UnitOfWork, staff_id: UUID, new: StaffLeaving, by: By) -> PersonChanged:
    """A colleague leaves after a day. Raises NotFound, Stale, Invalid, LastAdministrator, Refused (as if it were today)."""
    await persons.lock_staff(uow, staff_id, by)
    await _check_day(uow, new.last_day)

    async def leave(changing: Changing) -> None:
        loaded = await changing.load()
        await changing.write(loaded, await persons.without_colleague(uow, loaded, staff_id, new.successor_id))

    return await change(uow, by, "staff", staff_id, _planned(by, leave, await _row(uow, new, staff_id=staff_id)))


async def plan_student(uow: UnitOfWork, student_id: UUID, new: StudentLeaving, by: By) -> PersonChanged:
    """A student leaves after a day. Raises NotFound, Stale, Invalid, Refused."""
    await students.lock(uow, student_id, by)
    await _check_day(uow, new.last_day)

    async def leave(changing: Changing) -> None:
        loaded = await changing.load()
        await changing.write(loaded, students.without_student(loaded, student_id))

    return await change(
        uow, by, "student", student_id, _planned(by, leave, await _row(uow, new, student_id=student_id))
    )


async def take_back_staff(uow: UnitOfWork, staff_id: UUID, by: By) -> PersonChanged:
    """A colleague stays. Raises NotFound, Stale."""
    await persons.lock_staff(uow, staff_id, by)
    return await change(uow, by, "staff", staff_id, lambda changing: _take_back(changing, staff_id))


async def take_back_student(uow: UnitOfWork, student_id: UUID, by: By) -> PersonChanged:
    """A student stays. Raises NotFound, Stale."""
    await students.lock(uow, student_id, by)
    return await change(uow, by, "student", student_id, lambda changing: _take_back(changing, student_id))


def _planned(by: By, leave: Change, row: PlannedEndRow) -> Change:
    """Leaving now, for a dry run; else what refuses that is asked, and the day is recorded."""

    async def write(changing: Changing) -> None:
        if by.dry_run:
            await leave(changing)
        else:
            await try_change(changing, leave)
            await _record(changing, row)

    return write


async def _check_day(uow: UnitOfWork, last_day: date) -> None:
    today = local_day(uow.now, await get_zone(uow))
    if last_day < today:
        raise wrong(uow, "$.lastDay", "past")
    if last_day - today > _FARTHEST:
        raise wrong(uow, "$.lastDay", "far")


async def _row(
    uow: UnitOfWork, new: StaffLeaving | StudentLeaving, *, staff_id: UUID | None = None, student_id: UUID | None = None
) -> PlannedEndRow:
    return PlannedEndRow(
        end_id=uuid7(),
        staff_id=staff_id,
        student_id=student_id,
        successor_id=new.successor_id if isinstance(new, StaffLeaving) else None,
        successor_name=None,
        last_day=new.last_day,
        ends_at=day_begins(new.last_day + _DAY, await get_zone(uow)),
    )


async def _record(changing: Changing, row: PlannedEndRow) -> None:
    """The word is kept with the day, since who gave it may have left by then (0224)."""
    uow, who = changing.uow, row.staff_id or row.student_id
    if who is None:
        raise NotFound
    await _forget(uow, who)
    await queries.add_planned(uow.conn, uow.actor.org_id, row, uow.actor.account_id, uow.now)
    await add_graduates_permit(uow.conn, who, row.last_day, uow.now, changing.permit)
    await tasks.enqueue(uow, EndLeaver.kind, f"{row.end_id}", EndLeaver(end_id=row.end_id), row.ends_at)
    await _note(changing, who)


async def _note(changing: Changing, person_id: UUID) -> None:
    await touched.note(changing.uow, changing.permit, "leaving", [Touched(what="leaving", person_id=person_id)])


async def _take_back(changing: Changing, person_id: UUID) -> None:
    if not await _forget(changing.uow, person_id):
        raise NotFound
    await _note(changing, person_id)


async def _forget(uow: UnitOfWork, person_id: UUID) -> bool:
    """Ends what was recorded before, and its word. False: nothing was."""
    before = await queries.find_planned(uow.conn, uow.actor.org_id, person_id)
    if before is None:
        return False
    await tasks.cancel(uow, EndLeaver.kind, f"{before.end_id}")
    await queries.set_ended(uow.conn, uow.actor.org_id, before.end_id, uow.now)
    await queries.end_permit(uow.conn, person_id)
    return True
