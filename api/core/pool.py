"""Connections of one role: opened as they are needed, given to one user at a time, kept for good.

Not asyncpg's pool: that one wraps a connection in a proxy each time, and takes it back in a task of its own.

While statements are short, a few connections do all the work: more of them only share the server's processors, each with caches
that the others made cold (0761).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType

import asyncpg

from api.core.pipeline import Connection, set_up

FEW = 2
"""Connections that are used at the same time while nobody waits long."""
PATIENCE = 0.002
"""Seconds without a connection for anybody, after which who waits first gets one beyond the few."""


class _Places:
    """Who may have one of `size` connections now; the others wait in turn.

    Beyond the few a place is given when none was for a while: what holds the few is slow then, or waits for a place itself.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._few = min(FEW, size)
        self._used = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._ahead: deque[asyncio.Future[None]] = deque()
        self._given_at = 0.0
        self._watching = False
        self._closed = False
        self._emptied: asyncio.Future[None] | None = None

    async def enter(self, *, ahead: bool) -> None:
        """Waits for a place, `ahead` before those who are not. Raises asyncpg.InterfaceError when there will be none."""
        if self._closed:
            raise _closed()
        if self._used < self._few and not self._is_awaited():
            self._used += 1
            self._given_at = asyncio.get_running_loop().time()
            return
        place = asyncio.get_running_loop().create_future()
        (self._ahead if ahead else self._waiting).append(place)
        self._watch()
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self.leave()  # it was given meanwhile
            raise

    def leave(self) -> None:
        """Gives a place back."""
        self._used -= 1
        if self._used < self._few:
            self._give()
        self._watch()
        if self._emptied and not self._used and not self._emptied.done():
            self._emptied.set_result(None)

    async def close(self) -> None:
        """Refuses who waits and who will come; waits for who has a place."""
        self._closed = True
        for place in (*self._ahead, *self._waiting):
            if not place.done():
                place.set_exception(_closed())
        self._ahead.clear()
        self._waiting.clear()
        if self._used:
            self._emptied = asyncio.get_running_loop().create_future()
            await self._emptied

    def _is_awaited(self) -> bool:
        return bool(self._ahead or self._waiting)

    def _give(self) -> None:
        while self._is_awaited():
            place = (self._ahead or self._waiting).popleft()
            if not place.done():  # else its task was cancelled
                self._used += 1
                self._given_at = asyncio.get_running_loop().time()
                place.set_result(None)
                return

    def _watch(self) -> None:
        """Looks again when somebody may have waited long enough."""
        if self._is_awaited() and not self._watching and self._used < self._size:
            self._watching = True
            loop = asyncio.get_running_loop()
            loop.call_at(max(self._given_at, loop.time() - PATIENCE) + PATIENCE, self._look)

    def _look(self) -> None:
        self._watching = False
        if asyncio.get_running_loop().time() >= self._given_at + PATIENCE:
            self._give()
        self._watch()


def _closed() -> asyncpg.InterfaceError:
    return asyncpg.InterfaceError("the pool is closed")


class Pool:
    """At most `size` connections. The one that was used last is given out first, since its caches are warm."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]], size: int) -> None:
        self.size = size
        self._connect = connect
        self._places = _Places(size)
        self._idle: list[Connection] = []
        self._closed = False

    def acquire(self, *, ahead: bool = False) -> "Taken":
        """A connection for an `async with` block."""
        return Taken(self, ahead=ahead)

    async def take(self, *, ahead: bool = False) -> Connection:
        """Waits for a connection, which must be given back; `ahead`: before those who begin. Raises asyncpg.InterfaceError when the pool is closed."""
        await self._places.enter(ahead=ahead)
        while self._idle:
            conn = self._idle.pop()
            if not conn.is_closed():
                return conn
        try:
            return await self._connect()
        except BaseException:
            self._places.leave()
            raise

    def give_back(self, conn: Connection, *, whole: bool) -> None:
        """Keeps the connection, unless its user was interrupted or left a transaction open: then it is closed."""
        if not conn.is_closed():
            if whole and not conn.is_in_transaction():
                self._idle.append(conn)
            else:
                conn.terminate()
        self._places.leave()

    async def close(self) -> None:
        """Closes all connections, once they were given back."""
        if self._closed:
            return
        self._closed = True
        await self._places.close()
        for conn in self._idle:
            await conn.close()
        self._idle.clear()


class Taken:
    """A connection for the time of a block."""

    __slots__ = ("_ahead", "_conn", "_pool")

    def __init__(self, pool: Pool, *, ahead: bool) -> None:
        self._pool = pool
        self._ahead = ahead

    async def __aenter__(self) -> Connection:
        self._conn = await self._pool.take(ahead=self._ahead)
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
