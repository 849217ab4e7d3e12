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
    """An entry as it is to be; both days belong to it. `followsWeekday` (Monday is 1): a make-up workday has that day's hours.

    `forSchools`: a bureau's schools and centres get it as well.
    """

    kind: EntryKind
    first_day: date
    last_day: date
    follows_weekday: Annotated[int, Meta(ge=1, le=7)] | None = None
    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
    for_schools: bool = False


class CalendarEntriesNew(Input, frozen=True, kw_only=True):
    """Entries that are added together, or not at all. `source`: the name of the file that they were read from."""

    entries: Annotated[list[CalendarEntryNew], Meta(min_length=1, max_length=300)]
    source: Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)] | None = None


class SchoolCalendarEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An entry of an organisation. `source`: the file that it was read from. `fromOrg`: the bureau that shared it, else null."""

    entry_id: UUID
    kind: EntryKind
    first_day: date
    last_day: date
    follows_weekday: int | None
    name: str
    for_schools: bool
    source: str | None
    from_org: str | None


class CalendarTheme(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A theme that an organisation's days have, and until when. `fromOrg`: the bureau that shared it, else null."""

    org_id: int
    entry_id: UUID
    name: str
    first_day: date
    last_day: date
    from_org: str | None


class CalendarOccasion(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An entry of the calendar to which something belongs, such as a lecture: a theme, a term or exam weeks."""

    entry_id: UUID
    kind: EntryKind
    first_day: date
    last_day: date
    name: str


class CalendarFileEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A line of a file. `kind`: null where the file does not tell. `problem`: why it cannot be added; null when it can."""

    kind: EntryKind | None
    first_day: date
    last_day: date
    follows_weekday: int | None
    name: str
    problem: str | None


class CalendarFile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a file would add. `skipped`: its lines that are no whole days, repeat, or were cancelled. `lastDay`: how far it reaches."""

    source: str
    last_day: date | None
    skipped: int
    entries: list[CalendarFileEntry]


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
    """A school year at a glance, every day of it in one span. `year`: in which it begins, on 1 September.

    `hasSchools`: a bureau, whose entries may be shared with its schools.
    """

    year: int
    today: date
    first_day: date
    last_day: date
    can_edit: bool
    has_schools: bool
    settings: CalendarSettings
    entries: list[SchoolCalendarEntry]
    spans: list[CalendarSpan]
    national: NationalTable
