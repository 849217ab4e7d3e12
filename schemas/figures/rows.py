"""Figures: what queries return."""

from datetime import date, datetime

import msgspec


class Counselled(msgspec.Struct, frozen=True, kw_only=True):
    """Students with a booking, each once, by the mode of their latest. Not suppressed: stays in its school."""

    in_person: int
    phone: int
    video: int
    text: int


class Notified(msgspec.Struct, frozen=True, kw_only=True):
    """Notices that were sent, and the people of each added up."""

    notices: int
    people: int


class FiguresRow(msgspec.Struct, frozen=True, kw_only=True):
    """What leaves a school: numbers, suppressed."""

    school_id: int
    since: datetime
    counted_at: datetime
    students: int
    visited: int
    contacted: int
    owed: int
    notices_sent: int
    people_reached: int
    bookings_in_person: int | None
    bookings_phone: int | None
    bookings_video: int | None
    bookings_text: int | None
    bookings_all: int | None
    observations_open: int | None


class FiguresShown(FiguresRow, frozen=True, kw_only=True):
    """The same with the school's names."""

    name_zh: str
    name_en: str


class MonthRow(msgspec.Struct, frozen=True, kw_only=True):
    """A school's month in a bureau: as it stood at the month's last count."""

    school_id: int
    month: date
    term: date
    counted_at: datetime
    students: int
    visited: int
    contacted: int
    owed: int


class TrendRow(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over the schools that counted then; `both_…` and `…_before`: over those that counted the time before as well."""

    month: date
    term: date
    schools: int
    students: int
    visited: int
    contacted: int
    owed: int
    both: int
    both_students: int
    both_visited: int
    both_contacted: int
    students_before: int
    visited_before: int
    contacted_before: int


class SchoolName(msgspec.Struct, frozen=True, kw_only=True):
    """A school below a bureau."""

    name_zh: str
    name_en: str
