"""Leaves of colleagues: what queries return."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.roster.rows import Part

PassingRole = Literal["counsellor", "grade_lead", "leader"]
"""Roles that pass to who stands in. Who administers and who keeps files stay who they are."""


class LeaveRow(msgspec.Struct, frozen=True, kw_only=True):
    """A leave that is not over. `began_at`: since when classes and roles are with who stands in."""

    leave_id: UUID
    staff_id: UUID
    name: str
    stand_in_id: UUID | None
    stand_in_name: str | None
    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    roles: list[PassingRole]
    given_roles: list[PassingRole]
    began_at: datetime | None


class LeaveLessonRow(msgspec.Struct, frozen=True, kw_only=True):
    """A class that was passed on."""

    class_id: UUID
    part: Part
    subject: str
    given: bool
