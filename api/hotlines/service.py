"""Hotlines (C5): everybody may call; an organisation's administrator or officer keeps its own."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.accounts.me.service import require_self
from api.core.access import Action, Thing
from api.core.db import PLATFORM, uuid7
from api.core.errors import NotFound, Stale
from api.core.unit import Unit
from api.hotlines import queries
from api.hotlines.errors import HotlineEnded
from api.hotlines.queries import Standing
from schemas.hotlines import Hotline, HotlineNew


async def list_national(unit: Unit) -> list[Hotline]:
    """The national lines, for whoever comes; what the platform's own organisation has."""
    return await queries.list_hotlines(unit.conn, PLATFORM)


async def list_near(unit: Unit, org_ids: Sequence[int]) -> list[int]:
    """Whose lines somebody of these organisations is shown, nearest first; the platform's come last."""
    require_self(unit, "hotline")
    return [*await queries.list_near(unit.conn, org_ids), PLATFORM]


async def list_of(unit: Unit) -> list[Hotline]:
    """The lines of the organisation entered, for somebody who belongs below it: they tell nothing of anybody."""
    require_self(unit, "hotline")
    return await queries.list_hotlines(unit.conn, unit.actor.org_id)


async def list_hotlines(unit: Unit) -> list[Hotline]:
    """The organisation's own lines, for whoever keeps them."""
    unit.require_org(Action.HOTLINE_READ, "hotline")
    return await queries.list_hotlines(unit.conn, unit.actor.org_id)


async def get_hotline(unit: Unit, hotline_id: UUID) -> Hotline:
    """One line, also one that was taken out, for a repeated request. Raises NotFound."""
    unit.require(Action.HOTLINE_READ, _thing(unit, hotline_id))
    standing = await queries.find_hotline(unit.conn, unit.actor.org_id, hotline_id)
    if standing is None:
        raise NotFound
    return _shown(standing)


async def add_hotline(unit: Unit, new: HotlineNew) -> Hotline:
    """Adds a line."""
    unit.require(Action.HOTLINE_EDIT, _thing(unit))
    hotline_id = uuid7()
    await queries.add_hotline(unit.conn, unit.actor.org_id, hotline_id, new, unit.now)
    unit.changed(Action.HOTLINE_EDIT, "hotline", hotline_id)
    return await get_hotline(unit, hotline_id)


async def set_hotline(unit: Unit, hotline_id: UUID, edit: HotlineNew, version: int) -> Hotline:
    """Changes a line in use. Raises NotFound, HotlineEnded, Stale."""
    standing = await _locked(unit, hotline_id)
    if standing.ended_at is not None:
        raise HotlineEnded
    _check_current(standing, version)
    await queries.set_hotline(unit.conn, unit.actor.org_id, hotline_id, edit, unit.now)
    unit.changed(Action.HOTLINE_EDIT, "hotline", hotline_id)
    return await get_hotline(unit, hotline_id)


async def end_hotline(unit: Unit, hotline_id: UUID, version: int) -> Hotline:
    """Takes a line out of the lists; a second time changes nothing. Raises NotFound, Stale."""
    standing = await _locked(unit, hotline_id)
    if standing.ended_at is None:
        _check_current(standing, version)
        await queries.end_hotline(unit.conn, unit.actor.org_id, hotline_id, unit.now)
        unit.changed(Action.HOTLINE_EDIT, "hotline", hotline_id)
    unit.object_id = hotline_id
    return await get_hotline(unit, hotline_id)


async def _locked(unit: Unit, hotline_id: UUID) -> Standing:
    unit.require(Action.HOTLINE_EDIT, _thing(unit, hotline_id))
    standing = await queries.lock_hotline(unit.conn, unit.actor.org_id, hotline_id)
    if standing is None:
        raise NotFound
    return standing


def _check_current(standing: Standing, version: int) -> None:
    if standing.version != version:
        raise Stale


def _thing(unit: Unit, hotline_id: UUID | None = None) -> Thing:
    return Thing(org_id=unit.actor.org_id, kind="hotline", thing_id=hotline_id)


def _shown(standing: Standing) -> Hotline:
    return msgspec.convert(standing, Hotline, from_attributes=True)
