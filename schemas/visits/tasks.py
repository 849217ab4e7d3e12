"""Visits: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class VisitChanged(TaskPayload, frozen=True, kw_only=True):
    """A home visit was proposed, answered, moved or cancelled, or nobody was met. Key: the visit's id; due at once.

    The handler reads the visit's state at that time, so several changes in a row become one message.
    """

    kind: ClassVar[str] = "visit_changed"
    visit_id: UUID


class VisitHoldEnds(TaskPayload, frozen=True, kw_only=True):
    """A proposal of a campaign ends if the family has not answered. Key: the visit's id; due when its time is not held any more."""

    kind: ClassVar[str] = "visit_hold_ends"
    visit_id: UUID


class VisitOverdue(TaskPayload, frozen=True, kw_only=True):
    """A visit at home may not be over. Key: the visit's id; due a margin after its end, and again until somebody on duty has looked."""

    kind: ClassVar[str] = "visit_overdue"
    visit_id: UUID
