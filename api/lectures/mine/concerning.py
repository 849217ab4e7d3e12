"""SQL of the reader's children for whose classes lectures are."""

from collections.abc import Sequence
from uuid import UUID

from api.core.db import many
from api.core.unit_of_work import Reading
from schemas.concerned import Concerned

SELECT_CONCERNED = """
select l.lecture_id as resource_id, array(
  select s.student_id from students s
  join classes c on c.org_id = $1 and c.class_id = s.class_id and c.ended_at is null
  where s.org_id = $1 and s.student_id = any ($2) and s.ended_at is null
    and (l.scope = 'school' or c.class_id = any (l.class_ids) or c.grade = any (l.grades))) as child_ids
from lectures l where l.org_id = $1 and l.lecture_id = any ($3) and 'guardian' = any (l.parts)
"""


async def list_concerned(uow: Reading, lecture_ids: Sequence[UUID]) -> list[Concerned]:
    """The actor's children whose guardians these lectures are for."""
    return await many(uow.conn, Concerned, SELECT_CONCERNED, uow.actor.org_id, sorted(uow.actor.child_ids), lecture_ids)
