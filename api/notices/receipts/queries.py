"""SQL of receipts."""

from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import ReadConn, many, one
from api.notices.queries import SELECT_TIED
from schemas.figures.rows import Notified
from schemas.notices.reached import ClassReceipts, Disagreed, ReceiptTotals, Waiting
from schemas.notices.rows import AfterWaiting, ReceiptRow
from schemas.notices.wire import NoticeKind

_BY_CLASS = """
select c.class_id, coalesce(c.grade, '') as grade, coalesce(c.name, '') as class_name,
  count(distinct d.account_id)::integer as reached,
  count(distinct d.account_id) filter (where d.opened_at is not null)::integer as opened,
  count(distinct d.account_id) filter (where d.answered_at is not null)::integer as answered,
  count(distinct d.student_id)::integer as students,
  count(distinct d.student_id) filter (where d.answered_at is not null)::integer as answered_students,
  count(distinct coalesce(d.student_id, d.account_id)) filter (where not d.agrees)::integer as disagreed
from tied d
left join classes c on c.org_id = $1 and c.class_id = d.class_id
where $4 or d.class_id = any ($5)
group by c.class_id, c.grade, c.name
order by coalesce(c.grade, ''), coalesce(c.name, ''), c.class_id
"""
SELECT_BY_CLASS = "with tied as (" + SELECT_TIED + ")" + _BY_CLASS


async def list_by_class(
    conn: ReadConn, org_id: int, notice_id: UUID, kind: NoticeKind, reach: Reach
) -> list[ClassReceipts]:
    """The receipts of a notice in each class within reach; staff, who have no class, first."""
    where = (org_id, notice_id, kind, reach.everything, reach.class_ids)
    return await many(conn, ClassReceipts, SELECT_BY_CLASS, *where)


_TOTALS = """
select count(distinct d.account_id)::integer as people,
  count(distinct d.account_id) filter (where d.opened_at is not null)::integer as opened,
  (count(distinct d.account_id) - count(distinct d.account_id) filter (where d.answered_at is null))::integer as answered,
  count(distinct d.account_id) filter (where not d.settled)::integer as waiting
from tied d
where $4 or d.class_id = any ($5)
"""
SELECT_TOTALS = "with tied as (" + SELECT_TIED + ")" + _TOTALS


async def get_totals(conn: ReadConn, org_id: int, notice_id: UUID, kind: NoticeKind, reach: Reach) -> ReceiptTotals:
    """The same over all classes within reach."""
    where = (org_id, notice_id, kind, reach.everything, reach.class_ids)
    return await one(conn, ReceiptTotals, SELECT_TOTALS, *where)


_WAITING = """
select d.account_id, d.name, d.part, d.student_id, d.student_name, d.student_number, d.class_id,
  coalesce(c.grade, '') as grade, coalesce(c.name, '') as class_name, d.opened_at,
  (select max(p.answered_at) from (
    select q.acknowledged_at as answered_at from notice_receipts q
    where q.org_id = $1 and q.notice_id = $2 and q.account_id = d.account_id and q.student_id = coalesce(d.student_id, d.account_id)
    union all
    select q.signed_at from notice_signatures q
    where q.org_id = $1 and q.notice_id = $2 and q.account_id = d.account_id and q.student_id = coalesce(d.student_id, d.account_id)) p) as answered_before
from tied d
left join classes c on c.org_id = $1 and c.class_id = d.class_id
where not d.settled and (d.student_id is null or d.student_id <> all ($12::uuid[]))
  and ($4 or d.class_id = any ($5)) and ($6::uuid is null or d.class_id = $6)
  and ($7::text is null
    or (coalesce(c.grade, ''), coalesce(c.name, ''), d.student_number, d.account_id) > ($7, $8::text, $9::text, $10::uuid))
order by coalesce(c.grade, ''), coalesce(c.name, ''), d.student_number, d.account_id
limit $11
"""
SELECT_WAITING = "with tied as (" + SELECT_TIED + ")" + _WAITING


async def list_waiting(
    conn: ReadConn,
    org_id: int,
    notice_id: UUID,
    kind: NoticeKind,
    reach: Reach,
    class_id: UUID | None,
    after: AfterWaiting | None,
    limit: int,
) -> list[Waiting]:
    """Whose answer is waited for, for whom, within reach, by class and student."""
    place = (after.grade, after.class_name, after.student_number, after.account_id) if after else (None,) * 4
    where = (org_id, notice_id, kind, reach.everything, reach.class_ids, class_id)
    return await many(conn, Waiting, SELECT_WAITING, *where, *place, limit, reach.barred_ids)


_DISAGREED = """
select d.account_id, d.name, d.part, d.student_name, coalesce(c.name, '') as class_name
from tied d
left join classes c on c.org_id = $1 and c.class_id = d.class_id
where not d.agrees and (d.student_id is null or d.student_id <> all ($7::uuid[]))
  and ($4 or d.class_id = any ($5)) and ($6::uuid is null or d.class_id = $6)
order by coalesce(c.grade, ''), coalesce(c.name, ''), d.student_number, d.account_id
limit 200
"""
SELECT_DISAGREED = "with tied as (" + SELECT_TIED + ")" + _DISAGREED


async def list_disagreed(
    conn: ReadConn, org_id: int, notice_id: UUID, reach: Reach, class_id: UUID | None
) -> list[Disagreed]:
    """Who signed that they do not agree, within reach: the first 200, by class and student."""
    where = (org_id, notice_id, "sign", reach.everything, reach.class_ids, class_id, reach.barred_ids)
    return await many(conn, Disagreed, SELECT_DISAGREED, *where)


_RECEIPTS = """
select d.name, d.part, d.student_name, d.student_number, coalesce(c.grade, '') as grade, coalesce(c.name, '') as class_name,
  d.opened_at, d.answered_at, d.agrees
from tied d
left join classes c on c.org_id = $1 and c.class_id = d.class_id
where ($4 or d.class_id = any ($5)) and ($6 or d.answered_at is not null) and (d.student_id is null or d.student_id <> all ($7::uuid[]))
order by coalesce(c.grade, ''), coalesce(c.name, ''), d.student_number, d.account_id
limit 50000
"""
SELECT_RECEIPTS = "with tied as (" + SELECT_TIED + ")" + _RECEIPTS


async def list_receipts(
    conn: ReadConn, org_id: int, notice_id: UUID, kind: NoticeKind, reach: Reach, *, unanswered: bool
) -> list[ReceiptRow]:
    """Everybody within reach whom a notice reaches, with what they did; a person of two students twice.

    `unanswered`: also those who did not answer.
    """
    where = (org_id, notice_id, kind, reach.everything, reach.class_ids, unanswered, reach.barred_ids)
    return await many(conn, ReceiptRow, SELECT_RECEIPTS, *where)


SELECT_SENT = """
select count(*)::integer as notices, coalesce(sum(audience_people), 0)::integer as people
from notices where org_id = $1 and state = 'sent' and sent_at >= $2
"""


async def count_sent(conn: ReadConn, org_id: int, since: datetime) -> Notified:
    """Notices sent since then and not taken back, and the people of each added up."""
    return await one(conn, Notified, SELECT_SENT, org_id, since)
