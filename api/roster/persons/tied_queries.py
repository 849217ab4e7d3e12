"""SQL of colleagues who read about a child, with those by whose word they came and those beside whom they are family."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, value
from api.roster.queries.people import Permit


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague who reads about a child and is none of its guardians. `words`: who gave them their part. `relatives`: guardians of a child of theirs."""

    staff_id: UUID
    name: str
    words: list[UUID]
    relatives: list[UUID]


SELECT_READERS = """
select f.staff_id, f.name,
  array_remove(array[case when f.appointed_at is null or f.appointed_at > $3 then f.appointed_by end,
                     case when f.role_at is null or f.role_at > $3 then f.role_by end], null) as words,
  array(select distinct t.guardian_id from guardianships own
        join guardianships t on t.org_id = own.org_id and t.student_id = own.student_id
        where own.org_id = $1 and own.guardian_id = f.staff_id and (own.ended_at is null or own.since < own.ended_at)) as relatives
from staff f
where f.org_id = $1 and f.ended_at is null
  and (f.roles && '{school_admin,counsellor,grade_lead,leader,officer,custodian}' or exists (
    select from students s join class_staff c on c.org_id = s.org_id and c.class_id = s.class_id
    where s.org_id = $1 and s.student_id = $2 and c.staff_id = f.staff_id and c.ended_at is null))
  and not exists (
    select from guardianships g
    where g.org_id = $1 and g.student_id = $2 and g.guardian_id = f.staff_id and (g.ended_at is null or g.barred))
order by f.name, f.staff_id
"""


async def list_readers(conn: ReadConn, org_id: int, student_id: UUID, since: datetime) -> list[Reader]:
    """Who of the school reads about a student. Of a word only what was given after `since`, or nobody knows when."""
    return await many(conn, Reader, SELECT_READERS, org_id, student_id, since)


HOLD_MOVES = """
select login_moves_hold($1, $2, $3, $4, $5, $6)
"""


async def hold_moves(
    conn: Conn, accounts: Collection[UUID], barred: Collection[UUID], until: datetime, now: datetime, permit: Permit
) -> int:
    """Numbers of these accounts that one of the barred moved lately wait for a second adult, until then at most. Returns how many."""
    return await value(conn, HOLD_MOVES, sorted(accounts), sorted(barred), until, now, permit.by, permit.import_id)
