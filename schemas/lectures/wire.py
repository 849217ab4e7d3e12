"""Lectures on the wire: made by staff, attended by those whom they are for (N1–N3).

A lecture is also a parent meeting, a training or a live stream. Text is plain text. Instants are RFC 3339 with offset.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.school_calendar.wire import CalendarOccasion
from schemas.text import LINE, LINE_OR_NOTHING, LINES, LINK

LectureKind = Literal["lecture", "parent_meeting", "training", "live_stream"]
LectureTheme = Literal["may", "october", "adaptation", "exams"]
LectureState = Literal["draft", "published", "cancelled"]
LecturePart = Literal["guardian", "student", "staff"]
RegistrationState = Literal["registered", "waiting", "withdrawn", "ended"]
Title: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
About: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2000, pattern=LINES)]
Grade: TypeAlias = Annotated[str, Meta(min_length=1, max_length=20, pattern=LINE)]
Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
Link: TypeAlias = Annotated[str, Meta(min_length=10, max_length=500, pattern=LINK)]
Seats: TypeAlias = Annotated[int, Meta(ge=1, le=100_000)]


class LectureAudienceNew(Input, frozen=True, kw_only=True):
    """Whom a lecture is for: exactly one of classes, grades or the whole school, and which of their people.

    `staff` of classes or grades are those who teach there.
    """

    class_ids: Annotated[list[UUID], Meta(max_length=100)]
    grades: Annotated[list[Grade], Meta(max_length=20)]
    whole_school: bool
    parts: Annotated[list[LecturePart], Meta(min_length=1, max_length=3)]


class LectureNew(Input, frozen=True, kw_only=True):
    """A lecture as it is to be; also what an edit sends, whole. It has a place, a link, or both.

    `registers`: one registers to come. `seats`: null is no limit. `registerBy`: null is until it starts. What it belongs to, at most
    one of two: `calendarEntryId`, a theme, term or exam weeks of the school calendar; `theme`, an occasion of every school.
    """

    kind: LectureKind
    theme: LectureTheme | None = None
    calendar_entry_id: UUID | None = None
    title_zh: Title
    title_en: Title | None = None
    about_zh: About | None = None
    about_en: About | None = None
    speaker: Annotated[str, Meta(max_length=60, pattern=LINE_OR_NOTHING)] = ""
    place: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""
    link: Link | None = None
    starts_at: Instant
    ends_at: Instant
    audience: LectureAudienceNew
    registers: bool
    seats: Seats | None = None
    register_by: Instant | None = None


class LectureAudience(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom a lecture is for."""

    class_ids: list[UUID]
    grades: list[str]
    whole_school: bool
    parts: list[LecturePart]


class Lecture(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lecture as staff see it. `registered` have a seat, `waiting` are in line for one.

    `calendarEntry`: as the calendar has it today; null once it was taken out.
    """

    org_id: int
    lecture_id: UUID
    kind: LectureKind
    theme: LectureTheme | None
    calendar_entry: CalendarOccasion | None
    state: LectureState
    title_zh: str
    title_en: str | None
    about_zh: str
    about_en: str
    speaker: str
    place: str
    link: str | None
    starts_at: datetime
    ends_at: datetime
    audience: LectureAudience
    registers: bool
    seats: int | None
    register_by: datetime | None
    registered: int
    waiting: int
    author_name: str
    published_at: datetime | None
    version: int


class LectureFormClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class that one may invite. Until graduates leave, two school years have a class of one name."""

    class_id: UUID
    school_year: int
    grade: str
    name: str


class LectureForm(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom the reader may invite: everybody, these grades, these classes, in the order a school counts them.

    `calendarEntries`: themes, terms and exam weeks that are not over, of which a lecture may name one; a bureau's are among them.
    """

    whole_school: bool
    grades: list[str]
    classes: list[LectureFormClass]
    calendar_entries: list[CalendarOccasion]


class LectureRegistration(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who asked for a seat, in the order of asking. `students`: for whom they come, with their classes.

    `name` is a dash, and `students` is empty, where a court's order keeps them from the reader.
    """

    registration_id: UUID
    number: int
    name: str
    part: LecturePart
    students: list[str]
    state: RegistrationState
    asked_at: datetime


class MyRegistration(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The reader's registration. `ahead`: how many others wait before them."""

    registration_id: UUID
    state: Literal["registered", "waiting"]
    ahead: int
    asked_at: datetime


class MyLecture(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lecture that is for the reader. `open`: one can register now. `free`: seats left; null is no limit. `came`: they checked in."""

    org_id: int
    lecture_id: UUID
    kind: LectureKind
    theme: LectureTheme | None
    calendar_entry: CalendarOccasion | None
    state: Literal["published", "cancelled"]
    title: str
    about: str
    speaker: str
    place: str
    link: str | None
    starts_at: datetime
    ends_at: datetime
    children: list[str]
    registers: bool
    open: bool
    free: int | None
    register_by: datetime | None
    registration: MyRegistration | None
    came: bool
