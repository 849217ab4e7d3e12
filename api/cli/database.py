"""`migrate` and `audit`: what an operator does to the database itself."""

import argparse
import asyncio

from api.cli.environment import check_database, needed, settings
from api.core import audit, db, migrate
from api.core.config import Config

SELECT_ORG_IDS = "select org_id from orgs order by org_id"


def run_migrate(words: list[str]) -> int:
    """Applies what is missing, or with --check only says what that is (exit code 1)."""
    parser = argparse.ArgumentParser(
        prog="xinqiao migrate", description="Brings the database up to date, as DATABASE_OWNER_URL."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 when something is missing")
    check = parser.parse_args(words).check
    url = needed(settings().database_owner_url, "DATABASE_OWNER_URL")
    names = asyncio.run(migrate.status(url) if check else migrate.migrate(url))
    for name in names:
        print(f"{'waits' if check else 'applied'}  {name}")
    if not names:
        print("The database is up to date.")
    return 1 if check and names else 0


def run_audit(words: list[str]) -> int:
    """Verifies the chains; exit code 1 when one is broken."""
    parser = argparse.ArgumentParser(
        prog="xinqiao audit", description="Verifies the chain of looks at confidential text."
    )
    parser.add_argument("--org", type=int, action="append", help="only this organisation (may be repeated)")
    chosen = parser.parse_args(words)
    broken = asyncio.run(_verify(settings(), chosen.org))
    for sentence in broken:
        print(sentence)
    if not broken:
        print("Every chain is whole.")
    return 1 if broken else 0


async def _verify(config: Config, only: list[int] | None) -> list[str]:
    await check_database(config.database_url)
    pool = await db.pool(needed(config.database_url, "DATABASE_URL"), size=2)
    try:
        orgs = only or [row["org_id"] for row in await pool.fetch(SELECT_ORG_IDS)]
        return [sentence for org_id in orgs if (sentence := await _verify_one(pool, org_id))]
    finally:
        await pool.close()


async def _verify_one(pool: db.Pool, org_id: int) -> str | None:
    async with db.transaction(pool, org_id) as conn:
        return await audit.verify(conn, org_id)
