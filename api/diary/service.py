"""The diary: a person's appointments of every kind, in all organisations."""

from datetime import datetime

import msgspec

from api.core.access import ME, Resource
from api.core.together import read_together
from api.core.unit_of_work import Reading
from api.counselling.listing import service as bookings
from api.visits.visits import service as visits
from schemas.counselling.wire import BookingLine
from schemas.visits.wire import Visit


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation's share of a diary."""

    bookings: list[BookingLine]
    visits: list[Visit]


async def get_share(uow: Reading, start: datetime | None, end: datetime | None) -> Share:
    """All of a person's appointments in one organisation. Raises Invalid, Unauthenticated."""
    actor = uow.actor
    uow.require(ME, Resource(org_id=actor.org_id, kind="diary", people=frozenset({actor.account_id})))
    first, last = bookings.range_of(uow, start, end)
    talks, home_visits = await read_together(
        uow, lambda own: bookings.list_own(own, start, end), lambda own: visits.list_own(own, first, last)
    )
    return Share(bookings=talks, visits=home_visits)
