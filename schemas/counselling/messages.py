"""Counselling: what a message may say."""

from datetime import datetime
from uuid import UUID

from schemas.messages.templates import Params


class AppointmentParams(Params, frozen=True, kw_only=True, rename="camel"):
    """What a message about an appointment may say: when, never what it is about."""

    booking_id: UUID
    starts_at: datetime


class AppointmentWishParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Somebody would rather have an appointment at another time."""

    booking_id: UUID
    starts_at: datetime
    wished_at: datetime
