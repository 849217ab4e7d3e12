"""SQL of the siblings of a student whose family is visited."""

from datetime import datetime
from uuid import UUID

from api.core.db import ReadConn, many
from api.visits.coverage.queries import COUNTS
from schemas.visits.rows import SiblingRow

SELECT_SIBLINGS = (
    """
select s.student_id, s.name, s.class_id, s.home_sealed,
  array(select t.guardian_id from guardianships t
        where t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null order by t.guardian_id) as guardian_ids,
  array(select b.guardian_id from guardianships b
        where b.org_id = $1 and b.student_id = s.student_id and b.barred order by b.guardian_id) as barred_ids,
  not exists (
    select from visits i where i.org_id = $1 and i.student_id = s.student_id
      and (i.state = any ('{proposed,move_asked,confirmed}') and i.starts_at > $4 or i.starts_at >= $3 and """  # noqa: S608  a constant of ours
    + COUNTS
    + """)
  ) as due
from students s
where s.org_id = $1 and s.ended_at is null and s.student_id in (
  select t.student_id from guardianships g
  join guardianships t on t.org_id = g.org_id and t.guardian_id = g.guardian_id and t.ended_at is null
  where g.org_id = $1 and g.student_id = $2 and g.ended_at is null)
order by s.name, s.student_id
"""
)


async def list_siblings(
    conn: ReadConn, org_id: int, student_id: UUID, year: datetime, now: datetime
) -> list[SiblingRow]:
    """A student and those with a guardian in common, at this school today. `year`: when the school year began."""
    return await many(conn, SiblingRow, SELECT_SIBLINGS, org_id, student_id, year, now)
