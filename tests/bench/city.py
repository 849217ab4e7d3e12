"""Fills a database with a city's students for the bench (GUA 1.4), inside PostgreSQL."""

from pathlib import Path

import asyncpg

SCRIPT = Path(__file__).with_suffix(".sql")
SETTINGS = (
    "set session_replication_role = replica; set synchronous_commit = off;"
    " set work_mem = '64MB'; set maintenance_work_mem = '256MB';"
)
"""Foreign keys are checked row by row through triggers; the rows come from one script and fit each other."""


async def load(superuser_url: str, students: int) -> None:
    """Loads exactly this many students with their guardians, classes and memberships."""
    conn = await asyncpg.connect(superuser_url)
    try:
        await conn.execute(SETTINGS + SCRIPT.read_text().replace(":students", str(students)))
    finally:
        await conn.close()
