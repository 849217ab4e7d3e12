"""Servers as `serve` starts them, in this process, and clients that hear the stream of a session."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from litestar import Litestar

from api.app import create_app
from api.cli.bounded import BoundedProtocol
from api.cli.serving import GRACE
from api.core.clock import Clock
from api.core.config import Config
from api.http.middleware import Middleware
from tests.jobs.city import until

SOON = 20
"""Seconds within which something must be heard, on the slowest machine."""


@dataclass(slots=True)
class Served:
    """A running service: where, and what it holds."""

    address: str
    app: Litestar


@asynccontextmanager
async def served(config: Config, clock: Clock) -> AsyncGenerator[str]:
    """The address of the service, which hears what is told. Several stand for several processes."""
    async with serving(config, clock) as server:
        yield server.address


@asynccontextmanager
async def serving(config: Config, clock: Clock) -> AsyncGenerator[Served]:
    """The same, with the app behind it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(config, clock)
        settings = uvicorn.Config(
            Middleware(app, session_rate=1e6, address_rate=1e6, secure=False),
            http=BoundedProtocol,
            lifespan="on",
            log_config=None,
            timeout_graceful_shutdown=GRACE,
        )
        server = uvicorn.Server(settings)
        task = asyncio.create_task(server.serve([listener]))
        try:
            await until(lambda: _hears(app), SOON)
            yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", app)
        finally:
            server.should_exit = True
            await task


async def _hears(app: Litestar) -> bool:
    return app.state["streams"].listening


@dataclass(slots=True)
class Ear:
    """What one stream said: events with their data, and its end as the event `end`."""

    status: int
    heard: asyncio.Queue[tuple[str, str]] = field(default_factory=asyncio.Queue[tuple[str, str]])

    async def next(self) -> tuple[str, str]:
        """The next event."""
        return await asyncio.wait_for(self.heard.get(), SOON)

    async def words(self, count: int) -> set[str]:
        """The next words of what changed."""
        return {data for event, data in [await self.next() for _ in range(count)] if event == "changed"}


@asynccontextmanager
async def ear(address: str, token: str) -> AsyncGenerator[Ear]:
    """Opens a stream; it is closed afterwards."""
    headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
    async with (
        httpx.AsyncClient(base_url=address, timeout=SOON * 2) as client,
        client.stream("GET", "/api/v1/me/changes", headers=headers) as answer,
    ):
        listening = Ear(answer.status_code)
        reading = asyncio.create_task(_read(answer, listening))
        try:
            yield listening
        finally:
            reading.cancel()


@asynccontextmanager
async def ready_ear(address: str, token: str) -> AsyncGenerator[Ear]:
    """The same, when it hears already."""
    async with ear(address, token) as listening:
        assert await listening.next() == ("ready", "")
        yield listening


async def _read(answer: httpx.Response, listening: Ear) -> None:
    event, data = "", ""
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if name == "event":
            event = value
        elif name == "data":
            data = value
        elif not line and event:
            listening.heard.put_nowait((event, data))
            event, data = "", ""
    listening.heard.put_nowait(("end", ""))
