"""`rekey`: an operator replaces the master key, and the root key where it may be known."""

import argparse
import asyncio

import asyncpg

from api.cli.environment import check_database, needed, settings
from api.core import keystore, migrate, rekeying
from api.core.config import Config
from api.core.roots import Roots


def run_rekey(words: list[str]) -> int:
    """Says what was done, a line each."""
    parser = argparse.ArgumentParser(
        prog="xinqiao rekey",
        description="Seals the root keys by XINQIAO_MASTER_KEY; XINQIAO_OLD_MASTER_KEY sealed them until now. "
        "What a kill left half done is finished by running it again.",
    )
    parser.add_argument(
        "--new-root", action="store_true", help="make a new root key too; API and worker must be stopped"
    )
    new_root = parser.parse_args(words).new_root
    asyncio.run(_rekey(settings(), new_root=new_root))
    return 0


async def _rekey(config: Config, *, new_root: bool) -> None:
    url = needed(config.database_owner_url, "DATABASE_OWNER_URL")
    await check_database(url, "DATABASE_OWNER_URL")
    conn = await migrate.connect(url)
    try:
        roots = await (_add_root(conn, config) if new_root else _wrap(conn, config))
    finally:
        await conn.close()
    print(f"The master key seals {1 + len(roots.later)} root keys; the old one opens none of them.")
    store = await keystore.open_keystore(config.keystore_url, config.data_dir, *roots)
    try:
        print(f"{await store.reseal()} keys of students and organisations were sealed again.")
    finally:
        await store.close()


async def _wrap(conn: "asyncpg.Connection[asyncpg.Record]", config: Config) -> Roots:
    async with conn.transaction():
        found = await rekeying.wrap(conn, config.master_key, config.old_master_key, config.clock().now())
    return Roots(found[0].key, tuple(found[1:]))


async def _add_root(conn: "asyncpg.Connection[asyncpg.Record]", config: Config) -> Roots:
    await rekeying.check_stopped(conn)
    async with conn.transaction():
        roots, lost = await rekeying.add_root(conn, config.master_key, config.old_master_key, config.clock().now())
        await rekeying.check_stopped(conn)
    print("A new root key seals and names everything in the database. Starting codes that were not used are gone.")
    if lost:
        print(f"{lost} ways of students to sign in are in no roster: they work again after the school's next import.")
    return roots
