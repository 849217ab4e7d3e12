"""Providers and their rooms (C2). Everyone sees them; the school's administrator keeps them."""

from uuid import UUID

from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import NotFound, Stale
from api.core.unit import Unit
from api.counselling.errors import PlaceEnded
from api.counselling.providers import queries
from api.counselling.providers.queries import ProviderRow, Standing
from schemas.providers import Ended, Provider, ProviderNew, Room, RoomNew


async def list_providers(unit: Unit) -> list[Provider]:
    """Providers in use, each with its rooms."""
    unit.require_org(Action.PROVIDER_READ, "provider")
    rows = await queries.list_providers(unit.conn, unit.actor.org_id)
    rooms = await queries.list_rooms(unit.conn, unit.actor.org_id)
    return [_with_rooms(row, [r for r in rooms if r.provider_id == row.provider_id]) for row in rows]


async def get_provider(unit: Unit, provider_id: UUID) -> Provider:
    """One provider in use. Raises NotFound."""
    unit.require(Action.PROVIDER_READ, Thing(org_id=unit.actor.org_id, kind="provider", thing_id=provider_id))
    rows = await queries.list_providers(unit.conn, unit.actor.org_id, provider_id)
    if not rows:
        raise NotFound
    return _with_rooms(rows[0], await queries.list_rooms(unit.conn, unit.actor.org_id, provider_id))


async def add_provider(unit: Unit, new: ProviderNew) -> Provider:
    """Opens a provider."""
    _require_edit(unit, None)
    row = await queries.add_provider(unit.conn, unit.actor.org_id, uuid7(), new, unit.now)
    unit.changed(Action.PROVIDER_EDIT, "provider", row.provider_id)
    return _with_rooms(row, [])


async def set_provider(unit: Unit, provider_id: UUID, edit: ProviderNew, version: int) -> Provider:
    """Changes a provider in use. Raises NotFound, Stale, PlaceEnded."""
    _require_edit(unit, provider_id)
    _check_current(await _lock_provider(unit, provider_id), version)
    await queries.set_provider(unit.conn, unit.actor.org_id, provider_id, edit, unit.now)
    unit.changed(Action.PROVIDER_EDIT, "provider", provider_id)
    return await get_provider(unit, provider_id)


async def end_provider(unit: Unit, provider_id: UUID, version: int) -> Ended:
    """Takes a provider out of use; a second time changes nothing. Names the coming bookings there."""
    _require_edit(unit, provider_id)
    unit.object_id = provider_id
    standing = await _lock_provider(unit, provider_id)
    if standing.ended_at is None:
        _check_current(standing, version)
        await queries.end_provider(unit.conn, unit.actor.org_id, provider_id, unit.now)
        unit.changed(Action.PROVIDER_EDIT, "provider", provider_id)
    return await get_ended_provider(unit, provider_id)


async def get_ended_provider(unit: Unit, provider_id: UUID) -> Ended:
    """A provider as `end_provider` answers. Raises NotFound."""
    _require_edit(unit, provider_id)
    standing = await _lock_provider(unit, provider_id)
    coming = await queries.list_coming(unit.conn, unit.actor.org_id, provider_id, None, unit.now)
    return Ended(ended_id=provider_id, version=standing.version, bookings=coming)


async def add_room(unit: Unit, provider_id: UUID, new: RoomNew) -> Room:
    """Opens a room at a provider in use. Raises NotFound, PlaceEnded."""
    _require_edit(unit, None)
    if (await _lock_provider(unit, provider_id)).ended_at is not None:
        raise PlaceEnded
    room = await queries.add_room(unit.conn, unit.actor.org_id, provider_id, uuid7(), new.name, unit.now)
    unit.changed(Action.PROVIDER_EDIT, "room", room.room_id)
    return room


async def get_room(unit: Unit, room_id: UUID) -> Room:
    """One room in use. Raises NotFound."""
    room = await find_room(unit, room_id)
    if room is None:
        raise NotFound
    return room


async def find_room(unit: Unit, room_id: UUID) -> Room | None:
    """One room in use, if it is."""
    unit.require(Action.PROVIDER_READ, Thing(org_id=unit.actor.org_id, kind="room", thing_id=room_id))
    return await queries.find_room(unit.conn, unit.actor.org_id, room_id)


async def set_room(unit: Unit, provider_id: UUID, room_id: UUID, edit: RoomNew, version: int) -> Room:
    """Names a room anew. Raises NotFound, Stale, PlaceEnded."""
    _require_edit(unit, room_id)
    _check_current(await _lock_room(unit, provider_id, room_id), version)
    room = await queries.set_room(unit.conn, unit.actor.org_id, room_id, edit.name, unit.now)
    unit.changed(Action.PROVIDER_EDIT, "room", room_id)
    return room


async def end_room(unit: Unit, provider_id: UUID, room_id: UUID, version: int) -> Ended:
    """Takes a room out of use; a second time changes nothing. Names the coming bookings there."""
    _require_edit(unit, room_id)
    unit.object_id = room_id
    standing = await _lock_room(unit, provider_id, room_id)
    if standing.ended_at is None:
        _check_current(standing, version)
        await queries.end_room(unit.conn, unit.actor.org_id, room_id, unit.now)
        unit.changed(Action.PROVIDER_EDIT, "room", room_id)
    return await get_ended_room(unit, room_id)


async def get_ended_room(unit: Unit, room_id: UUID) -> Ended:
    """A room as `end_room` answers. Raises NotFound."""
    _require_edit(unit, room_id)
    standing = await queries.lock_room(unit.conn, unit.actor.org_id, room_id)
    if standing is None:
        raise NotFound
    coming = await queries.list_coming(unit.conn, unit.actor.org_id, standing.provider_id, room_id, unit.now)
    return Ended(ended_id=room_id, version=standing.version, bookings=coming)


async def _lock_room(unit: Unit, provider_id: UUID, room_id: UUID) -> Standing:
    standing = await queries.lock_room(unit.conn, unit.actor.org_id, room_id)
    if standing is None or standing.provider_id != provider_id:
        raise NotFound
    return standing


async def _lock_provider(unit: Unit, provider_id: UUID) -> Standing:
    standing = await queries.lock_provider(unit.conn, unit.actor.org_id, provider_id)
    if standing is None:
        raise NotFound
    return standing


def _require_edit(unit: Unit, thing_id: UUID | None) -> None:
    unit.require(Action.PROVIDER_EDIT, Thing(org_id=unit.actor.org_id, kind="provider", thing_id=thing_id))


def _check_current(standing: Standing, version: int) -> None:
    if standing.ended_at is not None:
        raise PlaceEnded
    if standing.version != version:
        raise Stale


def _with_rooms(row: ProviderRow, rooms: list[Room]) -> Provider:
    return Provider(
        provider_id=row.provider_id,
        kind=row.kind,
        name_zh=row.name_zh,
        name_en=row.name_en,
        address=row.address,
        phone=row.phone,
        rooms=rooms,
        version=row.version,
    )
