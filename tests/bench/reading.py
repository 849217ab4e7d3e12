"""R1: the first screen and an agenda of twenty rows, signed in and behind row security, beside a route with one `select 1`."""

import asyncio
from pathlib import Path

import asyncpg

from tests.bench.booking import PATH, fill
from tests.bench.load import request
from tests.bench.row import Row, Sample, Side, cpu, interleave, whole
from tests.bench.servers import Server
from tests.bench.side import measure, reads
from tests.bench.stage import Stage, api, select_one, stage

HOME = "/api/v1/me/home"
AGENDA = f"{PATH}?limit=20"
ROWS = 20
"""Bookings of each family."""


async def r1(folder: Path) -> list[Row]:
    """CPU of a read to the CPU of a `select 1` over HTTP, and what row security takes."""
    async with stage(folder) as ready, api(ready) as server, select_one(ready) as least:
        await fill(ready, server, ROWS)
        agenda = reads(ready, server, AGENDA)
        one, listed, home = await interleave(_one(ready, least), agenda, reads(ready, server, HOME))
        # Apart: altered tables have every statement of every connection planned again, which the slices after it would pay.
        closed, open_ = await interleave(agenda, _without_policies(ready, agenda))
        floor = f"{one.figure:,.0f} /s at {cpu(one)}"
        return [
            _saving("R1a", "agenda of 20 rows, signed in, row security on; CPU to that of a route with one `select 1`", one, listed, 0.37, floor),
            _saving("R1b", "first screen, one organisation; the same", one, home, 0.30, floor),
            Row(id="R1d", what="agenda with row security on, to off", unit="/s", limit=open_.figure, ours=closed.figure,
                goal=0.85),
        ]  # fmt: skip


def _saving(name: str, what: str, limit: Sample, ours: Sample, goal: float, floor: str) -> Row:
    note = f"{ours.figure:,.0f} /s at {cpu(ours)}; limit: {floor}"
    return Row(id=name, what=what, unit="µs", limit=whole(limit), ours=whole(ours), goal=goal, kind="saving", note=note)


def _one(ready: Stage, server: Server) -> Side:
    asked = request("GET", "/one")

    async def side() -> Sample:
        _, sample = await measure(ready, server, lambda _: asked, 200)
        return sample

    return side


def _without_policies(ready: Stage, side: Side) -> Side:
    async def run() -> Sample:
        await _policies(ready, "disable")
        try:
            return await side()
        finally:
            await _policies(ready, "enable")

    return run


async def _policies(ready: Stage, verb: str) -> None:
    conn = await asyncpg.connect(ready.superuser_url)
    tables = await conn.fetch("select tablename from pg_policies where policyname = 'tenant'")
    for row in tables:
        await conn.execute(f'alter table "{row["tablename"]}" {verb} row level security')
    await conn.close()
    await asyncio.sleep(0.2)  # prepared statements are planned again
