"""PostgreSQL: a pool, reads and transactions that act in one organisation, and the verbs that read rows into structs.

Round trips dominate what a request costs, so what need not be waited for travels in front of what is: the settings of an
organisation with its first statement, and `queue`d writes with the next statement or the commit (`api/core/pipeline.py`).
"""

import os
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, LiteralString, Protocol, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from api.core import pipeline
from api.core.pipeline import BEGIN, Ahead, Raw, Rows
from api.core.pool import Pool, open_pool

Row = TypeVar("Row", bound=msgspec.Struct)
AnyReader = TypeVar("AnyReader", bound="Reader")

PLATFORM = 0
LAST_ORG = 2**63 - 1
"""The largest number that an organisation's column holds."""
NOBODY = UUID(int=0)

_READ_ONLY = pipeline.command("set local transaction_read_only = on")


class Missing(Exception):
    """A row that the caller expects to exist is missing."""


class ReadConn(Protocol):
    """What a query that only reads is given."""

    async def fetch(self, query: str, *args: Any) -> Rows: ...
    async def fetchrow(self, query: str, *args: Any) -> Any: ...
    async def fetchval(self, query: str, *args: Any) -> Any: ...


class Conn(ReadConn, Protocol):
    """What a query that writes is given."""

    async def execute(self, query: str, *args: Any) -> str: ...


def uuid7() -> UUID:
    """A new key that sorts by time (RFC 9562 §5.7), made here so that a statement can be repeated safely."""
    stamp = time.time_ns() // 1_000_000
    low = int.from_bytes(os.urandom(10), "big")
    value = stamp << 80 | 0x7 << 76 | (low >> 64 & 0xFFF) << 64 | 0b10 << 62 | low & (1 << 62) - 1
    return UUID(int=value)


pool = open_pool


class Reader:
    """Reads in one organisation. Each statement carries the settings and is a transaction of its own: one round trip.

    That loses nothing: under READ COMMITTED each statement of a transaction sees a state of its own anyway.
    """

    def __init__(self, raw: Raw, org_id: int, account_id: UUID) -> None:
        self._raw = raw
        self._where = org_id, account_id
        self._open = False  # messages were sent and no statement followed: only after a fault of ours

    async def fetch(self, query: str, *args: Any) -> Rows:
        """All rows."""
        rows, _ = await self._send(query, args)
        return rows

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """The first row, or None."""
        rows, _ = await self._send(query, args)
        return rows[0] if rows else None

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first column of the first row, or None."""
        rows, _ = await self._send(query, args)
        return rows[0][0] if rows else None

    @property
    def cluster(self) -> bool:
        """Whether this database is a Citus cluster's."""
        return self._raw.cluster

    async def columns(self, query: str) -> list[str]:
        """The names of a statement's columns; a statement used before is not asked for again."""
        return await self._raw.columns(query)

    def act_as(self, org_id: int, account_id: UUID) -> None:
        """What follows is that account's, in that organisation."""
        self._where = org_id, account_id

    async def _send(self, query: str, args: tuple[Any, ...]) -> tuple[Rows, str]:
        # What fails here has sent nothing: no transaction is begun, nothing is dropped.
        await self._raw.prepare_first(query)
        self._open = True
        try:
            found = await self._raw.send(self._ahead(), query, args)
        except asyncpg.InvalidCachedStatementError:
            self._raw.forget_statements()
            raise
        self._open = False
        return found

    def _ahead(self) -> list[Ahead]:
        if not self._raw.cluster:
            return [_entering(pipeline.ENTER_TO_READ, *self._where)]
        account, org = _settings(*self._where)
        return [account, org, account, _READ_ONLY]  # the first alone reaches no worker: see `_settings`

    async def close(self) -> None:
        """Rolls back what a fault left open, so that the connection can be used again."""
        if self._open and not self._raw.is_closed():
            await self._raw.execute("rollback")


class Transaction(Reader):
    """Reads and writes in one organisation. It begins with its first statement; READ COMMITTED."""

    def __init__(self, raw: Raw, org_id: int, account_id: UUID) -> None:
        super().__init__(raw, org_id, account_id)
        self._begun = False
        self._queued: list[Ahead] = []
        self._means: dict[type[Exception], type[Exception]] = {}

    async def execute(self, query: str, *args: Any) -> str:
        """Executes; returns PostgreSQL's status line."""
        _, status = await self._send(query, args)
        return status

    async def queue(
        self, query: str, *args: Any, means: Mapping[type[Exception], type[Exception]] | None = None
    ) -> None:
        """Executes with the next statement or the commit: what fails is raised there. The statement must return no rows.

        `means`: what an exception of PostgreSQL is to be raised as.
        """
        self._queued.append(await self._raw.queueable(query, args))
        self._means.update(means or {})

    def act_as(self, org_id: int, account_id: UUID) -> None:
        """What follows is that account's: who acts changes with the next statement."""
        self._queued += self._entering(org_id, account_id)

    def forget_queued(self) -> None:
        """Drops what is queued and was not sent."""
        self._queued.clear()

    async def commit(self) -> None:
        """Sends what is queued, and commits; nothing to commit is no round trip."""
        if self._begun or self._queued:
            await self._send("commit", ())

    async def rollback(self) -> None:
        """Rolls everything back."""
        if self._begun and not self._raw.is_closed():
            await self._raw.execute("rollback")

    async def _send(self, query: str, args: tuple[Any, ...]) -> tuple[Rows, str]:
        try:
            return await super()._send(query, args)
        except tuple(self._means) as error:
            raise next(into for kind, into in self._means.items() if isinstance(error, kind)) from error

    def _ahead(self) -> list[Ahead]:
        start = [] if self._begun else [BEGIN, *self._entering(*self._where)]
        self._begun = True
        queued, self._queued = self._queued, []
        return start + queued

    def _entering(self, org_id: int, account_id: UUID) -> tuple[Ahead, ...]:
        where = org_id, account_id
        return _settings(*where) if self._raw.cluster else (_entering(pipeline.ENTER, *where),)


def enter(conn: ReadConn, org_id: int, account_id: UUID) -> None:
    """What follows on this connection is asked in that organisation, by that account."""
    if isinstance(conn, Reader):
        conn.act_as(org_id, account_id)


_entering = lru_cache(maxsize=10_000)(pipeline.entering)


@lru_cache(maxsize=5000)
def _settings(org_id: int, account_id: UUID) -> tuple[Ahead, Ahead]:
    """The tenant and the actor as text, for a cluster: only `set local` as a statement reaches every node (DESIGN 3.5).

    Both are typed and cannot carry text. The organisation comes second: in a statement without a transaction the first
    one alone is no transaction block yet, and a cluster propagates only what is set inside of one.
    """
    account = pipeline.command(f"set local app.account_id = '{UUID(int=account_id.int)}'")
    return account, pipeline.command(f"set local app.org_id = '{int(org_id)}'")


@asynccontextmanager
async def reading(pool: Pool, org_id: int, account_id: UUID = NOBODY) -> AsyncGenerator[Reader]:
    """Reads in one organisation; the database refuses every write."""
    async with reading_with(pool, lambda raw: Reader(raw, org_id, account_id)) as reader:
        yield reader


@asynccontextmanager
async def reading_with(pool: Pool, make: Callable[[Raw], AnyReader]) -> AsyncGenerator[AnyReader]:
    """The same with a reader of one's own."""
    async with pool.acquire() as conn:
        reader = make(pipeline.raw(conn))
        try:
            yield reader
        finally:
            await reader.close()


@asynccontextmanager
async def transaction(
    pool: Pool, org_id: int, account_id: UUID = NOBODY, *, ahead: bool = False
) -> AsyncGenerator[Conn]:
    """One transaction that acts in one organisation. Commits at the end, rolls back on any exception. `ahead`: as in `Pool.take`."""
    async with pool.acquire(ahead=ahead) as conn:
        transaction = Transaction(pipeline.raw(conn), org_id, account_id)
        try:
            yield transaction
            await transaction.commit()
        except BaseException:
            await transaction.rollback()
            raise


@asynccontextmanager
async def attempt(conn: Conn) -> AsyncGenerator[None]:
    """A part of a transaction that may fail alone: its changes are rolled back, and its exception is raised."""
    await conn.execute("savepoint attempt")
    try:
        yield
        await conn.execute("release savepoint attempt")
    except BaseException:
        if isinstance(conn, Transaction):
            conn.forget_queued()
        await conn.execute("rollback to savepoint attempt")
        raise


def on_cluster(conn: ReadConn) -> bool:
    """Whether the tables are distributed: then a function over one group of them is asked in a statement of its own."""
    return isinstance(conn, Reader) and conn.cluster


async def many(conn: ReadConn, into: type[Row], sql: LiteralString, *args: Any) -> list[Row]:
    """All rows, in order. Columns are named as the struct's fields; a test checks names and types."""
    return [into(**row) for row in await conn.fetch(sql, *args)]


async def one(conn: ReadConn, into: type[Row], sql: LiteralString, *args: Any) -> Row:
    """The one row that must be there. Raises Missing."""
    row = await conn.fetchrow(sql, *args)
    if row is None:
        raise Missing(into.__name__)
    return into(**row)


async def maybe(conn: ReadConn, into: type[Row], sql: LiteralString, *args: Any) -> Row | None:
    """The row, or None."""
    row = await conn.fetchrow(sql, *args)
    return None if row is None else into(**row)


async def value(conn: ReadConn, sql: LiteralString, *args: Any) -> Any:
    """The first column of the first row, or None."""
    return await conn.fetchval(sql, *args)


async def run(conn: Conn, sql: LiteralString, *args: Any) -> int:
    """Executes; returns how many rows were touched."""
    status = await conn.execute(sql, *args)
    tail = status.rsplit(" ", 1)[-1]
    return int(tail) if tail.isdigit() else 0


async def queue(
    conn: Conn, sql: LiteralString, *args: Any, means: Mapping[type[Exception], type[Exception]] | None = None
) -> None:
    """Executes together with the next statement or the commit: nobody waits for the answer, a failure is raised there.

    For writes whose answer does not matter; `sql` must return no rows.
    """
    if isinstance(conn, Transaction):
        await conn.queue(sql, *args, means=means)
    else:
        await conn.execute(sql, *args)
