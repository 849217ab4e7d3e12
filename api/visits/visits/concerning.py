"""SQL of the reader's children whom visits are about."""

from collections.abc import Sequence
from uuid import UUID

from api.core.db import many
from api.core.unit_of_work import Reading
from schemas.concerned import Concerned

SELECT_CONCERNED = """
select v.visit_id as resource_id, array[v.student_id] as child_ids from visits v
where v.org_id = $1 and v.visit_id = any ($3) and v.student_id = any ($2)
"""


async def list_concerned(uow: Reading, visit_ids: Sequence[UUID]) -> list[Concerned]:
    """The actor's children who are visited."""
    return await many(uow.conn, Concerned, SELECT_CONCERNED, uow.actor.org_id, sorted(uow.actor.child_ids), visit_ids)
