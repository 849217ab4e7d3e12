"""The period that a request is about."""

from datetime import date

import msgspec

from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading
from api.publicity import rules
from api.publicity.errors import wrong
from schemas.publicity.wire import Period


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A period with its days, and today's there."""

    period: Period
    first: date
    last: date
    today: date


async def get_span(uow: Reading, period: Period, day: date | None, *, over: bool = False) -> Span:
    """The period in which a day lies; without one today's, or with `over` the newest that is over. Raises NotFound, Invalid."""
    today = local_day(uow.now, await get_zone(uow))
    if day and (code := rules.wrong_day(day, today)):
        raise wrong(uow, "$.day", code)
    first = rules.before(period, today) if over and not day else rules.first_day(period, day or today)
    return Span(period=period, first=first, last=rules.last_day(period, first), today=today)
