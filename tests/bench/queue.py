"""T1, T2: the durable queue. How fast it is alone, what a killed worker costs, and how late work with its delivery comes."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg

from api.core import migrate, nudge
from api.core.db import uuid7
from api.core.embedded import Servers
from api.core.services import open_services
from api.features import REGISTRY
from api.messages import service as messages
from schemas.counselling.messages import AppointmentParams
from schemas.messages.rows import MessageNew
from tests.bench import peer
from tests.bench.row import Row, Sample, interleave
from tests.jobs.city import City, Person
from tests.servers import Database, configure, environment

TASKS = 10_000
ORG = 7
PLAN = """
insert into tasks (org_id, kind, key, payload, due_at, created_at, updated_at)
select $1, $2, gen_random_uuid()::text, '{}', now(), now(), now() from generate_series(1, $3::integer)
"""
OPEN = "select count(*) from tasks where kind = $1 and state <> 'done'"
HELD = "select task_id from tasks where kind = $1 and state = 'handed'"
STILL = "select count(*) from tasks where task_id = any ($1) and state <> 'done'"
REPEATED = "select count(*) - count(distinct key) from bench_effects"
SENT = "select count(*) from deliveries where state = 'sent'"
LATENESS = """
select percentile_cont(0.99) within group (order by extract(epoch from d.updated_at - m.earliest_at)::float8)
from deliveries d join messages m using (org_id, message_id) where d.state = 'sent'
"""


class Queue:
    """A migrated database without anybody in it, and the worker's environment."""

    def __init__(self, servers: Servers, folder: Path, conn: Any) -> None:
        url = servers.url
        self.conn = conn
        self.servers = servers
        self.folder = folder
        self.database = Database(
            name="xinqiao",
            app_url=url("xinqiao_app"),
            owner_url=url("xinqiao_owner"),
            door_url=url("xinqiao_door"),
            relay_url=url("xinqiao_relay"),
            figures_url=url("xinqiao_figures"),
        )

    @asynccontextmanager
    async def worker(self, **more: str) -> AsyncGenerator[asyncio.subprocess.Process]:
        """One worker process; killed at the end."""
        env = environment(self.database, self.servers.redis_url, self.folder / "data", **more)
        quiet = asyncio.subprocess.DEVNULL
        command = (sys.executable, "-m", "tests.bench.queue_worker")
        process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **env}, stdout=quiet, stderr=quiet)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def until(self, sql: str, *args: Any, at_most: int = 0) -> None:
        """Waits until so few are counted."""
        async with asyncio.timeout(400):
            while await self.conn.fetchval(sql, *args) > at_most:  # noqa: ASYNC110  # the worker's state, in PostgreSQL
                await asyncio.sleep(0.02)

    async def rate(self, kind: str) -> Sample:
        """Tasks a second, all due at once, from the nudge after the plan to the last completion."""
        await self.conn.execute(PLAN, ORG, kind, TASKS)
        started = time.perf_counter()
        await nudge.send(self.servers.redis_url or "")
        await self.until(OPEN, kind)
        return Sample(figure=TASKS / (time.perf_counter() - started))


@asynccontextmanager
async def queue(folder: Path) -> AsyncGenerator[Queue]:
    """Starts the servers; fsync stays on."""
    servers = Servers(folder).start()
    try:
        await migrate.migrate(servers.url("xinqiao_owner"))
        conn = await asyncpg.connect(servers.url("postgres"))
        await conn.execute("create table bench_effects (key text); grant insert on bench_effects to xinqiao_app")
        yield Queue(servers, folder, conn)
        await nudge.close()
        await conn.close()
    finally:
        servers.stop()


async def t2(folder: Path) -> list[Row]:
    """No-op tasks a second to pgqueuer's; effects of a task each; what is repeated and how soon after kill -9 it is taken over."""
    async with queue(folder) as ready:
        async with ready.worker():
            limit, noop, effect = await interleave(
                await peer.open_peer(ready.servers),
                lambda: ready.rate("bench_noop"),
                lambda: ready.rate("bench_effect"),
            )
        rows = [("no-op", noop), ("one insert each, committed with completion", effect)]
        return [
            *(
                Row(
                    id="T2", what=f"{what}, to pgqueuer's no-op", unit="/s", limit=limit.figure, ours=s.figure, goal=1.0
                )
                for what, s in rows
            ),
            *await _killed(ready),
        ]


async def _killed(ready: Queue) -> list[Row]:
    """A worker dies by kill -9 in the middle, another one is there already."""
    await ready.conn.execute("truncate bench_effects")
    async with ready.worker() as first:
        await ready.conn.execute(PLAN, ORG, "bench_effect", TASKS)
        await ready.until(OPEN, "bench_effect", at_most=TASKS * 3 // 4)
        first.kill()
        await first.wait()
    died = time.perf_counter()
    held = [row["task_id"] for row in await ready.conn.fetch(HELD, "bench_effect")]
    async with ready.worker():
        await ready.until(STILL, held)
        taken = time.perf_counter() - died
        await ready.until(OPEN, "bench_effect")
    repeated = float(await ready.conn.fetchval(REPEATED))
    note = f"{len(held)} tasks were held"
    return [
        Row(
            id="T2",
            what="taken over after kill -9",
            unit="s",
            ours=taken,
            kind="value",
            goal=30,
            at_most=True,
            note=note,
        ),
        Row(id="T2", what="effects repeated", unit="tasks", ours=repeated, kind="value", goal=0, at_most=True),
    ]


async def t1(folder: Path) -> list[Row]:
    """p99 of the lateness of messages that come due within a minute, by one worker and a gateway that answers in 80 ms."""
    async with queue(folder) as ready:
        services = await open_services(configure(ready.database, ready.servers.redis_url, folder / "data"), REGISTRY)
        city = City(services, ready.database)
        org_id = await city.org(channels=["mail"])
        people = [await city.person(mail=True, phone=False) for _ in range(200)]
        first = datetime.now(UTC) + timedelta(seconds=120)
        for start in range(0, TASKS, 500):
            async with city.uow(org_id) as uow:
                for number in range(start, start + 500):
                    await messages.tell(uow, _message(number, people[number % len(people)], first))
        await services.close()
        if datetime.now(UTC) > first:
            raise RuntimeError("T1: planning took longer than there was time for")
        async with ready.worker():
            await ready.until(OPEN, "deliver_message")
        late, sent = await ready.conn.fetchval(LATENESS), await ready.conn.fetchval(SENT)
        what = "p99 lateness of 10,000 messages due in one minute, delivery noted"
        return [
            Row(id="T1", what=what, unit="s", ours=late, kind="value", goal=5, at_most=True, note=f"{sent} delivered")
        ]


def _message(number: int, person: Person, first: datetime) -> MessageNew:
    return MessageNew(
        template="appointment_booked",
        people=frozenset({person.account_id}),
        params=AppointmentParams(booking_id=uuid7(), starts_at=first + timedelta(days=1)),
        key=f"m{number}",
        importance="normal",
        earliest_at=first + timedelta(minutes=1) * number / TASKS,
        expires_at=first + timedelta(hours=1),
    )
