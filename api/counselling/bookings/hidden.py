"""SQL of which talks somebody may not know of any more: their calendar feed shows nothing of them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many
from api.core.kept_from import barred_from


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """A talk that somebody may not know of."""

    booking_id: UUID


# A centre has no roster of the schools that it serves: it knows of ties that ended there (`client_ties_ended`).
SELECT_HIDDEN = """
select b.booking_id from bookings b
where b.org_id = $1 and b.booking_id = any ($3)
  and (
    exists (select 1 from students s where s.org_id = $1 and s.student_id = b.student_id)
    or exists (
      select 1 from client_ties_ended e
      where e.org_id = $1 and e.student_id = b.student_id and e.guardian_id = $2 and e.ended_at >= b.created_at)
    or BARRED)
  and b.student_id <> $2
  and not exists (
    select 1 from guardianships t
    where t.org_id = $1 and t.student_id = b.student_id and t.guardian_id = $2 and t.ended_at is null)
  and not exists (
    select 1 from staff f
    where f.org_id = $1 and f.staff_id = $2 and f.ended_at is null and not BARRED
      and ('counsellor' = any (f.roles) or exists (
        select 1 from booking_people p
        where p.org_id = $1 and p.booking_id = b.booking_id and p.account_id = $2 and p.part in ('counsellor', 'booker'))))
""".replace("BARRED", barred_from("$2", "b.student_id"))


async def list_hidden(conn: ReadConn, org_id: int, account_id: UUID, booking_ids: Sequence[UUID]) -> list[Hidden]:
    """Which of these talks a person has no tie to any more."""
    return await many(conn, Hidden, SELECT_HIDDEN, org_id, account_id, booking_ids)
