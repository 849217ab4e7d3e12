"""Root keys: what every key of an installation is derived from, sealed by the master key (0208).

The master key stays with the operator. It can be replaced by sealing the root keys again, and a root key can be replaced by
a newer one; then both are kept, since some of what the earlier one made has to be recognised for ever.
"""

from datetime import UTC, datetime
from typing import NamedTuple

import asyncpg
from cryptography.exceptions import InvalidTag

from api.core import migrate
from api.core.errors import Misconfigured
from api.core.pool import Pool
from api.core.sealing import Root, derive, seal, unseal


class Roots(NamedTuple):
    """The installation's first root key, and those that took its place, in order."""

    first: bytes
    later: tuple[Root, ...] = ()


SELECT_ROOTS = "select key_id, sealed, made_at from root_keys order by key_id"
WRONG_MASTER = "XINQIAO_MASTER_KEY does not open the root keys: it is another installation's, or one that `./xinqiao rekey` replaced."
LOST = "A root key is missing in the database: restore the table root_keys."


async def load(conn: "asyncpg.Connection[asyncpg.Record]", master_key: bytes) -> Roots:
    """Opens the root keys; the master key is the only one where there are none. Raises Misconfigured."""
    found = await list_roots(conn, master_key)
    return Roots(found[0].key, tuple(found[1:])) if found else Roots(master_key)


async def load_from(pool: Pool, master_key: bytes) -> Roots:
    """The same on a connection of a pool."""
    async with pool.acquire() as conn:
        return await load(conn, master_key)  # pyright: ignore[reportArgumentType]  a proxy has the same methods


async def load_at(url: str, master_key: bytes) -> Roots:
    """The same at an address, also before the first migration. Raises Misconfigured."""
    conn = await migrate.connect(url)
    try:
        return await load(conn, master_key)
    finally:
        await conn.close()


async def list_roots(conn: "asyncpg.Connection[asyncpg.Record]", master_key: bytes) -> list[Root]:
    """The root keys as they stand in the table; none before the first `rekey`. Raises Misconfigured."""
    try:
        rows = await conn.fetch(SELECT_ROOTS)
    except asyncpg.UndefinedTableError:  # before migration 0225
        return []
    try:
        found = [Root(r["key_id"], _open(master_key, r), r["made_at"]) for r in rows]
    except (InvalidTag, ValueError) as error:
        raise Misconfigured(WRONG_MASTER) from error
    if [one.key_id for one in found] != [*range(len(found))]:
        raise Misconfigured(LOST)
    return found


def seal_root(master_key: bytes, root: Root) -> bytes:
    """What the table keeps of a root key."""
    return seal(derive(master_key, "root keys"), root.key, _place(root.key_id, root.made_at))


def _open(master_key: bytes, row: asyncpg.Record) -> bytes:
    return unseal(derive(master_key, "root keys"), row["sealed"], _place(row["key_id"], row["made_at"]))


def _place(key_id: int, made_at: datetime) -> bytes:
    # The instant says which entries of the chains a key verifies, so nobody may move it.
    return f"root key|{key_id}|{made_at.astimezone(UTC).isoformat()}".encode()
