"""SQL of telling people about lectures."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from api.lectures.queries import INVITED
from schemas.lectures.rows import RegistrationRow, RegistrationTold


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a lecture is for."""

    account_id: UUID


_AMONG = """
select w.account_id from lectures l cross join unnest($3::uuid[]) as w (account_id)
where l.org_id = $1 and l.lecture_id = $2 and
"""
SELECT_AMONG = _AMONG + INVITED


async def list_among(conn: ReadConn, org_id: int, lecture_id: UUID, people: Sequence[UUID]) -> list[Invited]:
    """Whom of these people a lecture is for today."""
    return await many(conn, Invited, SELECT_AMONG, org_id, lecture_id, list(people))


ADD_ANNOUNCED = """
update lectures set broadcast_ids = broadcast_ids || $3::uuid, announced_starts_at = $4 where org_id = $1 and lecture_id = $2
"""


async def add_announced(conn: Conn, org_id: int, lecture_id: UUID, broadcast_id: UUID, starts_at: datetime) -> None:
    """Notes what tells of it, and the time that it names."""
    await queue(conn, ADD_ANNOUNCED, org_id, lecture_id, broadcast_id, starts_at)


SELECT_REGISTRATION = """
select r.registration_id, r.lecture_id, r.account_id, r.state, r.told, r.told_starts_at, r.told_place, l.state as lecture_state,
  l.title_zh, l.title_en, l.place, l.link, l.starts_at, l.ends_at
from lecture_registrations r
join lectures l on l.org_id = r.org_id and l.lecture_id = r.lecture_id
where r.org_id = $1 and r.registration_id = $2
"""


async def find_registration(conn: ReadConn, org_id: int, registration_id: UUID) -> RegistrationRow | None:
    """A registration with its lecture."""
    return await maybe(conn, RegistrationRow, SELECT_REGISTRATION, org_id, registration_id)


SET_TOLD = """
update lecture_registrations set told = $3, told_starts_at = $4, told_place = $5 where org_id = $1 and registration_id = $2
"""


async def set_told(
    conn: Conn, org_id: int, registration_id: UUID, told: RegistrationTold, starts_at: datetime, place: str
) -> None:
    """Notes what a person was last told."""
    await queue(conn, SET_TOLD, org_id, registration_id, told, starts_at, place)


class Belonging(msgspec.Struct, frozen=True, kw_only=True):
    """A registration of somebody who still belongs here."""

    registration_id: UUID
    account_id: UUID


# Wider than those whom the lecture is for: who moved to another class has to hear that the seat is gone.
SELECT_BELONGING = """
select r.registration_id, r.account_id from lecture_registrations r
where r.org_id = $1 and r.registration_id = any ($2) and (
  exists (select from students s where s.org_id = $1 and s.student_id = r.account_id and s.ended_at is null)
  or exists (select from staff f where f.org_id = $1 and f.staff_id = r.account_id and f.ended_at is null)
  or exists (
    select from guardianships t
    join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
    join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
    where t.org_id = $1 and t.guardian_id = r.account_id and t.ended_at is null))
"""


async def list_belonging(conn: ReadConn, org_id: int, registration_ids: Sequence[UUID]) -> list[Belonging]:
    """Which of these registrations are of people who belong to the school today."""
    return await many(conn, Belonging, SELECT_BELONGING, org_id, registration_ids)
