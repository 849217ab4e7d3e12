"""Statements that travel in front of another one, so that several take one round trip.

asyncpg sends one statement at a time and has no pipelining. But messages of the extended query protocol that are written
to its transport right before its own are answered with its own: the server answers nothing before a Sync, and asyncpg
skips what completes before its statement. Two things follow, and `api/core/db.py` keeps to both: what goes in front must
return no rows, and what goes in front is always followed by a statement of asyncpg's on the same connection.

It needs one private attribute of asyncpg. Where it is missing, `PIPELINED` is false and `Plain` sends the same statements
one after the other: begin, set local, statement, commit.

PostgreSQL 18, Frontend/Backend Protocol, §54.2.3 (Extended Query) and §54.2.4 (Pipelining).
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from asyncpg.prepared_stmt import PreparedStatement

if TYPE_CHECKING:
    Statement: TypeAlias = PreparedStatement[asyncpg.Record]
    Base: TypeAlias = asyncpg.Connection[asyncpg.Record]
    Rows: TypeAlias = list[asyncpg.Record]
else:  # asyncpg's classes are generic in their stubs only
    Statement = PreparedStatement
    Base = asyncpg.Connection
    Rows = list

MOST_STATEMENTS = 400
"""Prepared statements that one connection keeps; the least recently used goes first."""

PIPELINED = hasattr(Base, "_transport")
"""Whether this asyncpg has the private attribute that statements ahead of another need."""

_EXECUTE = b"E\x00\x00\x00\x09\x00\x00\x00\x00\x00"


class Connection(Base):
    """asyncpg's connection with prepared statements of its own, found by their text."""

    __slots__ = ("_columns", "_ours", "_types", "cluster")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ours: dict[str, Statement] = {}
        self._columns: dict[str, list[str]] = {}
        self._types: dict[str, list[str]] = {}
        self.cluster = False

    async def statement(self, sql: str) -> Statement:
        """The prepared statement; its first use on a connection costs a round trip."""
        found = self._ours.pop(sql, None)
        if found is None:
            found = await self.prepare(sql)
            if len(self._ours) >= MOST_STATEMENTS:
                oldest = next(iter(self._ours))
                del self._ours[oldest]
                self._columns.pop(oldest, None)
                self._types.pop(oldest, None)
        self._ours[sql] = found  # moves it to the end: the order is that of use
        return found

    def forget_statements(self) -> None:
        """After a change of the schema: what was prepared for the old one is prepared again."""
        self._ours.clear()
        self._columns.clear()
        self._types.clear()

    async def prepare_first(self, sql: str) -> None:
        """Prepares a statement that is about to be sent."""
        if sql not in self._ours:
            await self.statement(sql)

    async def queueable(self, sql: str, args: Sequence[Any]) -> "Ahead":
        """A statement to be sent in front of another. It must return no rows."""
        statement = await self.statement(sql)
        types = self._types.get(sql)
        if types is None:
            types = self._types[sql] = [parameter.name for parameter in statement.get_parameters()]
        return Ahead(sql, args, bound(statement, types, args))

    async def columns(self, sql: str) -> list[str]:
        """The names of a statement's columns; a statement used before is not asked for again."""
        statement = await self.statement(sql)
        found = self._columns.get(sql)
        # asyncpg builds a description of each column at every call: that was a twelfth of the first screen's CPU.
        if found is None:
            found = self._columns[sql] = [column.name for column in statement.get_attributes()]
        return found

    async def send(self, ahead: Sequence["Ahead"], sql: str, args: Sequence[Any]) -> tuple[Rows, str]:
        """Sends statements and one more in one round trip. Returns the last one's rows and status line."""
        statement = await self.statement(sql)
        # Private in asyncpg, as `statement` needs to be.
        self._transport.write(b"".join(message.encoded for message in ahead))  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]
        return await statement.fetch(*args), statement.get_statusmsg() or ""


class Ahead(NamedTuple):
    """A statement that travels in front of another one: as text with arguments, and as messages."""

    sql: str
    args: Sequence[Any]
    encoded: bytes


class Plain:
    """A connection that sends each statement by itself, in asyncpg's own way."""

    def __init__(self, conn: Any) -> None:
        self._conn = conn

    @property
    def cluster(self) -> bool:
        return bool(self._conn.cluster)

    def is_closed(self) -> bool:
        return bool(self._conn.is_closed())

    def forget_statements(self) -> None:
        """asyncpg forgets its own by itself."""

    async def execute(self, sql: str) -> None:
        await self._conn.execute(sql)

    async def prepare_first(self, sql: str) -> None:
        """Nothing: a statement is prepared in its transaction."""

    async def queueable(self, sql: str, args: Sequence[Any]) -> Ahead:
        """A statement to be executed before another."""
        return Ahead(sql, args, b"")

    async def columns(self, sql: str) -> list[str]:
        """The names of a statement's columns."""
        return [column.name for column in (await self._conn.prepare(sql)).get_attributes()]

    async def send(self, ahead: Sequence[Ahead], sql: str, args: Sequence[Any]) -> tuple[Rows, str]:
        """Executes statements and one more, in one transaction. Returns the last one's rows and status line."""
        if self._conn.is_in_transaction() or ahead[:1] == [BEGIN]:
            return await self._each(ahead, sql, args)
        try:
            found = await self._each([BEGIN, *ahead], sql, args)
            await self._conn.execute("commit")
        except BaseException:
            if not self.is_closed():
                await self._conn.execute("rollback")
            raise
        return found

    async def _each(self, ahead: Sequence[Ahead], sql: str, args: Sequence[Any]) -> tuple[Rows, str]:
        for step in ahead:
            await self._conn.execute(step.sql, *step.args)
        statement = await self._conn.prepare(sql)
        return await statement.fetch(*args), statement.get_statusmsg() or ""


SELECT_CITUS = "select exists (select from pg_extension where extname = 'citus')"
ENTER, ENTER_TO_READ = "enter", "enter_to_read"
# What makes a transaction act in an organisation and for an account, and a read refuse to write. They return no rows.
_PREPARE = f"""
prepare {ENTER} (text, text) as
  select where (set_config('app.org_id', $1, true) || set_config('app.account_id', $2, true)) is null;
prepare {ENTER_TO_READ} (text, text) as
  select where (set_config('app.org_id', $1, true) || set_config('app.account_id', $2, true)
    || set_config('transaction_read_only', 'on', true)) is null
"""


async def set_up(conn: Connection) -> None:
    """Prepares a new connection. jsonb is passed as bytes and received as msgspec.Raw."""
    conn.cluster = await conn.fetchval(SELECT_CITUS)
    if not conn.cluster:
        await conn.execute(_PREPARE)
    # msgspec encodes and decodes, once, where the shape is known.
    await conn.set_type_codec("jsonb", schema="pg_catalog", encoder=_jsonb_out, decoder=_jsonb_in, format="binary")


Raw: TypeAlias = Connection | Plain


def raw(conn: Connection) -> Raw:
    """What carries a connection's statements: itself, or the plain way where asyncpg has changed."""
    return conn if PIPELINED else Plain(conn)


def _jsonb_out(value: bytes | msgspec.Raw) -> bytes:
    return b"\x01" + bytes(value)


def _jsonb_in(value: bytes) -> msgspec.Raw:
    return msgspec.Raw(value[1:])


def command(sql: str) -> Ahead:
    """A statement without arguments."""
    return Ahead(sql, (), _message(b"P", b"\0" + sql.encode() + b"\0\0\0") + _bind(b"", ()) + _EXECUTE)


def entering(name: str, org_id: int, account_id: UUID) -> Ahead:
    """One of the statements that every connection has, `ENTER` or `ENTER_TO_READ`. Not on a cluster (0041)."""
    args = str(int(org_id)), str(UUID(int=account_id.int))
    encoded = _bind(name.encode(), [arg.encode() for arg in args]) + _EXECUTE
    return Ahead(f"execute {name} ('{args[0]}', '{args[1]}')", (), encoded)


def bound(statement: Statement, types: Sequence[str], args: Sequence[Any]) -> bytes:
    """A prepared statement with its arguments, as messages. `types`: as PostgreSQL calls those of its parameters."""
    values = [to_text(value, kind) for value, kind in zip(args, types, strict=True)]
    return _bind(statement.get_name().encode(), values) + _EXECUTE


_AS_TEXT: dict[type, Callable[[Any], bytes]] = {
    str: str.encode,
    UUID: lambda value: str(value).encode(),
    datetime: lambda value: value.isoformat().encode(),
    date: lambda value: value.isoformat().encode(),
    time: lambda value: value.isoformat().encode(),
    bool: lambda value: b"true" if value else b"false",
    int: lambda value: str(value).encode(),
    float: lambda value: str(value).encode(),
}


def to_text(value: Any, type_name: str) -> bytes | None:
    """An argument in PostgreSQL's text format; None for NULL. `type_name`: as PostgreSQL calls the parameter's type."""
    if value is None:
        return None
    if plain := _AS_TEXT.get(value.__class__):
        return plain(value)
    if isinstance(value, (bytes, msgspec.Raw)):
        return bytes(value) if type_name in {"json", "jsonb"} else b"\\x" + bytes(value).hex().encode()
    for kind, to_bytes in _AS_TEXT.items():  # a subclass: asyncpg's UUID, an enumeration of ours
        if isinstance(value, kind):
            return to_bytes(value)
    return _array(value, type_name.removesuffix("[]"))


def _array(values: Iterable[Any], element: str) -> bytes:
    return b"{" + b",".join(_element(to_text(value, element)) for value in values) + b"}"


def _element(text: bytes | None) -> bytes:
    if text is None:
        return b"NULL"
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _bind(name: bytes, values: Sequence[bytes | None]) -> bytes:
    parts = [b"\0", name, b"\0", struct.pack("!hh", 0, len(values))]
    parts += [struct.pack("!i", -1) if value is None else struct.pack("!i", len(value)) + value for value in values]
    parts.append(b"\0\0")
    return _message(b"B", b"".join(parts))


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


BEGIN = command("begin")
