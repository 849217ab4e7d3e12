"""Visit campaigns on the wire. Times of day (`HH:MM`), dates and weekdays are meant in the organisation's time zone."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.school_calendar.wire import ClockEnd
from schemas.text import LINE
from schemas.travelling import TravelMode
from schemas.visits.wire import Clock, Minutes

Standing = Literal["owed", "planned", "confirmed", "done", "missed"]
"""How far the visit is that is due to a student this school year (V1); of a key student, only an on-site one counts (V2)."""
CampaignTitle: TypeAlias = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]


class Point(Input, frozen=True, kw_only=True):
    """A place on the map, in GCJ-02, the datum of the country's maps and of homes."""

    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]


class CampaignHours(Input, frozen=True, kw_only=True):
    """Hours of every `weekday` (ISO 8601: Monday is 1) that somebody gives for visits."""

    weekday: Annotated[int, Meta(ge=1, le=7)]
    from_time: Clock
    to_time: ClockEnd


class VisitorNew(Input, frozen=True, kw_only=True):
    """Somebody who visits, and when they can."""

    staff_id: UUID
    hours: Annotated[list[CampaignHours], Meta(max_length=21)]


class CampaignNew(Input, frozen=True, kw_only=True):
    """A campaign as it is to be (V8). `dayMinutes`: how long a day of visits may be, ways included.

    `visitorsPerVisit`: how many come to one family (V5). `holdHours`: how long a proposed time waits for the family. `start`, `end`: where a day of visits begins and ends; without one, that way is not counted.
    """

    title: CampaignTitle
    starts_on: date
    ends_on: date
    class_ids: Annotated[frozenset[UUID], Meta(min_length=1, max_length=100)]
    visitors: Annotated[list[VisitorNew], Meta(min_length=1, max_length=100)]
    visit_minutes: Minutes
    visits_per_day: Annotated[int, Meta(ge=1, le=12)]
    day_minutes: Annotated[int, Meta(ge=30, le=840)]
    visitors_per_visit: Annotated[int, Meta(ge=1, le=3)]
    travel: TravelMode
    speed_kmh: Annotated[int, Meta(ge=1, le=120)]
    hold_hours: Annotated[int, Meta(ge=12, le=168)] = 48
    start: Point | None = None
    end: Point | None = None


class Progress(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Students by how far their visit is. `toRecord` of the confirmed: the time has come, and the record is due.

    `onsiteOwed`: key students without their on-site visit yet (V2).
    `asked`: for times; `answered` of all, `callMe` of these would rather be called.
    """

    students: int
    owed: int
    planned: int
    confirmed: int
    to_record: int
    done: int
    missed: int
    onsite_owed: int
    contacted: int
    asked: int
    answered: int
    call_me: int


class ClassProgress(Progress, frozen=True, kw_only=True, rename="camel"):
    """One class of a campaign."""

    class_id: UUID
    grade: str
    name: str


class Visitor(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who visits, and when they can; `visits`: made this school year to students of the campaign."""

    staff_id: UUID
    name: str
    leader: bool
    hours: list[CampaignHours]
    visits: int


class StudentDuty(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student whose family is to be visited. `needsOnsite`: a key student (V2). `at`: when the visit is or was.

    `visitedAt`: when the family was last visited at all, in whichever school year; `byVideo`: in this one, but a visit at home is due (V2).
    `answer`: of the family, to the question for times.
    """

    student_id: UUID
    student_number: str
    name: str
    class_id: UUID
    needs_onsite: bool
    standing: Standing
    at: datetime | None
    visited_at: datetime | None
    by_video: bool
    contacted: bool
    asked: bool
    answer: Literal["times", "call_me"] | None


class CampaignSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A campaign in a list."""

    campaign_id: UUID
    title: str
    starts_on: date
    ends_on: date
    classes: list[str]
    students: int
    done: int
    closed_at: datetime | None


class VisitsOnDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A day, in the organisation's time zone, and how many visits were made on it."""

    on: date
    visits: int


class Campaign(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A campaign as its screen shows it, live. `students`: of the classes that the reader leads, teaches or oversees.

    `visits`: made this school year, `visitsByLeaders` of these with a school leader (V4). `start` and `end` are told to who may edit it.
    `canPlan`: its plan is shown to the reader, who leads a class of it or may edit it.
    """

    campaign_id: UUID
    title: str
    starts_on: date
    ends_on: date
    time_zone: str
    visit_minutes: int
    visits_per_day: int
    day_minutes: int
    visitors_per_visit: int
    travel: TravelMode
    speed_kmh: int
    hold_hours: int
    start: Point | None
    end: Point | None
    visitors: list[Visitor]
    progress: Progress
    classes: list[ClassProgress]
    students: list[StudentDuty]
    days: list[VisitsOnDay]
    visits: int
    visits_by_leaders: int
    closed_at: datetime | None
    version: int
    can_edit: bool
    can_plan: bool
