"""SQL of a bureau's notice at one of its schools."""

from datetime import datetime
from typing import Literal

from api.core.db import Conn, ReadConn, one, run
from api.notices.queries import SELECT_TIED
from schemas.notices.bureau import BureauNoticeRow, BureauPlace, SchoolCounts

INSERT_COPY = """
insert into notices (org_id, notice_id, from_org_id, from_zh, from_en, kind, title_zh, body_zh, title_en, body_en, answer_by,
  scope, class_ids, grades, groups, except_groups, parts, state, send_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'school', '{}', '{}', '{school}', '{}', $12, $13, $14, $14, $14)
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
    return await run(conn, INSERT_COPY, org_id, row.bureau_notice_id, *sender, *text, row.parts, state, now) == 1


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
