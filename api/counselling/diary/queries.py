"""SQL of diaries."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.access import Reach
from api.core.db import Conn, many
from api.counselling.bookings.queries import SELECT_BOOKINGS
from schemas.bookings import BookingRow, Place


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which bookings a list asks for; null is no limit. `since`: changed after it."""

    start: datetime
    end: datetime
    counsellor_id: UUID | None
    since: datetime | None
    after: Place | None
    limit: int


# The rule's reach, one branch a scope, each one range of one index: the person's own, those of pupils (never private
# ones), everything. A guardian's own count only while the pupil is their child.
_REACHED = """
with reached as (
  select p.booking_id from booking_people p
  where p.org_id = $1 and p.account_id = $4 and p.starts_at >= $5 and p.starts_at < $6 and p.part <> 'guardian'
  union
  select p.booking_id from booking_people p join bookings c on c.org_id = p.org_id and c.booking_id = p.booking_id
  where p.org_id = $1 and p.account_id = $4 and p.starts_at >= $5 and p.starts_at < $6 and p.part = 'guardian'
    and c.student_id = any ($7)
  union
  select c.booking_id from bookings c
  where c.org_id = $1 and c.student_id = any ($3) and c.starts_at >= $5 and c.starts_at < $6 and not c.private
  union
  select c.booking_id from bookings c
  where $2 and c.org_id = $1 and c.starts_at >= $5 and c.starts_at < $6
)
"""
_WANTED = """
join reached m on m.booking_id = b.booking_id
where b.org_id = $1 and ($8::uuid is null or b.counsellor_id = $8) and ($9::timestamptz is null or b.updated_at > $9)
  and ($10::timestamptz is null or (b.starts_at, b.booking_id) > ($10, $11::uuid))
order by b.starts_at, b.booking_id
limit $12
"""
SELECT_DIARY = _REACHED + SELECT_BOOKINGS + _WANTED


async def list_bookings(
    conn: Conn, org_id: int, reach: Reach, child_ids: Collection[UUID], wanted: Wanted
) -> list[BookingRow]:
    """Bookings within reach that begin in a range, by time."""
    place = (wanted.after.starts_at, wanted.after.booking_id) if wanted.after else (None, None)
    who = (reach.everything, reach.student_ids, reach.account_id, wanted.start, wanted.end, list(child_ids))
    what = (wanted.counsellor_id, wanted.since, *place, wanted.limit)
    return await many(conn, BookingRow, SELECT_DIARY, org_id, *who, *what)
