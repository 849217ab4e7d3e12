"""What hours and exceptions must be like. Pure: one's other hours come in."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

from api.core.local_time import clock
from schemas.counselling.hours.rows import OpenSpan, WeekSpan
from schemas.counselling.wire import ExceptionNew, HoursEdit

FAR = timedelta(days=730)
"""Nobody plans a dated exception further ahead."""

_DAY_MINUTES = 24 * 60
_WEEK = 7 * _DAY_MINUTES

Wrong: TypeAlias = tuple[str, Literal["order", "too-short", "past", "too-far", "required", "not-allowed"]]
"""The field that is wrong, and a code."""


def minutes(from_time: str, to_time: str) -> int:
    """How long a span is on the clock; an end that is not after its start is the next day's."""
    return _length(clock(from_time), clock(to_time))


def overlaps(edit: HoursEdit, others: Iterable[WeekSpan]) -> bool:
    """Whether weekly hours meet others of the same counsellor, also over midnight and from Sunday to Monday."""
    begins = _of_week(edit.weekday, clock(edit.from_time))
    ends = begins + minutes(edit.from_time, edit.to_time)
    for other in others:
        first = _of_week(other.weekday, other.from_time)
        last = first + _length(other.from_time, other.to_time)
        if any(begins < last + turn and first + turn < ends for turn in (-_WEEK, 0, _WEEK)):
            return True
    return False


def overlaps_open(new: ExceptionNew, others: Iterable[OpenSpan]) -> bool:
    """Whether a dated opening meets another."""
    begins, ends = _wall(new.on_date, clock(new.from_time), clock(new.to_time))
    spans = (_wall(other.on_date, other.from_time, other.to_time) for other in others)
    return any(begins < last and first < ends for first, last in spans)


def wrong_hours(edit: HoursEdit, *, nights: bool) -> Wrong | None:
    """What is wrong, or None. `nights`: hours may run over midnight here."""
    if found := _wrong_span(edit.from_time, edit.to_time, nights=nights):
        return found
    if minutes(edit.from_time, edit.to_time) < edit.slot_minutes:
        return "$.slotMinutes", "too-short"
    if edit.valid_until is not None and edit.valid_until < edit.valid_from:
        return "$.validUntil", "order"
    return None


def wrong_exception(new: ExceptionNew, today: date, *, nights: bool) -> Wrong | None:
    """What is wrong, or None. `today` is the organisation's."""
    if found := _wrong_span(new.from_time, new.to_time, nights=nights):
        return found
    if new.on_date < today:
        return "$.onDate", "past"
    if new.on_date > today + FAR:
        return "$.onDate", "too-far"
    if (new.kind == "open") != (new.hours_id is not None):
        return "$.hoursId", "required" if new.kind == "open" else "not-allowed"
    return None


def _wrong_span(from_time: str, to_time: str, *, nights: bool) -> Wrong | None:
    """Where nobody works at night, an end before the start is a mistake and not the next morning."""
    first, last = clock(from_time), clock(to_time)
    if last == time(0) or last > first:
        return None
    return None if nights and last < first else ("$.toTime", "order")


def _length(first: time, last: time) -> int:
    span = (last.hour - first.hour) * 60 + last.minute - first.minute
    return span if span > 0 else span + _DAY_MINUTES


def _of_week(weekday: int, at: time) -> int:
    return (weekday - 1) * _DAY_MINUTES + at.hour * 60 + at.minute


def _wall(day: date, first: time, last: time) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, first)
    return begins, begins + timedelta(minutes=_length(first, last))
