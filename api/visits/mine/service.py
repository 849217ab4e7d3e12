"""A person's visits and offered times, in whichever schools."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from api.core.unit_of_work import Reading
from api.visits.availability import service as availability
from api.visits.visits import rules
from api.visits.visits import service as visits
from schemas.visits.screens.wire import MyAvailability, MyVisits
from schemas.visits.wire import Visit

BACK = timedelta(days=60)
"""How far back the list goes."""
_DAY = timedelta(days=1)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one organisation adds."""

    visits: list[Visit]
    availability: list[MyAvailability]


async def get_part(uow: Reading) -> Part:
    """One organisation's share: visits of the last 60 days and to come, closed ones included; the own children's availability."""
    uow.require_self()
    found = await visits.list_own(uow, uow.now - BACK, uow.now + rules.HORIZON + _DAY)
    return Part(visits=found, availability=await availability.list_own(uow))


def combine(parts: Iterable[Part]) -> MyVisits:
    """The list put together, by time."""
    shares = list(parts)
    return MyVisits(
        visits=sorted((v for part in shares for v in part.visits), key=lambda v: (v.starts_at, v.visit_id)),
        availability=[entry for part in shares for entry in part.availability],
    )
