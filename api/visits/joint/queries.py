"""SQL of visits to siblings at one stop."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue, run

SET_JOINT = """
update visits set joint_id = $2 where org_id = $1 and visit_id = $2
"""


async def set_joint(conn: Conn, org_id: int, visit_id: UUID) -> None:
    """Makes a visit the first one of a stop."""
    await run(conn, SET_JOINT, org_id, visit_id)


INSERT_BESIDE = """
insert into visits (org_id, visit_id, joint_id, student_id, proposed_by, changed_by, mode, starts_at, ends_at, held_until, state,
  created_at, updated_at)
select v.org_id, u.visit_id, v.visit_id, u.student_id, v.proposed_by, v.changed_by, v.mode, v.starts_at, v.ends_at, v.held_until,
  v.state, $5, $5
from visits v, unnest($3::uuid[], $4::uuid[]) as u (visit_id, student_id)
where v.org_id = $1 and v.visit_id = $2
on conflict do nothing
"""
INSERT_TEAM_BESIDE = """
insert into visit_team (org_id, visit_id, staff_id, part)
select m.org_id, v.visit_id, m.staff_id, case when k.staff_id is null then 'colleague' else 'class_teacher' end
from visits v
join visit_team m on m.org_id = v.org_id and m.visit_id = v.joint_id
join students s on s.org_id = v.org_id and s.student_id = v.student_id
left join class_staff k on k.org_id = s.org_id and k.class_id = s.class_id and k.staff_id = m.staff_id and k.part = 'class_teacher'
  and k.ended_at is null
where v.org_id = $1 and v.visit_id = any ($2)
on conflict do nothing
"""


async def add_beside(
    conn: Conn, org_id: int, visit_id: UUID, ids: Sequence[UUID], student_ids: Sequence[UUID], now: datetime
) -> None:
    """Writes the same proposal, with the same team, for other children of the family."""
    await queue(conn, INSERT_BESIDE, org_id, visit_id, ids, student_ids, now)
    await queue(conn, INSERT_TEAM_BESIDE, org_id, ids)


class SiblingName(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a visit is to."""

    visit_id: UUID
    student_id: UUID
    name: str


SELECT_NAMES_BESIDE = """
select v.visit_id, v.student_id, s.name from visits v
join students s on s.org_id = v.org_id and s.student_id = v.student_id
where v.org_id = $1 and v.visit_id = any ($2)
order by s.name, v.visit_id
"""


async def list_names(conn: ReadConn, org_id: int, ids: Sequence[UUID]) -> list[SiblingName]:
    """Whom these visits are to."""
    return await many(conn, SiblingName, SELECT_NAMES_BESIDE, org_id, ids)
