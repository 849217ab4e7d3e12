"""A channel in the middle of whose page something happens."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from jobs.channels.base import Outgoing, Result, guarded
from jobs.channels.stop import when_stopped
from tests.jobs.city import Recorder


class Slow(Recorder):
    """Sends one after the other. While the first is on its way something happens, and then the worker stops it."""

    def __init__(self, happens: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._happens = happens

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        return [await guarded(item, self._one) for item in items]

    async def _one(self, item: Outgoing) -> Result:
        self.items.append(item)
        if len(self.items) == 1:
            stopped = asyncio.Event()
            when_stopped(stopped.set)
            await self._happens()
            await asyncio.wait_for(stopped.wait(), 30)
        return self._answer(item)
