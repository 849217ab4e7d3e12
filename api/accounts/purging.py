"""Removes what an account needs for a few days only."""

from datetime import datetime, timedelta

from api.core import daily
from api.core.db import value
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


async def purge_idempotency(uow: UnitOfWork, _: PurgeIdempotency) -> datetime:
    """Removes old idempotency keys, challenges, sessions and counters that are over. Returns when to do it again."""
    await value(uow.conn, PURGE_IDEMPOTENCY, uow.now - KEYS_KEPT)
    await purge_challenges(uow)
    await value(uow.conn, PURGE_SESSIONS, uow.now)
    await value(uow.conn, PURGE_FAILURES, uow.now - KEYS_KEPT)
    return uow.now + daily.EVERY


async def purge_challenges(uow: UnitOfWork) -> None:
    """Removes challenges that ran out."""
    await value(uow.conn, PURGE_CHALLENGES, uow.now)
