"""A proxy on PostgreSQL's socket that counts round trips as they are seen on the wire, and makes each of them slow.

A turn is a client that speaks after the server did: what travels in one flush is one turn, however many statements it holds.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

SOCKET = ".s.PGSQL.5432"


class Wire(msgspec.Struct):
    """What all connections of one proxy share: the turns so far, and how many seconds each way takes from now on."""

    turns: int = 0
    delay: float = 0.0


@asynccontextmanager
async def proxy(real: Path, folder: Path) -> AsyncGenerator[Wire]:
    """Listens in `folder` as PostgreSQL would, and passes everything on to the server whose socket is in `real`."""
    wire, loop = Wire(), asyncio.get_running_loop()
    server = await loop.create_unix_server(lambda: _Client(wire, str(real / SOCKET)), str(folder / SOCKET))
    try:
        yield wire
    finally:
        server.close()


class _End(asyncio.Protocol):
    """One end of a connection. What it receives goes to the other after the delay, in order."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.transport: asyncio.Transport | None = None
        self.other: _End | None = None
        self._waiting: deque[bytes] = deque()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting.append(data)
        asyncio.get_running_loop().call_later(self.wire.delay, self._pass_on)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.other and self.other.transport:
            self.other.transport.close()

    def _pass_on(self) -> None:
        data = self._waiting.popleft()
        if self.other and self.other.transport:
            self.other.transport.write(data)


class _Client(_End):
    """The end towards the client; it opens the other one."""

    def __init__(self, wire: Wire, real: str) -> None:
        super().__init__(wire)
        self._real = real
        self._opening: asyncio.Task[None] | None = None
        self._early: list[bytes] = []
        self.server_spoke = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._opening = asyncio.get_running_loop().create_task(self._open())

    def data_received(self, data: bytes) -> None:
        if self.server_spoke:
            self.wire.turns += 1
            self.server_spoke = False
        if self.other is None:
            self._early.append(data)
        else:
            super().data_received(data)

    async def _open(self) -> None:
        server = _ServerEnd(self.wire, self)
        await asyncio.get_running_loop().create_unix_connection(lambda: server, self._real)
        self.other = server
        for data in self._early:
            super().data_received(data)


class _ServerEnd(_End):
    """The end towards PostgreSQL."""

    def __init__(self, wire: Wire, client: _Client) -> None:
        super().__init__(wire)
        self.other: _End | None = client
        self._client = client

    def data_received(self, data: bytes) -> None:
        self._client.server_spoke = True
        super().data_received(data)
