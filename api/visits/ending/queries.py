"""SQL of visits whose people no longer belong here, by today's roster."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, queue, value
from api.core.kept_from import kept_from
from api.core.touching import TouchedOne
from schemas.visits.ending.rows import Shaken, Why
from schemas.visits.rows import ChangedFor

# A member stays who works here, is not away then and neither family of the student nor barred from them, and as class teacher only while they are the student's: after a leave it is
# who was away.
LOCK_SHAKEN = """
select v.visit_id, v.joint_id, v.asked_at is not null as asked, s.ended_at is not null as student_left, g.has_family, v.confirmed_by,
  v.confirmed_by is not null and not coalesce(v.confirmed_by = any (g.guardian_ids), false) as lost_guardian,
  v.place_sealed is not null and v.host_id is not null and not coalesce(v.host_id = any (g.guardian_ids), false) as lost_place,
  t.team_ids, t.parts, t.stays, coalesce(w.staff_id, k.staff_id) as class_teacher_id,
  FOLLOWER_KEPT as related
from visits v
join students s on s.org_id = v.org_id and s.student_id = v.student_id
left join class_staff k on k.org_id = v.org_id and k.class_id = s.class_id and k.part = 'class_teacher' and k.ended_at is null
cross join lateral (
  select (array_agg(l.staff_id))[1] as staff_id
  from staff_leaves l
  join staff_leave_lessons x on x.org_id = l.org_id and x.leave_id = l.leave_id
  join staff f on f.org_id = l.org_id and f.staff_id = l.staff_id
  where l.org_id = $1 and x.class_id = s.class_id and x.part = 'class_teacher' and l.ended_at is null and l.began_at is not null
    and (v.starts_at >= l.ends_at or v.starts_at < l.starts_at) and f.ended_at is null
    and l.stand_in_id is not distinct from k.staff_id
) w
cross join lateral (
  select array_agg(p.guardian_id) as guardian_ids, count(*) > 0 as has_family
  from guardianships p where p.org_id = $1 and p.student_id = v.student_id and p.ended_at is null
) g
cross join lateral (
  select coalesce(array_agg(m.staff_id order by m.staff_id), '{}') as team_ids,
    coalesce(array_agg(m.part order by m.staff_id), '{}') as parts,
    coalesce(array_agg(f.ended_at is null and not MEMBER_KEPT and (
      m.part = 'class_teacher' and coalesce(m.staff_id = coalesce(w.staff_id, k.staff_id), false)
      or m.part = 'colleague' and not exists (
        select 1 from staff_leaves l
        where l.org_id = $1 and l.staff_id = m.staff_id and l.ended_at is null and l.began_at is not null
          and v.starts_at >= l.starts_at and v.starts_at < l.ends_at)) order by m.staff_id), '{}') as stays
  from visit_team m join staff f on f.org_id = m.org_id and f.staff_id = m.staff_id
  where m.org_id = $1 and m.visit_id = v.visit_id and m.left_at is null
) t
where v.org_id = $1 and v.state in ('proposed', 'move_asked', 'confirmed') and (v.starts_at > $2 or v.asked_at is not null)
  and ($3::uuid is null or v.visit_id = $3
       or v.joint_id in (select j.joint_id from visits j where j.org_id = $1 and j.visit_id = $3))
  and (v.joint_id is not null or s.ended_at is not null or not g.has_family or false = any (t.stays)
       or v.confirmed_by is not null and not coalesce(v.confirmed_by = any (g.guardian_ids), false)
       or v.place_sealed is not null and v.host_id is not null and not coalesce(v.host_id = any (g.guardian_ids), false))
order by v.visit_id
for no key update of v
""".replace("FOLLOWER_KEPT", kept_from("coalesce(w.staff_id, k.staff_id)", "v.student_id")).replace(
    "MEMBER_KEPT", kept_from("m.staff_id", "v.student_id")
)


async def lock_shaken(conn: Conn, org_id: int, now: datetime, visit_id: UUID | None) -> list[Shaken]:
    """Visits to come whose student, family, confirming guardian or team is not what it was; perhaps only this one and its stop.

    Those to siblings at one stop are all there: what becomes of one bears on the others.
    """
    return await many(conn, Shaken, LOCK_SHAKEN, org_id, now, visit_id)


SELECT_BESIDE = """
select array(
  select distinct b.visit_id from visits v join visits b on b.org_id = $1 and b.joint_id = v.joint_id and b.visit_id <> v.visit_id
  where v.org_id = $1 and v.student_id = any ($3) and v.starts_at > $2
    and b.state in ('proposed', 'move_asked', 'confirmed')
  order by b.visit_id)
"""


async def list_beside(conn: ReadConn, org_id: int, now: datetime, student_ids: Sequence[UUID]) -> list[UUID]:
    """Visits to come to the brothers and sisters at one stop with these students, whose own may just have been cancelled."""
    return await value(conn, SELECT_BESIDE, org_id, now, student_ids)


SELECT_VISITS_NAMED = """
select s.name, c.name as detail, v.starts_at
from visits v
join students s on s.org_id = v.org_id and s.student_id = v.student_id
join classes c on c.org_id = v.org_id and c.class_id = s.class_id
where v.org_id = $1 and v.visit_id = any ($2)
order by v.starts_at, s.student_number
"""


async def list_named(conn: ReadConn, org_id: int, ids: Sequence[UUID]) -> list[TouchedOne]:
    """Visits by student, class and time."""
    return await many(conn, TouchedOne, SELECT_VISITS_NAMED, org_id, ids)


CANCEL_VISITS = """
update visits v
set state = 'cancelled', wished_at = null, asked_at = null, changed_for = u.why, version = v.version + 1, updated_at = $4
from unnest($2::uuid[], $3::text[]) as u (visit_id, why)
where v.org_id = $1 and v.visit_id = u.visit_id
"""


async def cancel_visits(conn: Conn, org_id: int, ids: Sequence[UUID], why: Sequence[Why], now: datetime) -> None:
    """Cancels visits, each with its reason."""
    await queue(conn, CANCEL_VISITS, org_id, ids, why, now)


SET_CHANGED = """
update visits v
set changed_for = u.why, version = v.version + 1, updated_at = $5,
  state = case when v.visit_id = any ($4) then 'proposed' else v.state end,
  confirmed_by = case when v.visit_id = any ($4) then null else v.confirmed_by end,
  wished_at = case when v.visit_id = any ($4) then null else v.wished_at end
from unnest($2::uuid[], $3::text[]) as u (visit_id, why)
where v.org_id = $1 and v.visit_id = u.visit_id
"""


async def set_changed(
    conn: Conn, org_id: int, ids: Sequence[UUID], why: Sequence[ChangedFor], asked: Sequence[UUID], now: datetime
) -> None:
    """Notes what changed of visits that still take place. `asked`: those whose family is asked again."""
    await queue(conn, SET_CHANGED, org_id, ids, why, asked, now)


SET_LEFT = """
update visit_team m set left_at = $4
from unnest($2::uuid[], $3::uuid[]) as u (visit_id, staff_id)
where m.org_id = $1 and m.visit_id = u.visit_id and m.staff_id = u.staff_id
"""


async def set_left(conn: Conn, org_id: int, ids: Sequence[UUID], staff_ids: Sequence[UUID], now: datetime) -> None:
    """Notes who visits no more."""
    await queue(conn, SET_LEFT, org_id, ids, staff_ids, now)


INSERT_CLASS_TEACHERS = """
insert into visit_team as m (org_id, visit_id, staff_id, part)
select $1, u.visit_id, u.staff_id, 'class_teacher' from unnest($2::uuid[], $3::uuid[]) as u (visit_id, staff_id)
on conflict (org_id, visit_id, staff_id) do update set part = excluded.part, left_at = null
"""


async def add_class_teachers(conn: Conn, org_id: int, ids: Sequence[UUID], staff_ids: Sequence[UUID]) -> None:
    """Adds class teachers to the teams of visits, also those who came as colleagues, or came before."""
    await queue(conn, INSERT_CLASS_TEACHERS, org_id, ids, staff_ids)
