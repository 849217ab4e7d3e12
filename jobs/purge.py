"""Lets old idempotency keys and finished tasks go, once a day."""

from datetime import timedelta

from api.core.db import PLATFORM, value
from api.core.services import Services
from jobs import daily, finished_tasks
from jobs.runner import Handler, Job
from schemas.platform.tasks import Purge

KEYS_KEPT = timedelta(days=3)
"""The app repeats a write for two days (`src/api/queue.ts`); one more for what is on its way, and clocks that are off."""
TASKS_KEPT = timedelta(days=30)

PURGE_IDEMPOTENCY = """
select idempotency_purge($1)
"""


async def purge(job: Job[Purge], _: Purge) -> None:
    """Purges, and runs again a day later."""
    await finished_tasks.purge(job.services.config.database_relay_url, job.now() - TASKS_KEPT)
    async with job.finishing_transaction() as uow:
        await value(uow.conn, PURGE_IDEMPOTENCY, uow.now - KEYS_KEPT)
        job.put_off(job.lease, uow.now + daily.EVERY)


async def ensure(services: Services) -> None:
    """Plans the purge unless it is planned: whenever a worker starts."""
    await daily.ensure(services, PLATFORM, Purge.kind, Purge())


HANDLER = Handler(payload=Purge, handle=purge)
