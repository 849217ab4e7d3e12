"""A worker as it is deployed, with two kinds of the bench: tasks that do nothing, and tasks with one effect each."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

import msgspec
import uvloop

from api.core import config
from api.core.config import Config
from jobs.channels.base import Channel, ChannelKind, Outgoing, Result, Sent
from jobs.kinds import HANDLERS
from jobs.runner import BatchHandler, Handlers, Job
from jobs.worker import serve


class Empty(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing to know."""


async def nothing(job: Job[Empty]) -> None:
    """Only the queue's own work remains."""


INSERT_EFFECTS = "insert into bench_effects (key) select k from unnest($1::text[]) k"


async def effect(job: Job[Empty]) -> None:
    """A row for each task, committed with its completion."""
    async with job.finishing_transaction() as uow:
        await uow.conn.execute(INSERT_EFFECTS, list(job.keys.values()))


BENCH: Handlers = {
    "bench_noop": BatchHandler(payload=Empty, handle=nothing),
    "bench_effect": BatchHandler(payload=Empty, handle=effect),
}


class Gateway:
    """Takes every mail after the 80 ms that a gateway answers in: a server in Python would be what is measured."""

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        """All of them at once."""
        await asyncio.sleep(0.08)
        return [Sent("bench") for _ in items]

    async def close(self) -> None:
        """Nothing is open."""


@asynccontextmanager
async def gateways(settings: Config) -> AsyncGenerator[Mapping[ChannelKind, Channel]]:
    """One channel."""
    yield {"mail": Gateway()}


async def main() -> None:
    """Works until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await serve(config.load(os.environ), stop, {**HANDLERS, **BENCH}, gateways)


if __name__ == "__main__":
    uvloop.run(main())
