"""SQL of ties that ended at a school, as the centres that serve it know them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian of a student, once."""

    student_id: UUID
    guardian_id: UUID


SELECT_ENDED = """
select t.student_id, t.guardian_id from guardianships t
join unnest($2::uuid[], $3::uuid[]) as u (student_id, guardian_id) on u.student_id = t.student_id and u.guardian_id = t.guardian_id
where t.org_id = $1 and t.ended_at is not null
order by t.student_id, t.guardian_id
"""


async def list_ended(conn: ReadConn, school_id: int, ties: Sequence[Tie]) -> list[Tie]:
    """Which of these ties are ended today."""
    students, guardians = [one.student_id for one in ties], [one.guardian_id for one in ties]
    return await many(conn, Tie, SELECT_ENDED, school_id, students, guardians)


SELECT_KNOWN = """
select distinct b.student_id, p.account_id as guardian_id from bookings b
join booking_people p on p.org_id = b.org_id and p.booking_id = b.booking_id and p.part = 'guardian'
join unnest($2::uuid[], $3::uuid[]) as u (student_id, guardian_id) on u.student_id = b.student_id and u.guardian_id = p.account_id
where b.org_id = $1
order by 1, 2
"""


async def list_known(conn: ReadConn, org_id: int, ties: Sequence[Tie]) -> list[Tie]:
    """Which of these a centre knows by a booking."""
    students, guardians = [one.student_id for one in ties], [one.guardian_id for one in ties]
    return await many(conn, Tie, SELECT_KNOWN, org_id, students, guardians)


UPSERT_ENDED = """
insert into client_ties_ended as e (org_id, student_id, guardian_id, ended_at) values ($1, $2, $3, $4)
on conflict (org_id, student_id, guardian_id) do update set ended_at = excluded.ended_at
"""


async def set_ended(conn: Conn, org_id: int, tie: Tie, at: datetime) -> None:
    """Notes at a centre that a guardian is tied no more to a student."""
    await queue(conn, UPSERT_ENDED, org_id, tie.student_id, tie.guardian_id, at)
