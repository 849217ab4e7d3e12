"""Visits: what queries return."""

from datetime import date, datetime, time
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from schemas.visits.wire import PlaceKind, VisitMode, VisitState

ChangedFor: TypeAlias = Literal[
    "nobody_comes",
    "student_left",
    "family_left",
    "team_changed",
    "one_left",
    "asked_again",
    "closed",
    "not_answered",
    "late",
    "unable",
]
"""Why nobody who takes part changed a visit: somebody's part ended (cancelled for the first three, others visit, one person is left of
several, the family is asked again),
the day was closed, no answer came in time, the team runs late, or cannot come."""


class DueRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that follows from a visit, for a first screen. `calendar`: the school's, in the first row alone."""

    org_id: int
    visit_id: UUID
    follow_up_id: UUID
    student_id: UUID
    student_name: str
    due_on: date
    calendar: msgspec.Raw | None


class FollowUpRow(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from a visit, its text sealed. `recorded_at`: when the visit was written down."""

    follow_up_id: UUID
    visit_id: UUID
    due_on: date
    text_sealed: bytes | None
    done_at: datetime | None
    recorded_at: datetime


class AvailabilityRow(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of availability, wall clock of the organisation: weekly or on one date."""

    availability_id: UUID
    student_id: UUID
    guardian_id: UUID
    guardian_name: str
    weekday: int | None
    on_date: date | None
    from_time: time
    to_time: time
    place_kind: PlaceKind
    place_sealed: bytes | None
    created_at: datetime
    ended_at: datetime | None


class FamilyAvailabilityRow(AvailabilityRow, frozen=True, kw_only=True):
    """One entry of availability, with its student's name."""

    student_name: str


class VisitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A visit with all it shows. `class_id`: the student's class today; None once the student has left.

    `team_ids` and `team_names` go together; `guardian_ids` are the student's guardians today. `reader_ids`: who of the team may
    still read it. `class_teacher_id`: the student's today. `joint_id`: of a stop at which siblings are visited; `beside`: the visits of
    that stop at the same time and in the same state.
    `asked_at`: since when the family is asked for another time; nobody's time is taken. `host_id`: the guardian at whose place it is.
    """

    visit_id: UUID
    org_id: int
    org_name_zh: str
    org_name_en: str
    time_zone: str
    student_id: UUID
    student_name: str
    class_id: UUID | None
    guardian_ids: list[UUID]
    team_ids: list[UUID]
    team_names: list[str]
    reader_ids: list[UUID]
    class_teacher_id: UUID | None
    proposed_by: UUID
    confirmed_by: UUID | None
    changed_by: UUID
    changed_for: ChangedFor | None
    mode: VisitMode
    place_sealed: bytes | None
    message_sealed: bytes | None
    reason_sealed: bytes | None
    starts_at: datetime
    ends_at: datetime
    wished_at: datetime | None
    asked_at: datetime | None
    held_until: datetime | None
    state: VisitState
    note_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime
    joint_id: UUID | None
    host_id: UUID | None
    host_name: str | None
    beside: list[UUID]


class SiblingRow(msgspec.Struct, frozen=True, kw_only=True):
    """The student, or a student with a guardian in common. `due`: no visit is to come, and none of this school year counts."""

    student_id: UUID
    name: str
    class_id: UUID
    home_sealed: bytes | None
    guardian_ids: list[UUID]
    barred_ids: list[UUID]
    due: bool


class RecordRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version of what was written of a visit."""

    record_id: UUID
    corrects: UUID | None
    written_by: UUID
    written_by_name: str
    written_at: datetime


class VisitCursor(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a list of visits."""

    starts_at: datetime
    visit_id: UUID


class ContactCursor(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a list of contacts."""

    at: datetime
    contact_id: UUID
