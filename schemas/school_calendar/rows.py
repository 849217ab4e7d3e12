"""School calendars as rules calculate with them. Rows, not the wire."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

EntryKind = Literal["term", "closed", "workday", "exam", "theme"]
"""`theme`: days with a theme (N3), which change nothing about who works or what can be booked."""


DayKind = Literal["school_day", "weekend", "holiday", "closed", "vacation", "workday"]
"""`holiday`: of the national table. `closed`: the organisation's own entry. `workday`: a make-up workday, 调休."""


class CalendarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry; both days belong to it. `inherited`: it is the bureau's, and an own entry comes before it."""

    kind: EntryKind
    first_day: date
    last_day: date
    follows_weekday: int | None
    name: str
    inherited: bool = False


class OrgCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides about an organisation's days. `visit_from`, `visit_until`: minutes of the day."""

    time_zone: str
    national_days: bool
    visit_from: int
    visit_until: int
    entries: list[CalendarEntry]


class SharedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau's entry as its schools copy it."""

    entry_id: UUID
    kind: EntryKind
    first_day: date
    last_day: date
    follows_weekday: int | None
    name: str


class NationalDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the national table: off, or a make-up workday."""

    off: bool
    name_zh: str
    name_en: str


class CalendarDay(msgspec.Struct, frozen=True, kw_only=True):
    """What a day is. `weekday`: whose hours run on it (ISO 8601), None when it is closed. `works`: deadlines count it."""

    kind: DayKind
    source: Literal["own", "national", "terms", "weekday"]
    name_zh: str
    name_en: str
    exam: bool
    follows_weekday: int | None
    weekday: int | None
    works: bool
