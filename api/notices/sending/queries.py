"""SQL of sending notices. A person is a row; each step for many of them is one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue, run, value
from api.notices.queries import SELECT_NOTICES, SELECT_TIED
from schemas.messages.audiences import Reached
from schemas.notices.rows import NoticeRow
from schemas.notices.wire import NoticeBack, NoticeKind

SELECT_SCHEDULED = SELECT_NOTICES + "where n.org_id = $1 and n.state = 'scheduled' order by n.send_at, n.notice_id"


async def list_scheduled(conn: ReadConn, org_id: int) -> list[NoticeRow]:
    """Notices that are to go at a time to come."""
    return await many(conn, NoticeRow, SELECT_SCHEDULED, org_id)


class Tied(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a notice concerns."""

    account_id: UUID


SELECT_WORKS = """
select exists (select from staff f where f.org_id = $1 and f.staff_id = $2 and f.ended_at is null)
"""


async def works_here(conn: ReadConn, org_id: int, staff_id: UUID) -> bool:
    """Whether somebody is on the staff today."""
    return bool(await value(conn, SELECT_WORKS, org_id, staff_id))


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """A class that a notice is for, or has a student of."""

    class_id: UUID


SELECT_COVERED = """
select c.class_id from classes c
where c.org_id = $1 and c.ended_at is null and (
  (array['school', 'class:' || c.class_id, 'grade:' || c.grade] && $2
    and not array['class:' || c.class_id, 'grade:' || c.grade] && $3)
  or exists (
    select from students s
    where s.org_id = $1 and s.class_id = c.class_id and s.ended_at is null and 'student:' || s.student_id = any ($2)))
order by c.class_id
"""


async def list_covered(
    conn: ReadConn, org_id: int, groups: Sequence[str], except_groups: Sequence[str]
) -> list[Covered]:
    """The open classes of an audience."""
    return await many(conn, Covered, SELECT_COVERED, org_id, groups, except_groups)


SET_SENT = """
update notices set state = 'sent', sent_at = $3, audience_people = $4, audience_students = $5, audience_class_ids = $6,
  version = version + 1, updated_at = $3
where org_id = $1 and notice_id = $2
"""


async def set_sent(
    conn: Conn, org_id: int, notice_id: UUID, reached: Reached, class_ids: Sequence[UUID], now: datetime
) -> None:
    """The notice is out. `reached`: how many it is for now."""
    await queue(conn, SET_SENT, org_id, notice_id, now, reached.people, reached.students, list(class_ids))


SET_DRAFT = """
update notices set state = 'draft', send_at = null, scheduled_by = null, back_because = $4, version = version + 1, updated_at = $3
where org_id = $1 and notice_id = $2
"""


async def set_draft(conn: Conn, org_id: int, notice_id: UUID, because: NoticeBack | None, now: datetime) -> None:
    """Makes the notice a draft again: somebody has to release it again."""
    await queue(conn, SET_DRAFT, org_id, notice_id, now, because)


SELECT_LEADERS = """
select f.staff_id as account_id from staff f where f.org_id = $1 and f.ended_at is null and f.roles && '{leader,school_admin}'
"""


async def list_leaders(conn: ReadConn, org_id: int) -> list[Tied]:
    """Those who may change every notice of the school."""
    return await many(conn, Tied, SELECT_LEADERS, org_id)


Which = Literal["all", "unanswered", "opened"]


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


_AMONG = """
select distinct d.account_id from tied d
where d.account_id = any ($4) and ($5 <> 'unanswered' or not d.settled)
  and ($5 <> 'opened' or exists (select from notice_recipients p
    where p.org_id = $1 and p.notice_id = $2 and p.account_id = d.account_id and p.opened_at is not null))
"""
SELECT_AMONG = "with tied as (" + SELECT_TIED + ")" + _AMONG


async def list_among(
    conn: ReadConn, org_id: int, notice_id: UUID, kind: NoticeKind, people: Sequence[UUID], which: Which
) -> list[Tied]:
    """Which of these people a notice reaches today, or of those only whose answer is waited for, or who opened it."""
    return await many(conn, Tied, SELECT_AMONG, org_id, notice_id, kind, list(people), which)
