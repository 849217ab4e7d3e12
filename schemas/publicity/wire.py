"""Publicity and education work on the wire: a school's log, its returns, and what its bureaus see (N3, N4, N9, G4).

A return holds counts by kind of event and no personal data. Days are those of the organisation's time zone.
"""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.text import LINE, LINE_OR_NOTHING, LINK

PublicityKind = Literal[
    "lecture",
    "live_stream",
    "article",
    "booklet",
    "board",
    "audio_video",
    "class_meeting",
    "drama",
    "poster",
    "quality_training",
    "micro_lesson",
    "salon",
]
Period = Literal["month", "quarter", "year"]
Link: TypeAlias = Annotated[str, Meta(min_length=10, max_length=500, pattern=LINK)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]


class PublicityEventEdit(Input, frozen=True, kw_only=True):
    """An event as it is to be. `count`: how many of the kind, such as booklets made. `people`: person-times reached."""

    kind: PublicityKind
    held_on: date
    topic: Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
    audience: Annotated[str, Meta(max_length=60, pattern=LINE_OR_NOTHING)] = ""
    count: Annotated[int, Meta(ge=1, le=100_000)] = 1
    people: Annotated[int, Meta(ge=0, le=10_000_000)]
    place: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""
    materials: Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)] = ""
    link: Link | None = None


class PublicityEventNew(PublicityEventEdit, frozen=True, kw_only=True):
    """The same for a new one. `lectureId`: the lecture that it was, which gets one line only."""

    lecture_id: UUID | None = None


class PublicityEvent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An event of the log. `enteredBy`: the name of the member of staff."""

    event_id: UUID
    kind: PublicityKind
    held_on: date
    topic: str
    audience: str
    count: int
    people: int
    place: str
    materials: str
    link: str | None
    lecture_id: UUID | None
    entered_by: str
    version: int


class LectureToLog(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lecture that was held and is no line of the log yet. `people`: who was checked in."""

    lecture_id: UUID
    kind: PublicityKind
    held_on: date
    topic: str
    place: str
    link: str | None
    people: int


class PublicityLine(Input, frozen=True, kw_only=True):
    """What was done of one kind."""

    kind: PublicityKind
    count: Count
    people: Count


class PublicityReturnNew(Input, frozen=True, kw_only=True):
    """A yes to the sums as they were shown. `edition`: of the newest return of the period that was seen; 0 for none."""

    period: Period
    first_day: date
    edition: Annotated[int, Meta(ge=0, le=1000)]
    lines: Annotated[list[PublicityLine], Meta(max_length=50)]


class PublicityReturn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A filed return. `edition`: 2 and more amend it. `late`: the first was filed after `dueOn`."""

    period: Period
    first_day: date
    edition: int
    due_on: date
    first_filed_on: date
    filed_on: date
    filed_at: datetime
    late: bool
    lines: list[PublicityLine]


class PublicityPeriod(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A school's log of one period. `lines`: its sums by kind, in the order of a return; `people`: their sum.

    `asked`: whether the bureau asks a return of such a period. `over`: its last day has passed, so it can be filed. `differs`: the log is
    not what was filed.
    """

    period: Period
    first_day: date
    last_day: date
    due_on: date
    today: date
    asked: bool
    over: bool
    can_file: bool
    lines: list[PublicityLine]
    people: int
    filed: PublicityReturn | None
    differs: bool
    events: list[PublicityEvent]
    lectures: list[LectureToLog]


class PublicitySettingsEdit(Input, frozen=True, kw_only=True):
    """For which periods a bureau asks returns, and how many days after their end they are due."""

    periods: Annotated[list[Period], Meta(max_length=3)]
    due_after: Annotated[int, Meta(ge=1, le=60)]


class PublicitySettings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The same as it is."""

    periods: list[Period]
    due_after: int
    version: int


class SchoolReturn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A school below a bureau with its newest return of the period; null: none was filed."""

    school_id: int
    name_zh: str
    name_en: str
    filed: PublicityReturn | None


class PublicityOfSchools(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The returns of a bureau's schools for one period, and their sums. `daysLeft`: until they are due; negative afterwards."""

    period: Period
    first_day: date
    last_day: date
    due_on: date
    days_left: int
    asked: bool
    settings: PublicitySettings
    filed: int
    lines: list[PublicityLine]
    people: int
    schools: list[SchoolReturn]
