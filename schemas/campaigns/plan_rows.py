"""A campaign's plan: what queries return."""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

import msgspec

from schemas.campaigns.plans import PlanState
from schemas.visits.wire import VisitState


class PlanRow(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it is read. `last`: it, or where it has none the result of the one before.

    `again_state`: how far the plan is that is made to take its place; this one is in force until then.
    """

    plan_id: UUID
    state: PlanState
    asked_by: UUID
    made_for: bytes | None
    result: bytes | None
    last: bytes | None
    again_state: Literal["solving", "failed"] | None
    version: int
    updated_at: datetime


class WishRow(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wishes of the plan for a family."""

    student_id: UUID
    excluded: bool
    pinned_to: UUID | None
    preferred: UUID | None


class FamilyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A student whose family is planned: where they live, sealed, who teaches them, who is family of theirs, and who is barred from them."""

    student_id: UUID
    class_id: UUID
    home_sealed: bytes | None
    teacher_ids: list[UUID]
    guardian_ids: list[UUID]
    barred_ids: list[UUID]


class HelperRow(msgspec.Struct, frozen=True, kw_only=True):
    """A visitor of the campaign; `any_class`: a counsellor or leader, who visits families of all classes (V4, V5)."""

    staff_id: UUID
    name: str
    any_class: bool


class OwnVisitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that a visitor has anyhow."""

    staff_id: UUID
    starts_at: datetime


class StandingVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A visit to a family of the campaign, in whichever state. `unanswered`: it ended as nobody answered. `place`: where they meet.

    `joint_id`: siblings who are visited at one stop share it.
    """

    visit_id: UUID
    student_id: UUID
    starts_at: datetime
    ends_at: datetime
    state: VisitState
    held_until: datetime | None
    wished_at: datetime | None
    unanswered: bool
    joint_id: UUID | None
    place: Literal["home", "elsewhere", "video"]
    team_ids: list[UUID]


class WaveRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many evenings of the plan went out for the classes of who applied it."""

    applied_by: UUID
    offered: int


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A time that a guardian gave, wall clock of the organisation. `own_place`: at home."""

    guardian_id: UUID
    weekday: int | None
    on_date: date | None
    from_time: time
    to_time: time
    own_place: bool
