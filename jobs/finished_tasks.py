"""Removes finished tasks of every organisation daily, as the relay role: no other one reaches more than one organisation's rows."""

from datetime import datetime, timedelta

import asyncpg
import msgspec

from api.core import daily
from api.core.db import many, run
from jobs.runner import Handler, Job
from schemas.platform.tasks import Purge

KEPT = timedelta(days=30)


class Org(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation with tasks to remove."""

    org_id: int


SELECT_ORGS = """
select org_id from tasks where state in ('done', 'cancelled', 'failed') and updated_at < $1 group by org_id
"""
DELETE_TASKS = """
delete from tasks where org_id = $1 and state in ('done', 'cancelled', 'failed') and updated_at < $2
"""


async def purge(relay_url: str | None, before: datetime) -> int:
    """Removes what ended before then, one organisation after the other. Returns how many tasks that were."""
    conn = await asyncpg.connect(relay_url, timeout=10)
    try:
        orgs = await many(conn, Org, SELECT_ORGS, before)
        return sum([await run(conn, DELETE_TASKS, org.org_id, before) for org in orgs])
    finally:
        await conn.close(timeout=2)


async def purge_daily(job: Job[Purge], _: Purge) -> None:
    """Purges, and runs again a day later."""
    await purge(job.services.config.database_relay_url, job.now() - KEPT)
    async with job.finishing_transaction() as uow:
        job.put_off(job.lease, uow.now + daily.EVERY)


HANDLER = Handler(payload=Purge, handle=purge_daily)
