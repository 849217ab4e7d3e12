"""Reads whole days out of an iCalendar file (RFC 5545). May raise whatever the parser does."""

from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from api.school_calendar.files import rules
from api.school_calendar.files.rules import Line

MOST = 2000
_DAY = timedelta(days=1)


def read_ics(data: bytes) -> tuple[list[Line], int]:
    """Its entries, and how many events are none: with a time of day, repeated by rule, cancelled, or without a name."""
    parsed: Any = Calendar.from_ical(data)
    events: list[Any] = parsed.walk("VEVENT")
    lines = [found for event in events[:MOST] if (found := _line(event))]
    return lines, len(events) - len(lines)


def _line(event: Any) -> Line | None:
    name = str(event.get("SUMMARY", "")).strip()
    first, last = _days(event)
    over = str(event.get("STATUS", "")).upper() == "CANCELLED" or "RRULE" in event
    if not name or over or first is None or last is None:
        return None
    return rules.line(name, first, last, rules.kind_of(name))


def _days(event: Any) -> tuple[date | None, date | None]:
    """DTEND is the day after the last; without it the event has one day, or a DURATION."""
    first = getattr(event.get("DTSTART"), "dt", None)
    end = getattr(event.get("DTEND"), "dt", None)
    if not isinstance(first, date) or isinstance(first, datetime):
        return None, None
    if isinstance(end, date) and not isinstance(end, datetime):
        return first, max(first, end - _DAY)
    length = getattr(event.get("DURATION"), "dt", None)
    return first, first + (length - _DAY if isinstance(length, timedelta) and length > _DAY else timedelta())
