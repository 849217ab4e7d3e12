"""What bookings add to the first screen."""

import msgspec

from schemas.counselling.wire import BookingLine


class HomeTalks(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`talksFor`: the person's schools, by `orgId`, whose families can book talks at this centre today; nothing at other organisations."""

    talks_for: list[int]


class HomeBookings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`next`: bookings of the next two weeks that stand, by time."""

    next: list[BookingLine]
