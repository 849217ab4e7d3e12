"""Who was visited and contacted in a school year (V1, V2, V7): on the wire, and as rows."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class StudentCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """When a student's family was last visited and contacted. `needsOnsite`: only on-site counts (V2).

    `contacted`: this term, a visit counts too (V7). `owed`: not yet visited this school year. `nextAt`: a visit that is confirmed.
    """

    student_id: UUID
    student_number: str
    name: str
    needs_onsite: bool
    onsite_at: datetime | None
    video_at: datetime | None
    contacted_at: datetime | None
    contacted: bool
    next_at: datetime | None
    owed: bool


class Coverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class: who was visited and is due a visit this school year, who was contacted this term (V1, V2, V7)."""

    class_id: UUID
    time_zone: str
    since: datetime
    visited: int
    contacted: int
    owed: int
    students: list[StudentCoverage]


class ClassCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many students of a class were visited this school year, contacted this term, and are owed a visit."""

    class_id: UUID
    grade: str
    name: str
    students: int
    visited: int
    contacted: int
    owed: int


class VisitDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A day, in the organisation's time zone, and how many recorded visits began on it."""

    on: date
    visits: int


class SchoolCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The classes within reach in the school year that began at `since`, and the sums over them.

    `days` are those with a recorded visit to a student of these classes, in order.
    """

    time_zone: str
    since: datetime
    students: int
    visited: int
    contacted: int
    owed: int
    classes: list[ClassCoverage]
    days: list[VisitDay]
