"""Which times the hours offer. Pure: hours, exceptions, taken time, zone and instants come in, slots go out.

Hours are wall-clock times of the organisation. A wall-clock time means the first instant at which that day's clock
has reached it: in the gap of a spring change its end, in the fold of an autumn change the earlier of the two. Between
two such instants time simply passes, so a slot is always as long as it says. An end at or before its start is the next
day's: `00:00` is midnight, and a hotline's hours run over it.

Which weekday's hours run on a day says `weekday_of`, the organisation's calendar: None where it is closed. Dated openings
run on closed days as well: the counsellor chose them.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.access import Role
from api.core.local_time import instant, local_day
from schemas.counselling.hours.rows import DatedException, OfferedSlot, WeeklyHours
from schemas.counselling.hours.wire import BookedTime

LEAD = timedelta(hours=1)
"""Families and teachers book at least this long before the start; a counsellor may invite for at once."""
HORIZON = timedelta(days=180)
"""Nobody books further ahead than this."""

_DAY = timedelta(days=1)

Spans: TypeAlias = Sequence[tuple[datetime, datetime]]
Taken: TypeAlias = tuple[UUID, datetime, datetime]
"""A subject (counsellor or room), from when, until when."""
WeekdayOf: TypeAlias = Callable[[date], int | None]
"""Whose weekday's hours run on a day (ISO 8601); None when it is closed."""


def earliest(now: datetime, roles: frozenset[Role]) -> datetime:
    """The first instant that may still be booked by somebody with these roles."""
    return now if Role.COUNSELLOR in roles else now + LEAD


def bookable(starts_at: datetime, now: datetime, roles: frozenset[Role]) -> bool:
    """Whether a start lies neither in the past, nor too soon, nor too far ahead."""
    return earliest(now, roles) <= starts_at <= now + HORIZON


def wrong_time(
    starts_at: datetime, now: datetime, roles: frozenset[Role]
) -> Literal["past", "too-soon", "too-far"] | None:
    """Why a start cannot be booked, or None."""
    if starts_at < now:
        return "past"
    if starts_at < earliest(now, roles):
        return "too-soon"
    return None if bookable(starts_at, now, roles) else "too-far"


def slots_of(
    day: date,
    hours: Sequence[WeeklyHours],
    exceptions: Sequence[DatedException],
    zone: ZoneInfo,
    at: datetime | None = None,
    weekday_of: WeekdayOf = date.isoweekday,
) -> Iterator[OfferedSlot]:
    """Everything offered on one day, taken or not, or what begins exactly `at`. Times of one counsellor never overlap.

    Slots lie on a grid from the start of their hours, which neither a closed hour nor a booking shifts.
    """
    near = [e for e in exceptions if abs(e.on_date - day) <= _DAY]  # those of two days meet hours over midnight
    weekday = weekday_of(day)
    for row in hours:
        if runs_on(row, day, weekday):
            cut = _spans((e for e in near if e.counsellor_id == row.counsellor_id), zone)
            yield from _free_of(_grid(row, day, row.from_time, row.to_time, zone, at), cut)
        for extra in near:
            if extra.on_date == day and extra.kind == "open" and extra.hours_id == row.hours_id:
                yield from _grid(row, day, extra.from_time, extra.to_time, zone, at)


def free_slots(
    hours: Sequence[WeeklyHours],
    exceptions: Sequence[DatedException],
    busy: Iterable[Taken],
    zone: ZoneInfo,
    start: datetime,
    end: datetime,
    weekday_of: WeekdayOf = date.isoweekday,
    family: frozenset[UUID] = frozenset(),
) -> list[OfferedSlot]:
    """The slots that begin in [start, end) and for which counsellor and room are free, and all of a family, by time."""
    taken = _by_subject(busy)
    own = [span for subject in family for span in taken.get(subject, ())]
    found = [
        slot
        for day in _days(start, end, zone)
        for slot in slots_of(day, hours, exceptions, zone, weekday_of=weekday_of)
        if start <= slot.starts_at < end
        and not _is_taken(slot, taken)
        and not any(f < slot.ends_at and slot.starts_at < t for f, t in own)
    ]
    return sorted(found, key=lambda s: (s.starts_at, s.hours.counsellor_id))


def offered(
    hours: Sequence[WeeklyHours],
    exceptions: Sequence[DatedException],
    zone: ZoneInfo,
    counsellor_id: UUID,
    starts_at: datetime,
    weekday_of: WeekdayOf = date.isoweekday,
) -> OfferedSlot | None:
    """The slot of this counsellor that begins exactly then, taken or not; None when there is none."""
    own = [row for row in hours if row.counsellor_id == counsellor_id]
    days = _days(starts_at, starts_at, zone)
    return next((s for day in days for s in slots_of(day, own, exceptions, zone, starts_at, weekday_of)), None)


def outside(
    booked: Iterable[BookedTime],
    hours: Sequence[WeeklyHours],
    exceptions: Sequence[DatedException],
    zone: ZoneInfo,
    weekday_of: WeekdayOf = date.isoweekday,
) -> list[BookedTime]:
    """The bookings that no hours at their provider cover any more: for people to move, never moved by the service."""
    return [b for b in booked if not _covered(b, hours, exceptions, zone, weekday_of)]


def runs_on(row: WeeklyHours, day: date, weekday: int | None) -> bool:
    """Whether weekly hours are in force on a day that has the hours of this weekday."""
    return row.weekday == weekday and row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


def _covered(
    booked: BookedTime,
    hours: Sequence[WeeklyHours],
    exceptions: Sequence[DatedException],
    zone: ZoneInfo,
    weekday_of: WeekdayOf,
) -> bool:
    today = local_day(booked.starts_at, zone)
    days = (today - _DAY, today)  # hours of the day before may run over midnight
    own = [e for e in exceptions if e.counsellor_id == booked.counsellor_id]
    here = [h for h in hours if h.counsellor_id == booked.counsellor_id and h.provider_id == booked.provider_id]
    opened = [e for e in own if e.kind == "open" and any(h.hours_id == e.hours_id for h in here)]
    weekly = [
        _span(day, h.from_time, h.to_time, zone) for day in days for h in here if runs_on(h, day, weekday_of(day))
    ]
    if any(f <= booked.starts_at and booked.ends_at <= t for f, t in _spans(opened, zone)):
        return True
    cut = any(f < booked.ends_at and booked.starts_at < t for f, t in _spans(own, zone))
    return not cut and any(f <= booked.starts_at and booked.ends_at <= t for f, t in weekly)


def _days(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    """The dates whose slots may begin between two instants.

    One more than the clock says at either end: hours of the day before may run over midnight, and where the clock falls
    back over it, a slot of the new day begins on the old one.
    """
    day, last = local_day(start, zone) - _DAY, local_day(end, zone) + _DAY
    while day <= last:
        yield day
        day += _DAY


def _spans(exceptions: Iterable[DatedException], zone: ZoneInfo) -> Spans:
    return [_span(e.on_date, e.from_time, e.to_time, zone) for e in exceptions]


def _span(day: date, from_time: time, to_time: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    last = day if to_time > from_time else day + _DAY
    return instant(day, from_time, zone), instant(last, to_time, zone)


def _grid(
    row: WeeklyHours, day: date, from_time: time, to_time: time, zone: ZoneInfo, at: datetime | None
) -> Iterator[OfferedSlot]:
    begins, limit = _span(day, from_time, to_time, zone)
    length, buffer = timedelta(minutes=row.slot_minutes), timedelta(minutes=row.buffer_minutes)
    if at is not None:  # the first of the grid that is not before it
        begins += max(0, -((begins - at) // (length + buffer))) * (length + buffer)
    while begins + length <= limit and at in {None, begins}:  # the buffer may run over the end: nobody waits then
        ends = begins + length
        yield OfferedSlot(hours=row, starts_at=begins, ends_at=ends, claim_until=ends + buffer)
        begins = ends + buffer


def _free_of(slots: Iterable[OfferedSlot], cut: Spans) -> Iterator[OfferedSlot]:
    for slot in slots:
        if not any(f < slot.ends_at and slot.starts_at < t for f, t in cut):
            yield slot


def _by_subject(busy: Iterable[Taken]) -> dict[UUID, Spans]:
    """Taken time of each subject, sorted and apart, so that one comparison answers."""
    merged: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for subject_id, starts_at, ends_at in sorted(busy, key=lambda b: b[1]):
        spans = merged.setdefault(subject_id, [])
        if spans and starts_at <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], ends_at))
        else:
            spans.append((starts_at, ends_at))
    return dict(merged)


def _is_taken(slot: OfferedSlot, taken: Mapping[UUID, Spans]) -> bool:
    row = slot.hours
    subjects = (row.counsellor_id,) if row.room_id is None else (row.counsellor_id, row.room_id)
    return any(_meets(slot, taken[s]) for s in subjects if s in taken)


def _meets(slot: OfferedSlot, spans: Spans) -> bool:
    # The last span that begins before the slot's end is the only one that can reach into it.
    at = bisect_left(spans, slot.claim_until, key=lambda s: s[0])
    return at > 0 and spans[at - 1][1] > slot.starts_at
