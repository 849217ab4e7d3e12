"""Lectures: what queries return."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.lectures.wire import LectureKind, LecturePart, LectureState, LectureTheme, RegistrationState
from schemas.school_calendar.rows import EntryKind

LectureScope = Literal["classes", "grades", "school"]
RegistrationTold = Literal["registered", "waiting", "ended", "cancelled"]


class LectureTarget(msgspec.Struct, frozen=True, kw_only=True):
    """An audience, checked: ids and names once each and sorted, the other lists empty."""

    scope: LectureScope
    class_ids: list[UUID]
    grades: list[str]
    parts: list[LecturePart]


class OccasionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a lecture belongs to: an occasion of every school, or an entry that the calendar has today. Perhaps nothing."""

    theme: LectureTheme | None
    entry_id: UUID | None
    entry_kind: EntryKind | None
    entry_first_day: date | None
    entry_last_day: date | None
    entry_name: str | None


class LectureRow(OccasionRow, frozen=True, kw_only=True):
    """A lecture with all it is decided by."""

    org_id: int
    lecture_id: UUID
    author_name: str
    kind: LectureKind
    title_zh: str
    title_en: str | None
    about_zh: str
    about_en: str
    speaker: str
    place: str
    link: str | None
    starts_at: datetime
    ends_at: datetime
    scope: LectureScope
    class_ids: list[UUID]
    grades: list[str]
    parts: list[LecturePart]
    registers: bool
    seats: int | None
    register_by: datetime | None
    state: LectureState
    published_at: datetime | None
    announced_starts_at: datetime | None
    announced_chunks: int
    broadcast_ids: list[UUID]
    sms_alone: bool | None
    version: int
    registered: int
    waiting: int


class MyLectureRow(OccasionRow, frozen=True, kw_only=True):
    """A lecture for one of those whom it is for, with their registration."""

    lecture_id: UUID
    kind: LectureKind
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
    registers: bool
    seats: int | None
    register_by: datetime | None
    registered: int
    children: list[str]
    came: bool
    registration_id: UUID | None
    registration_state: RegistrationState | None
    asked_at: datetime | None
    ahead: int


class RegistrationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A registration and what its person has to know of the lecture."""

    registration_id: UUID
    lecture_id: UUID
    account_id: UUID
    state: RegistrationState
    told: RegistrationTold | None
    told_starts_at: datetime | None
    told_place: str | None
    lecture_state: LectureState
    title_zh: str
    title_en: str | None
    place: str
    link: str | None
    starts_at: datetime
    ends_at: datetime


class AfterLecture(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the staff's list: the latest first."""

    starts_at: datetime
    lecture_id: UUID


class AfterMyLecture(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a reader's list: the next first. The same in every organisation."""

    starts_at: datetime
    lecture_id: UUID


class AfterRegistration(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the order of asking."""

    number: int
