"""B1: a booking over HTTP, everything on, beside pgbench: one durable row, and the ten rows that a booking must write."""

from pathlib import Path
from uuid import uuid4

import asyncpg

from tests.bench import limits, pgbench
from tests.bench.cpu import Meter
from tests.bench.load import MakeRequest, drive, request
from tests.bench.people import ORG
from tests.bench.row import Row, Sample, Side, cpu, interleave
from tests.bench.servers import Server
from tests.bench.side import CLIENTS, SECONDS, measure
from tests.bench.stage import Stage, api, stage

PATH = f"/api/v1/orgs/{ORG}/bookings"


def bookings(stage: Stage, first: int = 0) -> MakeRequest:
    """The n-th booking: families in turn, each one slot later than its last."""

    def make(number: int) -> bytes:
        turn, who = divmod(first + number, len(stage.families))
        family = stage.families[who]
        body = family.booking(turn, stage.first)
        return request("POST", PATH, family.token, body, f"Idempotency-Key: {uuid4().hex}\r\n")

    return make


async def fill(ready: Stage, server: Server, times: int) -> int:
    """So many bookings for each family, counted. Returns how many there are.

    PostgreSQL plans a statement for the tables that it finds, and keeps the plan until they are counted again: in an
    installation that is in use autovacuum does so within a minute. A load that begins with empty tables measures
    plans for empty tables: a booking's foreign keys then cost more than everything else.
    """
    wanted = times * len(ready.families)
    load = await drive(server.port, CLIENTS, 120, bookings(ready, -1), at_most=wanted)
    if load.statuses != {201: wanted}:
        raise RuntimeError(f"could not fill the diaries: {load.statuses} {load.body[:200]!r}")
    await ready.analyze()
    return wanted


async def b1(folder: Path) -> list[Row]:
    """Bookings a second to both limits, and the slowest of a hundred."""
    async with stage(folder) as ready, api(ready) as server:
        await _make_tables(ready)
        made = await fill(ready, server, 5)
        slowest: list[float] = []

        async def ours() -> Sample:
            nonlocal made
            load, sample = await measure(ready, server, bookings(ready, made), 201)
            made += len(load.times) + len(ready.families)
            slowest.append(load.percentile(0.99) * 1000)
            return sample

        one, ten, booked = await interleave(
            _script(ready, limits.ONE_ROW), _script(ready, limits.TEN_ROWS), ours, slices=5
        )
        what = "book a slot over HTTP, everything on"
        note, p99 = f"CPU: {cpu(booked)}", sorted(slowest[1:])[len(slowest[1:]) // 2]
        return [
            Row(id="B1a", what=f"{what}; to one durable row under an exclusion constraint", unit="/s",
                limit=one.figure, ours=booked.figure, goal=0.055, note=f"{note}; limit: {cpu(one)}"),
            Row(id="B1b", what="the same; to the ten rows a booking must write", unit="/s",
                limit=ten.figure, ours=booked.figure, goal=0.45, note=f"{note}; limit: {cpu(ten)}"),
            Row(id="B1c", what="the same; p99 at 8 clients", unit="ms", ours=p99, goal=50, kind="value", at_most=True),
        ]  # fmt: skip


async def _make_tables(ready: Stage) -> None:
    conn = await asyncpg.connect(ready.superuser_url)
    await conn.execute(limits.TABLES.read_text())
    await conn.close()


def _script(ready: Stage, script: Path) -> Side:
    async def side() -> Sample:
        meter = Meter(PostgreSQL=ready.postgres)
        bench = await pgbench.run(ready.app_url, script, CLIENTS, SECONDS, f"-c app.org_id={ORG}")
        return Sample(figure=bench.rate, micros=meter.micros(bench.transactions))

    return side
