"""SQL of talks and hours whose people no longer belong here, by today's roster."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from api.core.kept_from import kept_from

Why: TypeAlias = Literal["counsellor_left", "client_left", "closed", "counsellor_away", "other_counsellor"]


class Untied(msgspec.Struct, frozen=True, kw_only=True):
    """An open talk that cannot take place. `attending`: the students and guardians whose time it takes."""

    booking_id: UUID
    counsellor_id: UUID
    room_id: UUID | None
    student_id: UUID
    private: bool
    attending: list[UUID]
    why: Why


# A centre has no roster of the schools that it serves: it knows of ties that ended there (`client_ties_ended`).
LOCK_UNTIED = """
select b.booking_id, b.counsellor_id, b.room_id, b.student_id, b.private,
  array(select p.account_id from booking_people p
        where p.org_id = $1 and p.booking_id = b.booking_id and p.attends and p.part in ('student', 'guardian')) as attending,
  case when f.staff_id is null then 'counsellor_left' when KEPT_FROM then 'other_counsellor'
    when a.leave_id is not null then 'counsellor_away' else 'client_left' end as why
from bookings b
left join staff f on f.org_id = b.org_id and f.staff_id = b.counsellor_id and f.ended_at is null
  and ('counsellor' = any (f.roles) or exists (
    select 1 from staff_leaves l
    where l.org_id = $1 and l.staff_id = f.staff_id and l.ended_at is null and 'counsellor' = any (l.roles)))
left join staff_leaves a on a.org_id = b.org_id and a.staff_id = b.counsellor_id and a.ended_at is null
  and b.starts_at >= a.starts_at and b.starts_at < a.ends_at
  and (a.updated_at <= $2::timestamptz - interval '1 hour' or b.starts_at < $2::timestamptz + interval '3 hours')
where b.org_id = $1 and b.state = 'confirmed' and b.starts_at > $2 and ($3::uuid is null or b.booking_id = $3)
  and (
    f.staff_id is null or a.leave_id is not null or KEPT_FROM
    or exists (
      select 1 from students s where s.org_id = $1 and s.student_id = b.student_id and s.ended_at is not null)
    or exists (
      select 1 from booking_people p
      join students s on s.org_id = p.org_id and s.student_id = b.student_id
      where p.org_id = $1 and p.booking_id = b.booking_id and p.part = 'guardian' and p.attends
        and not exists (
          select 1 from guardianships t
          where t.org_id = $1 and t.student_id = b.student_id and t.guardian_id = p.account_id and t.ended_at is null))
    or exists (
      select 1 from booking_people p
      join client_ties_ended e on e.org_id = p.org_id and e.student_id = b.student_id and e.guardian_id = p.account_id
      where p.org_id = $1 and p.booking_id = b.booking_id and p.part = 'guardian' and p.attends and e.ended_at >= b.created_at)
  )
order by b.booking_id
for no key update of b
""".replace("KEPT_FROM", kept_from("b.counsellor_id", "b.student_id"))


async def lock_untied(conn: Conn, org_id: int, now: datetime, booking_id: UUID | None) -> list[Untied]:
    """Open talks whose counsellor no longer counsels here, is away then, is family of the student or barred from them, or whose student or attending guardian has left; perhaps only this one."""
    return await many(conn, Untied, LOCK_UNTIED, org_id, now, booking_id)


CANCEL_BOOKINGS = """
update bookings b
set state = 'cancelled', cancelled_for = u.why, version = b.version + 1, updated_at = $4
from unnest($2::uuid[], $3::text[]) as u (booking_id, why)
where b.org_id = $1 and b.booking_id = u.booking_id
"""


async def cancel_bookings(conn: Conn, org_id: int, ids: Sequence[UUID], why: Sequence[Why], now: datetime) -> None:
    """Cancels talks, each with its reason."""
    await queue(conn, CANCEL_BOOKINGS, org_id, ids, why, now)


CLOSE_HOURS = """
update counsellor_hours h
set valid_until = $2::date - 1, version = h.version + 1, updated_at = $3
where h.org_id = $1 and (h.valid_until is null or h.valid_until >= $2)
  and not exists (
    select 1 from staff f
    where f.org_id = $1 and f.staff_id = h.counsellor_id and f.ended_at is null and ('counsellor' = any (f.roles) or exists (
      select 1 from staff_leaves l
      where l.org_id = $1 and l.staff_id = f.staff_id and l.ended_at is null and 'counsellor' = any (l.roles))))
"""
DELETE_EXCEPTIONS = """
delete from hour_exceptions x
where x.org_id = $1 and x.on_date >= $2
  and not exists (
    select 1 from staff f
    where f.org_id = $1 and f.staff_id = x.counsellor_id and f.ended_at is null and ('counsellor' = any (f.roles) or exists (
      select 1 from staff_leaves l
      where l.org_id = $1 and l.staff_id = f.staff_id and l.ended_at is null and 'counsellor' = any (l.roles))))
"""


async def close_hours(conn: Conn, org_id: int, today: date, now: datetime) -> None:
    """Ends the weekly hours and dated openings of everybody who no longer counsels here; who is on leave comes back."""
    await queue(conn, CLOSE_HOURS, org_id, today, now)
    await queue(conn, DELETE_EXCEPTIONS, org_id, today)


class CancelledFor(msgspec.Struct, frozen=True, kw_only=True):
    """Why a talk was cancelled, if not by somebody who takes part."""

    cancelled_for: Why | None


SELECT_CANCELLED_FOR = """
select cancelled_for from bookings where org_id = $1 and booking_id = $2
"""


async def find_cancelled_for(conn: ReadConn, org_id: int, booking_id: UUID) -> CancelledFor | None:
    """Why a talk was cancelled."""
    return await maybe(conn, CancelledFor, SELECT_CANCELLED_FOR, org_id, booking_id)
