"""The worker process: `python -m jobs.worker`. arq executes the batches that the relay enqueues; both run in this process.

Memory is kept small by one process with few tasks at once, and by importing a channel only when it is configured.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog
import uvloop
from arq.worker import Worker, func
from redis.exceptions import RedisError

from api.core import config, daily, db, log, migrate, nudge
from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.services import Services, open_services
from api.core.stored_kinds import check_kinds
from api.core.tasks import Lease
from api.features import REGISTRY
from jobs.channels.base import Channel, ChannelKind
from jobs.channels.switchboard import open_channels
from jobs.kinds import DAILY, HANDLERS
from jobs.relay import FUNCTION, QUEUE, Relay, Wire, dump, open_queue
from jobs.runner import Handlers, Runner

AT_ONCE = 12
"""Handlers that run at once."""
JOBS = 40
"""arq's own limit: more than the lanes let through, so that jobs waiting for their kind's turn block no others."""
MARKED = timedelta(minutes=2)
"""How long arq keeps a job of a dead worker from being started again. Its tasks have long been taken over in another job."""
GRACE = timedelta(seconds=15)
"""How long tasks may take to finish after SIGTERM; then they are given back."""
OpenChannels = Callable[[Config], AbstractAsyncContextManager[Mapping[ChannelKind, Channel]]]
_log = structlog.get_logger("worker")


async def serve(
    settings: Config, stop: asyncio.Event, handlers: Handlers = HANDLERS, channels: OpenChannels = open_channels
) -> None:
    """Works until `stop`. Survives Valkey and PostgreSQL going down; raises Misconfigured if they are not there at first."""
    app_url, relay_url, redis_url = settings.database_url, settings.database_relay_url, settings.redis_url
    door_url = settings.database_door_url
    if app_url is None or door_url is None or relay_url is None or redis_url is None:
        raise Misconfigured(
            "A worker needs DATABASE_URL, DATABASE_DOOR_URL, DATABASE_RELAY_URL and REDIS_URL, or use `./xinqiao demo`."
        )
    async with _core(settings, app_url, door_url, relay_url) as services, channels(settings) as opened:
        async with db.transaction(services.pool, db.PLATFORM) as conn:
            await check_kinds(conn, REGISTRY)
        await daily.ensure(services, DAILY)
        relay = Relay(relay_url, redis_url, services.clock)
        executor = Executor(Runner(services, opened, handlers, at_once=AT_ONCE), relay, redis_url)
        relaying = asyncio.create_task(relay.run())
        executing = asyncio.create_task(_execute(executor, stop))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({relaying, executing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            await _end(relaying)  # else it would take a task that is given back, for a worker that is about to end
            await asyncio.gather(executing, stopping)
            await executor.drain()
        with suppress(asyncio.CancelledError):
            await relaying  # a fault of ours in it ends the process, and its supervisor starts it again


@asynccontextmanager
async def _core(settings: Config, *urls: str) -> AsyncGenerator[Services]:
    for url in urls:
        await (await migrate.connect(url)).close()
    services = await open_services(settings, REGISTRY, pool_size=AT_ONCE + 2)
    try:
        yield services
    finally:
        await nudge.close()
        await services.close()


class Executor:
    """arq's worker. arq ends it when Valkey goes away, so it is created again then."""

    def __init__(self, runner: Runner, relay: Relay, redis_url: str) -> None:
        self._runner = runner
        self._relay = relay
        self._queue = open_queue(redis_url)
        self._running: set[asyncio.Task[Any]] = set()

    async def work(self, ctx: dict[Any, Any], kind: str, wire: Wire) -> None:
        """The only arq function."""
        leases = [Lease(org_id=org, task_id=UUID(hex=task), attempt=attempt) for org, task, attempt in wire]
        await self._runner.run(kind, leases)

    async def once(self, stop: asyncio.Event) -> None:
        """Runs an arq worker until it ends by itself or `stop` is set; running tasks continue."""
        worker = self._worker()
        main, stopped = asyncio.create_task(worker.async_run()), asyncio.create_task(stop.wait())
        await asyncio.wait({main, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await _end(main)
        try:
            with suppress(asyncio.CancelledError):
                await main
        finally:
            for task in worker.tasks.values():
                self._running.add(task)
                task.add_done_callback(self._ended)

    async def drain(self) -> None:
        """Waits for running tasks, then cancels the rest, which gives them back."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=GRACE.total_seconds())
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._queue.aclose()

    def _worker(self) -> Worker:
        work = func(self.work, name=FUNCTION, keep_result=0, timeout=timedelta(hours=1), max_tries=1)
        worker = Worker(
            functions=[work],
            redis_pool=self._queue,
            job_serializer=dump,
            job_deserializer=msgspec.json.decode,
            queue_name=QUEUE,
            handle_signals=False,
            max_jobs=JOBS,
            poll_delay=0.1,
            queue_read_limit=1000,
            keep_result=0,
            max_tries=1,
            retry_jobs=False,
            log_results=False,
            after_job_end=self._room,
        )
        # By default an hour and more: a dead worker's jobs would block the queue for so long.
        worker.in_progress_timeout_s = MARKED.total_seconds()
        return worker

    async def _room(self, ctx: dict[Any, Any]) -> None:
        self._relay.wake.set()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # Valkey was gone when arq wanted to note the end; nobody needs that note


async def _execute(executor: Executor, stop: asyncio.Event) -> None:
    wait = 0.2
    while not stop.is_set():
        started = asyncio.get_running_loop().time()
        try:
            await executor.once(stop)
        except (RedisError, OSError, TimeoutError) as error:
            wait = 0.2 if asyncio.get_running_loop().time() - started > 30 else min(wait * 2, 10.0)
            _log.warning("valkey-down", exc_info=error)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await stop.wait()


async def _end(task: asyncio.Task[None]) -> None:
    """Cancels a task until it is over. Once is not enough: redis-py swallows what comes while it sends, on Python 3.11."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.5)


async def _main() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await serve(config.load(os.environ), stop)


def main() -> int:
    """Runs the worker until SIGTERM or SIGINT. Returns the exit code."""
    log.configure()
    try:
        uvloop.run(_main())
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
