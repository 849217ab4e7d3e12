"""SQL of the day of the visits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, queue
from api.core.kept_from import barred_from
from schemas.visits.day.rows import OpenFollowUp

# The visits within reach first, as on a first screen: their follow-ups are found by the visit.
SELECT_OPEN_FOLLOW_UPS = """
with reached as (
  select m.visit_id from visit_team m join visits c on c.org_id = m.org_id and c.visit_id = m.visit_id
  where m.org_id = $1 and m.staff_id = $3 and m.part = 'colleague' and m.left_at is null and not BARRED
  union
  select c.visit_id from students p join visits c on c.org_id = p.org_id and c.student_id = p.student_id
  where p.org_id = $1 and p.class_id = any ($2) and p.ended_at is null
)
select v.student_id, f.visit_id, f.follow_up_id, f.due_on, f.text_sealed, f.done_at, v.updated_at as recorded_at
from reached r
join visits v on v.org_id = $1 and v.visit_id = r.visit_id and v.state = 'recorded' and v.student_id = any ($4)
join visit_follow_ups f on f.org_id = $1 and f.visit_id = r.visit_id and f.done_at is null
order by f.due_on, f.follow_up_id
limit $5
""".replace("BARRED", barred_from("$3", "c.student_id"))


async def list_open_follow_ups(
    conn: ReadConn, org_id: int, reach: Reach, student_ids: Sequence[UUID], limit: int
) -> list[OpenFollowUp]:
    """What earlier visits to these students left to do, as far as their records are within reach."""
    who = (reach.class_ids, reach.account_id)
    return await many(conn, OpenFollowUp, SELECT_OPEN_FOLLOW_UPS, org_id, *who, student_ids, limit)


SET_LATE = """
update visits v
set starts_at = u.starts_at, ends_at = u.ends_at, changed_by = $5, changed_for = 'late', version = v.version + 1, updated_at = $6
from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) as u (visit_id, starts_at, ends_at)
where v.org_id = $1 and v.visit_id = u.visit_id
"""


async def set_late(
    conn: Conn,
    org_id: int,
    ids: Sequence[UUID],
    starts: Sequence[datetime],
    ends: Sequence[datetime],
    by: UUID,
    now: datetime,
) -> None:
    """Writes the later times of agreed visits. The family's yes stands."""
    await queue(conn, SET_LATE, org_id, ids, starts, ends, by, now)
