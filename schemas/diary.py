"""A person's appointments of every kind."""

import msgspec

from schemas.counselling import BookingLine
from schemas.visits import Visit


class Diary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person's appointments in all organisations, by time."""

    bookings: list[BookingLine]
    visits: list[Visit]
