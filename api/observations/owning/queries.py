"""SQL of owning: whom a school has for an observation."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many, maybe
from schemas.observations.rows import Candidate
from schemas.observations.wire import Rung

# `=` with a parameter that is null is never true, and Citus cannot plan a query whose inner one is empty from the start.
SELECT_CANDIDATES = """
select s.staff_id, coalesce(t.leads, false) as leads, t.leads is not null as teaches, s.roles, s.appointed_by, s.role_by,
  array_remove(array[case when s.appointed_at > $4 then s.appointed_by end, case when s.role_at > $4 then s.role_by end], null) as fresh
from staff s
left join lateral (
  select bool_or(c.part = 'class_teacher') as leads from class_staff c
  where c.org_id = $1 and c.class_id = $2 and c.staff_id = s.staff_id and c.ended_at is null
) t on true
where s.org_id = $1 and s.ended_at is null
  and (t.leads is not null or s.roles && '{grade_lead,counsellor,leader,custodian}')
  and not exists (select 1 from guardianships g
                  where g.org_id = $1 and g.guardian_id = s.staff_id and g.student_id is not distinct from $3 and (g.ended_at is null or g.barred))
order by s.staff_id
"""


async def list_candidates(
    conn: ReadConn, org_id: int, class_id: UUID, student_id: UUID | None, lately: datetime
) -> list[Candidate]:
    """Staff who might own an observation of a class; a guardian of the student is never among them (DESIGN 7). `lately`: since when one is fresh."""
    return await many(conn, Candidate, SELECT_CANDIDATES, org_id, class_id, student_id, lately)


SELECT_OFFICER = """
select s.staff_id, false as leads, false as teaches, s.roles, s.appointed_by, s.role_by,
  array_remove(array[case when s.appointed_at > $3 then s.appointed_by end, case when s.role_at > $3 then s.role_by end], null) as fresh
from staff s where s.org_id = $1 and s.staff_id = $2 and s.ended_at is null
"""


async def find_officer(conn: ReadConn, bureau_id: int, account_id: UUID, lately: datetime) -> Candidate | None:
    """An officer of the bureau entered, as a second person beside those of a school."""
    return await maybe(conn, Candidate, SELECT_OFFICER, bureau_id, account_id, lately)


class Owned(msgspec.Struct, frozen=True, kw_only=True):
    """What telling its owners needs of an observation. `raised`: it has left its first rung."""

    class_id: UUID
    student_id: UUID | None
    urgent: bool
    rung: Rung
    rungs: list[Rung]
    conflicts: list[bytes]
    text_id: UUID
    due_at: datetime
    done: bool
    raised: bool


SELECT_OWNED = """
select o.class_id, o.student_id, o.urgent, o.rung, o.rungs, o.conflicts, o.text_id, o.due_at, o.state = 'done' as done,
  exists (select 1 from observation_steps p
          where p.org_id = $1 and p.observation_id = o.observation_id and p.kind = 'raised') as raised
from observations o where o.org_id = $1 and o.observation_id = $2
"""


async def find_owned(conn: ReadConn, org_id: int, observation_id: UUID) -> Owned | None:
    """An observation, for the worker alone: ownership is not checked."""
    return await maybe(conn, Owned, SELECT_OWNED, org_id, observation_id)
