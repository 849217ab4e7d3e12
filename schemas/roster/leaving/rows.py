"""People who leave on a day: what queries return."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class PlannedEndRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who leaves after which day, and who takes over; one of `staff_id` and `student_id`."""

    end_id: UUID
    staff_id: UUID | None
    student_id: UUID | None
    successor_id: UUID | None
    successor_name: str | None
    last_day: date
    ends_at: datetime


class LeavingStudent(msgspec.Struct, frozen=True, kw_only=True):
    """A student who leaves on a day that is near, with the guardians of today."""

    student_id: UUID
    last_day: date
    guardian_ids: list[UUID]
