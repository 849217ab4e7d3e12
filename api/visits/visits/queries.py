"""SQL of visits."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, maybe, queue
from api.core.kept_from import barred_from
from api.school_calendar.service import CALENDAR
from schemas.visits.rows import VisitCursor, VisitRow
from schemas.visits.wire import VisitMode, VisitState


class VisitContext(msgspec.Struct, frozen=True, kw_only=True):
    """What bears on proposing: the student's class, guardians and who is barred from them, and who of the wanted team works here."""

    class_id: UUID
    guardian_ids: list[UUID]
    barred_ids: list[UUID]
    staff_ids: list[UUID]
    calendar: msgspec.Raw


_STUDENT = """
select s.class_id,
  array(select t.guardian_id from guardianships t
        where t.org_id = $1 and t.student_id = $2 and t.ended_at is null order by t.guardian_id) as guardian_ids,
  array(select b.guardian_id from guardianships b
        where b.org_id = $1 and b.student_id = $2 and b.barred order by b.guardian_id) as barred_ids,
  array(select f.staff_id from staff f
        where f.org_id = $1 and f.staff_id = any ($3) and f.ended_at is null order by f.staff_id) as staff_ids,
  """
_HERE = """ as calendar
from students s join orgs o on o.org_id = s.org_id
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""
SELECT_CONTEXT = _STUDENT + CALENDAR + _HERE


async def find_context(conn: ReadConn, org_id: int, student_id: UUID, team: frozenset[UUID]) -> VisitContext | None:
    """What bears on a visit of this team to this student's family; None for nobody of this school."""
    return await maybe(conn, VisitContext, SELECT_CONTEXT, org_id, student_id, sorted(team))


class NewVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as it is written first."""

    org_id: int
    visit_id: UUID
    student_id: UUID
    proposed_by: UUID
    team: list[UUID]
    mode: VisitMode
    place_sealed: bytes | None
    message_sealed: bytes | None
    starts_at: datetime
    ends_at: datetime
    held_until: datetime | None
    host_id: UUID | None


INSERT_VISIT = """
with visit as (
  insert into visits (org_id, visit_id, student_id, proposed_by, changed_by, mode, place_sealed, message_sealed, starts_at,
    ends_at, held_until, state, created_at, updated_at, host_id)
  values ($1, $2, $3, $4, $4, $6, $7, $8, $9, $10, $12, 'proposed', $11, $11, $13)
)
insert into visit_team (org_id, visit_id, staff_id, part)
select $1, $2, u.staff_id, case when u.staff_id = $4 then 'class_teacher' else 'colleague' end
from unnest($5::uuid[]) as u (staff_id)
on conflict do nothing
"""


async def add_visit(conn: Conn, new: NewVisit, now: datetime) -> None:
    """Writes a proposal and its team in one statement."""
    who = (new.org_id, new.visit_id, new.student_id, new.proposed_by, new.team)
    what = (new.mode, new.place_sealed, new.message_sealed, new.starts_at, new.ends_at)
    await queue(conn, INSERT_VISIT, *who, *what, now, new.held_until, new.host_id)


_VISITS = """
select v.visit_id, v.org_id, o.name_zh as org_name_zh, o.name_en as org_name_en, o.time_zone, v.student_id,
  s.name as student_name, case when s.ended_at is null then s.class_id end as class_id, g.guardian_ids, t.team_ids,
  t.team_names, t.reader_ids, k.staff_id as class_teacher_id, v.proposed_by, v.confirmed_by, v.changed_by, v.changed_for, v.mode, v.place_sealed, v.message_sealed, v.reason_sealed,
  v.starts_at, v.ends_at, v.wished_at, v.asked_at, v.held_until, v.state, v.note_id, v.version, v.created_at, v.updated_at, v.joint_id, v.host_id, h.name as host_name,
  array(select j.visit_id from visits j
        where j.org_id = $1 and j.joint_id = v.joint_id and j.visit_id <> v.visit_id and j.state = v.state
          and j.starts_at = v.starts_at order by j.visit_id) as beside
from visits v
join orgs o on o.org_id = v.org_id
join students s on s.org_id = v.org_id and s.student_id = v.student_id
left join class_staff k on k.org_id = v.org_id and k.class_id = s.class_id and k.part = 'class_teacher'
  and k.ended_at is null and s.ended_at is null
left join guardians h on h.org_id = v.org_id and h.guardian_id = v.host_id
cross join lateral (
  select array_agg(m.staff_id order by m.staff_id) as team_ids, array_agg(f.name order by m.staff_id) as team_names,
    coalesce(array_agg(m.staff_id order by m.staff_id)
      filter (where f.ended_at is null and not BARRED and (m.part = 'colleague' or m.staff_id = k.staff_id)), '{}') as reader_ids
  from visit_team m join staff f on f.org_id = m.org_id and f.staff_id = m.staff_id
  where m.org_id = $1 and m.visit_id = v.visit_id and m.left_at is null
) t
cross join lateral (
  select coalesce(array_agg(p.guardian_id order by p.contact_order, p.guardian_id), '{}') as guardian_ids
  from guardianships p where p.org_id = $1 and p.student_id = v.student_id and p.ended_at is null
) g
""".replace("BARRED", barred_from("m.staff_id", "v.student_id"))
SELECT_VISIT = _VISITS + "where v.org_id = $1 and v.visit_id = $2"


async def find_visit(conn: ReadConn, org_id: int, visit_id: UUID) -> VisitRow | None:
    """A visit with all it shows."""
    return await maybe(conn, VisitRow, SELECT_VISIT, org_id, visit_id)


LOCK_VISIT = SELECT_VISIT + " for no key update of v"


async def lock_visit(conn: Conn, org_id: int, visit_id: UUID) -> VisitRow | None:
    """A visit that nobody else changes until the transaction ends."""
    return await maybe(conn, VisitRow, LOCK_VISIT, org_id, visit_id)


LOCK_VISITS = _VISITS + "where v.org_id = $1 and v.visit_id = any ($2) order by v.visit_id for no key update of v"


async def lock_visits(conn: Conn, org_id: int, ids: list[UUID]) -> list[VisitRow]:
    """Visits that nobody else changes until the transaction ends."""
    return await many(conn, VisitRow, LOCK_VISITS, org_id, ids)


LOCK_BESIDE = (
    _VISITS
    + """where v.org_id = $1 and v.joint_id = $2 and v.visit_id <> $3 and v.state = any ('{proposed,move_asked,confirmed}')
order by v.visit_id for no key update of v"""
)


async def lock_beside(conn: Conn, org_id: int, joint_id: UUID, visit_id: UUID) -> list[VisitRow]:
    """The other open visits of a stop, locked."""
    return await many(conn, VisitRow, LOCK_BESIDE, org_id, joint_id, visit_id)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which visits a list asks for; None is no limit."""

    start: datetime
    end: datetime | None
    student_id: UUID | None
    states: list[VisitState] | None
    after: VisitCursor | None
    limit: int


# The rule's reach, one branch a scope, each one range of one index. A class teacher's place in a team opens nothing that
# the class does not: who leads it no more is out at once.
_REACHED = """
with reached as (
  select m.visit_id from visit_team m join visits c on c.org_id = m.org_id and c.visit_id = m.visit_id
  where m.org_id = $1 and m.staff_id = $5 and m.part = 'colleague' and m.left_at is null and not BARRED
  union
  select c.visit_id from visits c where c.org_id = $1 and c.student_id = any ($4) and c.starts_at >= $6
  union
  select c.visit_id from students p join visits c on c.org_id = p.org_id and c.student_id = p.student_id
  where p.org_id = $1 and p.class_id = any ($3) and p.ended_at is null and c.starts_at >= $6
  union
  select c.visit_id from visits c where $2 and c.org_id = $1 and c.starts_at >= $6
)
""".replace("BARRED", barred_from("$5", "c.student_id"))
_WANTED = """
join reached m on m.visit_id = v.visit_id
where v.org_id = $1 and v.starts_at >= $6 and ($12::timestamptz is null or v.starts_at < $12)
  and ($7::uuid is null or v.student_id = $7)
  and ($8::text[] is null or v.state = any ($8))
  and ($9::timestamptz is null or (v.starts_at, v.visit_id) > ($9, $10::uuid))
order by v.starts_at, v.visit_id
limit $11
"""
SELECT_VISITS = _REACHED + _VISITS + _WANTED
# A family's alone: what a plan has for other roles is made ready each time, and finds nothing.
_OF_FAMILY = "where not $2::boolean and $3::uuid[] = '{}' and $5::uuid is null and v.student_id = any ($4) and"
SELECT_VISITS_OF_FAMILY = _VISITS + _WANTED.replace("join reached m on m.visit_id = v.visit_id\nwhere", _OF_FAMILY)


async def list_visits(conn: ReadConn, org_id: int, reach: Reach, wanted: Wanted) -> list[VisitRow]:
    """Visits within reach from an instant on, by time."""
    who = (reach.everything, reach.class_ids, reach.student_ids, reach.account_id)
    place = (wanted.after.starts_at, wanted.after.visit_id) if wanted.after else (None, None)
    what = (wanted.start, wanted.student_id, wanted.states, *place, wanted.limit, wanted.end)
    if not (reach.everything or reach.class_ids or reach.account_id):
        return await many(conn, VisitRow, SELECT_VISITS_OF_FAMILY, org_id, *who, *what)
    return await many(conn, VisitRow, SELECT_VISITS, org_id, *who, *what)


# The team's own that nobody wrote down, and the class teacher's whose family wished for another time.
_LEFT_OPEN = """
with reached as (
  select c.visit_id from visit_team m join visits c on c.org_id = m.org_id and c.visit_id = m.visit_id join students w on w.org_id = c.org_id and w.student_id = c.student_id
  where m.org_id = $1 and m.staff_id = $2 and m.left_at is null and (m.part = 'colleague' or w.class_id = any ($3)) and not BARRED
    and c.state = 'confirmed' and c.starts_at >= $4 and c.starts_at < $5
  union
  select c.visit_id from students p join visits c on c.org_id = p.org_id and c.student_id = p.student_id
  where p.org_id = $1 and p.class_id = any ($3) and p.ended_at is null and c.state = 'move_asked'
    and c.starts_at >= $4 and c.starts_at < $5
)
""".replace("BARRED", barred_from("$2", "c.student_id"))
_LATEST = """
join reached m on m.visit_id = v.visit_id
where v.org_id = $1
order by v.starts_at desc, v.visit_id desc
limit $6
"""
SELECT_LEFT_OPEN = _LEFT_OPEN + _VISITS + _LATEST


async def list_left_open(
    conn: ReadConn, org_id: int, team: UUID | None, class_ids: list[UUID], start: datetime, end: datetime, limit: int
) -> list[VisitRow]:
    """Visits of a range that wait to be written down by somebody, or for the answer of a class teacher; the latest first."""
    return await many(conn, VisitRow, SELECT_LEFT_OPEN, org_id, team, class_ids, start, end, limit)


SET_VISIT = """
update visits set state = $3, starts_at = $4, ends_at = $5, wished_at = $6, confirmed_by = $7, changed_by = $8,
  changed_for = null, asked_at = null, held_until = case when starts_at = $4 and $3 <> 'confirmed' then held_until end, reason_sealed = coalesce($9, reason_sealed), note_id = $10, version = version + 1, updated_at = $11,
  host_id = $12, place_sealed = $13
where org_id = $1 and visit_id = $2
"""


async def set_visit(conn: Conn, row: VisitRow, now: datetime) -> None:
    """Writes the state of a visit and raises its version. A reason once given stays."""
    when = (row.starts_at, row.ends_at, row.wished_at)
    who = (row.confirmed_by, row.changed_by)
    rest = (row.reason_sealed, row.note_id, now, row.host_id, row.place_sealed)
    await queue(conn, SET_VISIT, row.org_id, row.visit_id, row.state, *when, *who, *rest)


class Tied(msgspec.Struct, frozen=True, kw_only=True):
    """Who may know of a visit today."""

    people: list[UUID]


SELECT_TIED = """
select array(
  select t.guardian_id from guardianships t
  where t.org_id = $1 and t.student_id = v.student_id and t.ended_at is null
  union
  select m.staff_id from visit_team m join staff f on f.org_id = $1 and f.staff_id = m.staff_id and f.ended_at is null
  where m.org_id = $1 and m.visit_id = v.visit_id and m.part = 'colleague' and m.left_at is null and not BARRED
  union
  select m.staff_id from students s
  join class_staff m on m.org_id = $1 and m.class_id = s.class_id and m.part = 'class_teacher' and m.ended_at is null
  where s.org_id = $1 and s.student_id = v.student_id and s.ended_at is null and not BARRED
  union
  select m.staff_id from staff m where $3 and m.org_id = $1 and m.ended_at is null and ($4 or not BARRED)
  union
  select t.guardian_id from students s join guardianships t on t.org_id = $1 and t.student_id = s.student_id
  where $3 and v.changed_for = 'student_left' and s.org_id = $1 and s.student_id = v.student_id and t.ended_at >= s.ended_at
) as people
from visits v where v.org_id = $1 and v.visit_id = $2
""".replace("BARRED", barred_from("m.staff_id", "v.student_id"))


async def find_tied(conn: ReadConn, org_id: int, visit_id: UUID, *, gone_too: bool, barred_too: bool) -> Tied | None:
    """A visit's guardians, team and class teachers of today.

    `gone_too`: also who works here (`barred_too`: whatever an order says) and the family of a student who left, who hear that it is cancelled.
    """
    return await maybe(conn, Tied, SELECT_TIED, org_id, visit_id, gone_too, barred_too)


SELECT_LAST_FAMILY = """
select array(
  select t.guardian_id from guardianships t
  where t.org_id = $1 and t.student_id = v.student_id and t.ended_at >= s.ended_at
) as people
from visits v join students s on s.org_id = v.org_id and s.student_id = v.student_id
where v.org_id = $1 and v.visit_id = $2
"""


async def find_last_family(conn: ReadConn, org_id: int, visit_id: UUID) -> Tied | None:
    """Who was a guardian until the student left; nobody while the student is here."""
    return await maybe(conn, Tied, SELECT_LAST_FAMILY, org_id, visit_id)


SET_UNANSWERED = """
update visits set state = 'cancelled', changed_for = 'not_answered', version = version + 1, updated_at = $3
where org_id = $1 and visit_id = $2
"""


async def set_unanswered(conn: Conn, org_id: int, visit_id: UUID, now: datetime) -> None:
    """Cancels a proposal that nobody answered in time."""
    await queue(conn, SET_UNANSWERED, org_id, visit_id, now)
