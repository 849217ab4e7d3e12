"""What families answer to a campaign: on the wire, and as rows."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.visits.wire import Availability, AvailabilityNew, PlaceKind

Answer = Literal["times", "call_me"]


class CampaignAnswerNew(Input, frozen=True, kw_only=True):
    """Which times suit a family, or that they would rather be called. `times` replace what this guardian had given before.

    `guardianId`: whose answer a teacher writes down after a call; left out by guardians themselves.
    """

    times: Annotated[list[AvailabilityNew], Meta(max_length=14)]
    call_me: bool = False
    guardian_id: UUID | None = None


class SuggestedTime(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Hours of a weekday to choose from; `given`: the family gave them before, else a visitor gives them."""

    weekday: int
    from_time: str
    to_time: str
    place_kind: PlaceKind
    given: bool


class AskedGuardian(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian whose answer may be given."""

    guardian_id: UUID
    name: str


class CampaignAnswer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Everything that answering needs: for which visit it is, what was answered, what suits, and what to choose from.

    `suggestions`: what the family gave before comes first. `guardians`: the reader alone, or for a teacher all of the student's.
    `siblings`: names of the reader's other children of the same home, for whom the answer counts as well: one visit is for all of them.
    """

    campaign_id: UUID
    title: str
    starts_on: date
    ends_on: date
    time_zone: str
    visit_minutes: int
    student_id: UUID
    student_name: str
    siblings: list[str]
    answer: Answer | None
    answered_by: UUID | None
    answered_at: datetime | None
    times: list[Availability]
    suggestions: list[SuggestedTime]
    guardians: list[AskedGuardian]


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """The open campaign of a student's class, and what the family answered."""

    campaign_id: UUID
    title: str
    starts_on: date
    ends_on: date
    time_zone: str
    visit_minutes: int
    student_id: UUID
    student_name: str
    class_id: UUID
    answer: Answer | None
    answered_by: UUID | None
    answered_at: datetime | None


class AskRow(msgspec.Struct, frozen=True, kw_only=True):
    """A family that was asked and has not answered, with its guardians of today."""

    student_id: UUID
    asked_at: datetime
    guardian_ids: list[UUID]
