"""SQL of telling people about lectures."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from api.lectures.queries import SELECT_AUDIENCE
from schemas.lectures.rows import LectureTarget, RegistrationRow, RegistrationTold


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a lecture is for."""

    account_id: UUID


_CHUNK = """
select p.account_id from people p where p.account_id > $6 order by p.account_id limit $7
"""
SELECT_CHUNK = "with people as (" + SELECT_AUDIENCE + ")" + _CHUNK


async def list_invited(
    conn: ReadConn, org_id: int, target: LectureTarget, after: UUID, limit: int | None
) -> list[Invited]:
    """Whom a lecture is for today, by account, from a person on."""
    audience = (target.scope, target.class_ids, target.grades, list(target.parts))
    return await many(conn, Invited, SELECT_CHUNK, org_id, *audience, after, limit)


SET_ANNOUNCED = """
update lectures set announced_version = $3, announced_starts_at = $4 where org_id = $1 and lecture_id = $2
"""


async def set_announced(conn: Conn, org_id: int, lecture_id: UUID, version: int, starts_at: datetime) -> None:
    """Notes which version is being told."""
    await queue(conn, SET_ANNOUNCED, org_id, lecture_id, version, starts_at)


SET_CHUNKS = """
update lectures set announced_chunks = greatest(announced_chunks, $3) where org_id = $1 and lecture_id = $2
"""


async def set_chunks(conn: Conn, org_id: int, lecture_id: UUID, chunks: int) -> None:
    """Notes how many messages there are at most, so that they can be taken back."""
    await queue(conn, SET_CHUNKS, org_id, lecture_id, chunks)


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
