"""What bookings add to the first screen."""

import msgspec

from schemas.counselling.wire import BookingLine


class HomeBookings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`next`: bookings of the next two weeks that stand, by time."""

    next: list[BookingLine]
