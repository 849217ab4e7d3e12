"""SQL of the visit form."""

from uuid import UUID

import msgspec

from api.core.db import ReadConn, many, maybe
from schemas.visits.screens.wire import TeamChoice


class FormStudent(msgspec.Struct, frozen=True, kw_only=True):
    """The student, and what access looks at."""

    name: str
    class_id: UUID
    class_name: str
    needs_onsite: bool
    time_zone: str
    guardian_ids: list[UUID]


SELECT_FORM_STUDENT = """
select s.name, s.class_id, c.name as class_name, coalesce(cardinality(s.support) > 0, false) as needs_onsite, o.time_zone,
  array(select g.guardian_id from guardianships g where g.org_id = $1 and g.student_id = $2 and g.ended_at is null) as guardian_ids
from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
join orgs o on o.org_id = s.org_id
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID) -> FormStudent | None:
    """The student, if at this school."""
    return await maybe(conn, FormStudent, SELECT_FORM_STUDENT, org_id, student_id)


# Family of the student, and who is barred from them, is left out: a team with it is refused.
SELECT_TEAM = """
select account_id, name, part, mine from (
  select f.staff_id as account_id, f.name, f.staff_id = $4 as mine,
    case when 'class_teacher' = any (k.parts) then 'class_teacher' when 'subject_teacher' = any (k.parts) then 'subject_teacher'
      when 'counsellor' = any (f.roles) then 'counsellor' when 'leader' = any (f.roles) then 'leader' end as part
  from staff f
  cross join lateral (
    select coalesce(array_agg(t.part), '{}') as parts from class_staff t
    where t.org_id = $1 and t.class_id = $2 and t.staff_id = f.staff_id and t.ended_at is null
  ) k
  where f.org_id = $1 and f.ended_at is null
    and not exists (select from guardianships g
                    where g.org_id = $1 and g.student_id = $3 and g.guardian_id = f.staff_id and (g.ended_at is null or g.barred))
) s
where part is not null
order by mine desc, array_position('{class_teacher,subject_teacher,counsellor,leader}', part), name, account_id
"""


async def list_team(
    conn: ReadConn, org_id: int, class_id: UUID, student_id: UUID, account_id: UUID
) -> list[TeamChoice]:
    """Who could come: the actor first, then the class's teachers, counsellors and leaders."""
    return await many(conn, TeamChoice, SELECT_TEAM, org_id, class_id, student_id, account_id)
