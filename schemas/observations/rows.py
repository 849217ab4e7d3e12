"""Observations: what queries return."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.observations.wire import MemberState, ObservationOutcome, ObservationState, Rung

Fault = Literal[
    "past",
    "future",
    "too-old",
    "order",
    "too-long",
    "not-found",
    "required",
    "yourself",
    "consent",
    "writer",
    "not-serving",
    "other-question",
]
"""What can be wrong with one field of a request."""


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """A member with what deciding about them needs."""

    member_id: UUID
    class_id: UUID
    class_name: str
    student_id: UUID
    student_name: str
    starts_on: date
    ends_on: date
    state: MemberState
    time_zone: str
    version: int


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat that is taken in some of the wanted days."""

    student_id: UUID
    sex: str
    seat: int


class MemberCursor(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a list of members."""

    member_id: UUID


class OpenCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Of open observations: how many nobody has taken up, how many of these are urgent, and how many are past their time."""

    waiting: int
    urgent: int
    late: int


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of observations."""

    observation_id: UUID
    class_id: UUID
    class_name: str
    student_id: UUID | None
    student_name: str | None
    urgent: bool
    rung: Rung
    rungs: list[Rung]
    conflicts: list[bytes]
    text_id: UUID
    state: ObservationState
    waits: bool
    outcome: ObservationOutcome | None
    filed_at: datetime
    due_at: datetime
    time_zone: str
    version: int


class CaseCursor(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a list of observations: no time, since a cursor can be read, and the hour would tell who."""

    observation_id: UUID


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the staff who might own an observation of a class. `leads`: its class teacher.

    `appointed_by`, `role_by`: who gave them their first part, and their first role; `fresh`: which of the two did this week.
    """

    staff_id: UUID
    leads: bool
    teaches: bool
    roles: list[str]
    appointed_by: UUID | None
    role_by: UUID | None
    fresh: list[UUID]
