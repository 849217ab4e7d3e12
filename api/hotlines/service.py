"""Hotlines (C5): everybody may call; an organisation's administrator or officer keeps its own."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.access import Resource
from api.core.db import PLATFORM, uuid7
from api.core.errors import NotFound, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.hotlines import actions, queries
from api.hotlines.errors import HotlineEnded
from api.hotlines.queries import Current
from schemas.hotlines.wire import Hotline, HotlineNew


async def list_national(uow: Reading) -> list[Hotline]:
    """The national lines, for everybody: those of the platform's organisation."""
    return await queries.list_hotlines(uow.conn, PLATFORM)


async def list_near(uow: Reading, org_ids: Sequence[int]) -> list[int]:
    """Whose lines somebody of these organisations is shown, nearest first; the platform's come last."""
    uow.require_self("hotline")
    return [*await queries.list_near(uow.conn, org_ids), PLATFORM]


async def list_of(uow: Reading) -> list[Hotline]:
    """The lines of the organisation principal, for somebody who belongs below it: they tell nothing of anybody."""
    uow.require_self("hotline")
    return await queries.list_hotlines(uow.conn, uow.actor.org_id)


async def list_hotlines(uow: Reading) -> list[Hotline]:
    """The organisation's own lines, for those who edit them."""
    uow.require_org(actions.HOTLINE_READ, "hotline")
    return await queries.list_hotlines(uow.conn, uow.actor.org_id)


async def get_hotline(uow: Reading, hotline_id: UUID) -> Hotline:
    """One line, also one that was taken out, for a repeated request. Raises NotFound."""
    uow.require(actions.HOTLINE_READ, _resource(uow, hotline_id))
    current = await queries.find_hotline(uow.conn, uow.actor.org_id, hotline_id)
    if current is None:
        raise NotFound
    return _to_wire(current)


async def add_hotline(uow: UnitOfWork, new: HotlineNew) -> Hotline:
    """Adds a line."""
    uow.require(actions.HOTLINE_EDIT, _resource(uow))
    hotline_id = uuid7()
    await queries.add_hotline(uow.conn, uow.actor.org_id, hotline_id, new, uow.now)
    uow.changed(actions.HOTLINE_EDIT, "hotline", hotline_id)
    return await get_hotline(uow, hotline_id)


async def set_hotline(uow: UnitOfWork, hotline_id: UUID, edit: HotlineNew, version: int) -> Hotline:
    """Changes a line in use. Raises NotFound, HotlineEnded, Stale."""
    current = await _locked(uow, hotline_id)
    if current.ended_at is not None:
        raise HotlineEnded
    check_version(current.version, version)
    await queries.set_hotline(uow.conn, uow.actor.org_id, hotline_id, edit, uow.now)
    uow.changed(actions.HOTLINE_EDIT, "hotline", hotline_id)
    return await get_hotline(uow, hotline_id)


async def end_hotline(uow: UnitOfWork, hotline_id: UUID, version: int) -> Hotline:
    """Takes a line out of the lists; a second time changes nothing. Raises NotFound, Stale."""
    current = await _locked(uow, hotline_id)
    if current.ended_at is None:
        check_version(current.version, version)
        await queries.end_hotline(uow.conn, uow.actor.org_id, hotline_id, uow.now)
        uow.changed(actions.HOTLINE_EDIT, "hotline", hotline_id)
    uow.object_id = hotline_id
    return await get_hotline(uow, hotline_id)


async def _locked(uow: UnitOfWork, hotline_id: UUID) -> Current:
    uow.require(actions.HOTLINE_EDIT, _resource(uow, hotline_id))
    current = await queries.lock_hotline(uow.conn, uow.actor.org_id, hotline_id)
    if current is None:
        raise NotFound
    return current


def _resource(uow: Reading, hotline_id: UUID | None = None) -> Resource:
    return Resource(org_id=uow.actor.org_id, kind="hotline", resource_id=hotline_id)


def _to_wire(current: Current) -> Hotline:
    return msgspec.convert(current, Hotline, from_attributes=True)
