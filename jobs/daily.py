"""Tasks that repeat every day. A starting worker enqueues those that are missing."""

from datetime import timedelta

import msgspec

from api.core import tasks
from api.core.services import Services
from api.core.unit_of_work import system_uow

EVERY = timedelta(days=1)
KEY = "daily"


async def ensure(services: Services, org_id: int, kind: str, payload: msgspec.Struct) -> None:
    """Enqueues the task in an organisation, due at once, unless it is planned or running."""
    async with system_uow(services, org_id) as uow:
        state = await tasks.state(uow, kind, KEY)
        if state is None or state.state not in {"planned", "handed"}:
            await tasks.enqueue(uow, kind, KEY, payload, uow.now)
