"""SQL of talks on days that close."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A talk to come. `attending`: the students and guardians whose time it takes. `opened`: on which days its counsellor opened hours."""

    booking_id: UUID
    counsellor_id: UUID
    counsellor_name: str
    room_id: UUID | None
    student_id: UUID
    private: bool
    starts_at: datetime
    attending: list[UUID]
    opened: list[date]


_STANDING = """
select b.booking_id, b.counsellor_id, f.name as counsellor_name, b.room_id, b.student_id, b.private, b.starts_at,
  array(select p.account_id from booking_people p
        where p.org_id = $1 and p.booking_id = b.booking_id and p.attends and p.part in ('student', 'guardian')) as attending,
  array(select x.on_date from hour_exceptions x
        where x.org_id = $1 and x.counsellor_id = b.counsellor_id and x.kind = 'open') as opened
from bookings b
join staff f on f.org_id = b.org_id and f.staff_id = b.counsellor_id
where b.org_id = $1 and b.state = 'confirmed' and b.starts_at > $2 and b.starts_at >= $3 and b.starts_at < $4
  and ($5::uuid is null or b.booking_id = $5)
order by b.booking_id
"""
SELECT_STANDING = _STANDING


async def list_standing(conn: ReadConn, org_id: int, now: datetime, first: datetime, end: datetime) -> list[Standing]:
    """Talks to come between two instants."""
    return await many(conn, Standing, SELECT_STANDING, org_id, now, first, end, None)


_LOCK = "for no key update of b"
LOCK_STANDING = _STANDING + _LOCK


async def lock_standing(
    conn: Conn, org_id: int, now: datetime, first: datetime, end: datetime, booking_id: UUID | None = None
) -> list[Standing]:
    """The same, or one of them, locked."""
    return await many(conn, Standing, LOCK_STANDING, org_id, now, first, end, booking_id)


CANCEL_CLOSED = """
update bookings b set state = 'cancelled', cancelled_for = 'closed', version = b.version + 1, updated_at = $3
where b.org_id = $1 and b.booking_id = any ($2)
"""


async def cancel_closed(conn: Conn, org_id: int, ids: Sequence[UUID], now: datetime) -> None:
    """Cancels talks, since their day is closed."""
    await queue(conn, CANCEL_CLOSED, org_id, ids, now)


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """When a talk begins."""

    starts_at: datetime


SELECT_START = """
select starts_at from bookings where org_id = $1 and booking_id = $2 and state = 'confirmed' and starts_at > $3
"""


async def find_start(conn: ReadConn, org_id: int, booking_id: UUID, now: datetime) -> Start | None:
    """When a talk to come begins."""
    return await maybe(conn, Start, SELECT_START, org_id, booking_id, now)
