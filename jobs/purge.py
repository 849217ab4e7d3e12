"""Lets old idempotency keys and finished tasks go, once a day."""

from datetime import timedelta

from api.core import access, db, tasks
from api.core.db import PLATFORM, value
from api.core.unit import Unit
from api.web.core import Core
from jobs.runner import Handler, Job
from schemas.tasks import Purge

EVERY = timedelta(days=1)
KEYS_KEPT = timedelta(days=2)
"""A phone may repeat a write for so long."""
TASKS_KEPT = timedelta(days=30)
KEY = "daily"

PURGE_IDEMPOTENCY = """
select idempotency_purge($1)
"""
PURGE_TASKS = """
select tasks_purge($1)
"""


async def purge(job: Job[Purge], _: Purge) -> None:
    """Purges and comes again a day later."""
    async with job.last() as unit:
        await value(unit.conn, PURGE_IDEMPOTENCY, unit.now - KEYS_KEPT)
        await value(unit.conn, PURGE_TASKS, unit.now - TASKS_KEPT)
        job.put_off(job.lease, unit.now + EVERY)


async def ensure(core: Core) -> None:
    """Plans the purge unless it is planned: whenever a worker starts."""
    now = core.clock.now()
    async with db.transaction(core.pool, PLATFORM) as conn:
        actor = access.system(PLATFORM)
        unit = Unit(conn=conn, actor=actor, now=now, config=core.config, vault=core.vault, sealer=core.sealer)
        state = await tasks.state(unit, Purge.kind, KEY)
        if state is None or state.state not in {"planned", "handed"}:
            await tasks.plan(unit, Purge.kind, KEY, Purge(), now)


HANDLER = Handler(payload=Purge, handle=purge)
