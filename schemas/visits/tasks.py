"""Visits: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class VisitChanged(TaskPayload, frozen=True, kw_only=True):
    """A home visit was proposed, answered, moved or cancelled. Key: the visit's id; due at once.

    The handler reads the visit's state at that time, so several changes in a row become one message.
    """

    kind: ClassVar[str] = "visit_changed"
    visit_id: UUID
