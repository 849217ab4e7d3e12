"""What home visits do about days that close: visits on them are cancelled with notice, and the time is free again.

Vacations are no such days: families are visited then. A visit is due again as before.
"""

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import claims, closing, tasks
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.school_calendar import service as school_calendar
from api.visits import actions
from api.visits.closing import queries
from api.visits.closing.queries import Standing
from schemas.closing import ClosedDays
from schemas.closing import Standing as StandingCount
from schemas.visits.tasks import VisitChanged


async def count(uow: Reading, days: ClosedDays) -> list[StandingCount]:
    """How many visits each member of staff has on days that close."""
    first, end = closing.reach(days)
    standing = await queries.list_standing(uow.conn, uow.actor.org_id, uow.now, first, end)
    names = [name for visit in _on(standing, days) for name in visit.team_names]
    return [StandingCount(kind="visit", name=name, count=names.count(name)) for name in dict.fromkeys(names)]


async def end(uow: UnitOfWork, days: ClosedDays) -> None:
    """Cancels visits on days that close; people and calendars follow in a task."""
    for visit_id in await _cancel(uow, days):
        await tasks.enqueue(uow, VisitChanged.kind, f"{visit_id}", VisitChanged(visit_id=visit_id), uow.now)


async def cancel_closed(uow: UnitOfWork, visit_id: UUID) -> None:
    """Cancels one visit if its day is closed: it was proposed while somebody closed the day. The caller has people follow."""
    found = await queries.find_start(uow.conn, uow.actor.org_id, visit_id, uow.now)
    if found:
        days = await school_calendar.closed_on(uow, found.starts_at)
        if days.shut:
            await _cancel(uow, days, visit_id)


async def _cancel(uow: UnitOfWork, days: ClosedDays, visit_id: UUID | None = None) -> list[UUID]:
    first, end = closing.reach(days)
    standing = await queries.lock_standing(uow.conn, uow.actor.org_id, uow.now, first, end, visit_id)
    visits = _on(standing, days)
    ids = [visit.visit_id for visit in visits]
    if ids:
        await queries.cancel_closed(uow.conn, uow.actor.org_id, ids, uow.now)
        held = {visit.claim_id for visit in visits}  # all visits of a stop are on that day
        await claims.release_many(uow.conn, held, [one for visit in visits for one in _subjects(visit)])
        for cancelled in ids:
            uow.changed(actions.VISIT_CANCEL, "visit", cancelled)
    return ids


def _subjects(visit: Standing) -> list[UUID]:
    return [*visit.team_ids, *([visit.confirmed_by] if visit.confirmed_by else [])]


def _on(standing: Iterable[Standing], days: ClosedDays) -> list[Standing]:
    zone, shut = ZoneInfo(days.time_zone), {*days.shut}
    return [visit for visit in standing if local_day(visit.starts_at, zone) in shut]
