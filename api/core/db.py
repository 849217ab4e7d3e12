"""The door to PostgreSQL: a pool, one transaction per organisation, and five verbs that read rows into structs."""

import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, LiteralString, TypeAlias, TypeVar
from uuid import UUID

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy

if TYPE_CHECKING:
    Conn: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:  # asyncpg's classes are generic in their stubs only
    Conn = asyncpg.Connection | PoolConnectionProxy
    Pool = asyncpg.Pool
Row = TypeVar("Row", bound=msgspec.Struct)

PLATFORM = 0
LAST_ORG = 2**63 - 1
"""The largest number that an organisation's column holds."""
NOBODY = UUID(int=0)


class Missing(Exception):
    """A row that the caller knows to exist was not there."""


def uuid7() -> UUID:
    """A new key that sorts by time (RFC 9562 §5.7), made here so that a statement can be repeated safely."""
    stamp = time.time_ns() // 1_000_000
    low = int.from_bytes(os.urandom(10), "big")
    value = stamp << 80 | 0x7 << 76 | (low >> 64 & 0xFFF) << 64 | 0b10 << 62 | low & (1 << 62) - 1
    return UUID(int=value)


async def _set_codecs(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    # jsonb travels as bytes: msgspec encodes and decodes, once, where the shape is known.
    await conn.set_type_codec("jsonb", schema="pg_catalog", encoder=_jsonb_out, decoder=_jsonb_in, format="binary")


def _jsonb_out(value: bytes | msgspec.Raw) -> bytes:
    return b"\x01" + bytes(value)


def _jsonb_in(value: bytes) -> msgspec.Raw:
    return msgspec.Raw(value[1:])


async def _no_reset(_: object) -> None:
    # Nothing session-level is ever set, so there is nothing to reset (DESIGN 3.5); it costs 10-25 %.
    return None


async def pool(url: str, *, size: int = 10) -> Pool:
    """Opens a pool. `url` names the role; jsonb is passed as bytes and received as msgspec.Raw."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_set_codecs,
        reset=_no_reset,
        max_inactive_connection_lifetime=0,
        # The server ends what hangs; asyncpg's own timer would cost each statement some microseconds.
        server_settings={"statement_timeout": "30s"},
    )


@asynccontextmanager
async def transaction(pool: Pool, org_id: int, account_id: UUID = NOBODY) -> AsyncGenerator[Conn]:
    """One transaction that acts in one organisation; `begin` and the settings travel together.

    READ COMMITTED. Commits at the end, rolls back on any exception. `org_id` and `account_id` are formatted into the
    statement because the simple protocol takes no parameters; both are typed and cannot carry text.
    """
    async with pool.acquire() as conn:
        try:
            await conn.execute(f"begin; select app_enter({int(org_id)}, '{UUID(int=account_id.int)}')")
            yield conn
            await conn.execute("commit")
        except BaseException:
            if not conn.is_closed():
                await conn.execute("rollback")
            raise


@asynccontextmanager
async def attempt(conn: Conn) -> AsyncGenerator[None]:
    """A part of a transaction that may fail without the rest: what it did is taken back, and its exception goes on."""
    await conn.execute("savepoint attempt")
    try:
        yield
    except BaseException:
        await conn.execute("rollback to savepoint attempt")
        raise
    await conn.execute("release savepoint attempt")


async def many(conn: Conn, into: type[Row], sql: LiteralString, *args: Any) -> list[Row]:
    """All rows, in order. Columns are named as the struct's fields; a test checks names and types."""
    return [into(**row) for row in await conn.fetch(sql, *args)]


async def one(conn: Conn, into: type[Row], sql: LiteralString, *args: Any) -> Row:
    """The one row that must be there. Raises Missing."""
    row = await conn.fetchrow(sql, *args)
    if row is None:
        raise Missing(into.__name__)
    return into(**row)


async def maybe(conn: Conn, into: type[Row], sql: LiteralString, *args: Any) -> Row | None:
    """The row, or None."""
    row = await conn.fetchrow(sql, *args)
    return None if row is None else into(**row)


async def value(conn: Conn, sql: LiteralString, *args: Any) -> Any:
    """The first column of the first row, or None."""
    return await conn.fetchval(sql, *args)


async def run(conn: Conn, sql: LiteralString, *args: Any) -> int:
    """Executes; returns how many rows were touched."""
    status = await conn.execute(sql, *args)
    tail = status.rsplit(" ", 1)[-1]
    return int(tail) if tail.isdigit() else 0
