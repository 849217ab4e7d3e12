"""Providers and their rooms (C2). Everyone sees them; the school's administrator keeps them."""

from uuid import UUID

from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.counselling import actions
from api.counselling.errors import PlaceEnded
from api.counselling.names import service as names
from api.counselling.providers import queries
from api.counselling.providers.queries import Current, ProviderRow
from schemas.counselling.providers.wire import EndedPlace, Provider, ProviderNew, Room, RoomNew


async def list_providers(uow: Reading) -> list[Provider]:
    """Providers in use, each with its rooms."""
    uow.require_org(actions.PROVIDER_READ, "provider")
    rows = await queries.list_providers(uow.conn, uow.actor.org_id)
    rooms = await queries.list_rooms(uow.conn, uow.actor.org_id)
    return [_with_rooms(row, [r for r in rooms if r.provider_id == row.provider_id]) for row in rows]


async def get_provider(uow: Reading, provider_id: UUID) -> Provider:
    """One provider in use. Raises NotFound."""
    uow.require(actions.PROVIDER_READ, Resource(org_id=uow.actor.org_id, kind="provider", resource_id=provider_id))
    rows = await queries.list_providers(uow.conn, uow.actor.org_id, provider_id)
    if not rows:
        raise NotFound
    return _with_rooms(rows[0], await queries.list_rooms(uow.conn, uow.actor.org_id, provider_id))


async def add_provider(uow: UnitOfWork, new: ProviderNew) -> Provider:
    """Opens a provider."""
    _require_edit(uow, None)
    row = await queries.add_provider(uow.conn, uow.actor.org_id, uuid7(), new, uow.now)
    uow.changed(actions.PROVIDER_EDIT, "provider", row.provider_id)
    return _with_rooms(row, [])


async def set_provider(uow: UnitOfWork, provider_id: UUID, edit: ProviderNew, version: int) -> Provider:
    """Changes a provider in use. Raises NotFound, Stale, PlaceEnded."""
    _require_edit(uow, provider_id)
    _check_current(await _lock_provider(uow, provider_id), version)
    await queries.set_provider(uow.conn, uow.actor.org_id, provider_id, edit, uow.now)
    await names.rename_provider(uow, provider_id, edit.name_zh, edit.name_en)
    uow.changed(actions.PROVIDER_EDIT, "provider", provider_id)
    return await get_provider(uow, provider_id)


async def end_provider(uow: UnitOfWork, provider_id: UUID, version: int) -> EndedPlace:
    """Takes a provider out of use; a second time changes nothing. Names the coming bookings there."""
    _require_edit(uow, provider_id)
    uow.object_id = provider_id
    current = await _lock_provider(uow, provider_id)
    if current.ended_at is None:
        _check_current(current, version)
        await queries.end_provider(uow.conn, uow.actor.org_id, provider_id, uow.now)
        uow.changed(actions.PROVIDER_EDIT, "provider", provider_id)
    return await get_ended_provider(uow, provider_id)


async def get_ended_provider(uow: UnitOfWork, provider_id: UUID) -> EndedPlace:
    """A provider as `end_provider` answers. Raises NotFound."""
    _require_edit(uow, provider_id)
    current = await _lock_provider(uow, provider_id)
    coming = await queries.list_coming(uow.conn, uow.actor.org_id, provider_id, None, uow.now, uow.actor.account_id)
    return EndedPlace(ended_id=provider_id, version=current.version, bookings=coming)


async def add_room(uow: UnitOfWork, provider_id: UUID, new: RoomNew) -> Room:
    """Opens a room at a provider in use. Raises NotFound, PlaceEnded."""
    _require_edit(uow, None)
    if (await _lock_provider(uow, provider_id)).ended_at is not None:
        raise PlaceEnded
    room = await queries.add_room(uow.conn, uow.actor.org_id, provider_id, uuid7(), new.name, uow.now)
    uow.changed(actions.PROVIDER_EDIT, "room", room.room_id)
    return room


async def get_room(uow: Reading, room_id: UUID) -> Room:
    """One room in use. Raises NotFound."""
    room = await find_room(uow, room_id)
    if room is None:
        raise NotFound
    return room


async def find_room(uow: Reading, room_id: UUID) -> Room | None:
    """One room in use, if it is."""
    uow.require(actions.PROVIDER_READ, Resource(org_id=uow.actor.org_id, kind="room", resource_id=room_id))
    return await queries.find_room(uow.conn, uow.actor.org_id, room_id)


async def set_room(uow: UnitOfWork, provider_id: UUID, room_id: UUID, edit: RoomNew, version: int) -> Room:
    """Renames a room. Raises NotFound, Stale, PlaceEnded."""
    _require_edit(uow, room_id)
    _check_current(await _lock_room(uow, provider_id, room_id), version)
    room = await queries.set_room(uow.conn, uow.actor.org_id, room_id, edit.name, uow.now)
    await names.rename_room(uow, room_id, edit.name)
    uow.changed(actions.PROVIDER_EDIT, "room", room_id)
    return room


async def end_room(uow: UnitOfWork, provider_id: UUID, room_id: UUID, version: int) -> EndedPlace:
    """Takes a room out of use; a second time changes nothing. Names the coming bookings there."""
    _require_edit(uow, room_id)
    uow.object_id = room_id
    current = await _lock_room(uow, provider_id, room_id)
    if current.ended_at is None:
        _check_current(current, version)
        await queries.end_room(uow.conn, uow.actor.org_id, room_id, uow.now)
        uow.changed(actions.PROVIDER_EDIT, "room", room_id)
    return await get_ended_room(uow, room_id)


async def get_ended_room(uow: UnitOfWork, room_id: UUID) -> EndedPlace:
    """A room as `end_room` answers. Raises NotFound."""
    _require_edit(uow, room_id)
    current = await queries.lock_room(uow.conn, uow.actor.org_id, room_id)
    if current is None:
        raise NotFound
    coming = await queries.list_coming(
        uow.conn, uow.actor.org_id, current.provider_id, room_id, uow.now, uow.actor.account_id
    )
    return EndedPlace(ended_id=room_id, version=current.version, bookings=coming)


async def _lock_room(uow: UnitOfWork, provider_id: UUID, room_id: UUID) -> Current:
    current = await queries.lock_room(uow.conn, uow.actor.org_id, room_id)
    if current is None or current.provider_id != provider_id:
        raise NotFound
    return current


async def _lock_provider(uow: UnitOfWork, provider_id: UUID) -> Current:
    current = await queries.lock_provider(uow.conn, uow.actor.org_id, provider_id)
    if current is None:
        raise NotFound
    return current


def _require_edit(uow: Reading, resource_id: UUID | None) -> None:
    uow.require(actions.PROVIDER_EDIT, Resource(org_id=uow.actor.org_id, kind="provider", resource_id=resource_id))


def _check_current(current: Current, version: int) -> None:
    if current.ended_at is not None:
        raise PlaceEnded
    check_version(current.version, version)


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
