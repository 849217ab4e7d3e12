"""A person's visits and offered times, in whichever schools."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from api.accounts.me.service import require_self
from api.core.unit import Unit
from api.visits.offers import service as offers
from api.visits.visits import rules
from api.visits.visits import service as visits
from schemas.visit_screens import MyOffer, MyVisits
from schemas.visits import Visit

BACK = timedelta(days=60)
"""How far back the list goes."""
_DAY = timedelta(days=1)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one organisation adds."""

    visits: list[Visit]
    offers: list[MyOffer]


async def get_part(unit: Unit) -> Part:
    """One organisation's share: visits of the last 60 days and to come, closed ones included; the own children's offers."""
    require_self(unit)
    found = await visits.list_own(unit, unit.now - BACK, unit.now + rules.HORIZON + _DAY)
    return Part(visits=found, offers=await offers.list_own(unit))


def whole(parts: Iterable[Part]) -> MyVisits:
    """The list put together, by time."""
    shares = list(parts)
    return MyVisits(
        visits=sorted((v for part in shares for v in part.visits), key=lambda v: (v.starts_at, v.visit_id)),
        offers=[offer for part in shares for offer in part.offers],
    )
