"""`migrate` and `audit`: what an operator does to the database itself."""

import argparse
import asyncio
from collections.abc import Mapping
from datetime import date

from api.cli.environment import check_database, needed, settings
from api.core import anchors, audit, db, migrate, roots
from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.organisations import list_org_ids
from api.core.sealing import Sealer


def run_migrate(words: list[str]) -> int:
    """Applies what is missing, or with --check only says what that is (exit code 1)."""
    parser = argparse.ArgumentParser(
        prog="xinqiao migrate", description="Brings the database up to date, as DATABASE_OWNER_URL."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 when something is missing")
    check = parser.parse_args(words).check
    config = settings()
    url = needed(config.database_owner_url, "DATABASE_OWNER_URL")
    names = asyncio.run(migrate.status(url) if check else _migrate(url, config.master_key))
    for name in names:
        print(f"{'waits' if check else 'applied'}  {name}")
    if not names:
        print("The database is up to date.")
    return 1 if check and names else 0


async def _migrate(url: str, master_key: bytes) -> list[str]:
    return await migrate.migrate(url, sealer=Sealer(*await roots.load_at(url, master_key)))


def run_audit(words: list[str]) -> int:
    """Verifies the chains; exit code 1 when one is broken."""
    parser = argparse.ArgumentParser(
        prog="xinqiao audit",
        description="Verifies the chains of openings of confidential text, also against their anchors.",
    )
    parser.add_argument("--org", type=int, action="append", help="only this organisation (may be repeated)")
    parser.add_argument(
        "--code",
        nargs=2,
        metavar=("DAY", "CODE"),
        help="of one organisation: also whether its chain still has the end that was mailed on this day",
    )
    chosen = parser.parse_args(words)
    if chosen.code and len(chosen.org or []) != 1:
        parser.error("a code is of one organisation: name it by --org")
    broken = asyncio.run(verify_chains(settings(), chosen.org))
    if chosen.code:
        broken += asyncio.run(check_mailed(settings(), chosen.org[0], *chosen.code))
    for sentence in broken:
        print(sentence)
    if not broken:
        print("Every chain is whole.")
    return 1 if broken else 0


async def verify_chains(config: Config, only: list[int] | None = None) -> list[str]:
    """One sentence for each organisation whose chain is broken, or does not fit its anchors. Raises Misconfigured."""
    await check_database(config.database_url)
    anchored = anchors.list_anchored(config.anchors_dir)
    pool = await db.pool(needed(config.database_url, "DATABASE_URL"), size=2)
    try:
        sealer = Sealer(*await roots.load_from(pool, config.master_key))
        async with db.reading(pool, db.PLATFORM) as conn:
            known = await list_org_ids(conn)
        orgs = only or sorted({*known, *anchored})  # an organisation whose row is gone has its anchors still
        found = [await _verify_one(pool, sealer, org_id, anchored.get(org_id, {})) for org_id in orgs]
        return [sentence for sentence in found if sentence]
    finally:
        await pool.close()


async def check_mailed(config: Config, org_id: int, day: str, code: str) -> list[str]:
    """A sentence where no entry of the chain has the check code that was mailed on a day. Raises Misconfigured."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Misconfigured(f"{day} is no day: write it as 2026-11-27.") from error
    pool = await db.pool(needed(config.database_url, "DATABASE_URL"), size=1)
    try:
        async with db.transaction(pool, org_id) as conn:
            found = await audit.find_end(
                conn, org_id, lambda end: anchors.check_code(org_id, on, end) == code.strip().lower()
            )
    finally:
        await pool.close()
    if found is None:
        return [
            f"No entry of organisation {org_id} has the code that was mailed on {day}: the chain was rewritten or cut."
        ]
    print(f"The chain had {found} entries when this code was mailed, and has them still.")
    return []


async def _verify_one(pool: db.Pool, sealer: Sealer, org_id: int, anchored: Mapping[int, bytes]) -> str | None:
    async with db.transaction(pool, org_id) as conn:
        return await audit.verify(conn, sealer, org_id, anchored)
