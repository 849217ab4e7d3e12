"""A visit that is not reported as over, for its team and for the duty person who was told."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec


class VisitAlertPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody to call. `phone`: null where none is known, and for a reader who is not on duty. `mail`: of who has no phone."""

    name: str
    part: Literal["team", "guardian"]
    phone: str | None
    mail: str | None


class VisitAlert(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A visit and whom to call, without its address. `open`: nobody has said that all is well, and it is not written down.

    `startedAt`: when the team said that it began; null: it did not say so.
    """

    visit_id: UUID
    org_id: int
    student_name: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    people: list[VisitAlertPerson]
    open: bool
    started_at: datetime | None
    can_say_all_clear: bool
