"""SQL of lists of bookings."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many
from api.core.kept_from import barred_from
from schemas.counselling.rows import BookingCursor
from schemas.counselling.wire import BookingLine


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which bookings a list asks for; null is no limit. `since`: changed after it."""

    start: datetime
    end: datetime
    counsellor_id: UUID | None
    since: datetime | None
    after: BookingCursor | None
    limit: int


# The names that a line shows stand in the booking: a counsellor's, provider's or room's new one is written there (`counselling/names`).
# BOOKING_READ is given to those who take part, and to nobody else: one range of one index. A guardian's own count only
# while the student is their child, a colleague's while no bar stands; a counsellor who also arranged the booking sees it once. After a reset ($6) a student's private
# ones of before are closed, and all of them after a PIN ($7).
_LINES = """
select b.booking_id, b.org_id, b.student_id, b.student_name, b.counsellor_name, b.provider_name_zh, b.provider_name_en, b.room_name,
  b.mode, b.private, b.starts_at, b.ends_at, b.state, b.version
from booking_people p
join bookings b on b.org_id = $1 and b.booking_id = p.booking_id
where p.org_id = $1 and p.account_id = $2 and p.starts_at >= $3 and p.starts_at < $4
  and (p.part <> 'guardian' or b.student_id = any ($5)) and (p.part <> 'booker' or b.counsellor_id <> $2)
  and (p.part in ('student', 'guardian') or not BARRED)
  and ($6::timestamptz is null or not (b.private or $7) or b.created_at >= $6)
""".replace("BARRED", barred_from("$2", "b.student_id"))
_WANTED = """
  and ($8::uuid is null or b.counsellor_id = $8) and ($9::timestamptz is null or b.updated_at > $9)
  and ($10::timestamptz is null or (p.starts_at, p.booking_id) > ($10, $11::uuid))
order by p.starts_at, p.booking_id
limit $12
"""
SELECT_BOOKINGS = _LINES + _WANTED


async def list_bookings(
    conn: ReadConn,
    org_id: int,
    account_id: UUID | None,
    child_ids: Collection[UUID],
    closed: tuple[datetime | None, bool],
    wanted: Wanted,
) -> list[BookingLine]:
    """Bookings the account takes part in that begin in a range, by time. Null takes part in none. `closed`: before when, and whether all."""
    place = (wanted.after.starts_at, wanted.after.booking_id) if wanted.after else (None, None)
    what = (wanted.counsellor_id, wanted.since, *place, wanted.limit)
    return await many(
        conn,
        BookingLine,
        SELECT_BOOKINGS,
        org_id,
        account_id,
        wanted.start,
        wanted.end,
        list(child_ids),
        *closed,
        *what,
    )


_NEXT = """
  and b.state = 'confirmed'
order by p.starts_at, p.booking_id
limit $8
"""
SELECT_NEXT = _LINES + _NEXT


async def list_next(
    conn: ReadConn,
    org_id: int,
    account_id: UUID | None,
    child_ids: Collection[UUID],
    closed: tuple[datetime | None, bool],
    start: datetime,
    end: datetime,
    limit: int,
) -> list[BookingLine]:
    """The first bookings that stand and begin in a range."""
    return await many(conn, BookingLine, SELECT_NEXT, org_id, account_id, start, end, list(child_ids), *closed, limit)


_TO_RECORD = """
  and b.counsellor_id = $2 and b.state = 'confirmed' and b.ends_at <= $4
order by p.starts_at, p.booking_id
limit $8
"""
SELECT_TO_RECORD = _LINES + _TO_RECORD


async def list_to_record(
    conn: ReadConn, org_id: int, account_id: UUID | None, start: datetime, now: datetime, limit: int
) -> list[BookingLine]:
    """A counsellor's sessions that began in a range, are over, and of which nobody has said how they went."""
    return await many(conn, BookingLine, SELECT_TO_RECORD, org_id, account_id, start, now, [], None, False, limit)
