"""Visit campaigns: what queries return."""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

import msgspec

from schemas.travelling import TravelMode

Fault = Literal[
    "past",
    "too-far",
    "order",
    "other-year",
    "not-found",
    "twice",
    "overlap",
    "too-short",
    "too-many",
    "required",
    "outside",
    "no-evening",
]
"""What can be wrong with one field of a request."""


class CampaignRow(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign with what access looks at: its classes, and who visits and still works here."""

    campaign_id: UUID
    title: str
    starts_on: date
    ends_on: date
    year_began: datetime
    time_zone: str
    visit_minutes: int
    visits_per_day: int
    day_minutes: int
    visitors_per_visit: int
    travel: TravelMode
    speed_kmh: int
    hold_hours: int
    places_sealed: bytes | None
    closed_at: datetime | None
    version: int
    class_ids: list[UUID]
    visitor_ids: list[UUID]


class HoursRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hours that a visitor gives."""

    staff_id: UUID
    weekday: int
    from_time: time
    to_time: time


class VisitorRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who visits."""

    staff_id: UUID
    name: str
    leader: bool
    visits: int


class ClassRow(msgspec.Struct, frozen=True, kw_only=True):
    """A class of a campaign."""

    class_id: UUID
    grade: str
    name: str


class LedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Visits made, and how many of these with a leader."""

    visits: int
    by_leaders: int
