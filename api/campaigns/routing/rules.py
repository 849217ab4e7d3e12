"""What a routing server is asked and answers: OSRM's `/table` service, in blocks it takes, in its own datum. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import cos, pi, radians, sin, sqrt
from typing import TypeAlias

import msgspec

from schemas.campaigns.places import Point
from schemas.travelling import TravelMode

Pair: TypeAlias = tuple[Point, Point]
Seconds: TypeAlias = Mapping[Pair, float | None]
"""From one point to another; None where the server knows no way."""
BLOCK = 50
"""Points on each side of one request: OSRM takes 100 altogether unless it is told otherwise."""
MODES: frozenset[TravelMode] = frozenset({"walk", "bicycle", "car"})
"""OSRM knows no buses."""
MODE = "{mode}"
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_DAY = 86_400.0


class Refused(Exception):
    """The server's answer is not one to this question. The message is for the log: it holds no place."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """OSRM's answer to `/table`."""

    code: str
    durations: list[list[float | None]] = []


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One request: from each of the sources to each of the destinations."""

    sources: Sequence[Point]
    destinations: Sequence[Point]


def base_of(url: str | None, mode: TravelMode) -> str | None:
    """Where ways of this mode are asked for. An address without `{mode}` is of a server for cars alone."""
    if url is None or mode not in MODES or (MODE not in url and mode != "car"):
        return None
    return url.replace(MODE, mode).rstrip("/")


def blocks(points: Iterable[Point], known: Seconds) -> Iterator[Block]:
    """Requests that leave no pair of different points unanswered."""
    ordered = sorted(set(points), key=lambda p: (p.longitude, p.latitude))
    parts = [ordered[at : at + BLOCK] for at in range(0, len(ordered), BLOCK)]
    for sources in parts:
        for destinations in parts:
            if any(a != b and (a, b) not in known for a in sources for b in destinations):
                yield Block(sources=sources, destinations=destinations)


def path_of(block: Block) -> str:
    """The path and query of a request."""
    points = [*block.sources, *block.destinations]
    places = ";".join("{:.5f},{:.5f}".format(*to_world(point)) for point in points)
    count = len(block.sources)
    sources, others = (";".join(map(str, some)) for some in (range(count), range(count, len(points))))
    return f"/table/v1/driving/{places}?annotations=duration&sources={sources}&destinations={others}"


def read(body: bytes, block: Block) -> dict[Pair, float | None]:
    """The answer, by pair. Raises Refused."""
    try:
        answer = msgspec.json.decode(body, type=Answer)
    except msgspec.MsgspecError as error:
        raise Refused("not an answer of OSRM") from error
    if answer.code != "Ok":
        raise Refused("the server says no")
    if [len(row) for row in answer.durations] != [len(block.destinations)] * len(block.sources):
        raise Refused("the table has another size")
    found = {
        (a, b): seconds
        for a, row in zip(block.sources, answer.durations, strict=True)
        for b, seconds in zip(block.destinations, row, strict=True)
        if a != b
    }
    if any(seconds is not None and not 0 <= seconds <= _DAY for seconds in found.values()):
        raise Refused("a way of no sensible length")
    return found


def to_world(point: Point) -> tuple[float, float]:
    """Longitude and latitude in WGS 84, the datum of OpenStreetMap, of a point in GCJ-02; to a few metres."""
    longitude, latitude = point.longitude, point.latitude
    if not (72.004 <= longitude <= 137.8347 and 0.8293 <= latitude <= 55.8271):
        return longitude, latitude
    east, north = _shift(longitude, latitude)
    east, north = _shift(longitude - east, latitude - north)
    return longitude - east, latitude - north


def _shift(longitude: float, latitude: float) -> tuple[float, float]:
    """By how many degrees GCJ-02 lies off WGS 84."""
    x, y = longitude - 105, latitude - 35
    short = _waves((20, 6 * x), (20, 2 * x))
    root = sqrt(abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += short + _waves((20, y), (40, y / 3), (160, y / 12), (320, y / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += short + _waves((20, x), (40, x / 3), (150, x / 12), (300, x / 30))
    angle = radians(latitude)
    flat = 1 - _ECCENTRICITY * sin(angle) ** 2
    metres_north = _AXIS * (1 - _ECCENTRICITY) * pi / (180 * flat * sqrt(flat))
    metres_east = _AXIS * cos(angle) * pi / (180 * sqrt(flat))
    return east / metres_east, north / metres_north


def _waves(*of: tuple[float, float]) -> float:
    return sum(2 / 3 * size * sin(half_turns * pi) for size, half_turns in of)
