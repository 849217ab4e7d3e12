"""VTIMEZONE of an IANA zone, for readers that know no other kind than Outlook's.

Outlook reads only yearly rules (RRULE) and ignores dates (RDATE); icalendar 7.3 writes only dates, misses periods shorter
than 64 days (Morocco's Ramadan), and states the onset of summer time an hour late (RFC 5545 §3.6.5 counts it in the
offset before). So the rule is found here and the library writes it down. A zone without a rule gets no VTIMEZONE: its
appointments are written in UTC, which everyone reads right.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from api.calendar.ical import put

_YEARS = 12
"""For so many years a rule must hold. In fewer, the fourth Sunday and the last one may look alike."""
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def find_zone(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("no such time zone") from error


@lru_cache(maxsize=256)
def vtimezone(name: str, year: int) -> str | None:
    """The VTIMEZONE text of a zone, true from the start of `year` on; None when it has no rule, or is UTC."""
    observances = _observances(find_zone(name), datetime(year - 1, 1, 1, tzinfo=UTC))
    if not observances:
        return None
    component = Timezone()
    put(component, "TZID", name)
    for observance in observances:
        component.add_component(observance)
    return component.to_ical().decode()


_Observance = TimezoneDaylight | TimezoneStandard
_Kind = tuple[timedelta, timedelta, str | None]


def _observances(zone: ZoneInfo, start: datetime) -> list[_Observance]:
    """One for a zone that never changes, two for one with summer time by a rule, else none."""
    kinds = _kinds(zone, _changes(zone, start, start.replace(year=start.year + _YEARS)))
    if not kinds and (offset := _offset(zone, start)):
        return [_observance(start, (offset, offset, start.astimezone(zone).tzname()))]
    found = [_yearly(onsets, kind) for kind, onsets in kinds.items()]
    return [one for one in found if one] if len(found) == 2 and all(found) else []


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
        middle = (before + (after - before) // 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _kinds(zone: ZoneInfo, changes: list[datetime]) -> dict[_Kind, list[datetime]]:
    """Changes by their two offsets and the new name, each as the local time before it."""
    kinds: dict[_Kind, list[datetime]] = defaultdict(list)
    for at in changes:
        old, new = _offset(zone, at - _SECOND), _offset(zone, at)
        kinds[old, new, at.astimezone(zone).tzname()].append((at + old).replace(tzinfo=None))
    return kinds


def _yearly(onsets: list[datetime], kind: _Kind) -> _Observance | None:
    """The observance that begins so every year; None when these onsets follow no rule."""
    first = onsets[0]
    if len(onsets) != _YEARS or len({(at.month, at.weekday(), at.time()) for at in onsets}) != 1:
        return None
    always_last = all(at.day + 7 > monthrange(at.year, at.month)[1] for at in onsets)
    weeks = {-1} if always_last else {_week(at) for at in onsets}
    if len(weeks) != 1:
        return None
    rule = {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"{weeks.pop()}{_WEEKDAYS[first.weekday()]}"}
    return _observance(first, kind, rule)


def _week(at: datetime) -> int:
    return (at.day + 6) // 7


def _observance(onset: datetime, kind: _Kind, rule: Mapping[str, object] | None = None) -> _Observance:
    old, new, label = kind
    # By the direction of the change: Ireland's law calls winter the exception, which would turn the two around.
    observance = TimezoneDaylight() if new > old else TimezoneStandard()
    observance.DTSTART = onset.replace(tzinfo=None)
    observance.TZOFFSETFROM = old
    observance.TZOFFSETTO = new
    put(observance, "TZNAME", label or "")
    if rule:
        put(observance, "RRULE", vRecur(rule))
    return observance


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
