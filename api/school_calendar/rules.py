"""What a day is, by an organisation's entries, the national table and the week. Pure: entries and table come in.

The nearest word counts: the organisation's own shortest entry, then its bureau's, then the national table, then terms, then the week.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from api.core.local_time import day_begins, local_day
from schemas.closing import ClosedDays
from schemas.school_calendar.rows import CalendarDay, CalendarEntry, DayKind, NationalDay, OrgCalendar
from schemas.school_calendar.wire import CalendarEntryNew, CalendarSpan, SpanSource

LONGEST: Mapping[str, int] = {"term": 250, "closed": 120, "workday": 1, "exam": 31, "theme": 92}
"""Days of one entry."""
THEMES_AHEAD = timedelta(days=31)
"""So long before it begins a theme is shown."""
MOST = 300
"""Entries of one organisation."""
BACK = timedelta(days=730)
"""Older entries are removed when new ones come."""
AHEAD = timedelta(days=1100)
_DAY = timedelta(days=1)
_REACH = timedelta(days=200)
"""Bookings and visits are not further away."""
_MOST_SKIPPED = 30
"""A deadline is never further away than so many days: a forgotten entry must not hold a concern."""

National: TypeAlias = Mapping[date, NationalDay]
Code: TypeAlias = Literal["order", "too-long", "too-far", "not-allowed", "duplicate", "only-bureau", "too-many"]


def day_of(day: date, calendar: OrgCalendar, table: National) -> CalendarDay:
    """What a day is in this organisation."""
    exams = [e for e in calendar.entries if e.kind == "exam" and _covers(e, day)]
    exam = bool(exams)
    if own := _own(day, calendar.entries):
        if own.kind == "closed":
            return _day("closed", "own", own.name, own.name, exam, None, None)
        weekday = own.follows_weekday or day.isoweekday()
        return _day("workday", "own", own.name, own.name, exam, weekday, own.follows_weekday)
    if calendar.national_days and (known := table.get(day)):
        if known.off:
            return _day("holiday", "national", known.name_zh, known.name_en, exam, None, None)
        return _day("workday", "national", known.name_zh, known.name_en, exam, day.isoweekday(), None)
    if not (term := _term(day, calendar.entries)) and _between_terms(day, calendar.entries):
        return _day("vacation", "terms", "", "", exam, None, None, works=day.isoweekday() <= 5)
    name, source = (term.name, "terms") if term else ("", "weekday")
    name = exams[0].name if exams else name  # the list of special days shows what is unlike the rest of the term
    kind: DayKind = "school_day" if day.isoweekday() <= 5 else "weekend"
    return _day(kind, source, name, name, exam, day.isoweekday(), None, works=kind == "school_day")


def end_of_working_days(start: datetime, count: int, calendar: OrgCalendar, table: National) -> datetime:
    """The end of the last of so many working days after the day of `start`. Vacations count by the week.

    A concern does not rest over the summer: days between terms count from Monday to Friday, holidays and closed days do not.
    """
    zone = ZoneInfo(calendar.time_zone)
    day = first = local_day(start, zone)
    while count > 0 and day < first + timedelta(days=_MOST_SKIPPED):
        day += _DAY
        count -= day_of(day, calendar, table).works
    return day_begins(day + _DAY, zone)


def working_day(day: date, calendar: OrgCalendar, table: National) -> date:
    """That day, or the next one on which people work: what is due on a closed day is due then."""
    days = (day + n * _DAY for n in range(_MOST_SKIPPED))
    return next((one for one in days if day_of(one, calendar, table).works), day)


def working_day_before(day: date, calendar: OrgCalendar, table: National) -> date:
    """The last day before it on which people work: they are reminded then."""
    days = (day - n * _DAY for n in range(1, _MOST_SKIPPED))
    return next((one for one in days if day_of(one, calendar, table).works), day - _DAY)


def working_day_after(day: date, calendar: OrgCalendar, table: National) -> date:
    """The next day after it on which people work."""
    return working_day(day + _DAY, calendar, table)


def spans(first: date, last: date, calendar: OrgCalendar, table: National, language: str) -> list[CalendarSpan]:
    """Every day from one to another, consecutive equal ones together."""
    found: list[CalendarSpan] = []
    for day in _days(first, last):
        span = _span(day, day_of(day, calendar, table), language)
        if found and _same(found[-1], span):
            span = _joined(found.pop(), day)
        found.append(span)
    return found


def newly_closed(before: OrgCalendar, after: OrgCalendar, today: date, table: National) -> ClosedDays:
    """Days from today on that one calendar opens and the other closes, as far as entries and bookings reach."""
    last = max([today + _REACH, *(e.last_day for e in after.entries)])
    changed = [
        (day, new)
        for day in _days(today, last)
        for old, new in ((day_of(day, before, table), day_of(day, after, table)),)
        if new.weekday is None and (old.weekday is not None or old.kind == "vacation" != new.kind)
    ]
    return ClosedDays(
        time_zone=after.time_zone,
        without_hours=tuple(day for day, _ in changed),
        shut=tuple(day for day, new in changed if new.kind in {"closed", "holiday"}),
    )


def wrong_entries(
    new: Sequence[CalendarEntryNew], known: Sequence[CalendarEntry], today: date, *, bureau: bool = False
) -> tuple[str, Code] | None:
    """What is wrong with entries that are to be added, or None. `known`: an entry of the bureau may be overridden by an equal one."""
    own = [e for e in known if not e.inherited]
    if len(new) + len(own) > MOST:
        return "$.entries", "too-many"
    seen = {(e.kind, e.first_day, e.last_day) for e in own}
    for number, entry in enumerate(new):
        path = f"$.entries[{number}]"
        if found := wrong_entry(entry, today):
            return f"{path}.{found[0]}", found[1]
        if entry.for_schools and not bureau:
            return f"{path}.forSchools", "only-bureau"
        if (entry.kind, entry.first_day, entry.last_day) in seen:
            return f"{path}.firstDay", "duplicate"
        seen.add((entry.kind, entry.first_day, entry.last_day))
    return None


def clock(minutes_: int) -> str:
    """`HH:MM` of minutes of the day."""
    return f"{minutes_ // 60:02}:{minutes_ % 60:02}"


def within_visit_hours(starts_at: datetime, ends_at: datetime, calendar: OrgCalendar) -> bool:
    """Whether a visit lies between the hours of one day that the organisation set for visits."""
    zone = ZoneInfo(calendar.time_zone)
    day = local_day(starts_at, zone)
    begins, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    until = 1440 * (ends.date() - day).days + ends.hour * 60 + ends.minute
    return calendar.visit_from <= begins.hour * 60 + begins.minute and until <= calendar.visit_until


def _own(day: date, entries: Sequence[CalendarEntry]) -> CalendarEntry | None:
    """The shortest entry that opens or closes the day, its own before the bureau's; of two equal ones the closing one."""
    found = [e for e in entries if e.kind in {"closed", "workday"} and _covers(e, day)]
    return min(found, key=lambda e: (e.inherited, e.last_day - e.first_day, e.kind), default=None)


def _term(day: date, entries: Sequence[CalendarEntry]) -> CalendarEntry | None:
    return next((e for e in _terms(entries) if _covers(e, day)), None)


def _terms(entries: Sequence[CalendarEntry]) -> list[CalendarEntry]:
    """The organisation's own terms; the bureau's where it has none."""
    terms = [e for e in entries if e.kind == "term"]
    return [e for e in terms if not e.inherited] or terms


def _between_terms(day: date, entries: Sequence[CalendarEntry]) -> bool:
    """Only with a term on either side: where just one is written down, the days around it are not known to be free."""
    terms = _terms(entries)
    return any(e.last_day < day for e in terms) and any(e.first_day > day for e in terms)


def _covers(entry: CalendarEntry, day: date) -> bool:
    return entry.first_day <= day <= entry.last_day


def _day(
    kind: DayKind,
    source: SpanSource,
    name_zh: str,
    name_en: str,
    exam: bool,
    weekday: int | None,
    follows: int | None,
    *,
    works: bool | None = None,
) -> CalendarDay:
    return CalendarDay(
        kind=kind,
        source=source,
        name_zh=name_zh,
        name_en=name_en,
        exam=exam,
        weekday=weekday,
        follows_weekday=follows,
        works=kind == "workday" if works is None else works,
    )


def _span(day: date, what: CalendarDay, language: str) -> CalendarSpan:
    return CalendarSpan(
        first_day=day,
        last_day=day,
        kind=what.kind,
        source=what.source,
        name=what.name_en if language == "en" else what.name_zh,
        exam=what.exam,
        follows_weekday=what.follows_weekday,
    )


def _same(before: CalendarSpan, now: CalendarSpan) -> bool:
    def key(span: CalendarSpan) -> tuple[object, ...]:
        return span.kind, span.source, span.name, span.exam, span.follows_weekday

    return key(before) == key(now)


def _joined(span: CalendarSpan, last: date) -> CalendarSpan:
    return msgspec.structs.replace(span, last_day=last)


def wrong_entry(entry: CalendarEntryNew, today: date) -> tuple[str, Code] | None:
    """What is wrong with one entry by itself, or None."""
    if entry.last_day < entry.first_day:
        return "lastDay", "order"
    if (entry.last_day - entry.first_day).days >= LONGEST[entry.kind]:
        return "lastDay", "too-long"
    if not today - BACK <= entry.last_day <= today + AHEAD:
        return "lastDay", "too-far"
    if entry.follows_weekday is not None and entry.kind != "workday":
        return "followsWeekday", "not-allowed"
    return None


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
