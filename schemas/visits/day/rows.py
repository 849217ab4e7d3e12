"""The day of the visits: what queries return."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class OpenFollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed at an earlier visit to a student's family and is not done."""

    student_id: UUID
    visit_id: UUID
    follow_up_id: UUID
    due_on: date
    done_at: datetime | None
