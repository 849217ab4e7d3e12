"""SQL of making lectures."""

from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, queue
from api.lectures.queries import SELECT_LECTURES
from schemas.lectures.rows import AfterLecture, LectureRow, LectureTarget
from schemas.lectures.wire import LectureFormClass, LectureNew

SELECT_CLASSES = """
select class_id, school_year, grade, name from classes where org_id = $1 and ended_at is null and ($2 or class_id = any ($3))
"""


async def list_classes(conn: ReadConn, org_id: int, reach: Reach) -> list[LectureFormClass]:
    """Open classes within reach, in no order."""
    return await many(conn, LectureFormClass, SELECT_CLASSES, org_id, reach.everything, reach.class_ids)


INSERT_LECTURE = """
insert into lectures (org_id, lecture_id, author_id, kind, theme, calendar_entry_id, title_zh, title_en, about_zh, about_en, speaker,
  place, link, starts_at, ends_at, registers, seats, register_by, scope, class_ids, grades, parts, state, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 'draft', $23, $23)
"""


async def add_lecture(
    conn: Conn, org_id: int, lecture_id: UUID, author_id: UUID, new: LectureNew, target: LectureTarget, now: datetime
) -> None:
    """Writes a draft."""
    await queue(conn, INSERT_LECTURE, org_id, lecture_id, author_id, *_text(new), *_audience(target), now)


UPDATE_LECTURE = """
update lectures set kind = $3, theme = $4, calendar_entry_id = $5, title_zh = $6, title_en = $7, about_zh = $8, about_en = $9,
  speaker = $10, place = $11, link = $12, starts_at = $13, ends_at = $14, registers = $15, seats = $16, register_by = $17,
  scope = $18, class_ids = $19, grades = $20, parts = $21, version = version + 1, updated_at = $22
where org_id = $1 and lecture_id = $2
"""


async def set_lecture(
    conn: Conn, org_id: int, lecture_id: UUID, new: LectureNew, target: LectureTarget, now: datetime
) -> None:
    """Replaces a whole lecture."""
    await queue(conn, UPDATE_LECTURE, org_id, lecture_id, *_text(new), *_audience(target), now)


SET_PUBLISHED = """
update lectures set state = 'published', sms_alone = $3, published_at = coalesce(published_at, $4), version = version + 1, updated_at = $4
where org_id = $1 and lecture_id = $2
"""


async def set_published(conn: Conn, org_id: int, lecture_id: UUID, sms_alone: bool | None, now: datetime) -> None:
    """Publishes a lecture, with what was decided about those whom only SMS reaches."""
    await queue(conn, SET_PUBLISHED, org_id, lecture_id, sms_alone, now)


SET_CANCELLED = """
update lectures set state = 'cancelled', version = version + 1, updated_at = $3 where org_id = $1 and lecture_id = $2
"""


async def set_cancelled(conn: Conn, org_id: int, lecture_id: UUID, now: datetime) -> None:
    """Cancels a lecture."""
    await queue(conn, SET_CANCELLED, org_id, lecture_id, now)


_LISTED = """
where l.org_id = $1 and ($2 or (l.scope = 'classes' and l.class_ids <@ $3))
  and ($4::timestamptz is null or (l.starts_at, l.lecture_id) < ($4, $5::uuid))
order by l.starts_at desc, l.lecture_id desc
limit $6
"""
SELECT_LISTED = SELECT_LECTURES + _LISTED


async def list_lectures(
    conn: ReadConn, org_id: int, reach: Reach, after: AfterLecture | None, limit: int
) -> list[LectureRow]:
    """Lectures within reach, the latest first."""
    place = (after.starts_at, after.lecture_id) if after else (None, None)
    return await many(conn, LectureRow, SELECT_LISTED, org_id, reach.everything, reach.class_ids, *place, limit)


def _text(new: LectureNew) -> tuple[object, ...]:
    """The arguments from `kind` to `register_by`."""
    about = (new.about_zh or "", new.about_en or "", new.speaker, new.place, new.link)
    times = (new.starts_at, new.ends_at, new.registers, new.seats, new.register_by)
    return (new.kind, new.theme, new.calendar_entry_id, new.title_zh, new.title_en, *about, *times)


def _audience(target: LectureTarget) -> tuple[object, ...]:
    return (target.scope, target.class_ids, target.grades, list(target.parts))
