"""What counselling does about days that close: talks on them are cancelled with notice, and the time is free again.

A counsellor who opened hours on such a day chose to work: those talks stay.
"""

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import claims, closing, tasks
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.counselling import actions
from api.counselling.closing import queries
from api.counselling.closing.queries import Standing
from api.counselling.ending.service import subjects
from api.school_calendar import service as school_calendar
from schemas.closing import ClosedDays
from schemas.closing import Standing as StandingCount
from schemas.counselling.tasks import BookingChanged


async def count(uow: Reading, days: ClosedDays) -> list[StandingCount]:
    """How many talks each counsellor has on days that close."""
    first, end = closing.reach(days)
    standing = await queries.list_standing(uow.conn, uow.actor.org_id, uow.now, first, end)
    names = [talk.counsellor_name for talk in _on(standing, days)]
    return [StandingCount(kind="talk", name=name, count=names.count(name)) for name in dict.fromkeys(names)]


async def end(uow: UnitOfWork, days: ClosedDays) -> None:
    """Cancels talks on days that close; people and calendars follow in a task."""
    for booking_id in await _cancel(uow, days):
        await tasks.enqueue(uow, BookingChanged.kind, f"{booking_id}", BookingChanged(booking_id=booking_id), uow.now)


async def cancel_closed(uow: UnitOfWork, booking_id: UUID) -> None:
    """Cancels one talk if its day is closed: it was booked while somebody closed the day. The caller has people follow."""
    found = await queries.find_start(uow.conn, uow.actor.org_id, booking_id, uow.now)
    if found:
        days = await school_calendar.closed_on(uow, found.starts_at)
        if days.without_hours:
            await _cancel(uow, days, booking_id)


async def _cancel(uow: UnitOfWork, days: ClosedDays, booking_id: UUID | None = None) -> list[UUID]:
    first, end = closing.reach(days)
    standing = await queries.lock_standing(uow.conn, uow.actor.org_id, uow.now, first, end, booking_id)
    talks = _on(standing, days)
    ids = [talk.booking_id for talk in talks]
    if ids:
        await queries.cancel_closed(uow.conn, uow.actor.org_id, ids, uow.now)
        await claims.release_many(uow.conn, ids, [one for talk in talks for one in subjects(talk)])
        for cancelled in ids:
            uow.changed(actions.BOOKING_CHANGE, "booking", cancelled)
    return ids


def _on(standing: Iterable[Standing], days: ClosedDays) -> list[Standing]:
    zone, closed = ZoneInfo(days.time_zone), {*days.without_hours}
    return [
        talk for talk in standing if (day := local_day(talk.starts_at, zone)) in closed and day not in {*talk.opened}
    ]
