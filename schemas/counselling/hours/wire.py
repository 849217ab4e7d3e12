"""What the rules of counselling time calculate with: weekly hours, exceptions, taken time, slots. Rows, not the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Mode = Literal["in_person", "phone", "video", "text"]


ExceptionKind = Literal["closed", "open"]


class BookedTime(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """When a booking is, and nothing about whose it is: for those who keep the hours."""

    booking_id: UUID
    counsellor_id: UUID
    provider_id: UUID
    starts_at: datetime
    ends_at: datetime
