"""Coverage: what queries return."""

from datetime import datetime
from uuid import UUID

import msgspec


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """How many students are owed a visit this school year, and how many of these one on site (V1, V2)."""

    students: int
    onsite: int


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """From when on it counts: visits in a school year, contacts in a term."""

    year: datetime
    term: datetime


class CoverageRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was done for one student of a class; a class without students gives one row without any."""

    student_id: UUID | None
    student_number: str | None
    name: str | None
    needs_onsite: bool
    onsite_at: datetime | None
    video_at: datetime | None
    next_at: datetime | None
    contacted_at: datetime | None
    visited: bool
    contacted: bool
    owed: bool
