"""SQL of whom to call about what is urgent."""

from collections.abc import Sequence
from uuid import UUID

from api.core.db import ReadConn, many
from schemas.observations.urgent.rows import CallRow

# Who was barred or whose tie ended otherwise is none.
SELECT_GUARDIANS = """
select t.guardian_id as account_id, g.name, t.relation from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null and g.ended_at is null
order by t.contact_order, t.guardian_id
"""


async def list_guardians(conn: ReadConn, org_id: int, student_id: UUID) -> list[CallRow]:
    """A student's guardians in the order in which they are to be called."""
    return await many(conn, CallRow, SELECT_GUARDIANS, org_id, student_id)


SELECT_COUNSELLORS = """
select s.staff_id as account_id, s.name, null::text as relation from staff s
where s.org_id = $1 and s.staff_id = any ($2) and s.ended_at is null and 'counsellor' = any (s.roles)
order by s.name, s.staff_id
"""


async def list_counsellors(conn: ReadConn, org_id: int, staff_ids: Sequence[UUID]) -> list[CallRow]:
    """The counsellors among these people."""
    return await many(conn, CallRow, SELECT_COUNSELLORS, org_id, list(staff_ids))
