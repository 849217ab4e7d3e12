"""SQL of sending notices. A person is a row; each step for many of them is one statement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run
from api.notices.queries import SELECT_AUDIENCE, SELECT_TIED, audience
from schemas.notices.rows import Target
from schemas.notices.wire import NoticeKind


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a member of staff is today."""

    roles: list[str]
    lead_class_ids: list[UUID]


SELECT_STANDING = """
select f.roles, array(
  select k.class_id from class_staff k
  where k.org_id = $1 and k.staff_id = f.staff_id and k.part = 'class_teacher' and k.ended_at is null
) as lead_class_ids
from staff f where f.org_id = $1 and f.staff_id = $2 and f.ended_at is null
"""


async def find_standing(conn: ReadConn, org_id: int, staff_id: UUID) -> Standing | None:
    """Roles and classes of somebody who still works here."""
    return await maybe(conn, Standing, SELECT_STANDING, org_id, staff_id)


_FREEZE = """
insert into notice_recipients (org_id, notice_id, account_id, student_ids, as_staff, chunk, sent_at)
select $1, $6, r.account_id, r.student_ids, r.as_staff, ((row_number() over (order by r.account_id) - 1) / $7)::integer, $8
from reached r
on conflict (org_id, notice_id, account_id) do nothing
"""
FREEZE_RECIPIENTS = "with reached as (" + SELECT_AUDIENCE + ")" + _FREEZE


async def freeze_recipients(
    conn: Conn, org_id: int, notice_id: UUID, target: Target, size: int, sent_at: datetime
) -> None:
    """Writes down whom a notice reaches, in chunks of at most `size` people."""
    await run(conn, FREEZE_RECIPIENTS, org_id, *audience(target), notice_id, size, sent_at)


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a notice reached: counts, and the classes it stood for."""

    people: int
    students: int
    chunks: int
    class_ids: list[UUID]


SELECT_FROZEN = """
select (select count(*)::integer from notice_recipients r where r.org_id = $1 and r.notice_id = $2) as people,
  (select count(distinct u.student_id)::integer
   from notice_recipients r cross join lateral unnest(r.student_ids) as u (student_id)
   where r.org_id = $1 and r.notice_id = $2) as students,
  (select coalesce(max(r.chunk) + 1, 0) from notice_recipients r where r.org_id = $1 and r.notice_id = $2) as chunks,
  array(
    select c.class_id from classes c
    where c.org_id = $1 and c.ended_at is null and ($3 = 'school' or c.class_id = any ($4) or c.grade = any ($5))
    order by c.class_id
  ) as class_ids
"""


async def get_frozen(conn: ReadConn, org_id: int, notice_id: UUID, target: Target) -> Frozen:
    """What was just frozen."""
    return await one(conn, Frozen, SELECT_FROZEN, org_id, notice_id, target.scope, target.class_ids, target.grades)


SET_SENT = """
update notices set state = 'sent', sent_at = $3, audience_people = $4, audience_students = $5, chunks = $6, audience_class_ids = $7,
  version = version + 1, updated_at = $3
where org_id = $1 and notice_id = $2
"""


async def set_sent(conn: Conn, org_id: int, notice_id: UUID, frozen: Frozen, now: datetime) -> None:
    """The notice is out."""
    counts = (frozen.people, frozen.students, frozen.chunks, frozen.class_ids)
    await queue(conn, SET_SENT, org_id, notice_id, now, *counts)


SET_DRAFT = """
update notices set state = 'draft', send_at = null, scheduled_by = null, version = version + 1, updated_at = $3
where org_id = $1 and notice_id = $2
"""


async def set_draft(conn: Conn, org_id: int, notice_id: UUID, now: datetime) -> None:
    """Makes the notice a draft again: somebody has to release it again."""
    await queue(conn, SET_DRAFT, org_id, notice_id, now)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be told, and in which chunk they are."""

    account_id: UUID
    chunk: int


SET_TOLD = """
update notice_recipients set told_at = $4
where org_id = $1 and notice_id = $2 and chunk = $3 and told_at is null
returning account_id, chunk
"""


async def set_told(conn: Conn, org_id: int, notice_id: UUID, chunk: int, now: datetime) -> list[Person]:
    """Takes a chunk's people who were not told yet."""
    return await many(conn, Person, SET_TOLD, org_id, notice_id, chunk, now)


SET_REMINDED = """
update notices set reminded_at = $3 where org_id = $1 and notice_id = $2 and state = 'sent' and reminded_at is null
"""


async def set_reminded(conn: Conn, org_id: int, notice_id: UUID, now: datetime) -> bool:
    """Takes the one reminder of a notice. False: it was taken, or the notice is not out."""
    return await run(conn, SET_REMINDED, org_id, notice_id, now) == 1


_UNANSWERED = """
select d.account_id, d.chunk from tied d where d.answered_at is null group by d.account_id, d.chunk order by d.chunk, d.account_id
"""
SELECT_UNANSWERED = "with tied as (" + SELECT_TIED + ")" + _UNANSWERED


async def list_unanswered(conn: ReadConn, org_id: int, notice_id: UUID, kind: NoticeKind) -> Sequence[Person]:
    """Who still belongs here and has not answered, or not for every child, by chunk."""
    return await many(conn, Person, SELECT_UNANSWERED, org_id, notice_id, kind)


SELECT_OPENED = """
select account_id, chunk from notice_recipients
where org_id = $1 and notice_id = $2 and coalesce(opened_at, acknowledged_at, signed_at) is not null
order by chunk, account_id
"""


async def list_opened(conn: ReadConn, org_id: int, notice_id: UUID) -> Sequence[Person]:
    """Who has opened or answered it, by chunk."""
    return await many(conn, Person, SELECT_OPENED, org_id, notice_id)


class Tied(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a notice reached and who still counts."""

    account_id: UUID


SELECT_TIED_PEOPLE = """
select r.account_id from notice_recipients r
where r.org_id = $1 and r.notice_id = $2 and (
  (r.as_staff and exists (
    select 1 from staff f where f.org_id = $1 and f.staff_id = r.account_id and f.ended_at is null))
  or exists (
    select 1 from students s where s.org_id = $1 and s.student_id = r.account_id and s.ended_at is null)
  or exists (
    select 1 from guardianships t join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
    where t.org_id = $1 and t.guardian_id = r.account_id and t.student_id = any (r.student_ids) and t.ended_at is null))
"""


async def list_tied(conn: ReadConn, org_id: int, notice_id: UUID) -> list[Tied]:
    """Whom a notice reached and who still belongs here, as what they were reached."""
    return await many(conn, Tied, SELECT_TIED_PEOPLE, org_id, notice_id)
