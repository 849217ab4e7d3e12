"""A campaign's plan: on the wire, as it is stored, and as rows."""

from datetime import date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from schemas.campaigns.planning import FixKind, Level, Reason
from schemas.input import Input

PlanReason = Literal[Reason, "no_answer", "call_me", "video_only"]
"""Why a family does not fit: also that it has not answered, asked to be called, or only offers a talk by video."""
DayKind = Literal["holiday", "closed", "workday", "usual"]
"""`usual`: a day that usually is a public holiday, in a year whose holidays are not published yet."""
PlanAnswer = Literal[
    "planned",
    "queued",
    "asked",
    "move_asked",
    "confirmed",
    "to_record",
    "done",
    "missed",
    "declined",
    "not_answered",
    "cancelled",
]
"""How far a row of the plan is: not proposed yet, to be proposed with a later wave, proposed, or as its visit is."""
PlanState = Literal["solving", "ready", "failed", "cancelled", "applied"]


class PlanWish(Input, frozen=True, kw_only=True):
    """What the plan is to do with a family: leave it out, or visit it on one of the plan's evenings. Nothing: as is best.

    `pinnedTo`: there or not at all. `preferred`: there where no family and no more evenings are lost by it.
    """

    excluded: bool = False
    pinned_to: UUID | None = None
    preferred: UUID | None = None


class StoredVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A planned visit. `approximate`: the family's coordinates are not known. `visit_id`: it was proposed or agreed before, and stays.

    `joint`: the student who stands for all siblings of the stop, each of whom has a visit at the same time; None where there is one child.
    """

    student_id: UUID
    starts_at: datetime
    ends_at: datetime
    travel: int
    approximate: bool
    visit_id: UUID | None = None
    joint: UUID | None = None


class StoredEvening(msgspec.Struct, frozen=True, kw_only=True):
    """An evening with its visits in order; `travel`: minutes, the way back included."""

    evening_id: UUID
    day: date
    team: list[UUID]
    travel: int
    visits: list[StoredVisit]


class PlanFix(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The cheapest change that lets a family in, and how many more families the plan then holds. Times are minutes of the day."""

    kind: FixKind
    families: int
    day: date | None
    from_minute: int | None
    to_minute: int | None


class StoredUnplaced(msgspec.Struct, frozen=True, kw_only=True):
    """A family that does not fit, and why. `joint`: as of a planned visit."""

    student_id: UUID
    reason: PlanReason
    clashes: int
    fix: PlanFix | None
    joint: UUID | None = None


class StoredChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan changed against the one before, by family; evenings and minutes of travel are how many more it takes."""

    added: list[UUID]
    lost: list[UUID]
    moved: list[UUID]
    evenings: int
    travel: int


class PlanWays(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the minutes of travel rest on: `located` of the `families` planned have coordinates of their own.

    `by`: ways of a routing server, or the straight line and a detour. `refused`: the server did not answer, so the latter.
    """

    located: int
    families: int
    by: Literal["routes", "distance"]
    refused: bool


class StoredPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it is stored."""

    evenings: list[StoredEvening]
    unplaced: list[StoredUnplaced]
    unproved: Level | None
    gap: float
    seconds: float
    against: StoredChange | None = None
    ways: PlanWays | None = None


class MadeFor(msgspec.Struct, frozen=True, kw_only=True):
    """Digests of what a plan rests on: the campaign, the school calendar, and by id its visitors and families."""

    campaign: str
    calendar: str = ""
    visitors: dict[UUID, str]
    families: dict[UUID, str]


class PlannedMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody of the team."""

    staff_id: UUID
    name: str


class PlannedFamily(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A visit of the plan. `approximate`: planned from the centre of its neighbourhood, as its own coordinates are not known.

    `answer`: how far it is, `heldUntil` until when its family is asked, `wishedAt` when it would rather be visited.
    `visitId`: the visit to open, where there is one that the reader may see. What was proposed or agreed is at its time of today.
    `missedAt`: when nobody was met the last time, since the campaign began.
    `siblings`: names of the others who are visited at the same stop; `siblingElsewhere`: there is one whose class the reader does not see.
    """

    student_id: UUID
    student_name: str
    siblings: list[str]
    sibling_elsewhere: bool
    needs_onsite: bool
    starts_at: datetime
    ends_at: datetime
    approximate: bool
    pinned: bool
    preferred: bool
    answer: PlanAnswer
    held_until: datetime | None
    wished_at: datetime | None
    missed_at: datetime | None
    visit_id: UUID | None


class PlannedDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An evening of the plan with its visits in order.

    `travel`: minutes on the way, the way back included. None: the plan does not hold the evening, only visits that were proposed or agreed.
    """

    evening_id: UUID
    day: date
    team: list[PlannedMember]
    travel: int | None
    visits: list[PlannedFamily]


class UnplacedFamily(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A family that does not fit. `clashes`: with how many others its times compete. `canAnswer`: whether the reader may write down what it says.

    `siblings`, `siblingElsewhere`, `missedAt`: as of a planned visit. `fix`: None where none was found, and once its day is too soon to be planned.
    """

    student_id: UUID
    student_name: str
    siblings: list[str]
    sibling_elsewhere: bool
    needs_onsite: bool
    reason: PlanReason
    clashes: int
    fix: PlanFix | None
    missed_at: datetime | None
    can_answer: bool


ChangeKind: TypeAlias = Literal["campaign", "calendar", "visitor", "family", "notice"]


class PlanChange(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What has changed since the plan was made: the campaign, the calendar, the time of a visitor, or a family and its times.

    `notice`: time went by, and the family would be told too late.
    """

    kind: ChangeKind
    name: str | None


class PlanDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A day on which the school calendar decided: hours of another `weekday` run on it, or nothing is planned."""

    day: date
    kind: DayKind
    name: str
    weekday: int | None


class PlanAgainst(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the plan changed against the one shown before it: names of families newly placed, no longer placed, and on another evening.

    `evenings`, `travel`: how many more it takes; fewer is negative.
    """

    added: list[str]
    lost: list[str]
    moved: list[str]
    evenings: int
    travel: int


class WishCost(PlanAgainst, frozen=True, kw_only=True, rename="camel"):
    """What a plan that follows a wish changes against the plan without it. `keyStudents`: how many more of these are placed, fewer is negative."""

    key_students: int


class ExcludedFamily(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A family that the plan leaves out as somebody wished."""

    student_id: UUID
    student_name: str


class PlanWave(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What proposing the plan would do at once: so many families of the reader's classes are asked, and their times are held until then.

    `later`: families who are asked once these have answered. No hold goes beyond the beginning of its visit.
    """

    families: int
    later: int
    held_until: datetime


class CampaignPlan(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The plan of a campaign as its screen shows it. `state` is None before the first one is asked for.

    `solving` or `failed` beside `madeAt`: of a plan that is made again. All else is of the one before, which stays in force until the new one is there.

    `placed` of `families` have a time; of these, `settled` were proposed to their family, agreed or done.
    `progressDone` of `progressTotal`: while it is solved. `unproved`: the first level of the objective that is not proved best, with
    the `gap` to the bound as a share; None: no plan is better. `changes`: what the plan does not know of; then it is not applied.
    `canEdit`: it is the reader's to make, stop and wish of; who leads some of the campaign's classes only applies it.
    `wave`: None when the reader cannot apply it. `firstDay`: visits are planned from that day on, `noticeDays` whole days after today. `days`: where the school calendar was used;
    `ways`: what the minutes of travel rest on, None before a plan is made. `holidaysKnownUntil`: a year, when the campaign goes on after the last one whose public holidays are published. `against`: None for a first plan.
    """

    campaign_id: UUID
    title: str
    time_zone: str
    state: PlanState | None
    version: int
    progress_done: int
    progress_total: int
    made_at: datetime | None
    evenings: list[PlannedDay]
    unplaced: list[UnplacedFamily]
    excluded: list[ExcludedFamily]
    families: int
    placed: int
    settled: int
    unproved: Level | None
    gap: float
    changes: list[PlanChange]
    can_edit: bool
    can_apply: bool
    wave: PlanWave | None
    first_day: date
    notice_days: int
    days: list[PlanDay]
    holidays_known_until: int | None
    against: PlanAgainst | None
    ways: PlanWays | None
