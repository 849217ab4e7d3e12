"""The diary: what the API answers."""

import msgspec

from schemas.counselling.wire import BookingLine
from schemas.visits.wire import Visit


class Diary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person's appointments in all organisations, by time."""

    bookings: list[BookingLine]
    visits: list[Visit]
