"""What an offered time must be like, and the times it gives. Pure: clock, zone and taken time come in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core.access import Actor
from api.core.local_time import at_minute, end_minute, end_text, instant, local_day, minutes
from schemas.visits.rows import AvailabilityRow, FamilyAvailabilityRow
from schemas.visits.screens.wire import MyAvailability
from schemas.visits.wire import Availability, AvailabilityNew, FreeTime, VisitMode

MOST = 20
"""Times of one guardian at once: who cannot remove the other's is not held up by them."""
FAR = timedelta(days=366)
"""Nobody availability a date further ahead."""
STEP = timedelta(minutes=30)
"""Free times begin this far apart, from the start of their entry."""
AHEAD = timedelta(days=28)
LEAD = timedelta(hours=1)
"""A free time is at least this far ahead: the team has to hear of it."""
_DAY = timedelta(days=1)

Wrong: TypeAlias = tuple[str, Literal["order", "past", "too-far", "required", "not-allowed"]]
"""The field that is wrong, and a code."""
Span: TypeAlias = tuple[datetime, datetime]


def wrong_availability(new: AvailabilityNew, today: date) -> Wrong | None:
    """What is wrong, or None. `today` is the organisation's."""
    if (new.weekday is None) == (new.on_date is None):
        return "$.onDate", "required" if new.on_date is None else "not-allowed"
    if new.on_date is not None and not today <= new.on_date <= today + FAR:
        return "$.onDate", "past" if new.on_date < today else "too-far"
    if minutes(new.to_time) <= minutes(new.from_time):
        return "$.toTime", "order"
    if (new.place_kind == "elsewhere") != (new.place is not None):
        return "$.place", "required" if new.place is None else "not-allowed"
    return None


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A time, and which entries it takes the place of."""

    new: AvailabilityNew
    absorbed: frozenset[UUID]


def joined(new: AvailabilityNew, own: Iterable[Availability]) -> Joined:
    """The time with its author's entries of the same day and place that overlap or touch it: an hour given twice would be two lines."""
    same = [one for one in own if _where(one) == _where(new)]
    since, until = new.from_time, new.to_time
    absorbed: set[UUID] = set()
    while more := [
        one for one in same if one.availability_id not in absorbed and one.from_time <= until and since <= one.to_time
    ]:
        absorbed |= {one.availability_id for one in more}
        since = min(since, *(one.from_time for one in more))
        until = max(until, *(one.to_time for one in more))
    return Joined(new=msgspec.structs.replace(new, from_time=since, to_time=until), absorbed=frozenset(absorbed))


def merged(times: Iterable[AvailabilityNew]) -> list[AvailabilityNew]:
    """The times, of which those of one day and place that overlap or touch are one."""
    found: list[AvailabilityNew] = []
    for new in sorted(times, key=lambda one: one.from_time):
        last = next((one for one in found if _where(one) == _where(new) and new.from_time <= one.to_time), None)
        if last is None:
            found.append(new)
        else:
            found[found.index(last)] = msgspec.structs.replace(last, to_time=max(last.to_time, new.to_time))
    return found


def _where(one: Availability | AvailabilityNew) -> tuple[int | None, date | None, str, str | None]:
    return one.weekday, one.on_date, one.place_kind, one.place


Family: TypeAlias = Mapping[UUID, Sequence[Span]]
"""When each guardian of a student is taken."""


def free_times(
    availability: Sequence[AvailabilityRow],
    busy: Iterable[Span],
    zone: ZoneInfo,
    now: datetime,
    length: timedelta,
    mode: VisitMode,
    family: Family,
) -> list[FreeTime]:
    """The starts within the next 28 days that the family availability for this way and at which nobody is taken, by time.

    Where two availability give the same start, the first counts. `family`: when each guardian is taken; left out are times at which all
    are who could answer.
    """
    taken = list(busy)
    found: dict[datetime, FreeTime] = {}
    for entry in availability:
        if (entry.place_kind == "video") == (mode == "video"):
            answer = [family.get(entry.guardian_id, ())] if entry.place_kind == "elsewhere" else family.values()
            for starts_at in _starts(entry, zone, now, length):
                ends_at = starts_at + length
                span = starts_at, ends_at
                if not _meets(taken, span) and not (answer and all(_meets(one, span) for one in answer)):
                    found.setdefault(
                        starts_at, FreeTime(availability_id=entry.availability_id, starts_at=starts_at, ends_at=ends_at)
                    )
    return [found[at] for at in sorted(found)]


def _meets(taken: Iterable[Span], span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def host_of(rows: Sequence[AvailabilityRow], span: Span, zone: ZoneInfo, *, named: bool) -> UUID | None:
    """At which guardian's place a visit is, by the times that guardians gave; None where it may be any's.

    `named`: a place other than the home is named. A guardian who gives times elsewhere and none at home lives apart: then a time at home is its giver's too.
    """
    onsite = [row for row in rows if row.place_kind != "video"]
    given = [row for row in onsite if _covers(row, span, zone)]
    at_home = {row.guardian_id for row in given if row.place_kind == "home"}
    away = {row.guardian_id for row in given if row.place_kind == "elsewhere"}
    if named or not at_home:
        return next(iter(away)) if len(away) == 1 else None
    return next(iter(at_home)) if len(at_home) == 1 and _apart(onsite) else None


def offers_home(rows: Iterable[AvailabilityRow], span: Span, zone: ZoneInfo) -> bool:
    """Whether the family offers this time at home."""
    return any(row.place_kind == "home" and _covers(row, span, zone) for row in rows)


def away_at(rows: Iterable[AvailabilityRow], span: Span, zone: ZoneInfo) -> list[AvailabilityRow]:
    """What the family offers elsewhere at this time."""
    return [row for row in rows if row.place_kind == "elsewhere" and _covers(row, span, zone)]


def only_at(rows: Sequence[AvailabilityRow], places: Mapping[UUID, str], place: str) -> list[AvailabilityRow]:
    """The entries without those for other places, if one of them is for this place. `places`: by entry."""
    others = {one for one, text in places.items() if text != place} if place in places.values() else set[UUID]()
    return [row for row in rows if row.availability_id not in others]


def _apart(onsite: Iterable[AvailabilityRow]) -> frozenset[UUID]:
    """Guardians who receive visits elsewhere alone."""
    rows = list(onsite)
    return frozenset(row.guardian_id for row in rows) - {row.guardian_id for row in rows if row.place_kind == "home"}


def of_guardian(rows: Sequence[AvailabilityRow], account_id: UUID) -> list[AvailabilityRow]:
    """What a guardian may wish for: no place of another's, and the home only if they may live there."""
    onsite = [row for row in rows if row.place_kind != "video"]
    shared = {"video"} if account_id in _apart(onsite) else {"video", "home"}
    return [row for row in rows if row.guardian_id == account_id or row.place_kind in shared]


def _covers(row: AvailabilityRow, span: Span, zone: ZoneInfo) -> bool:
    day = local_day(span[0], zone)
    if day != row.on_date and day.isoweekday() != row.weekday:
        return False
    return instant(day, row.from_time, zone) <= span[0] and span[1] <= at_minute(day, end_minute(row.to_time), zone)


def is_closed(row: AvailabilityRow, actor: Actor) -> bool:
    """Whether the place was told before a number was moved: the new number alone does not learn where the family meets (0285)."""
    return actor.closed_before is not None and row.created_at < actor.closed_before


def to_wire(row: AvailabilityRow, place: str | None, actor: Actor) -> Availability:
    """The entry as its reader sees it. Parents may live apart, and for a reason: where one of them meets is not told to another."""
    own = row.guardian_id == actor.account_id
    others = row.student_id in actor.child_ids and not own
    return Availability(
        availability_id=row.availability_id,
        student_id=row.student_id,
        guardian_id=row.guardian_id,
        guardian_name=row.guardian_name,
        weekday=row.weekday,
        on_date=row.on_date,
        from_time=f"{row.from_time:%H:%M}",
        to_time=end_text(row.to_time),
        place_kind=row.place_kind,
        place=None if others else place,
        ended_at=row.ended_at,
        can_end=row.ended_at is None and own and row.student_id in actor.child_ids,
    )


def mine(row: FamilyAvailabilityRow, entry: Availability, actor: Actor) -> MyAvailability:
    """The entry in its family's own list."""
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
    return MyAvailability(**fields, org_id=actor.org_id, student_name=row.student_name)


def _starts(entry: AvailabilityRow, zone: ZoneInfo, now: datetime, length: timedelta) -> Iterator[datetime]:
    first, last = now + LEAD, now + AHEAD
    for day in _days(entry, local_day(now, zone), local_day(last, zone)):
        at, end = instant(day, entry.from_time, zone), at_minute(day, end_minute(entry.to_time), zone)
        while at + length <= end and at <= last:
            if at >= first:
                yield at
            at += STEP


def _days(entry: AvailabilityRow, today: date, last: date) -> Iterator[date]:
    day = today
    while day <= last:
        if day == entry.on_date or day.isoweekday() == entry.weekday:
            yield day
        day += _DAY
