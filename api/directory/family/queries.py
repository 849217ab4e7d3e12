"""SQL of families."""

from uuid import UUID

from api.core.db import ReadConn, many, value
from schemas.directory.wire import FamilyMember

SELECT_CLASS = """
select class_id from students where org_id = $1 and student_id = $2 and ended_at is null
"""


async def find_class(conn: ReadConn, org_id: int, student_id: UUID) -> UUID | None:
    """The class of a present student; None for nobody of this school."""
    return await value(conn, SELECT_CLASS, org_id, student_id)


SELECT_FAMILY = """
select t.guardian_id, g.name, t.relation from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null and g.ended_at is null
order by t.contact_order, t.guardian_id
"""


async def list_family(conn: ReadConn, org_id: int, student_id: UUID) -> list[FamilyMember]:
    """A student's guardians of today, in the order in which they are to be called."""
    return await many(conn, FamilyMember, SELECT_FAMILY, org_id, student_id)
