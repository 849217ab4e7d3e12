"""Minutes of travel between places: from coordinates, where no routing server is set. Pure.

The way is the straight line × a detour factor, at the speed of the mode, plus minutes that every trip takes (a bus is waited for).
"""

from collections.abc import Mapping, Sequence
from math import asin, ceil, cos, radians, sin, sqrt

import msgspec

from schemas.campaigns.places import Place, Point
from schemas.campaigns.planning import Table
from schemas.travelling import TravelMode

_EARTH = 6371.0
"""Kilometres from its middle."""
NEARBY = 5
"""Minutes between two places of one neighbourhood whose addresses are not known exactly."""
UNKNOWN = 30
"""Minutes to and from a place without any coordinates."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How a mode moves. `detour`: the way to the straight line. `overhead`: minutes a trip takes however short it is."""

    speed: float
    detour: float
    overhead: float


PACES: dict[TravelMode, Pace] = {
    "walk": Pace(speed=4.5, detour=1.3, overhead=0),
    "bicycle": Pace(speed=12, detour=1.3, overhead=1),
    "car": Pace(speed=25, detour=1.4, overhead=4),
    "bus": Pace(speed=15, detour=1.5, overhead=10),
}
"""Of towns in the evening; a campaign may name another speed."""


def place_of(own: Point | None, neighbourhood: Point | None) -> Place:
    """The best that is known of a family's place, marked with how well it is known."""
    if own is not None:
        return Place(precision="exact", point=own)
    if neighbourhood is not None:
        return Place(precision="neighbourhood", point=neighbourhood)
    return Place(precision="unknown")


def table(
    places: Sequence[Place],
    mode: TravelMode,
    speed: float | None = None,
    seconds: Mapping[tuple[Point, Point], float | None] | None = None,
) -> Table:
    """Minutes between all places. `speed`: kilometres an hour, if not the mode's own; `seconds`: ways that a routing server knows."""
    pace = PACES[mode]
    chosen = pace if speed is None else msgspec.structs.replace(pace, speed=speed)
    return tuple(
        tuple(0 if i == j else between(a, b, chosen, seconds) for j, b in enumerate(places))
        for i, a in enumerate(places)
    )


def between(a: Place, b: Place, pace: Pace, known: Mapping[tuple[Point, Point], float | None] | None = None) -> int:
    """Minutes of one way, rounded up. Two exact places at one point are one address."""
    if a.point is None or b.point is None:
        return UNKNOWN
    least = 0 if a.precision == b.precision == "exact" else NEARBY
    if a.point == b.point:
        return least
    seconds = known.get((a.point, b.point)) if known else None
    way = distance(a.point, b.point) * pace.detour / pace.speed * 60 if seconds is None else seconds / 60
    minutes = way + pace.overhead
    return max(least, ceil(minutes))


def distance(a: Point, b: Point) -> float:
    """Kilometres along the great circle (haversine)."""
    north = radians(b.latitude - a.latitude)
    east = radians(b.longitude - a.longitude)
    half = sin(north / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))
