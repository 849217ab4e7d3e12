"""Removes what an account needs for a few days only, as the relay role: the app removes nobody's keys."""

from datetime import datetime, timedelta

from api.core import daily, migrate
from api.core.db import value
from api.core.errors import Misconfigured
from api.core.unit_of_work import UnitOfWork
from schemas.accounts.tasks import PurgeIdempotency

KEYS_KEPT = timedelta(days=3)
"""The app repeats a write for two days (`src/api/queue.ts`); one more for what is on its way, and clocks that are off."""

PURGE_IDEMPOTENCY = """
select idempotency_purge($1)
"""


PURGE_CHALLENGES = """
select passkey_challenge_purge($1)
"""


PURGE_SESSIONS = """
select session_purge($1)
"""
PURGE_FAILURES = """
select login_failures_purge($1)
"""


PURGE_CODES = """
select login_code_purge($1)
"""
PURGE_MOVES = """
select login_moves_purge($1)
"""


async def purge_idempotency(uow: UnitOfWork, _: PurgeIdempotency) -> datetime:
    """Removes old idempotency keys, challenges, codes, old numbers, sessions and counters that are over. Returns when to do it again."""
    relay_url = uow.config.database_relay_url
    if relay_url is None:
        raise Misconfigured("DATABASE_RELAY_URL is missing.")
    conn = await migrate.connect(relay_url)
    try:
        await value(conn, PURGE_IDEMPOTENCY, uow.now - KEYS_KEPT)
        await value(conn, PURGE_CHALLENGES, uow.now)
        await value(conn, PURGE_CODES, uow.now)
        await value(conn, PURGE_MOVES, uow.now)
        await value(conn, PURGE_SESSIONS, uow.now)
        await value(conn, PURGE_FAILURES, uow.now - KEYS_KEPT)
    finally:
        await conn.close(timeout=2)
    return uow.now + daily.EVERY


async def purge_challenges(uow: UnitOfWork) -> None:
    """Removes challenges that ran out; also the door may, whose sign-ins make them."""
    await value(uow.conn, PURGE_CHALLENGES, uow.now)
