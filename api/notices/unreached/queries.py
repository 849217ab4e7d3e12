"""SQL of whom a notice is for, each with their students."""

from api.core.access import Reach
from api.core.db import ReadConn, many
from api.messages.audiences.service import IN_AUDIENCE, TIES
from schemas.messages.preview import TiedRow
from schemas.notices.rows import NoticeRow

_TIED = """
select distinct i.account_id, i.name, i.part, i.student_id, i.student_name, i.student_number, i.class_id, coalesce(c.grade, '') as grade,
  coalesce(c.name, '') as class_name, r.opened_at is not null as opened
from ("""
_NARROWED = """
left join classes c on c.org_id = $1 and c.class_id = i.class_id
left join notice_receipts r on r.org_id = $1 and r.notice_id = $5 and r.account_id = i.account_id
  and r.student_id = coalesce(i.student_id, i.account_id) and r.edition = $6
"""
_WITHIN = """
  and ($7 or i.class_id = any ($8)) and (i.student_id is null or i.student_id <> all ($9::uuid[])) limit 50000"""
SELECT_UNREAD = _TIED + TIES + ") i" + _NARROWED + IN_AUDIENCE + _WITHIN


async def list_people(conn: ReadConn, row: NoticeRow, reach: Reach) -> list[TiedRow]:
    """Everybody of a notice's audience today, within reach; a guardian of two students twice."""
    to = (row.groups, row.except_groups, row.parts)
    where = (row.notice_id, row.edition, reach.everything, reach.class_ids, reach.barred_ids)
    return await many(conn, TiedRow, SELECT_UNREAD, row.org_id, *to, *where)
