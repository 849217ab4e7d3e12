"""SQL of arriving."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, maybe, one, queue
from schemas.observations.wire import Rung


class StudentPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a student is now. `here`: they did not leave."""

    class_id: UUID
    here: bool


SELECT_STUDENT = """
select class_id, ended_at is null as here from students where org_id = $1 and student_id = $2
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID) -> StudentPlace | None:
    """Where a student is; None when the school does not know them any more."""
    return await maybe(conn, StudentPlace, SELECT_STUDENT, org_id, student_id)


class OrgZone(msgspec.Struct, frozen=True, kw_only=True):
    """The time zone of an organisation."""

    time_zone: str


SELECT_ZONE = """
select time_zone from orgs where org_id = $1
"""


async def get_zone(conn: ReadConn, org_id: int) -> str:
    """In which time zone an organisation's days end."""
    return (await one(conn, OrgZone, SELECT_ZONE, org_id)).time_zone


class New(msgspec.Struct, frozen=True, kw_only=True):
    """An observation as it is first written."""

    observation_id: UUID
    class_id: UUID
    student_id: UUID | None
    urgent: bool
    rung: Rung
    rungs: list[Rung]
    conflicts: list[bytes]
    observer_mark: bytes
    text_id: UUID
    observer_id: UUID
    filed_at: datetime
    due_at: datetime


INSERT_OBSERVATION = """
insert into observations (org_id, observation_id, class_id, student_id, urgent, rung, rungs, conflicts, observer_mark,
  text_id, observer_id, state, waits, filed_at, due_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'received', true, $12, $13, $12)
"""


async def add_observation(conn: Conn, org_id: int, new: New) -> None:
    """Writes an observation; its text and observer are sealed already."""
    about = (new.class_id, new.student_id, new.urgent, new.rung, new.rungs, new.conflicts)
    sealed = (new.observer_mark, new.text_id, new.observer_id)
    await queue(conn, INSERT_OBSERVATION, org_id, new.observation_id, *about, *sealed, new.filed_at, new.due_at)


INSERT_RECEIPT = """
insert into observation_receipts (org_id, receipt, asked, observation_id, filed_at) values ($1, $2, $3, $4, $5)
on conflict (org_id, receipt) do nothing
"""


async def add_receipt(
    conn: Conn, org_id: int, receipt: bytes, asked: bytes, observation_id: UUID, at: datetime
) -> None:
    """Keeps that a request has become a case, for its repetition."""
    await queue(conn, INSERT_RECEIPT, org_id, receipt, asked, observation_id, at)
