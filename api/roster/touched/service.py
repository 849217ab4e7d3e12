"""Notes whom a change touches, in its transaction; what is told reads from here what holds by then. The telling: `messages.changes`."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from api.core import tasks
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster.leaves import queries as leaves
from api.roster.leaving.queries import find_planned
from api.roster.queries.people import Permit
from api.roster.touched import queries
from schemas.roster.leaves.rows import LeaveRow
from schemas.roster.leaving.rows import LeavingStudent
from schemas.roster.tasks import TellTouched, Touched


async def note(uow: UnitOfWork, permit: Permit, source: str, touched: Iterable[Touched]) -> None:
    """Plans that these people are told. `source`: what of the change found them, once for each change."""
    people = tuple(dict.fromkeys(touched))
    if not people:
        return
    task = TellTouched(change_id=permit.import_id, by=permit.by, touched=people)
    await tasks.enqueue(uow, task.kind, f"{permit.import_id}:{source}", task, uow.now)


def of_leave(leave: LeaveRow, before: LeaveRow | None = None) -> list[Touched]:
    """Who is touched by a leave that is recorded, changed or ended: who is away, and who stands in, or did."""
    stand_ins = dict.fromkeys(one.stand_in_id for one in (before, leave) if one is not None and one.stand_in_id)
    return [
        Touched(what="leave", person_id=leave.staff_id),
        *(Touched(what="stand_in", person_id=one, other_ids=(leave.staff_id,)) for one in stand_ins if one),
    ]


async def find_leave(uow: Reading, staff_id: UUID) -> LeaveRow | None:
    """The leave of a colleague that is not over."""
    return await leaves.find_leave(uow.conn, uow.actor.org_id, staff_id)


async def find_last_day(uow: Reading, person_id: UUID) -> date | None:
    """When somebody leaves, if that is recorded."""
    planned = await find_planned(uow.conn, uow.actor.org_id, person_id)
    return planned and planned.last_day


async def list_leaving_students(uow: Reading, first: date, last: date) -> list[LeavingStudent]:
    """Students who leave between two days, with their guardians of today."""
    return await queries.list_leaving_students(uow.conn, uow.actor.org_id, first, last)


async def list_here(uow: Reading, staff_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Those of these colleagues who work here today, by name."""
    return {one.staff_id: one.name for one in await queries.list_here(uow.conn, uow.actor.org_id, list(staff_ids))}


async def list_names(uow: Reading, staff_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of colleagues, also of those who left."""
    return {one.staff_id: one.name for one in await queries.list_named(uow.conn, uow.actor.org_id, sorted(staff_ids))}


async def list_counselling(uow: Reading) -> frozenset[UUID]:
    """Today's counsellors and leaders."""
    return frozenset(await queries.list_counselling(uow.conn, uow.actor.org_id))


async def list_running(uow: Reading) -> frozenset[UUID]:
    """Today's administrators and leaders."""
    return frozenset(await queries.list_running(uow.conn, uow.actor.org_id))


async def list_tied(uow: Reading, student_id: UUID) -> frozenset[UUID]:
    """Today's guardians of a student: who is barred is none."""
    return frozenset(await queries.list_tied(uow.conn, uow.actor.org_id, student_id))


async def is_guardian(uow: Reading, guardian_id: UUID) -> bool:
    """Whether somebody is a guardian here today."""
    return await queries.is_guardian(uow.conn, uow.actor.org_id, guardian_id)
