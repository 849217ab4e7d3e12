"""What lectures do about days that close: published ones on holidays and closed days are cancelled, and people hear of it."""

from zoneinfo import ZoneInfo

from api.core import closing
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures.closing import queries
from api.lectures.closing.queries import StandingLecture
from api.lectures.editing import service as editing
from schemas.closing import ClosedDays, Standing


async def count(uow: Reading, days: ClosedDays) -> list[Standing]:
    """The lectures on days that close, by their titles."""
    return [Standing(kind="lecture", name=one.title, count=1) for one in await _list(uow, days)]


async def end(uow: UnitOfWork, days: ClosedDays) -> None:
    """Cancels them, also those of others: the school closes."""
    for one in await _list(uow, days):
        await editing.cancel_closed(uow, one.lecture_id)


async def _list(uow: Reading, days: ClosedDays) -> list[StandingLecture]:
    if not days.shut:
        return []
    first, last = closing.reach(days)
    zone, shut = ZoneInfo(days.time_zone), {*days.shut}
    standing = await queries.list_standing(uow.conn, uow.actor.org_id, uow.now, first, last)
    return [one for one in standing if local_day(one.starts_at, zone) in shut]
