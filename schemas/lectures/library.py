"""The library of lectures on the wire: numbered series, recordings and feedback (N8)."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.lectures.wire import LectureKind, Link, Title
from schemas.text import END

Host: TypeAlias = Annotated[str, Meta(min_length=4, max_length=100, pattern=rf"^[a-z0-9-]+(\.[a-z0-9-]+)+{END}")]
FeedbackAnswer = Literal["yes", "partly", "no"]
FeedbackQuestion = Literal["helpful", "clear", "again"]
SeriesNumber: TypeAlias = Annotated[int, Meta(ge=1, le=999)]


class LectureSeriesNew(Input, frozen=True, kw_only=True):
    """A series as it is to be; also what an edit sends, whole. `ended`: no further lecture is put into it."""

    title_zh: Title
    title_en: Title | None = None
    ended: bool = False


class LectureSeries(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A series. `lectures`: how many are in it. `next`: the number that the next one gets."""

    series_id: UUID
    title_zh: str
    title_en: str | None
    ended: bool
    lectures: int
    next: int
    version: int


class RecordingHosts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The sites on which recordings may be, each by its whole name."""

    hosts: list[str]
    version: int


class RecordingHostsEdit(Input, frozen=True, kw_only=True):
    """The sites as they are to be: lower-case host names, none twice."""

    hosts: Annotated[list[Host], Meta(max_length=20)]


class LectureLibraryForm(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The school's series and the sites that it allows. `canEdit`: the reader may change them."""

    series: list[LectureSeries]
    hosts: RecordingHosts
    can_edit: bool


class LectureEntryEdit(Input, frozen=True, kw_only=True):
    """A lecture in the library as it is to be. `number`: in the series; null is the one it has, or the next. Nulls take it out."""

    series_id: UUID | None = None
    number: SeriesNumber | None = None
    recording: Link | None = None


class FeedbackCount(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The answers to one question."""

    question: FeedbackQuestion
    yes: int
    partly: int
    no: int


class LectureEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lecture's place in the library as staff see it.

    `allowed`: the recording is on a site that the school allows today. `views`: people who opened it. `answers`: how many of the
    answers are counted in `feedback`; they are added five people at a time, and nobody sees whose they are.
    """

    lecture_id: UUID
    series_id: UUID | None
    number: int | None
    recording: str | None
    allowed: bool
    views: int
    answers: int
    feedback: list[FeedbackCount]
    version: int


class PastLecture(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lecture for the reader as the library shows it, in their language if it was written in it.

    `recorded`: its recording can be opened. `opened`: the reader did. `asked`: the reader may say how it was, and has not yet.
    """

    org_id: int
    lecture_id: UUID
    kind: LectureKind
    title: str
    speaker: str
    starts_at: datetime
    ends_at: datetime
    series: str | None
    number: int | None
    recorded: bool
    opened: bool
    came: bool
    asked: bool
    answered: bool


class LectureRecording(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a recording is."""

    lecture_id: UUID
    link: str


class LectureFeedbackNew(Input, frozen=True, kw_only=True):
    """What somebody says of a lecture: whether it was helpful, clear, and whether they would come again."""

    helpful: FeedbackAnswer
    clear: FeedbackAnswer
    again: FeedbackAnswer


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A lecture's entry as queries return it; version 0 where there is none."""

    lecture_id: UUID
    series_id: UUID | None
    number: int | None
    recording: str | None
    views: int
    shown: list[int] | None
    hosts: list[str] | None
    version: int


class FeedbackRow(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of a lecture's answers."""

    shown: list[int]
    waiting: list[int]


class PastLectureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A lecture for a person with its entry, as queries return it."""

    lecture_id: UUID
    kind: LectureKind
    title_zh: str
    title_en: str | None
    speaker: str
    link: str | None
    starts_at: datetime
    ends_at: datetime
    series_zh: str | None
    series_en: str | None
    number: int | None
    recording: str | None
    hosts: list[str] | None
    opened: bool
    came: bool
    registered: bool
    answered: bool


class AfterPastLecture(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a reader's library: the latest first. The same in every organisation."""

    starts_at: datetime
    lecture_id: UUID
