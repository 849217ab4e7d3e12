"""Hands due tasks to arq. It sees that work is due in every organisation, and never what it is about.

PostgreSQL is the queue; what lies in Valkey is a hint with a lease. Whatever arq or Valkey loses, drops or repeats, the
lease lapses, the sweep hands the task over again, and the attempt fences off whoever still holds the old one.
Known of arq 0.28: it drops a job a day after its time (ours expire sooner than that, after their lease), ignores a second
enqueue of an id it kept a result for (`keep_result=0`, and each hand-over has its own id), and its worker ends when Redis does
(`jobs.worker` starts it again).
"""

import asyncio
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
from redis.exceptions import RedisError

from api.core import nudge
from api.core.clock import Clock
from api.core.db import Conn, many, run
from api.core.tasks import Lease
from jobs.runner import LEASE

log = structlog.get_logger("relay")

QUEUE = "xinqiao:tasks"
FUNCTION = "work"
BATCH = 100
ALONE = frozenset({"import_roster"})
"""Kinds whose every task is long: one a job."""
LOST = 2
"""A task that was lost or failed so often travels alone: perhaps it takes its worker down with it."""
ROOM = 12
"""Jobs of ours that may wait or run in Valkey. What is not handed yet needs no lease, and any worker may take it."""
SWEEP = 1.0
"""Seconds between looks, however quiet it is."""

_PLAIN = {"max_parallel_workers_per_gather": "0", "jit": "off"}
"""For the sweep's few rows, starting helpers takes the server fifty times as long as looking."""

Wire = list[tuple[int, str, int]]
_DOWN = (OSError, TimeoutError, RedisError, asyncpg.PostgresError, asyncpg.InterfaceError)


class Busy(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation with work due."""

    org_id: int
    oldest: datetime


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A task just handed over."""

    task_id: UUID
    kind: str
    attempt: int
    failures: int


SELECT_BUSY = """
select org_id, min(due_at) as oldest from tasks
where state in ('planned', 'handed') and due_at <= $1 and (state = 'planned' or lease_until <= $1)
group by org_id order by oldest limit 2000
"""
HAND_TASKS = """
with k as (
  select org_id, task_id, state from tasks
  where org_id = $1 and state in ('planned', 'handed') and due_at <= $2 and (state = 'planned' or lease_until <= $2)
  order by due_at limit $4
  for update skip locked
)
update tasks t set state = 'handed', attempt = t.attempt + 1, lease_until = $3, updated_at = $2,
  failures = t.failures + case k.state when 'handed' then 1 else 0 end
from k where t.org_id = $1 and t.org_id = k.org_id and t.task_id = k.task_id
returning t.task_id, t.kind, t.attempt, t.failures
"""
TAKE_BACK_TASK = """
update tasks set state = 'planned', lease_until = null
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


def open_queue(redis_url: str) -> ArqRedis:
    """A client of Valkey for arq. Jobs travel as JSON: arq's own pickle would let whoever writes to Valkey run code here."""
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
        self._out: dict[str, float] = {}

    async def run(self) -> None:
        """Looks for due work until cancelled, whatever goes down in between."""
        listener = asyncio.create_task(self._listen())
        wait = 0.5
        try:
            while True:
                try:
                    await self._work()
                except _DOWN as error:
                    log.warning("waiting", exc_info=error)
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 10.0)
                else:
                    wait = 0.5
        finally:
            listener.cancel()
            await self._queue.aclose()

    async def _work(self) -> None:
        conn = await asyncpg.connect(self._relay_url, timeout=10, command_timeout=30, server_settings=_PLAIN)
        try:
            while True:
                self.wake.clear()
                more = await self.look(conn)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.wake.wait(), 0.1 if more else SWEEP)
        finally:
            with suppress(*_DOWN):
                await conn.close(timeout=2)

    async def look(self, conn: Conn) -> bool:
        """Hands over what is due, as far as there is room. True: there is more."""
        now = self._clock.now()
        room = BATCH * (ROOM - await self._waiting())
        collected: dict[str, list[Lease]] = defaultdict(list)
        more = False
        try:
            for busy in await many(conn, Busy, SELECT_BUSY, now):
                most = min(room, 5 * BATCH)
                if most <= 0:
                    return True
                handed = await many(conn, Handed, HAND_TASKS, busy.org_id, now, now + LEASE, most)
                for task in handed:
                    collected[_company(task)].append(_lease(busy.org_id, task))
                    room -= BATCH if _alone(task) else 1
                more = more or len(handed) == most
                await self._hand(collected, whole=True)
            await self._hand(collected, whole=False)
        except (RedisError, OSError, TimeoutError):
            await self._take_back(conn, collected)
            raise
        return more

    async def _hand(self, collected: dict[str, list[Lease]], *, whole: bool) -> None:
        """Enqueues what was collected: whole batches alone, or all of it."""
        for company, leases in collected.items():
            kind, _, alone = company.partition(" ")
            size = 1 if alone else BATCH
            while len(leases) >= size or (leases and not whole):
                await self._enqueue(kind, leases[:size])
                del leases[:size]

    async def _enqueue(self, kind: str, batch: list[Lease]) -> None:
        job_id = f"{batch[0].task_id}:{batch[0].attempt}"
        wire: Wire = [(lease.org_id, lease.task_id.hex, lease.attempt) for lease in batch]
        await self._queue.enqueue_job(FUNCTION, kind, wire, _job_id=job_id, _expires=2 * LEASE)
        self._out[job_id] = asyncio.get_running_loop().time()

    async def _take_back(self, conn: Conn, collected: dict[str, list[Lease]]) -> None:
        """What Valkey did not take waits without a lease. Should it have taken it, the attempt fences that job off."""
        for leases in collected.values():
            for lease in leases:
                await run(conn, TAKE_BACK_TASK, lease.org_id, lease.task_id, lease.attempt)

    async def _waiting(self) -> int:
        """How many jobs of ours are still in Valkey; those whose lease has lapsed no longer count. Raises RedisError."""
        oldest = asyncio.get_running_loop().time() - LEASE.total_seconds()
        names = [name for name, at in self._out.items() if at > oldest]
        queue: Any = self._queue  # redis's stubs leave these calls untyped
        scores: list[float | None] = await queue.zmscore(QUEUE, names) if names else []
        if not names:
            await queue.ping()
        self._out = {n: self._out[n] for n, score in zip(names, scores, strict=True) if score is not None}
        return len(self._out)

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


def _lease(org_id: int, task: Handed) -> Lease:
    return Lease(org_id=org_id, task_id=task.task_id, attempt=task.attempt)


def _company(task: Handed) -> str:
    """Which tasks may travel in one job: those of a kind, save the long ones and the dangerous ones."""
    return f"{task.kind} alone" if _alone(task) else task.kind


def _alone(task: Handed) -> bool:
    return task.kind in ALONE or task.failures >= LOST
