"""Work that plans itself anew every day: made sure of whenever a worker starts."""

from datetime import timedelta

import msgspec

from api.core import access, db, tasks
from api.core.unit_of_work import UnitOfWork
from api.http.core import Core

EVERY = timedelta(days=1)
KEY = "daily"


async def ensure(core: Core, org_id: int, kind: str, payload: msgspec.Struct) -> None:
    """Plans the task in an organisation, due at once, unless it is planned or at work."""
    now = core.clock.now()
    async with db.transaction(core.pool, org_id) as conn:
        actor = access.system(org_id)
        uow = UnitOfWork(conn=conn, actor=actor, now=now, config=core.config, vault=core.vault, sealer=core.sealer)
        state = await tasks.state(uow, kind, KEY)
        if state is None or state.state not in {"planned", "handed"}:
            await tasks.enqueue(uow, kind, KEY, payload, now)
