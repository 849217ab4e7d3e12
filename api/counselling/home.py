"""Bookings on the first screen."""

from collections.abc import Sequence
from datetime import timedelta

from api.core import access
from api.core.first_screen import HomePart, ScreenFields
from api.core.unit_of_work import Reading
from api.counselling import actions
from api.counselling.listing import service
from schemas.counselling.home import HomeBookings
from schemas.counselling.wire import BookingLine

AHEAD = timedelta(days=14)
MOST = 20


async def _read(uow: Reading) -> list[BookingLine]:
    return await service.list_next(uow, uow.now + AHEAD, MOST)


def _combined(found: Sequence[list[BookingLine]]) -> HomeBookings:
    coming = sorted((line for lines in found for line in lines), key=lambda b: (b.starts_at, b.booking_id))
    return HomeBookings(next=coming[:MOST])


HOME = (
    HomePart(
        read=_read,
        nothing=list[BookingLine](),
        asked=lambda actor: bool(access.scopes(actor, actions.BOOKING_READ)),
        screen=ScreenFields(shape=HomeBookings, of=_combined),
    ),
)
