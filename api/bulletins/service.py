"""Bulletins: a line that a school shows on everybody's first screen until a day."""

from uuid import UUID

from api.bulletins import actions, queries
from api.bulletins.errors import BulletinOver
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.bulletins.wire import Bulletin, BulletinNew

MOST = 20
FIRST = 2
"""Bulletins of one organisation on the first screen."""


async def list_bulletins(uow: Reading) -> list[Bulletin]:
    """What shows today, the latest first."""
    uow.require_org(actions.BULLETIN_READ, "bulletin")
    return await _shown(uow, MOST)


async def list_first(uow: Reading) -> list[Bulletin]:
    """The latest of these, for the first screen, which requires its own action."""
    return await _shown(uow, FIRST)


async def get_bulletin(uow: Reading, bulletin_id: UUID) -> Bulletin:
    """One bulletin, also one that was ended, for a repeated request. Raises NotFound."""
    uow.require(actions.BULLETIN_EDIT, _resource(uow, bulletin_id))
    found = await queries.find_bulletin(uow.conn, uow.actor.org_id, bulletin_id)
    if found is None:
        raise NotFound
    return found


async def add_bulletin(uow: UnitOfWork, new: BulletinNew) -> Bulletin:
    """Shows a line. Raises BulletinOver."""
    uow.require(actions.BULLETIN_EDIT, _resource(uow))
    if new.last_day < uow.now.astimezone(uow.actor.zone).date():
        raise BulletinOver
    bulletin_id = uuid7()
    await queries.add_bulletin(uow.conn, uow.actor.org_id, bulletin_id, new, uow.now)
    uow.changed(actions.BULLETIN_EDIT, "bulletin", bulletin_id)
    return await get_bulletin(uow, bulletin_id)


async def end_bulletin(uow: UnitOfWork, bulletin_id: UUID) -> Bulletin:
    """Takes a line off; a second time changes nothing. Raises NotFound."""
    await get_bulletin(uow, bulletin_id)
    if await queries.end_bulletin(uow.conn, uow.actor.org_id, bulletin_id, uow.now):
        uow.changed(actions.BULLETIN_EDIT, "bulletin", bulletin_id)
    uow.object_id = bulletin_id
    return await get_bulletin(uow, bulletin_id)


async def _shown(uow: Reading, limit: int) -> list[Bulletin]:
    today = uow.now.astimezone(uow.actor.zone).date()
    return await queries.list_bulletins(uow.conn, uow.actor.org_id, today, limit)


def _resource(uow: Reading, bulletin_id: UUID | None = None) -> Resource:
    return Resource(org_id=uow.actor.org_id, kind="bulletin", resource_id=bulletin_id)
