"""VTIMEZONE of any IANA zone, as exact as the zone itself.

icalendar 7.3's own maker (`Timezone.from_tzid`, `add_missing_timezones`) misses periods shorter than 64 days
(Morocco's Ramadan), states the onset of summer time an hour late (RFC 5545 §3.6.5 counts it in the offset before), and
takes 9 ms. So the changes are found here, and the library writes them down.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from api.calendar.ical import put

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def find_zone(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("no such time zone") from error


@lru_cache(maxsize=256)
def vtimezone(name: str, first_year: int, last_year: int) -> str:
    """The VTIMEZONE text of a zone, true from the start of `first_year` to the end of `last_year`."""
    zone = find_zone(name)
    # Two days early, so that no local time of the first year comes before the first observance.
    start, end = datetime(first_year, 1, 1, tzinfo=UTC) - 2 * _DAY, datetime(last_year + 1, 1, 1, tzinfo=UTC)
    component = Timezone()
    put(component, "TZID", name)
    component.add_component(_observance(zone, start, [start.replace(tzinfo=None)], old=_offset(zone, start)))
    for at, onsets in _alike(zone, _changes(zone, start, end)):
        component.add_component(_observance(zone, at, onsets, old=_offset(zone, at - _SECOND)))
    return component.to_ical().decode()


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """The instants in (start, end] at which the zone's offset changes."""
    found: list[datetime] = []
    before = start
    while before < end:
        after = before + _DAY
        if _offset(zone, before) != _offset(zone, after):
            found.append(_bisect(zone, before, after))
        before = after
    return found


def _bisect(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _alike(zone: ZoneInfo, changes: list[datetime]) -> list[tuple[datetime, list[datetime]]]:
    """Changes between the same two offsets, together: the first instant, and all their local times before the change."""
    groups: dict[tuple[timedelta, timedelta, str | None], list[datetime]] = defaultdict(list)
    for at in changes:
        groups[_offset(zone, at - _SECOND), _offset(zone, at), at.astimezone(zone).tzname()].append(at)
    return [(group[0], [(at + old).replace(tzinfo=None) for at in group]) for (old, _, _), group in groups.items()]


def _observance(
    zone: ZoneInfo, at: datetime, onsets: list[datetime], *, old: timedelta
) -> TimezoneDaylight | TimezoneStandard:
    new = _offset(zone, at)
    # By the direction of the change: Ireland's law calls winter the exception, which would turn the two around.
    observance = TimezoneDaylight() if new > old else TimezoneStandard()
    observance.DTSTART = onsets[0]
    observance.TZOFFSETFROM = old
    observance.TZOFFSETTO = new
    put(observance, "TZNAME", at.astimezone(zone).tzname() or "")
    if onsets[1:]:
        put(observance, "RDATE", onsets[1:])
    return observance


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
