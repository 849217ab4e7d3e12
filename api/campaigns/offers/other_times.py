"""Which other times of a visit keep its evening's route possible, and in which order a family is shown them. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.campaigns.planning.travel import PACES, Pace, between
from api.core.local_time import day_begins, end_minute, local_day
from schemas.campaigns.places import Place
from schemas.campaigns.rows import HoursRow
from schemas.travelling import TravelMode
from schemas.visits.wire import FreeTime

SET_UP = timedelta(minutes=5)
"""Before a visit at an address where the team is not yet, as in plans."""
ALONE = timedelta(minutes=40)
"""Travel of a day on which the team makes no other visit: 20 minutes there and back."""
NEAR = timedelta(minutes=60)
"""Who asks for another time is not helped by one so near to the old one: it comes last."""
COARSE = timedelta(minutes=20)
"""To a family a way counts as so many minutes, or twice as many …: which times are missing shall not tell where another family lives."""
_MINUTE = timedelta(minutes=1)


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """Another visit of somebody of the team that is proposed or agreed."""

    starts_at: datetime
    ends_at: datetime
    place: Place
    team_ids: Sequence[UUID]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The visit that is to be moved, and what its campaign says of ways, days and hours."""

    starts_at: datetime
    team_ids: Sequence[UUID]
    home: Place
    travel: TravelMode
    speed_kmh: float
    most: int
    """Visits of one person on one day."""
    hours: Sequence[HoursRow]
    zone: ZoneInfo
    for_family: bool
    """A family sees the answer, and not the team."""
    earliest: datetime
    """Nobody is asked to come sooner."""


def ranked(
    times: Sequence[FreeTime], asked: Asked, stops: Sequence[Stop], elsewhere: Mapping[UUID, Place]
) -> list[FreeTime]:
    """The times that leave each of the team enough for the ways before and after, the least added travel first.

    Times of one day stay together. `elsewhere`: by entry of the family's availability, where it is not at home.
    """
    added: dict[datetime, timedelta] = {}
    for one in times:
        place = elsewhere.get(one.availability_id, asked.home)
        ways = [_added(one, place, person, asked, stops) for person in asked.team_ids]
        if one.starts_at >= asked.earliest and _given(one, asked) and None not in ways:
            added[one.starts_at] = sum((way for way in ways if way is not None), timedelta())
    kept = sorted((one for one in times if one.starts_at in added), key=lambda one: one.starts_at)
    days = [list(day) for _, day in groupby(kept, key=lambda one: local_day(one.starts_at, asked.zone))]
    far = [
        sorted((t for t in day if not _near(t, asked)), key=lambda t: (added[t.starts_at], t.starts_at)) for day in days
    ]
    far = sorted((day for day in far if day), key=lambda day: (added[day[0].starts_at], day[0].starts_at))
    return [*(one for day in far for one in day), *(one for one in kept if _near(one, asked))]


def _near(one: FreeTime, asked: Asked) -> bool:
    return abs(one.starts_at - asked.starts_at) < NEAR


def _given(one: FreeTime, asked: Asked) -> bool:
    """Whether it lies in the hours that each of the team gives the campaign; who gives none is asked about any."""
    start = one.starts_at.astimezone(asked.zone)
    until = (one.ends_at - day_begins(start.date(), asked.zone)) // _MINUTE
    for person in asked.team_ids:
        own = [row for row in asked.hours if row.staff_id == person]
        inside = any(
            row.weekday == start.isoweekday() and row.from_time <= start.time() and until <= end_minute(row.to_time)
            for row in own
        )
        if own and not inside:
            return False
    return True


def _added(one: FreeTime, place: Place, person: UUID, asked: Asked, stops: Sequence[Stop]) -> timedelta | None:
    """How much more this person travels on that day; None where the ways or the day's cap do not allow it."""
    day = local_day(one.starts_at, asked.zone)
    own = [s for s in stops if person in s.team_ids and local_day(s.starts_at, asked.zone) == day]
    before = max((s for s in own if s.ends_at <= one.starts_at), key=lambda s: s.ends_at, default=None)
    after = min((s for s in own if s.starts_at >= one.ends_at), key=lambda s: s.starts_at, default=None)
    pace = msgspec.structs.replace(PACES[asked.travel], speed=asked.speed_kmh)
    there = _way(before.place, place, pace, asked) if before else None
    on = _way(place, after.place, pace, asked) if after else None
    if len(own) >= asked.most or len(own) != sum(s.ends_at <= one.starts_at or s.starts_at >= one.ends_at for s in own):
        return None
    if before and there is not None and before.ends_at + there + _set_up(there, asked) > one.starts_at:
        return None
    if after and on is not None and one.ends_at + on + _set_up(on, asked) > after.starts_at:
        return None
    saved = _way(before.place, after.place, pace, asked) if before and after else timedelta()
    return ALONE if not own else (there or timedelta()) + (on or timedelta()) - saved


def _way(a: Place, b: Place, pace: Pace, asked: Asked) -> timedelta:
    way = between(a, b, pace) * _MINUTE
    return max(-(-(way + SET_UP) // COARSE), 1) * COARSE if asked.for_family else way


def _set_up(way: timedelta, asked: Asked) -> timedelta:
    """None at one address (a block of flats), and none beside what is rounded up."""
    return SET_UP if way and not asked.for_family else timedelta()
