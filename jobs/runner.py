"""Runs the tasks of one hand-over: transactions, leases, the fence, failures. It knows PostgreSQL and no queue.

What a handler does in the database happens exactly once: the transaction of `finishing_transaction()` also marks the task done, and rolls
back when the task was moved, withdrawn or taken over meanwhile. What it sends happens at least once, and carries an id
that makes a second sending the same resource.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeAlias, TypeVar

import asyncpg
import msgspec
import structlog

from api.core import db, tasks
from api.core.services import Services
from api.core.tasks import Held, Lease
from api.core.unit_of_work import UnitOfWork, system_uow
from jobs.channels.base import Channel, ChannelKind

log = structlog.get_logger("task")
Payload = TypeVar("Payload", bound=msgspec.Struct)

LEASE = timedelta(seconds=25)
"""Lapses when a worker died, so that its tasks run elsewhere within 30 s; a living worker extends it after each third of it."""
MAX_FAILURES = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
_DOWN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class TaskLost(Exception):
    """The task was moved, withdrawn or taken over. This transaction was rolled back; nothing has to be done."""


class GiveUp(Exception):
    """Trying again can't help. The message names the reason, without data."""


@dataclass(slots=True, kw_only=True)
class Job(Generic[Payload]):
    """One task, or several of a kind and organisation, as their handler gets them."""

    runner: "Runner"
    org_id: int
    payloads: Mapping[Lease, Payload]
    keys: Mapping[Lease, str]
    due_at: datetime
    failures: int
    again: dict[Lease, datetime] = field(default_factory=dict[Lease, datetime])
    ended: bool = False

    @property
    def services(self) -> Services:
        return self.runner.services

    @property
    def channels(self) -> Mapping[ChannelKind, Channel]:
        return self.runner.channels

    @property
    def lease(self) -> Lease:
        """The only task's lease."""
        (lease,) = self.payloads
        return lease

    def now(self) -> datetime:
        return self.services.clock.now()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[UnitOfWork]:
        """A transaction of the worker itself in the tasks' organisation; its changes are audited."""
        async with system_uow(self.services, self.org_id) as uow:
            yield uow

    @asynccontextmanager
    async def finishing_transaction(self) -> AsyncGenerator[UnitOfWork]:
        """The transaction that also ends the task. Raises TaskLost, after rolling back, when another worker has taken it."""
        async with self.transaction() as uow:
            yield uow
            if await self._end(uow) < len(self.payloads):
                raise TaskLost
        self.ended = True

    @asynccontextmanager
    async def record_outcome(self) -> AsyncGenerator[UnitOfWork]:
        """Like `finishing_transaction`, for recording what was sent: the record stays even if a task was lost meanwhile."""
        async with self.transaction() as uow:
            yield uow
            await self._end(uow)
        self.ended = True

    def put_off(self, lease: Lease, until: datetime) -> None:
        """Runs the task again at that time instead of ending it. Takes effect in `finishing_transaction`."""
        self.again[lease] = until

    async def progress(self, done: int, total: int) -> None:
        """Shows how far the task is and keeps its lease. Raises TaskLost."""
        async with db.transaction(self.services.pool, self.org_id) as conn:
            if not await tasks.set_progress(conn, self.lease, self.now() + LEASE, done, total):
                raise TaskLost

    async def advanced(self, uow: UnitOfWork) -> None:
        """Notes that the transaction keeps a part of the work, so that failures before it no longer count against the task."""
        if self.failures:
            await tasks.set_advanced(uow.conn, self.lease)
            self.failures = 0

    async def _end(self, uow: UnitOfWork) -> int:
        done = [lease for lease in self.payloads if lease not in self.again]
        uow.due = uow.due or any(at <= uow.now for at in self.again.values())
        ended = await tasks.finish(uow.conn, self.org_id, done, uow.now)
        return ended + await tasks.put_off(uow.conn, self.org_id, self.again, uow.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler(Generic[Payload]):
    """How a task of one kind is done. `limit` ends a handler that hangs; `at_most` of them run at once in a process."""

    payload: type[Payload]
    handle: Callable[[Job[Payload], Payload], Awaitable[None]]
    limit: timedelta = timedelta(minutes=5)
    at_most: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchHandler(Generic[Payload]):
    """How the tasks of one kind are done that were handed over together and belong to one organisation."""

    payload: type[Payload]
    handle: Callable[[Job[Payload]], Awaitable[None]]
    limit: timedelta = timedelta(minutes=5)
    at_most: int = 6


AnyHandler: TypeAlias = Handler[Any] | BatchHandler[Any]
Handlers: TypeAlias = Mapping[str, AnyHandler]


class Runner:
    """Runs hand-overs, of each kind a few at once and of all kinds `at_once`, so that none waits for another. One a process."""

    def __init__(
        self,
        services: Services,
        channels: Mapping[ChannelKind, Channel],
        handlers: Handlers,
        *,
        at_once: int = 12,
        chance: random.Random | None = None,
    ) -> None:
        self.services = services
        self.channels = channels
        self._handlers = handlers
        self._gate = asyncio.Semaphore(at_once)
        self._strangers = asyncio.Semaphore(1)
        self._kind_gates = {kind: asyncio.Semaphore(handler.at_most) for kind, handler in handlers.items()}
        self._chance = chance or random.Random()  # noqa: S311  # spreads retries, guards nothing

    async def run(self, kind: str, leases: Sequence[Lease]) -> None:
        """Runs the tasks of one hand-over. Raises nothing but CancelledError, on which all is handed back."""
        by_org: dict[int, list[Lease]] = defaultdict(list)
        for lease in leases:
            by_org[lease.org_id].append(lease)
        await _all(self._run_org(kind, org_id, own) for org_id, own in by_org.items())

    async def _run_org(self, kind: str, org_id: int, leases: list[Lease]) -> None:
        held: list[Held] = []
        try:
            async with self._gate, db.transaction(self.services.pool, org_id) as conn:
                held = await tasks.list_held(conn, org_id, leases)
        except Exception as error:  # the leases lapse, and the tasks come again
            log.warning("not-loaded", kind=kind, exc_info=error)
            return
        handler = self._handlers.get(kind)
        groups = [held] if isinstance(handler, BatchHandler) else [[one] for one in held]
        await _all(self._run_group(org_id, kind, handler, group) for group in groups if group)

    async def _run_group(self, org_id: int, kind: str, handler: AnyHandler | None, group: list[Held]) -> None:
        leases = [Lease(org_id=org_id, task_id=h.task_id, attempt=h.attempt) for h in group]
        async with self._keeping(org_id, leases):
            try:
                async with self._kind_gates.get(kind, self._strangers), self._gate:
                    await self._handle(org_id, kind, handler, dict(zip(leases, group, strict=True)))
            except TaskLost:
                log.info("lost", kind=kind, task_id=str(leases[0].task_id))
            except asyncio.CancelledError:
                await self._each(leases, self._release)
                raise
            except Exception as error:
                if len(group) == 1:
                    await self._failed(kind, leases[0], group[0], error)
                    return
                # One of them spoils it for the others: each on its own.
                log.warning("batch-failed", kind=kind, tasks=len(group), exc_info=error)
                await _all(self._run_group(org_id, kind, handler, [one]) for one in group)

    async def _handle(self, org_id: int, kind: str, handler: AnyHandler | None, group: dict[Lease, Held]) -> None:
        if handler is None:  # planned by a newer version, perhaps, whose worker will come
            raise LookupError(kind)
        if any(held.failures >= MAX_FAILURES for held in group.values()):
            raise GiveUp("lost-too-often")
        job = Job[Any](
            runner=self,
            org_id=org_id,
            payloads={lease: held.decode(handler.payload) for lease, held in group.items()},
            keys={lease: held.key for lease, held in group.items()},
            due_at=min(held.due_at for held in group.values()),
            failures=max(held.failures for held in group.values()),
        )
        async with asyncio.timeout(handler.limit.total_seconds()):
            if isinstance(handler, BatchHandler):
                await handler.handle(job)
            else:
                await handler.handle(job, job.payloads[job.lease])
            if not job.ended:
                async with job.finishing_transaction():
                    pass

    async def _failed(self, kind: str, lease: Lease, held: Held, error: Exception) -> None:
        name = str(error) if isinstance(error, GiveUp) else type(error).__name__
        for_good = isinstance(error, GiveUp | msgspec.ValidationError)
        log.log(
            40 if for_good or held.failures + 1 >= MAX_FAILURES else 30,
            "failed",
            kind=kind,
            task_id=str(lease.task_id),
            reason=name,
            exc_info=error,
        )
        now = self.services.clock.now()
        due_at = now + backoff(held.failures, self._chance)

        async def give_back(lease: Lease, conn: db.Conn) -> None:
            most = 0 if for_good else MAX_FAILURES
            await tasks.give_back(conn, lease, due_at, name, most=most, now=now)

        await self._each([lease], give_back)

    async def _release(self, lease: Lease, conn: db.Conn) -> None:
        await tasks.release(conn, lease, self.services.clock.now())

    async def _each(self, leases: Sequence[Lease], op: Callable[[Lease, db.Conn], Awaitable[None]]) -> None:
        """Does something to each task; after a break of the connection twice more. If all fails, the leases lapse."""
        for wait in (0.2, 2.0, None):
            try:
                async with db.transaction(self.services.pool, leases[0].org_id) as conn:
                    for lease in leases:
                        await op(lease, conn)
            except Exception as error:
                if wait is None:
                    log.warning("not-given-back", exc_info=error)
                    return
                await asyncio.sleep(wait)
            else:
                return

    @asynccontextmanager
    async def _keeping(self, org_id: int, leases: list[Lease]) -> AsyncGenerator[None]:
        """Extends the leases while their handler runs, however long it takes."""

        async def keep() -> None:
            while True:
                await asyncio.sleep(LEASE.total_seconds() / 3)
                with suppress(*_DOWN):
                    async with db.transaction(self.services.pool, org_id) as conn:
                        await tasks.extend_leases(conn, org_id, leases, self.services.clock.now() + LEASE)

        keeper = asyncio.create_task(keep())
        try:
            yield
        finally:
            keeper.cancel()


async def _all(runs: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Waits for all of them. When cancelled too: `gather` would leave with the first, and the others' tasks stay handed out."""
    async with asyncio.TaskGroup() as group:
        for run in runs:
            group.create_task(run)


def backoff(failures: int, chance: random.Random) -> timedelta:
    """How long to wait after so many failures before this one: doubling, capped, spread over half of it."""
    wait = min(FIRST_WAIT * 2 ** min(failures, 20), LONGEST_WAIT)
    return wait * chance.uniform(0.5, 1.0)
