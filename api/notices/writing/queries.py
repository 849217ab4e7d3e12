"""SQL of writing notices."""

from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, queue
from api.notices.queries import SELECT_NOTICES
from schemas.notices.form import NoticeFormClass
from schemas.notices.rows import NoticeRow, Target
from schemas.notices.wire import NoticeCorrection, NoticeNew, NoticeState

SELECT_FORM_CLASSES = """
select c.class_id, c.school_year, c.grade, c.name, count(s.student_id)::integer as students
from classes c
left join students s on s.org_id = c.org_id and s.class_id = c.class_id and s.ended_at is null
where c.org_id = $1 and c.ended_at is null and ($2 or c.class_id = any ($3))
group by c.class_id, c.school_year, c.grade, c.name
"""


async def list_form_classes(conn: ReadConn, org_id: int, reach: Reach) -> list[NoticeFormClass]:
    """Open classes within reach, in no order."""
    return await many(conn, NoticeFormClass, SELECT_FORM_CLASSES, org_id, reach.everything, reach.class_ids)


INSERT_NOTICE = """
insert into notices (org_id, notice_id, author_id, kind, title_zh, body_zh, title_en, body_en, answer_by, importance, expires_at, each_guardian,
  scope, class_ids, grades, groups, except_groups, parts, saved_audience_id, state, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 'draft', $20, $20)
"""


async def add_notice(
    conn: Conn, org_id: int, notice_id: UUID, author_id: UUID, new: NoticeNew, target: Target, now: datetime
) -> None:
    """Writes a draft."""
    await queue(
        conn, INSERT_NOTICE, org_id, notice_id, author_id, *_text(new), *_audience(target), new.saved_audience_id, now
    )


UPDATE_NOTICE = """
update notices set kind = $3, title_zh = $4, body_zh = $5, title_en = $6, body_en = $7, answer_by = $8, importance = $9,
  expires_at = $10, each_guardian = $11, scope = $12, class_ids = $13, grades = $14, groups = $15, except_groups = $16, parts = $17, saved_audience_id = $18,
  changed_by = $20, back_because = null, version = version + 1, updated_at = $19
where org_id = $1 and notice_id = $2
"""


async def set_notice(
    conn: Conn, org_id: int, notice_id: UUID, new: NoticeNew, target: Target, by: UUID, now: datetime
) -> None:
    """Replaces a whole notice, except the time of sending."""
    said = (*_text(new), *_audience(target), new.saved_audience_id)
    await queue(conn, UPDATE_NOTICE, org_id, notice_id, *said, now, by)


SET_AUDIENCE = """
update notices set scope = $3, class_ids = $4, grades = $5, groups = $6, except_groups = $7, parts = $8 where org_id = $1 and notice_id = $2
"""


async def set_audience(conn: Conn, org_id: int, notice_id: UUID, target: Target) -> None:
    """Whom its saved audience names now."""
    await queue(conn, SET_AUDIENCE, org_id, notice_id, *_audience(target))


SET_SCHEDULED = """
update notices set state = 'scheduled', send_at = $3, scheduled_by = $4, sms_alone = $6, back_because = null, version = version + 1, updated_at = $5
where org_id = $1 and notice_id = $2
"""


async def set_scheduled(
    conn: Conn, org_id: int, notice_id: UUID, send_at: datetime, sms_alone: bool | None, by: UUID, now: datetime
) -> None:
    """Lets a notice out at a time."""
    await queue(conn, SET_SCHEDULED, org_id, notice_id, send_at, by, now, sms_alone)


SET_ENDED = """
update notices set state = $3, withdrawn_at = case when $3 = 'withdrawn' then $4::timestamptz end, version = version + 1,
  updated_at = $4
where org_id = $1 and notice_id = $2
"""


async def set_ended(conn: Conn, org_id: int, notice_id: UUID, state: NoticeState, now: datetime) -> None:
    """Cancels or withdraws a notice."""
    await queue(conn, SET_ENDED, org_id, notice_id, state, now)


INSERT_EDITION = """
insert into notice_editions (org_id, notice_id, edition, title_zh, body_zh, title_en, body_en, answer_by, replaced_at, replaced_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


async def keep_edition(conn: Conn, row: NoticeRow, by: UUID, now: datetime) -> None:
    """Keeps what a notice said until now: that is what people have answered."""
    said = (row.title_zh, row.body_zh, row.title_en, row.body_en, row.answer_by)
    await queue(conn, INSERT_EDITION, row.org_id, row.notice_id, row.edition, *said, now, by)


SET_CORRECTED = """
update notices set title_zh = $3, body_zh = $4, title_en = $5, body_en = $6, answer_by = $7, expires_at = $8, edition = edition + 1, corrected_at = $9,
  reminded_at = null, changed_by = $10, version = version + 1, updated_at = $9
where org_id = $1 and notice_id = $2
"""


async def set_corrected(
    conn: Conn, org_id: int, notice_id: UUID, new: NoticeCorrection, by: UUID, now: datetime
) -> None:
    """The next edition of a notice."""
    said = (new.title_zh, new.body_zh, new.title_en, new.body_en, new.answer_by, new.expires_at)
    await queue(conn, SET_CORRECTED, org_id, notice_id, *said, now, by)


# The rule of `rules.follow_resource`: all of it; what the teacher wrote to the own classes; what was sent to one of them.
_LISTED = """
where n.org_id = $1
  and ($2 or (n.author_id = $4 and n.scope = 'classes' and n.class_ids <@ $3)
    or (n.sent_at is not null and n.audience_class_ids && $3))
  and ($5::text is null or n.state = $5) and ($6::uuid is null or n.notice_id < $6)
order by n.notice_id desc
limit $7
"""
SELECT_LISTED = SELECT_NOTICES + _LISTED


async def list_notices(
    conn: ReadConn,
    org_id: int,
    reach: Reach,
    account_id: UUID,
    state: NoticeState | None,
    after: UUID | None,
    limit: int,
) -> list[NoticeRow]:
    """Notices within reach, newest first."""
    where = (reach.everything, reach.class_ids, account_id, state, after, limit)
    return await many(conn, NoticeRow, SELECT_LISTED, org_id, *where)


def _text(new: NoticeNew) -> tuple[str | datetime | bool | None, ...]:
    said = (new.kind, new.title_zh, new.body_zh, new.title_en, new.body_en, new.answer_by)
    return (*said, new.importance, new.expires_at, new.each_guardian and new.kind == "sign")


def _audience(target: Target) -> tuple[str, list[UUID], list[str], list[str], list[str], list[str]]:
    return target.scope, target.class_ids, target.grades, target.groups, target.except_groups, list(target.parts)
