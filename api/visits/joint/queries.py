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
insert into visits (org_id, visit_id, joint_id, student_id, proposed_by, changed_by, mode, place_sealed, starts_at, ends_at, held_until,
  state, created_at, updated_at, host_id)
select v.org_id, u.visit_id, v.visit_id, u.student_id, v.proposed_by, v.changed_by, v.mode, u.place_sealed, v.starts_at, v.ends_at,
  v.held_until, v.state, $6, $6, v.host_id
from visits v, unnest($3::uuid[], $4::uuid[], $5::bytea[]) as u (visit_id, student_id, place_sealed)
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


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A visit to another child at the same stop. Its place is sealed for that child."""

    visit_id: UUID
    student_id: UUID
    place_sealed: bytes | None


async def add_beside(conn: Conn, org_id: int, visit_id: UUID, others: Sequence[Beside], now: datetime) -> None:
    """Writes the same proposal, with the same team, for other children of the family. A message stays with the child it is about."""
    ids, places = [one.visit_id for one in others], [one.place_sealed for one in others]
    await queue(conn, INSERT_BESIDE, org_id, visit_id, ids, [one.student_id for one in others], places, now)
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
