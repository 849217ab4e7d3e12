"""SQL of open observations whose owners no longer belong to them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, many, queue
from schemas.observations.wire import Rung

MOVE_STUDENTS = """
update observations o set class_id = u.to_class_id, version = o.version + 1, updated_at = $5
from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as u (student_id, class_id, to_class_id)
where o.org_id = $1 and o.student_id = u.student_id and o.class_id = u.class_id and o.state <> 'done'
"""


async def move_students(conn: Conn, org_id: int, moved: Sequence[tuple[UUID, UUID, UUID]], now: datetime) -> None:
    """Open ones follow a student into the next class. `moved`: student, class before, class now."""
    students, before, after = ([row[at] for row in moved] for at in range(3))
    await queue(conn, MOVE_STUDENTS, org_id, students, before, after, now)


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """An open observation, one of whose rungs lost somebody. `handled_by`: who did something about it."""

    observation_id: UUID
    class_id: UUID
    student_id: UUID | None
    urgent: bool
    rungs: list[Rung]
    conflicts: list[bytes]
    observer_id: UUID
    handled_by: list[UUID]


LOCK_LEFT = """
select o.observation_id, o.class_id, o.student_id, o.urgent, o.rungs, o.conflicts, o.observer_id,
  array(select distinct p.by_id from observation_steps p
        where p.org_id = $1 and p.observation_id = o.observation_id and p.by_id is not null) as handled_by
from observations o
where o.org_id = $1 and o.state <> 'done'
  and (('class' = any (o.rungs) and o.class_id = any ($2)) or o.rungs && $3::text[] or o.student_id = any ($4))
order by o.observation_id
for no key update of o
"""


async def lock_left(
    conn: Conn, org_id: int, class_ids: Sequence[UUID], rungs: Sequence[Rung], student_ids: Sequence[UUID]
) -> list[Left]:
    """Open observations of these classes, of a rung above, or about these students."""
    return await many(conn, Left, LOCK_LEFT, org_id, class_ids, rungs, student_ids)


SET_WAITING = """
update observations set waits = true, version = version + 1, updated_at = $3 where org_id = $1 and observation_id = $2
"""


async def set_waiting(conn: Conn, org_id: int, observation_id: UUID, now: datetime) -> None:
    """It waits again: who had taken it up is gone."""
    await queue(conn, SET_WAITING, org_id, observation_id, now)
