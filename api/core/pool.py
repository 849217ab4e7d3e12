"""Connections of one role: opened as they are needed, given to one user at a time, kept for good.

Not asyncpg's pool: that one wraps a connection in a proxy each time, and takes it back in a task of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

import asyncpg

from api.core.pipeline import Connection, set_up


class Pool:
    """At most `size` connections. The one that was used last is given out first, since its caches are warm."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]], size: int) -> None:
        self.size = size
        self._connect = connect
        self._room = asyncio.Semaphore(size)
        self._idle: list[Connection] = []
        self._closed = False

    def acquire(self) -> "Taken":
        """A connection for an `async with` block."""
        return Taken(self)

    async def take(self) -> Connection:
        """Waits for a connection, which must be given back. Raises asyncpg.InterfaceError when the pool is closed."""
        await self._room.acquire()
        if self._closed:
            self._room.release()
            raise asyncpg.InterfaceError("the pool is closed")
        while self._idle:
            conn = self._idle.pop()
            if not conn.is_closed():
                return conn
        try:
            return await self._connect()
        except BaseException:
            self._room.release()
            raise

    def give_back(self, conn: Connection, *, whole: bool) -> None:
        """Keeps the connection, unless its user was interrupted or left a transaction open: then it is closed."""
        if not conn.is_closed():
            if whole and not conn.is_in_transaction():
                self._idle.append(conn)
            else:
                conn.terminate()
        self._room.release()

    async def close(self) -> None:
        """Closes all connections, once they were given back."""
        if self._closed:
            return
        self._closed = True
        for _ in range(self.size):
            await self._room.acquire()
        for conn in self._idle:
            await conn.close()
        self._idle.clear()
        for _ in range(self.size):
            self._room.release()  # who waits is told that the pool is closed


class Taken:
    """A connection for the time of a block."""

    __slots__ = ("_conn", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        self._conn = await self._pool.take()
        return self._conn

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A cancelled task may have left a statement under way.
        self._pool.give_back(self._conn, whole=kind is None or issubclass(kind, Exception))


async def open_pool(url: str, *, size: int = 10, least: int = 1) -> Pool:
    """Opens a pool and its first connection, unless `least` is 0. `url` names the role."""

    async def connect() -> Connection:
        conn = await asyncpg.connect(
            url,
            connection_class=Connection,
            server_settings={
                # The server ends what hangs; asyncpg's own timer would cost each statement some microseconds.
                "statement_timeout": "30s",
                # `set local` in front of a single statement works on a cluster, and warns that no transaction block was opened.
                "client_min_messages": "error",
            },
        )
        try:
            await set_up(conn)
        except BaseException:
            conn.terminate()
            raise
        return conn

    pool = Pool(connect, size)
    if least:
        async with pool.acquire():
            pass  # who cannot connect shall hear of it now
    return pool
