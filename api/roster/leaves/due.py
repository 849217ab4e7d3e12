"""A leave begins on its first day, and ends after its last one, by what the roster says then."""

from datetime import datetime, timedelta

from api.core.db import uuid7
from api.core.unit_of_work import UnitOfWork
from api.roster import actions, rules
from api.roster.leaves import passing, queries
from api.roster.persons.queries import is_importing, lock_staff
from api.roster.queries.people import Permit
from api.roster.snapshot import load
from api.roster.writing import unless_refused
from schemas.roster.leaves.rows import LeaveRow
from schemas.roster.rows import Roster
from schemas.roster.tasks import SettleLeave

_SOON = timedelta(minutes=10)
_LATER = timedelta(hours=1)


async def settle_leave(uow: UnitOfWork, payload: SettleLeave) -> datetime | None:
    """The task. Returns when to look again: at the end, or where an import is under way or something urgent would have no owner."""
    uow.require_system()
    org_id = uow.actor.org_id
    leave = await queries.find_leave(uow.conn, org_id, payload.leave_id)
    if leave is None:
        return None
    await lock_staff(uow.conn, org_id, leave.staff_id)
    if await is_importing(uow.conn, org_id):
        return uow.now + _SOON
    return await unless_refused(uow, _settle(uow, leave), uow.now + _LATER)


async def _settle(uow: UnitOfWork, leave: LeaveRow) -> datetime | None:
    over = uow.now >= leave.ends_at
    if leave.began_at is None and not over and uow.now < leave.starts_at:
        return leave.starts_at
    if leave.began_at is not None and not over:
        return leave.ends_at
    loaded = await load(uow, Roster())
    now = loaded.snapshot.now
    wanted = await passing.finish(uow, loaded, now, leave) if over else await passing.begin(uow, loaded, now, leave)
    await passing.Passed(
        uow=uow,
        loaded=loaded,
        wanted=wanted,
        changes=rules.diff(loaded.snapshot, wanted),
        phones={},
        permit=Permit(by=uow.actor.account_id, import_id=uuid7()),
        cause="leave",
        away=None if over else (leave.staff_id, leave.ends_at),
    ).run()
    uow.changed(actions.PERSON_EDIT, "staff", leave.staff_id)
    return None if over else leave.ends_at
