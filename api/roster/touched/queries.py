"""SQL of who is told that somebody changed what they are here."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many, value
from schemas.roster.leaving.rows import LeavingStudent


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works here, or did."""

    staff_id: UUID
    name: str


SELECT_HERE = """
select staff_id, name from staff where org_id = $1 and staff_id = any ($2) and ended_at is null
"""


async def list_here(conn: ReadConn, org_id: int, staff_ids: Sequence[UUID]) -> list[Colleague]:
    """Those of these colleagues who work here today."""
    return await many(conn, Colleague, SELECT_HERE, org_id, staff_ids)


SELECT_NAMED = """
select staff_id, name from staff where org_id = $1 and staff_id = any ($2)
"""


async def list_named(conn: ReadConn, org_id: int, staff_ids: Sequence[UUID]) -> list[Colleague]:
    """These colleagues, whether they work here today or not."""
    return await many(conn, Colleague, SELECT_NAMED, org_id, staff_ids)


SELECT_COUNSELLING = """
select coalesce(array_agg(staff_id), '{}') from staff
where org_id = $1 and ended_at is null and roles && array['counsellor', 'leader']
"""


async def list_counselling(conn: ReadConn, org_id: int) -> list[UUID]:
    """Today's counsellors and leaders."""
    return await value(conn, SELECT_COUNSELLING, org_id)


SELECT_RUNNING = """
select coalesce(array_agg(staff_id), '{}') from staff
where org_id = $1 and ended_at is null and roles && array['school_admin', 'leader']
"""


async def list_running(conn: ReadConn, org_id: int) -> list[UUID]:
    """Today's administrators and leaders."""
    return await value(conn, SELECT_RUNNING, org_id)


SELECT_TIED = """
select coalesce(array_agg(t.guardian_id), '{}')
from guardianships t join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null and g.ended_at is null
"""


async def list_tied(conn: ReadConn, org_id: int, student_id: UUID) -> list[UUID]:
    """Today's guardians of a student."""
    return await value(conn, SELECT_TIED, org_id, student_id)


SELECT_IS_GUARDIAN = """
select exists (select 1 from guardians where org_id = $1 and guardian_id = $2 and ended_at is null)
"""


async def is_guardian(conn: ReadConn, org_id: int, guardian_id: UUID) -> bool:
    """Whether somebody has another child here today."""
    return await value(conn, SELECT_IS_GUARDIAN, org_id, guardian_id)


SELECT_LEAVING_STUDENTS = """
select s.student_id, coalesce(least(e.last_day, c.ends_on), $3) as last_day,
  coalesce(array_agg(g.guardian_id order by g.guardian_id) filter (where g.guardian_id is not null), '{}') as guardian_ids
from students s
join classes c on c.org_id = $1 and c.class_id = s.class_id
left join planned_ends e on e.org_id = $1 and e.student_id = s.student_id and e.ended_at is null
left join guardianships t on t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null
left join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
where s.org_id = $1 and s.ended_at is null and least(e.last_day, c.ends_on) between $2 and $3
group by s.student_id, e.last_day, c.ends_on
order by s.student_id
"""


async def list_leaving_students(conn: ReadConn, org_id: int, first: date, last: date) -> list[LeavingStudent]:
    """Students whose last day lies between two days: their own, or that of a class that graduates."""
    return await many(conn, LeavingStudent, SELECT_LEAVING_STUDENTS, org_id, first, last)
