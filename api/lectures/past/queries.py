"""SQL of the lectures that are over, for those whom they are for today, so that newcomers of a class find them, too."""

from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run
from api.lectures.queries import INVITED
from schemas.lectures.library import AfterPastLecture, FeedbackRow, PastLectureRow

_PAST = """
select l.lecture_id, l.kind, l.title_zh, l.title_en, l.speaker, l.link, l.starts_at, l.ends_at,
  s.title_zh as series_zh, s.title_en as series_en, y.number::integer as number, y.recording,
  (select h.recording_hosts from lecture_settings h where h.org_id = $1) as hosts,
  exists (
    select from lecture_views v
    where v.org_id = $1 and v.lecture_id = l.lecture_id and v.account_id = $2) as opened,
  exists (
    select from lecture_attendance a
    where a.org_id = $1 and a.lecture_id = l.lecture_id and a.account_id = $2) as came,
  exists (
    select from lecture_registrations r
    where r.org_id = $1 and r.lecture_id = l.lecture_id and r.account_id = $2 and r.state = 'registered') as registered,
  exists (
    select from lecture_feedback_given g
    where g.org_id = $1 and g.lecture_id = l.lecture_id and g.account_id = $2) as answered
from (select $2::uuid as account_id) w
join lectures l on l.org_id = $1
left join lecture_library y on y.org_id = $1 and y.lecture_id = l.lecture_id
left join lecture_series s on s.org_id = $1 and s.series_id = y.series_id
where l.org_id = $1 and l.state = 'published' and
"""
SELECT_ONE = _PAST + INVITED + " and l.lecture_id = $3"


async def find_past(conn: ReadConn, org_id: int, account_id: UUID, lecture_id: UUID) -> PastLectureRow | None:
    """A published lecture that is for a person, over or not."""
    return await maybe(conn, PastLectureRow, SELECT_ONE, org_id, account_id, lecture_id)


_OVER = """
 and l.ends_at <= $3 and ($4::timestamptz is null or (l.starts_at, l.lecture_id) < ($4, $5::uuid))
order by l.starts_at desc, l.lecture_id desc
limit $6
"""
SELECT_OVER = _PAST + INVITED + _OVER


async def list_past(
    conn: ReadConn, org_id: int, account_id: UUID, now: datetime, after: AfterPastLecture | None, limit: int
) -> list[PastLectureRow]:
    """What is over, the latest first."""
    place = (after.starts_at, after.lecture_id) if after else (None, None)
    return await many(conn, PastLectureRow, SELECT_OVER, org_id, account_id, now, *place, limit)


INSERT_VIEW = """
insert into lecture_views (org_id, lecture_id, account_id, viewed_at) values ($1, $2, $3, $4)
on conflict (org_id, lecture_id, account_id) do nothing
"""


async def add_view(conn: Conn, org_id: int, lecture_id: UUID, account_id: UUID, now: datetime) -> None:
    """Notes that somebody opened a recording; the first time counts."""
    await queue(conn, INSERT_VIEW, org_id, lecture_id, account_id, now)


INSERT_GIVEN = """
insert into lecture_feedback_given (org_id, lecture_id, account_id) values ($1, $2, $3)
on conflict (org_id, lecture_id, account_id) do nothing
"""


async def add_given(conn: Conn, org_id: int, lecture_id: UUID, account_id: UUID) -> bool:
    """Notes that somebody answered; False when they had."""
    return await run(conn, INSERT_GIVEN, org_id, lecture_id, account_id) == 1


INSERT_FEEDBACK = """
insert into lecture_feedback (org_id, lecture_id, shown, waiting) values ($1, $2, $3, $3)
on conflict (org_id, lecture_id) do nothing
"""
LOCK_FEEDBACK = """
select shown, waiting from lecture_feedback where org_id = $1 and lecture_id = $2 for no key update
"""


async def lock_feedback(conn: Conn, org_id: int, lecture_id: UUID) -> FeedbackRow:
    """The counts of a lecture's answers, which nobody else changes until the transaction ends."""
    await run(conn, INSERT_FEEDBACK, org_id, lecture_id, [0] * 9)
    return await one(conn, FeedbackRow, LOCK_FEEDBACK, org_id, lecture_id)


UPDATE_FEEDBACK = """
update lecture_feedback set shown = $3, waiting = $4 where org_id = $1 and lecture_id = $2
"""


async def set_feedback(conn: Conn, org_id: int, lecture_id: UUID, row: FeedbackRow) -> None:
    """Replaces the counts."""
    await queue(conn, UPDATE_FEEDBACK, org_id, lecture_id, row.shown, row.waiting)
