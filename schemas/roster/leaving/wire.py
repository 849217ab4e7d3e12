"""People who leave on a day, on the wire."""

from datetime import date
from uuid import UUID

import msgspec

from schemas.input import Input


class PlannedEnd(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The last day of somebody who leaves. `successorName`: who has a colleague's classes from then on."""

    last_day: date
    successor_name: str | None


class StaffLeaving(Input, frozen=True, kw_only=True):
    """A colleague leaves after a day. `successorId`: who has their classes and subjects from then on."""

    last_day: date
    successor_id: UUID | None = None


class StudentLeaving(Input, frozen=True, kw_only=True):
    """A student leaves after a day."""

    last_day: date
