"""Passes due tasks to arq. It can read which tasks are due in every organisation, and never a payload.

PostgreSQL is the queue; Valkey holds hints with a lease. Whatever arq or Valkey loses, drops or repeats, the
lease lapses, the sweep enqueues the task again, and the attempt fences off a worker that still holds the old one.
Known of arq 0.28: it drops a job a day after its time (so what: the lease lapses), ignores a second enqueue of an id it kept a
result for (`keep_result=0`, and each hand-over has its own id), and its worker ends when Redis does (`jobs.worker` starts it again).
"""

import asyncio
import time
from collections import defaultdict
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import redis.asyncio as redis
import structlog
from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix
from redis.exceptions import RedisError

from api.core import nudge, tasks
from api.core.clock import Clock
from api.core.db import PLATFORM, Conn, many, run, value
from api.core.tasks import Lease
from jobs.lanes import BATCH, FORGOTTEN, Lanes, Load
from jobs.runner import LEASE

log = structlog.get_logger("relay")

QUEUE = "xinqiao:tasks"
FUNCTION = "work"
MOST = 5 * BATCH
"""Tasks of one kind taken from one organisation at a time; then it is the next one's turn."""
SWEEP = 1.0
"""Seconds between two polls at most: the relay sleeps until the next due time, and this finds tasks whose nudge was lost."""

_PLAIN = {"max_parallel_workers_per_gather": "0", "jit": "off"}
"""For the sweep's few rows, starting helpers takes the server fifty times as long as looking."""

Wire = list[tuple[int, str, int]]
# asyncpg says InternalClientError where the server dies between two messages of one statement.
_DOWN = (OSError, TimeoutError, RedisError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Busy(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation with tasks of a kind that are due. `deep`: so much is due that only a skip scan sees all of it."""

    org_id: int
    kind: str
    oldest: datetime
    deep: bool


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A task just handed over."""

    task_id: UUID
    attempt: int
    failures: int


# The thousand oldest due tasks are read and grouped; usually that is all there is. If more are due and $3 allows it, a skip scan
# reads the oldest task of each organisation and kind, one index entry each (8 µs), however many wait behind it.
SELECT_BUSY = """
with recursive due as materialized (
  select org_id, kind, due_at from tasks where state = 'planned' and due_at <= $1 order by due_at limit 1000
), oldest (org_id, kind, due_at) as (
  (select t.org_id, t.kind, t.due_at from tasks t
   where t.state = 'planned' and $3 and (select count(*) from due) = 1000 order by t.org_id, t.kind, t.due_at limit 1)
  union all
  select n.org_id, n.kind, n.due_at from oldest o cross join lateral (
    select t.org_id, t.kind, t.due_at from tasks t where t.state = 'planned' and (t.org_id, t.kind) > (o.org_id, o.kind)
    order by t.org_id, t.kind, t.due_at limit 1) n
)
select b.org_id, b.kind, min(b.due_at) as oldest, (select count(*) from due) = 1000 as deep from (
  select org_id, kind, due_at from due
  union all
  select org_id, kind, due_at from oldest where due_at <= $1
  union all
  select org_id, kind, due_at from tasks where state = 'handed' and lease_until <= $1
) b
where b.kind <> all ($2) group by b.org_id, b.kind order by oldest limit 2000
"""
# The same on a distributed database, which has no recursion over its tables.
SELECT_BUSY_DISTRIBUTED = """
select org_id, kind, min(due_at) as oldest, false as deep from tasks
where ((state = 'planned' and due_at <= $1) or (state = 'handed' and lease_until <= $1)) and kind <> all ($2)
group by org_id, kind order by oldest limit 2000
"""
SELECT_DISTRIBUTED = "select exists (select from pg_extension where extname = 'citus')"
SELECT_NEXT = """
select min(n.at) from (
  select min(due_at) as at from tasks where state = 'planned' and due_at > $1
  union all
  select min(lease_until) from tasks where state = 'handed' and lease_until > $1
) n
"""
HAND_TASKS = """
with planned as (
  select org_id, task_id, 0 as lost from tasks
  where org_id = $1 and kind = $2 and state = 'planned' and due_at <= $3 order by due_at limit $5 for update skip locked
), lapsed as (
  select org_id, task_id, 1 as lost from tasks
  where org_id = $1 and kind = $2 and state = 'handed' and lease_until <= $3 order by lease_until limit $5 for update skip locked
), k as (
  select org_id, task_id, lost from planned union all select org_id, task_id, lost from lapsed limit $5
)
update tasks t set state = 'handed', attempt = t.attempt + 1, lease_until = $4, updated_at = $3, failures = t.failures + k.lost
from k where t.org_id = $1 and t.org_id = k.org_id and t.task_id = k.task_id
returning t.task_id, t.attempt, t.failures
"""
TAKE_BACK_TASK = """
update tasks set state = 'planned', lease_until = null
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


def open_queue(redis_url: str) -> ArqRedis:
    """A client of Valkey for arq. Jobs travel as JSON: arq's own pickle would let anybody who can write to Valkey run code here."""
    client: ArqRedis = ArqRedis.from_url(redis_url, socket_timeout=10, socket_connect_timeout=5)  # pyright: ignore[reportUnknownMemberType]
    client.job_serializer = dump
    client.job_deserializer = msgspec.json.decode
    client.default_queue_name = QUEUE
    return client


def dump(job: dict[str, Any]) -> bytes:
    """A job of arq as JSON."""
    return msgspec.json.encode(job, enc_hook=repr)


class Relay:
    """One in each worker process; any number may run. `wake` asks for a look at once."""

    def __init__(self, relay_url: str, redis_url: str, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._relay_url = relay_url
        self._redis_url = redis_url
        self._clock = clock
        self._queue = open_queue(redis_url)
        self._lanes = Lanes()
        self._kept_at = clock.now()
        self._pause = 0.5
        self._distributed: bool | None = None  # not asked yet
        self._scan_at = 0.0

    async def run(self) -> None:
        """Looks for due work until cancelled, whatever goes down in between."""
        listener = asyncio.create_task(self._listen())
        try:
            while True:
                try:
                    await self._work()
                except _DOWN as error:
                    log.warning("waiting", exc_info=error)
                    await asyncio.sleep(self._pause)
                    self._pause = min(self._pause * 2, 10.0)
        finally:
            listener.cancel()
            await self._queue.aclose()

    async def _work(self) -> None:
        conn = await asyncpg.connect(self._relay_url, timeout=10, command_timeout=30, server_settings=_PLAIN)
        try:
            while True:
                self.wake.clear()
                began = self._clock.now()
                more = await self.poll(conn)
                self._pause = 0.5
                wait = 0.1 if more else await self._until_due(conn, began)
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self.wake.wait()
        finally:
            with suppress(*_DOWN):
                await conn.close(timeout=2)

    async def _until_due(self, conn: Conn, began: datetime) -> float:
        """Seconds until the next task is due or the next lease lapses; a sweep at most.

        `began`: when the last poll did. What became due since then was not seen by it.
        """
        at: datetime | None = await value(conn, SELECT_NEXT, began)
        return SWEEP if at is None else min(SWEEP, max(0.001, (at - self._clock.now()).total_seconds()))

    async def poll(self, conn: Conn) -> bool:
        """Enqueues what is due, as far as there is room. True: there is more."""
        now = self._clock.now()
        await self._review(conn, now)
        full = self._lanes.full()
        collected: dict[Load, list[Lease]] = defaultdict(list)
        try:
            found, more = await self._busy(conn, now, full)
            for busy in found:
                if busy.kind in self._lanes.full(collected):
                    more = True
                    continue
                handed = await many(conn, Handed, HAND_TASKS, busy.org_id, busy.kind, now, now + LEASE, MOST)
                for task in handed:
                    lease = Lease(org_id=busy.org_id, task_id=task.task_id, attempt=task.attempt)
                    collected[Load.of(busy.kind, task.failures)].append(lease)
                more = more or len(handed) == MOST
                await self._hand(collected, now, whole=True)
            await self._hand(collected, now, whole=False)
        except (RedisError, OSError, TimeoutError):
            await self._take_back(conn, collected)
            raise
        return more or bool(full)

    async def _busy(self, conn: Conn, now: datetime, full: list[str]) -> tuple[list[Busy], bool]:
        """Where work is due, and whether there may be more. The platform's own comes first: somebody waits for a one-time code.

        In a city of thousands of schools a skip scan takes long; it gets a fifth of the time.
        """
        started = time.monotonic()
        scan = started >= self._scan_at
        if self._distributed is None:
            self._distributed = await value(conn, SELECT_DISTRIBUTED)
        if self._distributed:
            found = await many(conn, Busy, SELECT_BUSY_DISTRIBUTED, now, full)
        else:
            found = await many(conn, Busy, SELECT_BUSY, now, full, scan)
        if scan:
            ended = time.monotonic()
            self._scan_at = ended + 4 * (ended - started)
        found.sort(key=lambda busy: (busy.org_id != PLATFORM, busy.oldest))
        return found, not scan and any(busy.deep for busy in found)

    async def _hand(self, collected: dict[Load, list[Lease]], now: datetime, *, whole: bool) -> None:
        """Enqueues what was collected: whole batches alone, or all of it."""
        for load, leases in collected.items():
            while len(leases) >= load.size or (leases and not whole):
                await self._enqueue(load.kind, leases[: load.size], now)
                del leases[: load.size]

    async def _enqueue(self, kind: str, batch: list[Lease], now: datetime) -> None:
        job_id = f"{batch[0].task_id}:{batch[0].attempt}"
        wire: Wire = [(lease.org_id, lease.task_id.hex, lease.attempt) for lease in batch]
        await self._queue.enqueue_job(FUNCTION, kind, wire, _job_id=job_id, _expires=FORGOTTEN)
        self._lanes.add(job_id, kind, batch, now)

    async def _take_back(self, conn: Conn, collected: dict[Load, list[Lease]]) -> None:
        """What Valkey did not take waits without a lease. Should it have taken it, the attempt fences that job off."""
        for leases in collected.values():
            for lease in leases:
                await run(conn, TAKE_BACK_TASK, lease.org_id, lease.task_id, lease.attempt)

    async def _review(self, conn: Conn, now: datetime) -> None:
        """Learns which of our jobs are still in Valkey, and keeps the leases of those that wait there for a worker.

        The leases of a running job are its worker's to extend: if that worker died, they lapse. Raises RedisError.
        """
        queue: Any = self._queue  # redis's stubs leave these calls untyped
        names = self._lanes.names()
        if not names:
            await queue.ping()
            return
        scores: list[float | None] = await queue.zmscore(QUEUE, names)
        at_work: list[bytes | None] = await queue.mget([in_progress_key_prefix + name for name in names])
        self._lanes.retain([name for name, score in zip(names, scores, strict=True) if score is not None], now)
        if now >= self._kept_at + LEASE / 3:
            self._kept_at = now
            waiting = [name for name, mark in zip(names, at_work, strict=True) if mark is None]
            for org_id, leases in self._lanes.leases(waiting).items():
                await tasks.extend_leases(conn, org_id, leases, now + LEASE)

    async def _listen(self) -> None:
        """Wakes on nudges. They may be lost; the sweep finds what they would have told."""
        client: Any = redis.Redis.from_url(self._redis_url)  # pyright: ignore[reportUnknownMemberType]
        while True:
            try:
                async with client.pubsub() as subscription:
                    await subscription.subscribe(nudge.CHANNEL)
                    async for _ in subscription.listen():
                        self.wake.set()
            except (RedisError, OSError, TimeoutError):
                await asyncio.sleep(1)
