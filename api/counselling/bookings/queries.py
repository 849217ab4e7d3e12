"""SQL of bookings."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, maybe, on_cluster, one, queue
from api.core.kept_from import barred_from
from api.counselling.slots.queries import SELECT_EXCEPTIONS_OF, SELECT_OFFERED_BY
from api.school_calendar.service import CALENDAR
from schemas.counselling.rows import BookingRow
from schemas.counselling.wire import BookingState
from schemas.figures.rows import Counselled


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """All that deciding on a booking needs, in one round trip. `calendar` and the other raw fields, lists, are JSON.

    `family_busy_at`: when the first other appointment begins that student or guardian have then, within the longest slot there is.
    """

    org_name_zh: str
    org_name_en: str
    time_zone: str
    calendar: msgspec.Raw
    student_name: str | None
    class_id: UUID | None
    guardians: msgspec.Raw
    barred_ids: list[UUID]
    actor_name: str | None
    taken: bool
    family_busy_at: datetime | None
    hours: msgspec.Raw
    exceptions: msgspec.Raw


_WHO = """
select o.name_zh as org_name_zh, o.name_en as org_name_en, o.time_zone, s.name as student_name, s.class_id,
  (select coalesce(jsonb_agg(jsonb_build_object('account_id', g.guardian_id, 'name', g.name) order by t.contact_order, t.guardian_id), '[]')
   from guardianships t join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
   where t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null) as guardians,
  array(select b.guardian_id from guardianships b where b.org_id = $1 and b.student_id = $5 and b.barred
        union select o.account_id from client_bars o where o.org_id = $1 and o.student_id = $5) as barred_ids,
  """
_WHAT = """ as calendar, a.name as actor_name, coalesce((select k.taken from taken k), false) as taken,
  (select k.family_busy_at from taken k) as family_busy_at,
  (select coalesce(jsonb_agg(to_jsonb(h)), '[]') from offered h) as hours,
  (select coalesce(jsonb_agg(to_jsonb(e)), '[]') from dated e) as exceptions
from orgs o
left join students s on s.org_id = o.org_id and s.student_id = $5 and s.ended_at is null
left join staff a on a.org_id = o.org_id and a.staff_id = $6 and a.ended_at is null
where o.org_id = $1 and o.ended_at is null
"""
_CONTEXT = _WHO + CALENDAR + _WHAT
_TAKEN = """, taken as (select claim_taken($2, $7, $8) as taken, least(
  claim_first($9, $7, $7 + interval '240 minutes', $8), claim_first($10, $7, $7 + interval '240 minutes', $8)) as family_busy_at)
"""
# On a cluster, claims lie on other nodes than an organisation's rows: there the claim itself refuses, and nothing before it.
_UNASKED = """, taken as (select false as taken, null::timestamptz as family_busy_at
  where $7::timestamptz < $8::timestamptz or $9::uuid = $10::uuid or true)"""
_HOURS = "with offered as (" + SELECT_OFFERED_BY + "), dated as (" + SELECT_EXCEPTIONS_OF + ")"
SELECT_CONTEXT = _HOURS + _TAKEN + _CONTEXT
SELECT_CONTEXT_APART = _HOURS + _UNASKED + _CONTEXT


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Whom somebody wishes to see when, for which student; the dates around that time.

    `student_subject`, `guardian_id`: whose time it would take, as far as the one who asks may learn that it is taken.
    """

    counsellor_id: UUID
    starts_at: datetime
    first: date
    last: date
    student_id: UUID
    student_subject: UUID | None
    guardian_id: UUID | None


async def find_context(conn: ReadConn, org_id: int, wish: Wish, actor_id: UUID, now: datetime) -> Context | None:
    """What bears on booking this; None when the organisation is closed.

    `taken` is asked before any lock, so that most refusals cost one read. The claim may still be refused.
    """
    when = (wish.first, wish.last, wish.student_id, actor_id, wish.starts_at, now)
    when = (*when, wish.student_subject, wish.guardian_id)
    if on_cluster(conn):
        return await maybe(conn, Context, SELECT_CONTEXT_APART, org_id, wish.counsellor_id, *when)
    return await maybe(conn, Context, SELECT_CONTEXT, org_id, wish.counsellor_id, *when)


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A student of another organisation: the name, and the guardians as a list."""

    name: str
    guardians: msgspec.Raw


SELECT_CLIENT = """
select s.name,
  (select coalesce(jsonb_agg(jsonb_build_object('account_id', t.guardian_id, 'name', g.name) order by t.contact_order, t.guardian_id), '[]')
   from guardianships t join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
   where t.org_id = $1 and t.student_id = $2 and t.ended_at is null and g.ended_at is null) as guardians
from students s
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
  and ($2 = $3 or exists (select from guardianships t
    where t.org_id = $1 and t.student_id = $2 and t.guardian_id = $3 and t.ended_at is null))
"""


async def find_client(conn: ReadConn, school_id: int, student_id: UUID, account_id: UUID) -> Client | None:
    """A student of a school, if the account is the student or a guardian today. The school must have been entered."""
    return await maybe(conn, Client, SELECT_CLIENT, school_id, student_id, account_id)


SELECT_SEEN = """
select b.student_name as name,
  (select coalesce(jsonb_agg(distinct jsonb_build_object('account_id', p.account_id, 'name', p.name)), '[]')
   from booking_people p join bookings e on e.org_id = p.org_id and e.booking_id = p.booking_id
   where e.org_id = $1 and e.student_id = $2 and e.counsellor_id = $3 and p.part = 'guardian') as guardians
from bookings b
where b.org_id = $1 and b.student_id = $2 and b.counsellor_id = $3
  and not exists (select 1 from students s where s.org_id = $1 and s.student_id = $2)
order by b.starts_at desc
limit 1
"""


async def find_seen(conn: ReadConn, org_id: int, student_id: UUID, counsellor_id: UUID) -> Client | None:
    """A student not of this organisation whom this counsellor has had a booking with."""
    return await maybe(conn, Client, SELECT_SEEN, org_id, student_id, counsellor_id)


INSERT_BOOKING = """
with booking as (
  insert into bookings (org_id, booking_id, provider_id, counsellor_id, room_id, student_id, student_name, booked_by,
    booked_as, private, mode, starts_at, ends_at, claim_until, note_id, state, version, created_at, updated_at,
    counsellor_name, provider_name_zh, provider_name_en, room_name)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'confirmed', 1, $16, $16, $21, $22, $23, $24)
)
insert into booking_people (org_id, booking_id, account_id, part, name, attends, starts_at)
select $1, $2, u.account_id, u.part, u.name, u.attends, $12
from unnest($17::uuid[], $18::text[], $19::text[], $20::boolean[]) as u (account_id, part, name, attends)
on conflict do nothing
"""


async def add_booking(conn: Conn, row: BookingRow, booked_by: UUID) -> None:
    """Writes a booking and its people in one statement."""
    where = (row.org_id, row.booking_id, row.provider_id, row.counsellor_id, row.room_id, row.student_id)
    what = (row.student_name, booked_by, row.booked_as, row.private, row.mode)
    when = (row.starts_at, row.ends_at, row.claim_until, row.note_id, row.updated_at)
    people = (row.person_ids, row.parts, row.person_names, row.attends)
    await queue(conn, INSERT_BOOKING, *where, *what, *when, *people, *_names(row))


SELECT_BOOKINGS = """
select b.booking_id, b.org_id, o.name_zh as org_name_zh, o.name_en as org_name_en, o.time_zone, b.counsellor_id,
  b.student_id, b.student_name, w.person_ids, w.parts, w.person_names, w.attends, b.provider_id,
  v.name_zh as provider_name_zh, v.name_en as provider_name_en, v.address, v.phone, b.room_id, r.name as room_name,
  b.mode, b.booked_as, b.private, b.starts_at, b.ends_at, b.claim_until, b.state, b.version, b.created_at, b.updated_at, b.note_id,
  (select coalesce(max(n.version), 0) from session_notes n
   where n.org_id = $1 and n.booking_id = b.booking_id) as session_note_version
from bookings b
join orgs o on o.org_id = b.org_id
join providers v on v.org_id = b.org_id and v.provider_id = b.provider_id
left join rooms r on r.org_id = b.org_id and r.room_id = b.room_id
cross join lateral (
  select array_agg(p.account_id order by p.part, p.account_id) as person_ids,
    array_agg(p.part order by p.part, p.account_id) as parts,
    array_agg(p.name order by p.part, p.account_id) as person_names,
    array_agg(p.attends order by p.part, p.account_id) as attends
  from booking_people p where p.org_id = $1 and p.booking_id = b.booking_id
) w
"""
SELECT_BOOKING = SELECT_BOOKINGS + "where b.org_id = $1 and b.booking_id = $2"


async def find_booking(conn: ReadConn, org_id: int, booking_id: UUID) -> BookingRow | None:
    """A booking with all it shows."""
    return await maybe(conn, BookingRow, SELECT_BOOKING, org_id, booking_id)


LOCK_BOOKING = SELECT_BOOKING + " for no key update of b"


async def lock_booking(conn: Conn, org_id: int, booking_id: UUID) -> BookingRow | None:
    """A booking that nobody else changes until the transaction ends."""
    return await maybe(conn, BookingRow, LOCK_BOOKING, org_id, booking_id)


MOVE_BOOKING = """
with booking as (
  update bookings set provider_id = $3, counsellor_id = $4, room_id = $5, mode = $6, starts_at = $7, ends_at = $8,
    claim_until = $9, version = $10, updated_at = $11, counsellor_name = $12, provider_name_zh = $13, provider_name_en = $14,
    room_name = $15
  where org_id = $1 and booking_id = $2
)
update booking_people
set starts_at = $7, account_id = case when part = 'counsellor' then $4 else account_id end,
  name = case when part = 'counsellor' then $12 else name end
where org_id = $1 and booking_id = $2
"""


async def move_booking(conn: Conn, row: BookingRow) -> None:
    """Writes where a booking goes, for the booking and for its people's diaries."""
    place = (row.provider_id, row.counsellor_id, row.room_id, row.mode)
    when = (row.starts_at, row.ends_at, row.claim_until, row.version, row.updated_at)
    await queue(conn, MOVE_BOOKING, row.org_id, row.booking_id, *place, *when, *_names(row))


def _names(row: BookingRow) -> tuple[str, str, str, str | None]:
    """The names that a line of a list shows, which stand in the booking (`counselling/names`)."""
    counsellor = row.person_names[row.parts.index("counsellor")]
    return counsellor, row.provider_name_zh, row.provider_name_en, row.room_name


SET_STATE = """
update bookings set state = $3, version = version + 1, updated_at = $4 where org_id = $1 and booking_id = $2
"""


async def set_state(conn: Conn, org_id: int, booking_id: UUID, state: BookingState, now: datetime) -> None:
    """Cancels or closes a booking."""
    await queue(conn, SET_STATE, org_id, booking_id, state, now)


SELECT_COUNSELLED = """
select count(*) filter (where n.mode = 'in_person')::integer as in_person, count(*) filter (where n.mode = 'phone')::integer as phone,
  count(*) filter (where n.mode = 'video')::integer as video, count(*) filter (where n.mode = 'text')::integer as text
from (
  select distinct on (b.student_id) b.student_id, b.mode
  from bookings b
  where b.org_id = $1 and b.starts_at >= $2 and b.state in ('confirmed', 'done')
  order by b.student_id, b.starts_at desc, b.booking_id desc
) n
"""


async def count_students(conn: ReadConn, org_id: int, since: datetime) -> Counselled:
    """Students with a booking that begins after then and is not cancelled, each once, by the mode of their latest."""
    return await one(conn, Counselled, SELECT_COUNSELLED, org_id, since)


class Tied(msgspec.Struct, frozen=True, kw_only=True):
    """Who may know of a booking today."""

    people: list[UUID]


# A centre has no roster of the schools that it serves: it knows of ties that ended there (`client_ties_ended`).
SELECT_TIED = """
select array(
  select p.account_id from booking_people p
  where p.org_id = $1 and p.booking_id = b.booking_id and not BARRED and (
    (p.part in ('counsellor', 'booker') and exists (
      select 1 from staff f where f.org_id = $1 and f.staff_id = p.account_id and f.ended_at is null))
    or (p.part in ('student', 'guardian') and not exists (
      select 1 from students s where s.org_id = $1 and s.student_id = b.student_id)
      and not exists (
        select 1 from client_ties_ended e
        where e.org_id = $1 and e.student_id = b.student_id and e.guardian_id = p.account_id and e.ended_at >= b.created_at))
    or (p.part = 'student' and exists (
      select 1 from students s where s.org_id = $1 and s.student_id = p.account_id and s.ended_at is null))
    or (p.part = 'guardian' and exists (
      select 1 from guardianships t where t.org_id = $1 and t.student_id = b.student_id and t.guardian_id = p.account_id
        and t.ended_at is null)))
  union
  select f.staff_id from staff f
  where $3 and f.org_id = $1 and f.ended_at is null and 'counsellor' = any (f.roles) and ($4 or not COLLEAGUE_OUT)
) as people
from bookings b where b.org_id = $1 and b.booking_id = $2
""".replace("BARRED", barred_from("p.account_id", "b.student_id")).replace(
    "COLLEAGUE_OUT", barred_from("f.staff_id", "b.student_id")
)


async def find_tied(
    conn: ReadConn, org_id: int, booking_id: UUID, *, also_counsellors: bool, barred_too: bool = False
) -> Tied | None:
    """Who of a booking's people still belongs to it.

    `also_counsellors`: everybody who counsels here today; with `barred_too` also who is barred from the student.
    """
    return await maybe(conn, Tied, SELECT_TIED, org_id, booking_id, also_counsellors, barred_too)
