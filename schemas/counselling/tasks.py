"""Counselling: payloads of tasks, ids only (DESIGN §4)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class BookingChanged(TaskPayload, frozen=True, kw_only=True):
    """A booking was made, moved, cancelled or given other people. Key: `booking:<id>`; due at once.

    The handler reads the booking's state at that time, so several changes in a row become one message. `by`: who made the
    last of them, if a person did.
    """

    kind: ClassVar[str] = "booking_changed"
    booking_id: UUID
    by: UUID | None = None


class BookingNames(TaskPayload, frozen=True, kw_only=True):
    """Names changed: those in bookings that were written since then are compared again. Key: the minute; due ten minutes later."""

    kind: ClassVar[str] = "booking_names"
    since: datetime


class CancelAway(TaskPayload, frozen=True, kw_only=True):
    """A leave stands for a while: talks in it are cancelled. Key: the id of what recorded or changed it; due after the time to take it back."""

    kind: ClassVar[str] = "cancel_away"


class ClientTiesEnded(TaskPayload, frozen=True, kw_only=True):
    """Guardians of a school are tied no more to these students, pair by pair. Key: the first pair and the time; due at once."""

    kind: ClassVar[str] = "client_ties_ended"
    student_ids: list[UUID]
    guardian_ids: list[UUID]
