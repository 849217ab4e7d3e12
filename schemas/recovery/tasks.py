"""Resets of second factors: payloads of tasks."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class FactorResetConfirmed(TaskPayload, frozen=True, kw_only=True):
    """The person is told. Planned in the school. Key: `<kind>:<reset_id>`; due at once."""

    kind: ClassVar[str] = "factor_reset_confirmed"
    reset_id: UUID
    staff_id: UUID
    opens_at: datetime
