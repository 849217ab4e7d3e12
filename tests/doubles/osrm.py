"""A routing server: OSRM's `/table` over HTTP. It takes as many points as the real one by default, and refuses as it does."""

import re
from math import asin, cos, radians, sin, sqrt
from typing import Any

from tests.doubles.messages import Answer, Request, Reset
from tests.doubles.server import HttpDouble

MOST = 100
SPEED = 10.0
"""Metres a second along the great circle."""
PATH = re.compile(
    r"(?:/(\w+))?/table/v1/driving/([-\d.,;]+)\?annotations=duration&sources=([\d;]+)&destinations=([\d;]+)"
)


class OsrmDouble(HttpDouble):
    """`script`: what the next requests get instead: a status, "stall", "reset", "garbage", "short". `asked`: the points of each request."""

    def __init__(self) -> None:
        super().__init__()
        self.script: list[str | int] = []
        self.points: list[list[tuple[float, float]]] = []
        self.modes: list[str | None] = []
        self.islands: set[tuple[float, float]] = set()

    async def answer(self, request: Request) -> Answer:
        match = PATH.fullmatch(request.path)
        if match is None:
            return Answer.json(400, {"code": "InvalidUrl", "message": "URL string malformed"})
        points = [(float(x), float(y)) for x, y in (one.split(",") for one in match[2].split(";"))]
        self.points.append(points)
        self.modes.append(match[1])
        if len(points) > MOST:
            return Answer.json(400, {"code": "TooBig", "message": "Too many table coordinates"})
        sources, destinations = ([int(n) for n in part.split(";")] for part in (match[3], match[4]))
        if max(*sources, *destinations) >= len(points):
            return Answer.json(400, {"code": "InvalidOptions"})
        if self.script:
            return await self._play(self.script.pop(0))
        rows = [[self._seconds(points[a], points[b]) for b in destinations] for a in sources]
        return Answer.json(200, {"code": "Ok", "durations": rows, "sources": [], "destinations": []})

    def _seconds(self, a: tuple[float, float], b: tuple[float, float]) -> float | None:
        return None if {a, b} & self.islands and a != b else metres(a, b) / SPEED

    async def _play(self, step: str | int) -> Answer:
        if isinstance(step, int):
            return Answer.json(step, {"code": "NoTable"})
        if step == "stall":
            await self.stall()
        if step == "reset":
            raise Reset
        body: Any = {"code": "Ok", "durations": [[1]]} if step == "short" else {"code": "NoSegment"}
        return Answer(200, b"<html>", {}) if step == "garbage" else Answer.json(200, body)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great circle between two points of longitude and latitude."""
    (x, y), (u, v) = ((radians(p[0]), radians(p[1])) for p in (a, b))
    half = sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(half))
