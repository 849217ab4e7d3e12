"""What hours and exceptions must be like. Pure; the database adds that one's own hours don't overlap."""

from datetime import date, time, timedelta
from typing import Literal, TypeAlias

from schemas.counselling.wire import ExceptionNew, HoursEdit

FAR = timedelta(days=730)
"""Nobody plans a dated exception further ahead."""

Wrong: TypeAlias = tuple[str, Literal["order", "too-short", "past", "too-far", "required", "not-allowed"]]
"""The field that is wrong, and a code."""


def clock(text: str) -> time:
    """A time of day as the wire has it (`HH:MM`)."""
    return time.fromisoformat(text)


def minutes(from_time: str, to_time: str) -> int:
    """How long a span of one day is on the clock."""
    first, last = clock(from_time), clock(to_time)
    return (last.hour - first.hour) * 60 + last.minute - first.minute


def wrong_hours(edit: HoursEdit) -> Wrong | None:
    """What is wrong, or None."""
    if minutes(edit.from_time, edit.to_time) <= 0:
        return "$.toTime", "order"
    if minutes(edit.from_time, edit.to_time) < edit.slot_minutes:
        return "$.slotMinutes", "too-short"
    if edit.valid_until is not None and edit.valid_until < edit.valid_from:
        return "$.validUntil", "order"
    return None


def wrong_exception(new: ExceptionNew, today: date) -> Wrong | None:
    """What is wrong, or None. `today` is the organisation's."""
    if minutes(new.from_time, new.to_time) <= 0:
        return "$.toTime", "order"
    if new.on_date < today:
        return "$.onDate", "past"
    if new.on_date > today + FAR:
        return "$.onDate", "too-far"
    if (new.kind == "open") != (new.hours_id is not None):
        return "$.hoursId", "required" if new.kind == "open" else "not-allowed"
    return None
