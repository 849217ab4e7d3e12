"""SQL of a bureau's notice at one of its schools."""

from datetime import datetime
from typing import Literal

from api.core.db import Conn, ReadConn, one, queue, run
from api.notices.queries import SELECT_TIED
from schemas.notices.bureau import BureauNoticeRow, BureauPlace, SchoolCounts

INSERT_COPY = """
insert into notices (org_id, notice_id, from_org_id, from_zh, from_en, kind, title_zh, body_zh, title_en, body_en, answer_by,
  scope, class_ids, grades, groups, except_groups, parts, edition, corrected_at, state, send_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'school', '{}', '{}', '{school}', '{}', $12, $13, $14, $15, $16, $16, $16)
on conflict (org_id, notice_id) do nothing
"""


async def add_copy(
    conn: Conn,
    org_id: int,
    row: BureauNoticeRow,
    bureau: BureauPlace,
    state: Literal["scheduled", "cancelled"],
    now: datetime,
) -> bool:
    """The school's own notice, about to be sent or never to be. False: it has one."""
    sender = (bureau.org_id, bureau.name_zh, bureau.name_en)
    text = (row.kind, row.title_zh, row.body_zh, row.title_en, row.body_en, row.answer_by)
    to = (row.parts, row.edition, row.corrected_at)
    return await run(conn, INSERT_COPY, org_id, row.bureau_notice_id, *sender, *text, *to, state, now) == 1


# The bureau's edition, whichever the school had: it may have missed one.
UPDATE_COPY = """
update notices set title_zh = $3, body_zh = $4, title_en = $5, body_en = $6, answer_by = $7, edition = $8, corrected_at = $9, reminded_at = null,
  version = version + 1, updated_at = $9
where org_id = $1 and notice_id = $2
"""


async def set_corrected(conn: Conn, org_id: int, row: BureauNoticeRow, now: datetime) -> None:
    """The bureau's present edition of it."""
    text = (row.title_zh, row.body_zh, row.title_en, row.body_en, row.answer_by)
    await queue(conn, UPDATE_COPY, org_id, row.bureau_notice_id, *text, row.edition, now)


_COUNTS = """
select count(distinct d.account_id)::integer as people,
  (count(distinct d.account_id) filter (where d.opened_at is not null))::integer as opened,
  (count(distinct d.account_id) filter (where d.answered_at is not null))::integer as answered
from tied d
"""
COUNT_SCHOOL = "with tied as (" + SELECT_TIED + ")" + _COUNTS


async def count(conn: ReadConn, org_id: int, row: BureauNoticeRow) -> SchoolCounts:
    """Whom it reaches by today's roster, and how many of them opened and answered it."""
    return await one(conn, SchoolCounts, COUNT_SCHOOL, org_id, row.bureau_notice_id, row.kind)
