"""SQL of the names that stand in bookings. Nothing is written where a name is already the new one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue
from api.core.names import Renamed

SET_PROVIDER_NAMES = """
update bookings set provider_name_zh = $3, provider_name_en = $4, updated_at = $5
where org_id = $1 and provider_id = $2 and (provider_name_zh <> $3 or provider_name_en <> $4)
"""


async def set_provider(conn: Conn, org_id: int, provider_id: UUID, names: tuple[str, str], now: datetime) -> None:
    """Writes a provider's names, in Chinese and English, into its bookings."""
    await queue(conn, SET_PROVIDER_NAMES, org_id, provider_id, *names, now)


SET_ROOM_NAME = """
update bookings set room_name = $3, updated_at = $4 where org_id = $1 and room_id = $2 and room_name is distinct from $3
"""


async def set_room(conn: Conn, org_id: int, room_id: UUID, name: str, now: datetime) -> None:
    """Writes a room's name into its bookings."""
    await queue(conn, SET_ROOM_NAME, org_id, room_id, name, now)


SET_COUNSELLOR_NAMES = """
update bookings b set counsellor_name = u.name, updated_at = $4 from unnest($2::uuid[], $3::text[]) as u (account_id, name)
where b.org_id = $1 and b.counsellor_id = u.account_id and b.counsellor_name <> u.name
"""
SET_STUDENT_NAMES = """
update bookings b set student_name = u.name, updated_at = $4 from unnest($2::uuid[], $3::text[]) as u (account_id, name)
where b.org_id = $1 and b.student_id = u.account_id and b.student_name <> u.name
"""
SET_PERSON_NAMES = """
update booking_people p set name = u.name from unnest($3::uuid[], $4::text[]) as u (account_id, name)
where p.org_id = $1 and p.part = any ($2) and p.account_id = u.account_id and p.name <> u.name
"""


async def set_counsellors(conn: Conn, org_id: int, ids: Sequence[UUID], names: Sequence[str], now: datetime) -> None:
    """Writes the names of counsellors into their bookings."""
    await queue(conn, SET_COUNSELLOR_NAMES, org_id, ids, names, now)


async def set_students(conn: Conn, org_id: int, ids: Sequence[UUID], names: Sequence[str], now: datetime) -> None:
    """Writes the names of students into their bookings."""
    await queue(conn, SET_STUDENT_NAMES, org_id, ids, names, now)


async def set_people(conn: Conn, org_id: int, parts: Sequence[str], ids: Sequence[UUID], names: Sequence[str]) -> None:
    """Writes the names of people into the bookings in which they have one of these parts."""
    await queue(conn, SET_PERSON_NAMES, org_id, parts, ids, names)


SELECT_RENAMED = """
select b.counsellor_id as account_id, 'staff' as part, f.name
from bookings b join staff f on f.org_id = $1 and f.staff_id = b.counsellor_id
where b.org_id = $1 and b.updated_at >= $2 and b.counsellor_name <> f.name
union
select b.student_id, 'student', s.name
from bookings b join students s on s.org_id = $1 and s.student_id = b.student_id
where b.org_id = $1 and b.updated_at >= $2 and b.student_name <> s.name
union
select p.account_id, 'staff', f.name
from bookings b
join booking_people p on p.org_id = $1 and p.booking_id = b.booking_id and p.part in ('counsellor', 'booker')
join staff f on f.org_id = $1 and f.staff_id = p.account_id
where b.org_id = $1 and b.updated_at >= $2 and p.name <> f.name
union
select p.account_id, 'student', s.name
from bookings b
join booking_people p on p.org_id = $1 and p.booking_id = b.booking_id and p.part = 'student'
join students s on s.org_id = $1 and s.student_id = p.account_id
where b.org_id = $1 and b.updated_at >= $2 and p.name <> s.name
union
select p.account_id, 'guardian', g.name
from bookings b
join booking_people p on p.org_id = $1 and p.booking_id = b.booking_id and p.part = 'guardian'
join guardians g on g.org_id = $1 and g.guardian_id = p.account_id
where b.org_id = $1 and b.updated_at >= $2 and p.name <> g.name
"""


async def list_renamed(conn: ReadConn, org_id: int, since: datetime) -> list[Renamed]:
    """People whose name in a booking written since then is not the roster's."""
    return await many(conn, Renamed, SELECT_RENAMED, org_id, since)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A provider or a room with its names; a room has one."""

    place_id: UUID
    name_zh: str
    name_en: str


SELECT_PROVIDERS = """
select distinct v.provider_id as place_id, v.name_zh, v.name_en
from bookings b join providers v on v.org_id = $1 and v.provider_id = b.provider_id
where b.org_id = $1 and b.updated_at >= $2 and (b.provider_name_zh <> v.name_zh or b.provider_name_en <> v.name_en)
"""
SELECT_ROOMS = """
select distinct r.room_id as place_id, r.name as name_zh, r.name as name_en
from bookings b join rooms r on r.org_id = $1 and r.room_id = b.room_id
where b.org_id = $1 and b.updated_at >= $2 and b.room_name is distinct from r.name
"""


async def list_providers(conn: ReadConn, org_id: int, since: datetime) -> list[Place]:
    """Providers whose names in a booking written since then are not theirs."""
    return await many(conn, Place, SELECT_PROVIDERS, org_id, since)


async def list_rooms(conn: ReadConn, org_id: int, since: datetime) -> list[Place]:
    """Rooms whose name in a booking written since then is not theirs."""
    return await many(conn, Place, SELECT_ROOMS, org_id, since)
