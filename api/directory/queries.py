"""SQL of the directory."""

from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import ReadConn, many, maybe
from schemas.directory.wire import Org, SchoolClass, StaffMember, Student

SELECT_ORG = """
select org_id, kind, name_zh, name_en, time_zone from orgs where org_id = $1 and ended_at is null
"""


async def find_org(conn: ReadConn, org_id: int) -> Org | None:
    """The organisation, if it is open."""
    return await maybe(conn, Org, SELECT_ORG, org_id)


SELECT_CLASSES = """
select c.class_id, c.school_year, c.grade, c.name, c.code, count(s.student_id)::integer as students
from classes c
left join students s on s.org_id = c.org_id and s.class_id = c.class_id and s.ended_at is null
where c.org_id = $1 and c.ended_at is null and ($2 or c.class_id = any($3))
group by c.class_id, c.school_year, c.grade, c.name, c.code
order by c.school_year desc, c.grade, c.name
limit 500
"""


async def list_classes(conn: ReadConn, org_id: int, reach: Reach) -> list[SchoolClass]:
    """Open classes within reach, with how many students each has."""
    return await many(conn, SchoolClass, SELECT_CLASSES, org_id, reach.everything, reach.class_ids)


SELECT_STUDENTS = """
select s.student_id, s.student_number, s.name, s.sex, s.class_id, c.name as class_name, s.support, s.updated_at
from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1 and s.ended_at is null
  and ($2 or s.class_id = any($3) or s.student_id = any($4))
  and s.student_id <> all ($9) and ($5::uuid is null or s.class_id = $5)
  and ($6::timestamptz is null or s.updated_at > $6)
  and ($7::text is null or s.student_number > $7)
order by s.student_number
limit $8
"""


async def list_students(
    conn: ReadConn,
    org_id: int,
    reach: Reach,
    class_id: UUID | None,
    since: datetime | None,
    after: str | None,
    limit: int,
) -> list[Student]:
    """Present students within reach, without those whom a court's order keeps from the reader, by student number; `after` is the number of the last row before."""
    where = (
        org_id,
        reach.everything,
        reach.class_ids,
        reach.student_ids,
        class_id,
        since,
        after,
        limit,
        reach.barred_ids,
    )
    return await many(conn, Student, SELECT_STUDENTS, *where)


SELECT_STAFF = """
select s.staff_id, s.name,
  s.roles || coalesce(
    array_agg(distinct p.part order by p.part) filter (where p.part is not null and p.part <> all(s.roles)), '{}') as roles,
  coalesce(array_agg(c.name order by c.name) filter (where p.part = 'class_teacher' and c.name is not null), '{}') as leads
from staff s
left join class_staff p on p.org_id = s.org_id and p.staff_id = s.staff_id and p.ended_at is null
left join classes c on c.org_id = p.org_id and c.class_id = p.class_id and c.ended_at is null
where s.org_id = $1 and s.ended_at is null
group by s.staff_id, s.name, s.roles
order by s.name, s.staff_id
limit 1000
"""


async def list_staff(conn: ReadConn, org_id: int) -> list[StaffMember]:
    """Everybody who works here now, and what they are to which class."""
    return await many(conn, StaffMember, SELECT_STAFF, org_id)
