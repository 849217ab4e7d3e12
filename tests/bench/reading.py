"""R1: the first screen and an agenda of twenty rows, signed in and behind row security, beside a hello-world route."""

import asyncio
from pathlib import Path

import asyncpg

from tests.bench.booking import PATH, bookings
from tests.bench.load import drive, request
from tests.bench.ratio import Ratio, Side, compare
from tests.bench.stage import Stage, api, hello, stage

CLIENTS = 8
SECONDS = 3


async def fill(ready: Stage, port: int) -> None:
    """Twenty bookings for each family."""
    load = await drive(port, CLIENTS, 120, bookings(ready, -1), at_most=20 * len(ready.families))
    if load.statuses != {201: 20 * len(ready.families)}:
        raise RuntimeError(f"could not fill the diaries: {load.statuses} {load.body[:200]!r}")
    await ready.analyze()


def reads(ready: Stage, port: int, path: str) -> Side:
    """GETs of one path by all families in turn."""
    asked = [request("GET", path, family.token) for family in ready.families]

    async def side() -> float:
        load = await drive(port, CLIENTS, SECONDS, lambda n: asked[n % len(asked)])
        if set(load.statuses) != {200}:
            raise RuntimeError(f"{path}: {load.statuses} {load.body[:200]!r}")
        return load.rate

    return side


async def r1(folder: Path) -> list[Ratio]:
    """Reads a second to those of our server's own hello-world (/health/live), and to a bare app's."""
    async with stage(folder) as ready, api(ready) as port, hello() as bare:
        await fill(ready, port)
        live, least = reads(ready, port, "/health/live"), reads(ready, bare, "/hello")
        home, agenda = reads(ready, port, "/api/v1/me/home"), reads(ready, port, f"{PATH}?limit=20")
        return [
            await compare("R1 first screen", "/s", live, home, 0.35),
            await compare("R1 agenda, 20 rows", "/s", live, agenda, 0.35),
            await compare("R1 first screen, bare app", "/s", least, home, 0.35),
            await compare("R1 row security on : off", "/s", _without_walls(ready, agenda), agenda, 0.85),
        ]


def _without_walls(ready: Stage, side: Side) -> Side:
    async def run() -> float:
        await _walls(ready, "disable")
        try:
            return await side()
        finally:
            await _walls(ready, "enable")

    return run


async def _walls(ready: Stage, verb: str) -> None:
    conn = await asyncpg.connect(ready.superuser_url)
    tables = await conn.fetch("select tablename from pg_policies where policyname = 'tenant'")
    for row in tables:
        await conn.execute(f'alter table "{row["tablename"]}" {verb} row level security')
    await conn.close()
    await asyncio.sleep(0.2)  # prepared statements are planned anew
