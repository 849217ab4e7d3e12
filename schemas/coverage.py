"""Who was visited in a school year (V1, V2) and contacted in a term (V7): on the wire, and as rows."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class PupilCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """When a pupil's family was last visited and contacted. `needsOnSite`: only on-site counts (V2).

    `owed`: not yet visited this school year. `nextAt`: a visit that is confirmed.
    """

    student_id: UUID
    student_number: str
    name: str
    needs_on_site: bool
    on_site_at: datetime | None
    online_at: datetime | None
    contacted_at: datetime | None
    next_at: datetime | None
    owed: bool


class Coverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class: who was visited in the school year, contacted in the term (a visit counts), is owed a visit (V1, V2, V7)."""

    class_id: UUID
    time_zone: str
    since: datetime
    visited: int
    contacted: int
    owed: int
    pupils: list[PupilCoverage]


class ClassCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many pupils of a class were visited this school year and contacted this term, and how many are owed a visit."""

    class_id: UUID
    grade: str
    name: str
    pupils: int
    visited: int
    contacted: int
    owed: int


class VisitDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A day, in the organisation's time zone, and how many recorded visits began on it."""

    on: date
    visits: int


class SchoolCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The classes within reach in the school year that began at `since`, and the sums over them.

    `days` are those with a recorded visit to a pupil of these classes, in order.
    """

    time_zone: str
    since: datetime
    pupils: int
    visited: int
    contacted: int
    owed: int
    classes: list[ClassCoverage]
    days: list[VisitDay]


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """When a school year and its term began, in the organisation's zone."""

    zone: str
    since: datetime
    term_since: datetime


class CoverageRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was done for one pupil of a class; a class without pupils gives one row without any."""

    student_id: UUID | None
    student_number: str | None
    name: str | None
    needs_on_site: bool
    on_site_at: datetime | None
    online_at: datetime | None
    next_at: datetime | None
    contacted_at: datetime | None
    visited: bool
    contacted: bool
    owed: bool
