"""The very statements that one request runs, as a pgbench script: the limit of a booking is its own SQL without us."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec

from api.app import create_app
from api.core import keystore
from api.core.clock import SystemClock
from api.core.config import Config
from api.core.sealing import Sealer
from api.core.vault import Vault
from api.http.core import Core

# One random number a transaction names its booking, its hour and its key, so that no two transactions meet.
_PRELUDE = "\\set n random(1, 2000000000)\n"
_BOOKING = "lpad(to_hex(:n::bigint), 32, '0')"
_SHIFT = "interval '10 minutes' * (:n::bigint % 200000000)"


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """One statement with its arguments and their types' names."""

    query: str
    args: tuple[Any, ...]
    types: list[str]


async def capture(config: Config, request: dict[str, Any]) -> tuple[list[Captured], dict[str, Any]]:
    """Runs one request in this process; returns its statements and its answer."""
    seen: list[Any] = []
    pool = await _pool(config, seen)
    keys = await keystore.open_keystore(config.keystore_url, config.data_dir, config.master_key)
    core = Core(config=config, clock=SystemClock(), pool=pool, vault=Vault(keys), sealer=Sealer(config.master_key))
    app = create_app(config)
    app.state["core"] = core
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        answer = await client.request(**request)
    await asyncio.sleep(0)  # asyncpg calls its loggers soon, not at once
    if answer.status_code >= 300:
        raise RuntimeError(f"the request to be measured was refused: {answer.status_code} {answer.text}")
    async with pool.acquire() as conn:
        found = [await _typed(conn, q.query, tuple(q.args or ())) for q in list(seen) if not _of_driver(q.query)]
    await core.close()
    return found, answer.json()


def _of_driver(query: str) -> bool:
    """What asyncpg asks once a connection, to learn of types."""
    return "typeinfo_tree" in query or "set_config('jit'" in query


def script(statements: list[Captured], booking_id: str, starts_at: datetime) -> str:
    """A pgbench script that does what was captured, each time for another booking at another time."""
    lines = [_statement(s, booking_id, starts_at) for s in statements]
    return _PRELUDE + "".join(line + ";\n" for line in lines)


def _statement(captured: Captured, booking_id: str, starts_at: datetime) -> str:
    if not captured.args:
        return captured.query.strip()
    values = [_literal(v, t, booking_id, starts_at) for v, t in zip(captured.args, captured.types, strict=True)]
    # pgbench reads :name as a variable; a cast's :: it leaves alone.
    return re.sub(r"\$(\d+)", lambda m: values[int(m.group(1)) - 1], captured.query.strip())


def _literal(value: Any, kind: str, booking_id: str, starts_at: datetime) -> str:  # noqa: PLR0911 - one line a kind
    if value is None:
        return f"null::{kind}"
    if isinstance(value, list | tuple):
        items = ", ".join(_literal(v, kind.removesuffix("[]"), booking_id, starts_at) for v in value)  # type: ignore[misc]
        return f"array[{items}]::{kind}"
    if isinstance(value, datetime) and value >= starts_at:
        offset = (value - starts_at) // timedelta(seconds=1)
        return f"('{starts_at.isoformat()}'::timestamptz + interval '{offset} seconds' + {_SHIFT})"
    text = value.hex() if isinstance(value, bytes) and kind == "bytea" else _text(value)
    if isinstance(value, bytes) and kind == "bytea":
        return f"'\\x{text}'::bytea"
    if isinstance(value, UUID) and str(value) == booking_id:
        return f"{_BOOKING}::uuid"
    if isinstance(value, UUID) and value.int >> 80 >= UUID(booking_id).int >> 80:
        return "uuidv7()"  # made by the request itself: its time is not before the booking's own
    quoted = "'" + text.replace("'", "''") + "'"
    if booking_id in text:
        quoted = "('" + text.replace("'", "''").replace(booking_id, f"' || {_BOOKING}::uuid || '") + "')"
    if text.startswith("bench-key-"):
        quoted = "('k-12345678-' || :n::bigint)"
    return f"{quoted}::{kind}"


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return bytes(value).decode() if isinstance(value, bytes | msgspec.Raw) else str(value)


async def _typed(conn: Any, query: str, args: tuple[Any, ...]) -> Captured:
    if not args:
        return Captured(query=query, args=(), types=[])
    prepared = await conn.prepare(query)
    return Captured(query=query, args=args, types=[_name(t) for t in prepared.get_parameters()])


def _name(kind: Any) -> str:
    return kind.name if kind.kind != "array" else kind.name.removesuffix("[]") + "[]"


async def _pool(config: Config, seen: list[Any]) -> Any:
    async def listen(conn: Any) -> None:
        await conn.set_type_codec("jsonb", schema="pg_catalog", encoder=_out, decoder=_in, format="binary")
        conn.add_query_logger(seen.append)

    return await asyncpg.create_pool(config.database_url, min_size=1, max_size=1, init=listen)


def _out(value: bytes | msgspec.Raw) -> bytes:
    return b"\x01" + bytes(value)


def _in(value: bytes) -> msgspec.Raw:
    return msgspec.Raw(value[1:])
