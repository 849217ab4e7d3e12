"""Days on which an organisation closes: what already stands on them is counted first, and then ended with notice by each feature.

The school calendar finds the days and calls `list_standing` and `end` in the transaction that closes them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.core.local_time import day_begins
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.closing import ClosedDays, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What a feature does about closed days: `count` names what stands on them, `end` cancels it with notice."""

    count: Callable[[Reading, ClosedDays], Awaitable[list[Standing]]]
    end: Callable[[UnitOfWork, ClosedDays], Awaitable[None]]


async def list_standing(uow: Reading, days: ClosedDays) -> list[Standing]:
    """What stands on these days, in every feature."""
    found: list[Standing] = []
    for closing in uow.services.registry.closing:
        found += await closing.count(uow, days)
    return found


async def end(uow: UnitOfWork, days: ClosedDays) -> None:
    """Has every feature end what stands on these days. The rows that close them are written, or queued, before."""
    for closing in uow.services.registry.closing:
        await closing.end(uow, days)


def reach(days: ClosedDays) -> tuple[datetime, datetime]:
    """From the first instant of the first day to the end of the last. There is a day."""
    zone = ZoneInfo(days.time_zone)
    return day_begins(min(days.without_hours), zone), day_begins(max(days.without_hours) + timedelta(days=1), zone)
