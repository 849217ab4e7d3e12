"""School calendars on the wire. Days are those of the organisation's time zone."""

from datetime import date
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.school_calendar.rows import DayKind, EntryKind
from schemas.text import END, LINE

Clock: TypeAlias = Annotated[str, Meta(pattern=rf"^([01][0-9]|2[0-3]):[0-5][0-9]{END}", max_length=5)]
ClockEnd: TypeAlias = Annotated[
    str,
    Meta(
        pattern=rf"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00){END}",
        max_length=5,
        description="`HH:MM`; `24:00` is the end of the day.",
    ),
]
SpanSource = Literal["own", "national", "terms", "weekday"]
"""What a day's kind comes from."""


class CalendarEntryNew(Input, frozen=True, kw_only=True):
    """An entry as it is to be; both days belong to it. `followsWeekday` (Monday is 1): a make-up workday has that day's hours."""

    kind: EntryKind
    first_day: date
    last_day: date
    follows_weekday: Annotated[int, Meta(ge=1, le=7)] | None = None
    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]


class CalendarEntriesNew(Input, frozen=True, kw_only=True):
    """Entries that are added together, or not at all."""

    entries: Annotated[list[CalendarEntryNew], Meta(min_length=1, max_length=100)]


class SchoolCalendarEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An organisation's own entry."""

    entry_id: UUID
    kind: EntryKind
    first_day: date
    last_day: date
    follows_weekday: int | None
    name: str


class CalendarSettingsEdit(Input, frozen=True, kw_only=True):
    """Whether the national table counts, and between which hours visits may be proposed."""

    national_days: bool
    visit_from: Clock
    visit_until: ClockEnd


class CalendarSettings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The settings of a school calendar."""

    national_days: bool
    visit_from: str
    visit_until: str
    version: int


class CalendarSpan(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Consecutive days of one kind. `name`: of the holiday or entry, in the reader's language; empty when there is none."""

    first_day: date
    last_day: date
    kind: DayKind
    source: SpanSource
    name: str
    exam: bool
    follows_weekday: int | None


class NationalTable(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where public holidays and make-up workdays come from. `missing`: the shown year reaches beyond its last year."""

    source: str
    last_year: int
    missing: bool


class SchoolCalendar(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A school year at a glance, every day of it in one span. `year`: in which it begins, on 1 September."""

    year: int
    today: date
    first_day: date
    last_day: date
    can_edit: bool
    settings: CalendarSettings
    entries: list[SchoolCalendarEntry]
    spans: list[CalendarSpan]
    national: NationalTable
