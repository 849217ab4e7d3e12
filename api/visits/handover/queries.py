"""SQL of an evening that its teacher cannot make."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, queue
from schemas.visits.handover.rows import ColleagueRow

# As on the form of a proposal, for all of the evening's classes at once. Who is or was family of a student, or is barred from them, is
# left out, and who is on leave at the time of a visit.
SELECT_COLLEAGUES = """
select f.staff_id as account_id, f.name
from staff f
where f.org_id = $1 and f.ended_at is null and f.staff_id <> $2
  and (f.roles && '{counsellor,leader}'::text[] or cardinality($3::uuid[]) = (
    select count(distinct t.class_id) from class_staff t
    where t.org_id = $1 and t.class_id = any ($3) and t.staff_id = f.staff_id and t.ended_at is null))
  and not exists (
    select from guardianships g
    where g.org_id = $1 and g.student_id = any ($4) and g.guardian_id = f.staff_id and (g.ended_at is null or g.barred))
  and not exists (
    select from staff_leaves l
    where l.org_id = $1 and l.staff_id = f.staff_id and l.ended_at is null and l.starts_at < $6 and l.ends_at > $5)
order by (
    select count(distinct t.class_id) from class_staff t
    where t.org_id = $1 and t.class_id = any ($3) and t.staff_id = f.staff_id and t.ended_at is null) desc, f.name, f.staff_id
limit 300
"""


async def list_colleagues(
    conn: ReadConn,
    org_id: int,
    but: UUID,
    class_ids: Sequence[UUID],
    student_ids: Sequence[UUID],
    start: datetime,
    end: datetime,
) -> list[ColleagueRow]:
    """Who may visit the families of all these students, of these classes, between two instants; who teaches there first."""
    who = (but, class_ids, student_ids)
    return await many(conn, ColleagueRow, SELECT_COLLEAGUES, org_id, *who, start, end)


SET_HANDED_OVER = """
update visits v set changed_by = $3, changed_for = 'team_changed', version = v.version + 1, updated_at = $4
where v.org_id = $1 and v.visit_id = any ($2)
"""


async def set_handed_over(conn: Conn, org_id: int, ids: Sequence[UUID], by: UUID, now: datetime) -> None:
    """Notes that others make these visits."""
    await queue(conn, SET_HANDED_OVER, org_id, ids, by, now)


SET_ASKED = """
update visits v
set state = 'move_asked', asked_at = $4, wished_at = null, confirmed_by = null, held_until = null, changed_by = $3,
  changed_for = 'unable', version = v.version + 1, updated_at = $4
where v.org_id = $1 and v.visit_id = any ($2)
"""


async def set_asked(conn: Conn, org_id: int, ids: Sequence[UUID], by: UUID, now: datetime) -> None:
    """Notes that these families are asked for another time."""
    await queue(conn, SET_ASKED, org_id, ids, by, now)


# A class teacher's place counts for as long as they lead the class; a colleague comes for themself.
INSERT_COLLEAGUE = """
insert into visit_team as m (org_id, visit_id, staff_id, part)
select $1, u.visit_id, $4, case when u.leads then 'class_teacher' else 'colleague' end
from unnest($2::uuid[], $3::boolean[]) as u (visit_id, leads)
on conflict (org_id, visit_id, staff_id) do update set part = excluded.part, left_at = null
"""


async def add_colleague(conn: Conn, org_id: int, ids: Sequence[UUID], leads: Sequence[bool], staff_id: UUID) -> None:
    """Adds somebody to the teams of visits. `leads`: where they are the student's class teacher."""
    await queue(conn, INSERT_COLLEAGUE, org_id, ids, leads, staff_id)
