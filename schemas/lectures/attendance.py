"""Attendance of lectures on the wire (N2, N5)."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.lectures.wire import LectureKind, LecturePart
from schemas.text import LINE

AttendanceHow = Literal["code", "list"]
CheckInCode: TypeAlias = Annotated[str, Meta(min_length=6, max_length=6, pattern=LINE)]


class LectureCode(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is shown at the lecture: a code that is taken for a minute or two. `next`: when to fetch the next one."""

    code: str
    next: datetime


class LectureCheckIn(Input, frozen=True, kw_only=True):
    """The code that is shown at the lecture."""

    code: CheckInCode


class AttendanceSet(Input, frozen=True, kw_only=True):
    """Whether somebody of a class came."""

    class_id: UUID
    account_id: UUID
    came: bool


class Attendance(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody of a class whom a lecture is for, and whether they came. `students`: for whom."""

    account_id: UUID
    name: str
    part: LecturePart
    students: list[str]
    registered: bool
    came_at: datetime | None
    how: AttendanceHow | None


class ClassTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many students of a class have a guardian who was trained this school year, and the parent meetings of this term."""

    class_id: UUID
    grade: str
    name: str
    students: int
    trained: int
    meetings: int


class GuardianTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian of the class: when they were last trained this school year, and how many meetings of this term they came to."""

    guardian_id: UUID
    name: str
    students: list[str]
    trained_at: datetime | None
    meetings: int


class OwnTraining(msgspec.Struct, frozen=True, kw_only=True):
    """The same of the reader, as queries return it."""

    trained_at: datetime | None
    meetings: int


class MyTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """In a school of the reader's children: when they were last trained this school year, and the meetings of this term they came to."""

    org_id: int
    trained_at: datetime | None
    meetings: int


class HeldLecture(msgspec.Struct, frozen=True, kw_only=True):
    """A published lecture that is over, for features that count lectures. `came`: people who were checked in."""

    lecture_id: UUID
    kind: LectureKind
    title: str
    place: str
    link: str | None
    starts_at: datetime
    came: int
