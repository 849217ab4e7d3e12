"""F1 and F2: an audience made ready to be told, and its chunks claimed and their results recorded. No push leaves."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from api.core import db
from api.core.db import Pool, uuid7
from api.messages.broadcasts import queries, rules
from tests.bench import limits
from tests.bench.cpu import Meter
from tests.bench.people import ORG
from tests.bench.row import Row, Sample, cpu, interleave
from tests.bench.school import PEOPLE, add_people, broadcast
from tests.bench.stage import Stage, stage

SCHOOLS = 10
"""Broadcasts of a slice of F1."""
WORKERS = 4
WAITING = 40
"""Broadcasts whose chunks wait for a slice of F2."""


@asynccontextmanager
async def school(folder: Path) -> AsyncGenerator[tuple[Stage, "asyncpg.Connection[asyncpg.Record]"]]:
    """A stage with the school, and a superuser's connection."""
    async with stage(folder, students=1000, families=1) as ready:
        conn = await asyncpg.connect(ready.superuser_url)
        await conn.execute(limits.TABLES.read_text())
        await add_people(conn, ready)
        await ready.analyze()
        yield ready, conn
        await conn.close()


async def f1(folder: Path) -> list[Row]:
    """People a second who are made ready, to COPY BINARY of the same people; the app's role, row security on."""
    async with school(folder) as (ready, conn):
        pool = await db.pool(ready.app_url, size=1)
        copied, cut = await interleave(lambda: _copy(ready, conn), lambda: _cut(ready, conn, pool), slices=8)
        await pool.close()
    wal = cut.micros.pop("WAL")
    today = f"a school of {PEOPLE:,} guardians at a time, by today's roster, in chunks of {rules.CHUNK:,}"
    note = f"{today}; CPU: {cpu(cut)}; limit: {cpu(copied)}"
    return [
        Row(id="F1", what="audience made ready to send, to COPY BINARY of the same people", unit="people/s", limit=copied.figure, ours=cut.figure, goal=0.8, note=note),
        Row(id="F1", what="the same; WAL a person", unit="B", ours=wal, goal=5, kind="value", at_most=True, note=today),
    ]  # fmt: skip


async def _copy(ready: Stage, conn: "asyncpg.Connection[asyncpg.Record]") -> Sample:
    """People a second that COPY BINARY takes, durably."""
    many = 50 * PEOPLE
    rows = [(ORG, uuid7()) for _ in range(many)]
    await conn.execute("truncate limits.audience")
    meter, started = Meter(PostgreSQL=ready.postgres), time.perf_counter()
    await conn.copy_records_to_table("audience", schema_name="limits", records=rows)
    return Sample(figure=many / (time.perf_counter() - started), micros=meter.micros(many))


async def _cut(ready: Stage, conn: "asyncpg.Connection[asyncpg.Record]", pool: Pool) -> Sample:
    """People a second who are made ready to be told, durably, and the WAL bytes of one (`WAL`): a broadcast to a school, ten times."""
    many = SCHOOLS * PEOPLE
    at = await conn.fetchval("select pg_current_wal_lsn()")
    meter, started = Meter(PostgreSQL=ready.postgres), time.perf_counter()
    for _ in range(SCHOOLS):
        await _make_ready(pool)
    rate = many / (time.perf_counter() - started)
    wal = await conn.fetchval("select pg_current_wal_lsn() - $1::pg_lsn", at)
    return Sample(figure=rate, micros={**meter.micros(many), "WAL": float(wal) / many})


async def _make_ready(pool: Pool) -> list[tuple[UUID, int]]:
    """What `tell` writes of a broadcast, without the tasks. Returns its chunks."""
    now, new = datetime.now(UTC), broadcast()
    async with db.transaction(pool, ORG) as conn:
        await queries.add_broadcast(conn, ORG, new, now)
        await queries.add_groups(conn, ORG, new.broadcast_id, new.audience.groups, now)
        chunks = await queries.add_chunks(conn, ORG, new, rules.CHUNK)
    return [(new.broadcast_id, row.chunk) for row in chunks]


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """Four connections that take the chunks which wait."""

    ready: Stage
    pool: Pool

    async def side(self) -> Sample:
        """People a second whose chunk was claimed and whose results were recorded, each step durable."""
        waiting = [chunk for _ in range(WAITING) for chunk in await _make_ready(self.pool)]
        meter, used, started = Meter(PostgreSQL=self.ready.postgres), time.process_time(), time.perf_counter()
        told = sum(await asyncio.gather(*(self._work(waiting) for _ in range(WORKERS))))
        rate = told / (time.perf_counter() - started)
        if told != WAITING * PEOPLE:
            raise RuntimeError(f"F2: {told} of {WAITING * PEOPLE} were told")
        client = (time.process_time() - used) * 1e6 / told
        return Sample(figure=rate, micros={**meter.micros(told), "client": client})

    async def _work(self, waiting: list[tuple[UUID, int]]) -> int:
        told = 0
        while waiting:
            told += await self._tell(*waiting.pop())
        return told

    async def _tell(self, broadcast_id: UUID, chunk: int) -> int:
        """The statements of `service.claim` about the broadcast itself, and of `service.record`, without reading contacts and sending."""
        told = 0
        while True:
            async with db.transaction(self.pool, ORG) as conn:
                row = await queries.find_broadcast(conn, ORG, broadcast_id, chunk)
                people = await queries.list_next(conn, ORG, row, rules.PAGE) if row else []
            if row is None or row.ended_at is not None:
                return told
            last = len(people) < rules.PAGE
            place, upto = (broadcast_id, chunk, row.upto), row.high if last else people[-1]
            ended_at = datetime.now(UTC) if last or upto == row.high else None
            async with db.transaction(self.pool, ORG) as conn:
                await queries.set_upto(conn, ORG, place, upto, len(people), 0, ended_at)
            told += len(people)
            if ended_at:
                return told


async def f2(folder: Path) -> list[Row]:
    """People a second, four connections at once; the app's role, row security on."""
    async with school(folder) as (ready, _):
        pool = await db.pool(ready.app_url, size=WORKERS)
        (told,) = await interleave(Telling(ready=ready, pool=pool).side)
        await pool.close()
    note = f"chunks of {rules.CHUNK:,} people, found by today's roster; addresses and sending are P1's; CPU a person: {cpu(told)}"
    return [Row(id="F2", what="claim and record results of a broadcast, 4 connections", unit="/s", ours=told.figure, goal=400_000, kind="value", note=note)]  # fmt: skip
