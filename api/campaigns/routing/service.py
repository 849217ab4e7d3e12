"""Ways by a routing server, asked once for each pair of places and kept in this process alone: homes are stored nowhere else.

Where it does not answer in time, or answers something else, ways are estimated from coordinates, and the plan says so.
"""

import asyncio
import time
from collections.abc import Iterable
from datetime import timedelta

import structlog
from pyreqwest.client import ClientBuilder
from pyreqwest.exceptions import PyreqwestError

from api.campaigns.routing import rules
from api.campaigns.routing.rules import Pair, Refused
from schemas.campaigns.places import Point
from schemas.travelling import TravelMode

log = structlog.get_logger("routing")
TIMEOUT = timedelta(seconds=5)
"""For all requests of one plan."""
KEPT = 24 * 3600
MOST = 200_000
"""Pairs that are kept, for a day: more than those of a large school."""
_kept: dict[tuple[str, Pair], tuple[float, float | None]] = {}


async def list_seconds(url: str | None, mode: TravelMode, points: Iterable[Point]) -> dict[Pair, float | None] | None:
    """Seconds between these points. Empty without a server for this mode; None when it did not answer."""
    base = rules.base_of(url, mode)
    if base is None:
        return {}
    there = list(points)
    try:
        async with asyncio.timeout(TIMEOUT.total_seconds()):
            await _ask(base, there)
    except (TimeoutError, PyreqwestError, Refused) as failure:
        log.warning("routing_failed", why=f"{failure}" if isinstance(failure, Refused) else type(failure).__name__)
        return None
    return _known(base, there)


async def check(url: str) -> None:
    """Asks for one way, for the doctor. Raises Refused, TimeoutError, PyreqwestError."""
    a, b = Point(latitude=0.1, longitude=0.1), Point(latitude=0.2, longitude=0.2)
    base = rules.base_of(url, "car") or url
    async with asyncio.timeout(TIMEOUT.total_seconds()):
        await _fetch(base, rules.Block(sources=[a], destinations=[b]))


async def _ask(base: str, points: list[Point]) -> None:
    if len(_kept) > MOST:
        _kept.clear()
    for block in list(rules.blocks(points, _known(base, points))):
        for pair, seconds in (await _fetch(base, block)).items():
            _kept[base, pair] = (time.monotonic(), seconds)


async def _fetch(base: str, block: rules.Block) -> dict[Pair, float | None]:
    builder = ClientBuilder().follow_redirects(False).timeout(TIMEOUT).connect_timeout(TIMEOUT).http1_only()
    async with builder.build() as client:
        response = await client.get(base + rules.path_of(block)).build().send()
        body = bytes(await response.bytes())
    if response.status != 200:
        raise Refused(f"http-{response.status}")
    return rules.read(body, block)


def _known(base: str, points: list[Point]) -> dict[Pair, float | None]:
    since, found = time.monotonic() - KEPT, dict[Pair, float | None]()
    for a in set(points):
        for b in set(points):
            kept = _kept.get((base, (a, b)))
            if kept is not None and kept[0] > since:
                found[a, b] = kept[1]
    return found
