"""Tasks that repeat every day. Features register them; a starting worker enqueues those that are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from api.core import db, tasks
from api.core.db import PLATFORM, ReadConn, many
from api.core.unit_of_work import UnitOfWork, system_uow
from schemas.tasks import TaskPayload

if TYPE_CHECKING:  # the services hold the registry, whose features declare daily tasks
    from api.core.services import Services

EVERY = timedelta(days=1)
"""A daily task's handler asks to run again after this time."""
KEY = "daily"


@dataclass(frozen=True, slots=True)
class Daily:
    """A task that repeats in every open organisation of a kind; once for the whole platform if there is no kind."""

    payload: TaskPayload
    org_kind: str | None = field(default=None, kw_only=True)


class Org(msgspec.Struct, frozen=True, kw_only=True):
    """An open organisation."""

    org_id: int


SELECT_ORGS = """
select org_id from orgs where kind = $1 and ended_at is null order by org_id
"""


async def ensure(services: Services, every: Iterable[Daily]) -> None:
    """Enqueues each task where it is neither planned nor running, due at once. One that failed for good starts again so."""
    for daily in every:
        async with db.reading(services.pool, PLATFORM) as conn:
            orgs = await _list_orgs(conn, daily)
        for org_id in orgs:
            async with system_uow(services, org_id) as uow:
                state = await tasks.state(uow, daily.payload.kind, KEY)
                if state is None or state.state not in {"planned", "handed"}:
                    await _enqueue(uow, daily)


async def run_now(uow: UnitOfWork, org_kind: str) -> None:
    """Makes the daily tasks of this organisation due at once: what they calculate has changed at large."""
    for daily in uow.services.registry.daily:
        if daily.org_kind == org_kind:
            await _enqueue(uow, daily)


async def _list_orgs(conn: ReadConn, daily: Daily) -> list[int]:
    if daily.org_kind is None:
        return [PLATFORM]
    return [org.org_id for org in await many(conn, Org, SELECT_ORGS, daily.org_kind)]


async def _enqueue(uow: UnitOfWork, daily: Daily) -> None:
    await tasks.enqueue(uow, daily.payload.kind, KEY, daily.payload, uow.now)
