"""Leaves of colleagues on the wire."""

from datetime import date
from uuid import UUID

import msgspec

from schemas.input import Input


class PersonLeave(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """From when until when a colleague is away, both days included. `begun`: classes and roles are with who stands in."""

    first_day: date
    last_day: date
    stand_in_id: UUID | None
    stand_in_name: str | None
    begun: bool


class StandingIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """For whom a colleague stands in, and until which day."""

    staff_id: UUID
    name: str
    first_day: date
    last_day: date


class LeaveNew(Input, frozen=True, kw_only=True):
    """A colleague is away from the first day until the last, both included. `standInId`: who has their classes and roles meanwhile."""

    first_day: date
    last_day: date
    stand_in_id: UUID | None = None
