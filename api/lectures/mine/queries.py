"""SQL of the lectures that are for a person today."""

from datetime import datetime
from uuid import UUID

from api.core.db import ReadConn, many, maybe
from api.lectures.queries import INVITED
from schemas.lectures.rows import AfterMyLecture, MyLectureRow

_MINE = """
select l.lecture_id, l.kind, l.theme, e.entry_id, e.kind as entry_kind, e.first_day as entry_first_day,
  e.last_day as entry_last_day, e.name as entry_name, l.state, l.title_zh, l.title_en, l.about_zh, l.about_en, l.speaker, l.place, l.link,
  l.starts_at, l.ends_at, l.registers, l.seats, l.register_by,
  (select count(*)::integer from lecture_registrations o
   where o.org_id = $1 and o.lecture_id = l.lecture_id and o.state = 'registered') as registered,
  (select count(*)::integer from lecture_registrations o
   where o.org_id = $1 and o.lecture_id = l.lecture_id and o.state = 'waiting' and o.number < r.number) as ahead,
  (select coalesce(array_agg(s.name order by s.student_number), '{}') from students s
   join classes c on c.org_id = $1 and c.class_id = s.class_id
   where s.org_id = $1 and s.student_id = any ($3) and s.ended_at is null
     and (l.scope = 'school' or c.class_id = any (l.class_ids) or c.grade = any (l.grades))) as children,
  l.state = 'published' and exists (
    select from lecture_attendance a
    where a.org_id = $1 and a.lecture_id = l.lecture_id and a.account_id = $2) as came,
  r.registration_id, r.state as registration_state, r.asked_at
from (select $2::uuid as account_id) w
join lectures l on l.org_id = $1
left join school_calendar_entries e on e.org_id = $1 and e.entry_id = l.calendar_entry_id and e.ended_at is null
left join lecture_registrations r on r.org_id = $1 and r.lecture_id = l.lecture_id and r.account_id = $2
  and r.state in ('registered', 'waiting')
where l.org_id = $1 and l.state <> 'draft' and l.published_at is not null and
"""
SELECT_MINE = _MINE + INVITED + " and l.lecture_id = $4"


async def find_mine(
    conn: ReadConn, org_id: int, account_id: UUID, children: list[UUID], lecture_id: UUID
) -> MyLectureRow | None:
    """One lecture that is for a person."""
    return await maybe(conn, MyLectureRow, SELECT_MINE, org_id, account_id, children, lecture_id)


_COMING = """
 and l.ends_at > $4 and ($5::timestamptz is null or (l.starts_at, l.lecture_id) > ($5, $6::uuid))
order by l.starts_at, l.lecture_id
limit $7
"""
SELECT_COMING = _MINE + INVITED + _COMING


async def list_coming(
    conn: ReadConn,
    org_id: int,
    account_id: UUID,
    children: list[UUID],
    now: datetime,
    after: AfterMyLecture | None,
    limit: int,
) -> list[MyLectureRow]:
    """What is not over yet, the next first."""
    place = (after.starts_at, after.lecture_id) if after else (None, None)
    return await many(conn, MyLectureRow, SELECT_COMING, org_id, account_id, children, now, *place, limit)
