"""SQL of the editions of a bureau's notice, in the bureau."""

from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.notices.bureau import BureauNoticeRow
from schemas.notices.bureau_editions import BureauCorrectionNew, CorrectionRow

# Of an officer who has left, nothing waits.
SELECT_WAITING = """
select e.bureau_notice_id, e.edition, e.title_zh, e.body_zh, e.title_en, e.body_en, e.answer_by, e.submitted_by, s.name as submitted_name, e.submitted_at
from bureau_notice_editions e
join bureau_notices n on n.org_id = e.org_id and n.bureau_notice_id = e.bureau_notice_id and n.state = 'sent'
join staff s on s.org_id = e.org_id and s.staff_id = e.submitted_by and s.ended_at is null and 'officer' = any (s.roles)
where e.org_id = $1 and e.approved_by is null
"""
SELECT_CORRECTION = SELECT_WAITING + " and e.bureau_notice_id = $2"


async def find_correction(conn: ReadConn, org_id: int, notice_id: UUID) -> CorrectionRow | None:
    """The correction of a notice that waits for a second officer."""
    return await maybe(conn, CorrectionRow, SELECT_CORRECTION, org_id, notice_id)


SELECT_CORRECTIONS = SELECT_WAITING + " order by e.submitted_at, e.bureau_notice_id"


async def list_corrections(conn: ReadConn, org_id: int) -> list[CorrectionRow]:
    """The corrections that wait for a second officer, the longest first."""
    return await many(conn, CorrectionRow, SELECT_CORRECTIONS, org_id)


DELETE_CORRECTION = """
delete from bureau_notice_editions where org_id = $1 and bureau_notice_id = $2 and approved_by is null
"""


async def remove_correction(conn: Conn, org_id: int, notice_id: UUID) -> None:
    """Nothing waits any more."""
    await queue(conn, DELETE_CORRECTION, org_id, notice_id)


INSERT_CORRECTION = """
insert into bureau_notice_editions (org_id, bureau_notice_id, edition, title_zh, body_zh, title_en, body_en, answer_by, submitted_by, submitted_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
UPDATE_TOUCHED = """
update bureau_notices set version = version + 1, updated_at = $3 where org_id = $1 and bureau_notice_id = $2
"""


async def set_correction(
    conn: Conn, org_id: int, notice_id: UUID, edition: int, new: BureauCorrectionNew, by: UUID, now: datetime
) -> None:
    """The next edition waits, in place of another one that waited."""
    said = (new.title_zh, new.body_zh, new.title_en, new.body_en, new.answer_by)
    await remove_correction(conn, org_id, notice_id)
    await queue(conn, INSERT_CORRECTION, org_id, notice_id, edition, *said, by, now)
    await queue(conn, UPDATE_TOUCHED, org_id, notice_id, now)


INSERT_FIRST_EDITION = """
insert into bureau_notice_editions (org_id, bureau_notice_id, edition, title_zh, body_zh, title_en, body_en, answer_by, submitted_by, submitted_at,
  approved_by, approved_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (org_id, bureau_notice_id, edition) do nothing
"""
UPDATE_APPROVED_EDITION = """
update bureau_notice_editions set approved_by = $4, approved_at = $5 where org_id = $1 and bureau_notice_id = $2 and edition = $3
"""
UPDATE_CORRECTED = """
update bureau_notices set title_zh = $3, body_zh = $4, title_en = $5, body_en = $6, answer_by = $7, edition = $8, changed_by = $9, submitted_by = $9,
  submitted_at = $10, approved_by = $11, approved_at = $12, corrected_at = $12, version = version + 1, updated_at = $12
where org_id = $1 and bureau_notice_id = $2
"""


async def set_corrected(conn: Conn, row: BureauNoticeRow, next_one: CorrectionRow, by: UUID, now: datetime) -> None:
    """The next edition holds, and the one before is kept."""
    whose = (row.org_id, row.bureau_notice_id)
    said = (row.title_zh, row.body_zh, row.title_en, row.body_en, row.answer_by)
    let_out = (row.submitted_by, row.submitted_at, row.approved_by, row.approved_at)
    await queue(conn, INSERT_FIRST_EDITION, *whose, row.edition, *said, *let_out)
    await queue(conn, UPDATE_APPROVED_EDITION, *whose, next_one.edition, by, now)
    text = (next_one.title_zh, next_one.body_zh, next_one.title_en, next_one.body_en, next_one.answer_by)
    whom = (next_one.edition, next_one.submitted_by, next_one.submitted_at, by, now)
    await queue(conn, UPDATE_CORRECTED, *whose, *text, *whom)
