"""SQL of providers and rooms."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue
from schemas.counselling.hours.wire import BookedTime
from schemas.counselling.providers.wire import ProviderKind, ProviderNew, Room


class ProviderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A provider without its rooms."""

    provider_id: UUID
    kind: ProviderKind
    name_zh: str
    name_en: str
    address: str
    phone: str
    version: int


class Current(msgspec.Struct, frozen=True, kw_only=True):
    """The version of a provider or room, and whether it is in use."""

    provider_id: UUID
    version: int
    ended_at: datetime | None


SELECT_PROVIDERS = """
select provider_id, kind, name_zh, name_en, address, phone, version from providers
where org_id = $1 and ended_at is null and ($2::uuid is null or provider_id = $2)
order by name_zh, provider_id
limit 500
"""


async def list_providers(conn: ReadConn, org_id: int, provider_id: UUID | None = None) -> list[ProviderRow]:
    """Providers in use, or the one."""
    return await many(conn, ProviderRow, SELECT_PROVIDERS, org_id, provider_id)


SELECT_ROOMS = """
select room_id, provider_id, name, version from rooms
where org_id = $1 and ended_at is null and ($2::uuid is null or provider_id = $2)
order by name, room_id
limit 2000
"""


async def list_rooms(conn: ReadConn, org_id: int, provider_id: UUID | None = None) -> list[Room]:
    """Rooms in use, of all providers or of one."""
    return await many(conn, Room, SELECT_ROOMS, org_id, provider_id)


LOCK_PROVIDER = """
select provider_id, version, ended_at from providers where org_id = $1 and provider_id = $2 for no key update
"""


async def lock_provider(conn: Conn, org_id: int, provider_id: UUID) -> Current | None:
    """Locks a provider and returns its state."""
    return await maybe(conn, Current, LOCK_PROVIDER, org_id, provider_id)


LOCK_ROOM = """
select provider_id, version, ended_at from rooms where org_id = $1 and room_id = $2 for no key update
"""


async def lock_room(conn: Conn, org_id: int, room_id: UUID) -> Current | None:
    """Locks a room and returns its state."""
    return await maybe(conn, Current, LOCK_ROOM, org_id, room_id)


INSERT_PROVIDER = """
insert into providers (org_id, provider_id, kind, name_zh, name_en, address, phone, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning provider_id, kind, name_zh, name_en, address, phone, version
"""


async def add_provider(conn: Conn, org_id: int, provider_id: UUID, new: ProviderNew, now: datetime) -> ProviderRow:
    """Adds a provider."""
    values = (new.kind, new.name_zh, new.name_en, new.address, new.phone, now)
    return await one(conn, ProviderRow, INSERT_PROVIDER, org_id, provider_id, *values)


UPDATE_PROVIDER = """
update providers
set kind = $3, name_zh = $4, name_en = $5, address = $6, phone = $7, version = version + 1, updated_at = $8
where org_id = $1 and provider_id = $2
"""


async def set_provider(conn: Conn, org_id: int, provider_id: UUID, edit: ProviderNew, now: datetime) -> None:
    """Replaces a provider."""
    values = (edit.kind, edit.name_zh, edit.name_en, edit.address, edit.phone, now)
    await queue(conn, UPDATE_PROVIDER, org_id, provider_id, *values)


END_PROVIDER = """
update providers set ended_at = $3, version = version + 1, updated_at = $3 where org_id = $1 and provider_id = $2
"""


async def end_provider(conn: Conn, org_id: int, provider_id: UUID, now: datetime) -> None:
    """Takes a provider out of use."""
    await queue(conn, END_PROVIDER, org_id, provider_id, now)


INSERT_ROOM = """
insert into rooms (org_id, room_id, provider_id, name, updated_at) values ($1, $2, $3, $4, $5)
returning room_id, provider_id, name, version
"""


async def add_room(conn: Conn, org_id: int, provider_id: UUID, room_id: UUID, name: str, now: datetime) -> Room:
    """Adds a room."""
    return await one(conn, Room, INSERT_ROOM, org_id, room_id, provider_id, name, now)


UPDATE_ROOM = """
update rooms set name = $3, version = version + 1, updated_at = $4 where org_id = $1 and room_id = $2
returning room_id, provider_id, name, version
"""


async def set_room(conn: Conn, org_id: int, room_id: UUID, name: str, now: datetime) -> Room:
    """Renames a room."""
    return await one(conn, Room, UPDATE_ROOM, org_id, room_id, name, now)


END_ROOM = """
update rooms set ended_at = $3, version = version + 1, updated_at = $3 where org_id = $1 and room_id = $2
"""


async def end_room(conn: Conn, org_id: int, room_id: UUID, now: datetime) -> None:
    """Takes a room out of use."""
    await queue(conn, END_ROOM, org_id, room_id, now)


SELECT_ROOM = """
select room_id, provider_id, name, version from rooms where org_id = $1 and room_id = $2 and ended_at is null
"""


async def find_room(conn: ReadConn, org_id: int, room_id: UUID) -> Room | None:
    """A room in use."""
    return await maybe(conn, Room, SELECT_ROOM, org_id, room_id)


SELECT_COMING = """
select booking_id, counsellor_id, provider_id, starts_at, ends_at from bookings
where org_id = $1 and starts_at > $4 and state = 'confirmed' and provider_id = $2 and ($3::uuid is null or room_id = $3)
  and (not private or counsellor_id = $5)
order by starts_at, booking_id
limit 500
"""


async def list_coming(
    conn: ReadConn, org_id: int, provider_id: UUID, room_id: UUID | None, now: datetime, reader: UUID
) -> list[BookedTime]:
    """When this provider, or one room of it, is still booked. Private bookings are told to their counsellor alone."""
    return await many(conn, BookedTime, SELECT_COMING, org_id, provider_id, room_id, now, reader)
