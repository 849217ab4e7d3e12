"""SQL of what follows from visits, and of where families are."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, maybe, queue, run
from api.core.kept_from import barred_from
from api.school_calendar.service import CALENDAR
from schemas.visits.rows import DueRow, FollowUpRow, RecordRow

INSERT_FOLLOW_UPS = """
insert into visit_follow_ups as f (org_id, follow_up_id, visit_id, due_on, text_sealed, updated_at)
select $1, u.follow_up_id, $2, u.due_on, u.text_sealed, $6
from unnest($3::uuid[], $4::date[], $5::bytea[]) as u (follow_up_id, due_on, text_sealed)
on conflict (org_id, follow_up_id) do update
set due_on = excluded.due_on, text_sealed = excluded.text_sealed, updated_at = excluded.updated_at
where f.visit_id = excluded.visit_id and f.done_at is null
"""


async def add_follow_ups(
    conn: Conn,
    org_id: int,
    visit_id: UUID,
    ids: Sequence[UUID],
    due_on: Sequence[date],
    texts: Sequence[bytes],
    now: datetime,
) -> None:
    """Writes what follows and by when it is due. What is done stays as it is."""
    await queue(conn, INSERT_FOLLOW_UPS, org_id, visit_id, ids, due_on, texts, now)


DELETE_FOLLOW_UPS = """
delete from visit_follow_ups where org_id = $1 and visit_id = $2 and follow_up_id = any ($3) and done_at is null
"""


async def remove_follow_ups(conn: Conn, org_id: int, visit_id: UUID, ids: Sequence[UUID]) -> None:
    """Removes what follows no more, unless it is done."""
    await queue(conn, DELETE_FOLLOW_UPS, org_id, visit_id, ids)


SELECT_FOLLOW_UPS = """
select f.follow_up_id, f.visit_id, f.due_on, f.text_sealed, f.done_at, v.updated_at as recorded_at
from visit_follow_ups f join visits v on v.org_id = f.org_id and v.visit_id = f.visit_id
where f.org_id = $1 and f.visit_id = $2 order by f.due_on, f.follow_up_id
"""


async def list_follow_ups(conn: ReadConn, org_id: int, visit_id: UUID) -> list[FollowUpRow]:
    """What follows from a visit, by due date."""
    return await many(conn, FollowUpRow, SELECT_FOLLOW_UPS, org_id, visit_id)


# The visits within reach first: their follow-ups are found by the visit.
_DUE_OF = """
with reached as (
  select m.visit_id from visit_team m join visits c on c.org_id = m.org_id and c.visit_id = m.visit_id
  where m.org_id = $1 and m.staff_id = $3 and m.part = 'colleague' and m.left_at is null and not BARRED
  union
  select c.visit_id from students p join visits c on c.org_id = p.org_id and c.student_id = p.student_id
  where p.org_id = $1 and p.class_id = any ($2) and p.ended_at is null
)
select f.org_id, f.visit_id, f.follow_up_id, s.student_id, s.name as student_name, f.due_on,
  case when row_number() over (order by f.due_on, f.follow_up_id) = 1 then (select """
_DUE_FROM = """ from orgs o where o.org_id = $1) end as calendar
from reached r
join visits v on v.org_id = $1 and v.visit_id = r.visit_id and v.state = 'recorded'
join visit_follow_ups f on f.org_id = $1 and f.visit_id = r.visit_id and f.done_at is null and f.due_on <= $4
join students s on s.org_id = $1 and s.student_id = v.student_id
order by f.due_on, f.follow_up_id
limit $5
"""
SELECT_DUE = _DUE_OF.replace("BARRED", barred_from("$3", "c.student_id")) + CALENDAR + _DUE_FROM


async def list_due(conn: ReadConn, org_id: int, reach: Reach, by: date, limit: int) -> list[DueRow]:
    """What follows from visits within reach, is not done and due on a day or before, the oldest first."""
    return await many(conn, DueRow, SELECT_DUE, org_id, reach.class_ids, reach.account_id, by, limit)


SELECT_FOLLOW_UP = """
select f.follow_up_id, f.visit_id, f.due_on, f.text_sealed, f.done_at, v.updated_at as recorded_at
from visit_follow_ups f join visits v on v.org_id = f.org_id and v.visit_id = f.visit_id
where f.org_id = $1 and f.visit_id = $2 and f.follow_up_id = $3
"""


async def find_follow_up(conn: ReadConn, org_id: int, visit_id: UUID, follow_up_id: UUID) -> FollowUpRow | None:
    """One resource that follows from this visit."""
    return await maybe(conn, FollowUpRow, SELECT_FOLLOW_UP, org_id, visit_id, follow_up_id)


SET_DONE = """
update visit_follow_ups set done_at = $4, updated_at = $4
where org_id = $1 and visit_id = $2 and follow_up_id = $3 and done_at is null
"""


async def set_done(conn: Conn, org_id: int, visit_id: UUID, follow_up_id: UUID, now: datetime) -> bool:
    """Notes that it is done. False: it was before."""
    return await run(conn, SET_DONE, org_id, visit_id, follow_up_id, now) == 1


INSERT_RECORD = """
insert into visit_records (org_id, record_id, visit_id, corrects, written_by, written_at, said_at) values ($1, $2, $3, $4, $5, $6, $7)
"""


async def add_record(
    conn: Conn,
    org_id: int,
    visit_id: UUID,
    record_id: UUID,
    corrects: UUID | None,
    by: UUID,
    now: datetime,
    said_at: datetime | None,
) -> None:
    """Notes a version of what was written of a visit. `said_at`: when it was written on a phone."""
    await queue(conn, INSERT_RECORD, org_id, record_id, visit_id, corrects, by, now, said_at)


SELECT_RECORDS = """
select r.record_id, r.corrects, r.written_by, f.name as written_by_name, coalesce(r.said_at, r.written_at) as written_at
from visit_records r join staff f on f.org_id = r.org_id and f.staff_id = r.written_by
where r.org_id = $1 and r.visit_id = $2 order by r.written_at, r.record_id
"""


async def list_records(conn: ReadConn, org_id: int, visit_id: UUID) -> list[RecordRow]:
    """All versions of what was written of a visit, in the order of their arrival."""
    return await many(conn, RecordRow, SELECT_RECORDS, org_id, visit_id)


class SealedHome(msgspec.Struct, frozen=True, kw_only=True):
    """A student's home as the roster keeps it."""

    home_sealed: bytes | None


SELECT_HOME = """
select home_sealed from students where org_id = $1 and student_id = $2 and ended_at is null
"""


async def find_home(conn: ReadConn, org_id: int, student_id: UUID) -> SealedHome | None:
    """Where a student of this school lives, sealed."""
    return await maybe(conn, SealedHome, SELECT_HOME, org_id, student_id)


class Guardian(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian of the student."""

    account_id: UUID
    name: str
    relation: str


SELECT_GUARDIANS = """
select g.guardian_id as account_id, g.name, t.relation
from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null
order by t.contact_order, t.guardian_id
"""


async def list_guardians(conn: ReadConn, org_id: int, student_id: UUID) -> list[Guardian]:
    """A student's guardians in the order of contact."""
    return await many(conn, Guardian, SELECT_GUARDIANS, org_id, student_id)
