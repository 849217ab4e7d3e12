"""`db distribute`: a Citus cluster for one database that has outgrown its machine."""

import argparse
import asyncio

from api.cli.environment import check_database, needed, settings
from api.core import distribution, migrate


def run_db(words: list[str]) -> int:
    """Distributes what is not yet distributed, then checks all of it; exit code 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="xinqiao db", description="Works on the database as DATABASE_OWNER_URL.")
    parser.add_argument("action", choices=["distribute"], help="spread the tables over the workers of a Citus cluster")
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 when something is wrong")
    chosen = parser.parse_args(words)
    url = needed(settings().database_owner_url, "DATABASE_OWNER_URL")
    placed, wrong = asyncio.run(_distribute(url, check_only=chosen.check))
    for table in placed:
        print(f"placed  {table}")
    for sentence in wrong:
        print(f"WRONG   {sentence}")
    if not wrong:
        print("Every table stands where its group does.")
    return 1 if wrong else 0


async def _distribute(url: str, *, check_only: bool) -> tuple[list[str], list[str]]:
    await check_database(url, "DATABASE_OWNER_URL")
    conn = await migrate.connect(url)
    try:
        placed = [] if check_only else await distribution.distribute(conn)
        return placed, await distribution.check(conn)
    finally:
        await conn.close()
