"""SQL of filing."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run, value
from schemas.observations.form import Classmate, ClassTeaching
from schemas.observations.wire import ObservationState, Rung


class ClassZone(msgspec.Struct, frozen=True, kw_only=True):
    """The class that an observation belongs to."""

    class_id: UUID
    class_name: str
    time_zone: str


SELECT_CLASS_ZONE = """
select c.class_id, c.name as class_name, o.time_zone
from classes c join orgs o on o.org_id = c.org_id
where c.org_id = $1 and c.ended_at is null and ($2::uuid is null or c.class_id = $2)
  and ($3::uuid is null or exists (select 1 from students s where s.org_id = $1 and s.student_id = $3
                                   and s.class_id = c.class_id and s.ended_at is null))
order by c.class_id
limit 1
"""


async def find_class_zone(
    conn: ReadConn, org_id: int, class_id: UUID | None, student_id: UUID | None
) -> ClassZone | None:
    """The class that is named, or the student's; None when the student is not in it. Name at least one of them."""
    return await maybe(conn, ClassZone, SELECT_CLASS_ZONE, org_id, class_id, student_id)


SELECT_STAFF_NAME = """
select name from staff where org_id = $1 and staff_id = $2 and ended_at is null
"""


async def find_staff_name(conn: ReadConn, org_id: int, staff_id: UUID) -> str | None:
    """The name of somebody who works here now."""
    return await value(conn, SELECT_STAFF_NAME, org_id, staff_id)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A report that arrived before."""

    asked: bytes
    observation_id: UUID
    state: ObservationState


INSERT_RECEIPT = """
insert into observation_receipts (org_id, receipt, asked, observation_id, filed_at) values ($1, $2, $3, $4, $5)
on conflict (org_id, receipt) do nothing
"""
SELECT_RECEIPT = """
select r.asked, r.observation_id, o.state from observation_receipts r
join observations o on o.org_id = r.org_id and o.observation_id = r.observation_id
where r.org_id = $1 and r.receipt = $2
"""


async def take_receipt(
    conn: Conn, org_id: int, receipt: bytes, asked: bytes, observation_id: UUID, at: datetime
) -> Receipt | None:
    """Keeps that a request was made; what it was answered with when it was made before. Waits for a twin at work."""
    if await run(conn, INSERT_RECEIPT, org_id, receipt, asked, observation_id, at):
        return None
    return await find_receipt(conn, org_id, receipt)


async def find_receipt(conn: ReadConn, org_id: int, receipt: bytes) -> Receipt | None:
    """What a request was answered with, if it has become a case."""
    return await maybe(conn, Receipt, SELECT_RECEIPT, org_id, receipt)


DELETE_RECEIPTS = """
delete from observation_receipts where org_id = $1 and filed_at < $2
"""


async def remove_receipts(conn: Conn, org_id: int, before: datetime) -> None:
    """Forgets what is too old to be repeated."""
    await queue(conn, DELETE_RECEIPTS, org_id, before)


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """An observation's state, the mark by which its observer finds it, and what says who owns it."""

    observation_id: UUID
    observer_mark: bytes
    class_id: UUID
    student_id: UUID | None
    urgent: bool
    rungs: list[Rung]
    conflicts: list[bytes]
    state: ObservationState
    filed_at: datetime
    time_zone: str


SELECT_MARKED = """
select b.observation_id, b.observer_mark, b.class_id, b.student_id, b.urgent, b.rungs, b.conflicts, b.state, b.filed_at,
  o.time_zone
from observations b join orgs o on o.org_id = b.org_id
where b.org_id = $1 and b.filed_at > $2
order by b.filed_at desc, b.observation_id desc
limit 5000
"""


async def list_marked(conn: ReadConn, org_id: int, since: datetime) -> list[Marked]:
    """All marks of an organisation: each is of one report alone, so no index leads from a person to theirs."""
    return await many(conn, Marked, SELECT_MARKED, org_id, since)


SELECT_CLASSMATES = """
select student_id, name from students
where org_id = $1 and class_id = $2 and ended_at is null and ($3::uuid is null or student_id <> $3)
order by student_number
limit 200
"""


async def list_classmates(conn: ReadConn, org_id: int, class_id: UUID, but: UUID | None) -> list[Classmate]:
    """Present students of a class, all or but one."""
    return await many(conn, Classmate, SELECT_CLASSMATES, org_id, class_id, but)


SELECT_TEACHERS = """
select distinct on (c.staff_id) c.staff_id, s.name, c.part
from class_staff c join staff s on s.org_id = c.org_id and s.staff_id = c.staff_id and s.ended_at is null
where c.org_id = $1 and c.class_id = $2 and c.ended_at is null
order by c.staff_id, c.part
"""


async def list_teachers(conn: ReadConn, org_id: int, class_id: UUID) -> list[ClassTeaching]:
    """Who teaches a class, each once."""
    return await many(conn, ClassTeaching, SELECT_TEACHERS, org_id, class_id)
