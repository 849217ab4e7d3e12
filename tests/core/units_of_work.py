"""Units below HTTP: one transaction of somebody in one organisation."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from api.core.access import Actor, Role
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, unit_of_work_as
from tests.servers import Database


@asynccontextmanager
async def acting(
    services: Services, org_id: int, account_id: UUID, *roles: Role, assurance: int = 2
) -> AsyncGenerator[UnitOfWork]:
    """A uow of this account; commits at the end."""
    actor = Actor(account_id=account_id, org_id=org_id, roles=frozenset(roles), assurance=assurance)
    async with unit_of_work_as(services, actor) as uow:
        yield uow


@asynccontextmanager
async def owner(database: Database) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection as the owner of the schema: for what an operator, a thief or a fault does."""
    conn = await asyncpg.connect(database.owner_url)
    try:
        yield conn
    finally:
        await conn.close()
