"""SQL that lectures share: the lecture itself, and whom it is for today."""

from uuid import UUID

from api.core.db import Conn, ReadConn, maybe, run
from schemas.lectures.rows import LectureRow

SELECT_LECTURES = """
select l.org_id, l.lecture_id, a.name as author_name, l.kind, l.theme, e.entry_id, e.kind as entry_kind,
  e.first_day as entry_first_day, e.last_day as entry_last_day, e.name as entry_name,
  l.title_zh, l.title_en, l.about_zh, l.about_en, l.speaker, l.place, l.link, l.starts_at, l.ends_at, l.scope, l.class_ids, l.grades, l.parts, l.registers, l.seats, l.register_by, l.state,
  l.published_at, l.announced_starts_at, l.announced_chunks, l.broadcast_ids, l.sms_alone, l.version,
  (select count(*)::integer from lecture_registrations r
   where r.org_id = $1 and r.lecture_id = l.lecture_id and r.state = 'registered') as registered,
  (select count(*)::integer from lecture_registrations r
   where r.org_id = $1 and r.lecture_id = l.lecture_id and r.state = 'waiting') as waiting
from lectures l
join staff a on a.org_id = l.org_id and a.staff_id = l.author_id
left join school_calendar_entries e on e.org_id = l.org_id and e.entry_id = l.calendar_entry_id and e.ended_at is null
"""
SELECT_LECTURE = SELECT_LECTURES + "where l.org_id = $1 and l.lecture_id = $2"


async def find_lecture(conn: ReadConn, org_id: int, lecture_id: UUID) -> LectureRow | None:
    """A lecture, whatever its state."""
    return await maybe(conn, LectureRow, SELECT_LECTURE, org_id, lecture_id)


# A lock waits with the snapshot of before: what depends on it is read by a later statement.
LOCK_LECTURE = """
select lecture_id from lectures where org_id = $1 and lecture_id = $2 for no key update
"""


async def lock_lecture(conn: Conn, org_id: int, lecture_id: UUID) -> LectureRow | None:
    """A lecture whose seats nobody else gives out until the transaction ends."""
    await run(conn, LOCK_LECTURE, org_id, lecture_id)
    return await find_lecture(conn, org_id, lecture_id)


# Whether a lecture `l` is for `w.account_id` by today's roster. $1 organisation.
INVITED = """(
  ('student' = any (l.parts) and exists (
    select from students s join classes c on c.org_id = $1 and c.class_id = s.class_id and c.ended_at is null
    where s.org_id = $1 and s.student_id = w.account_id and s.ended_at is null
      and (l.scope = 'school' or c.class_id = any (l.class_ids) or c.grade = any (l.grades))))
  or ('guardian' = any (l.parts) and exists (
    select from guardianships t
    join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
    join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
    join classes c on c.org_id = $1 and c.class_id = s.class_id and c.ended_at is null
    where t.org_id = $1 and t.guardian_id = w.account_id and t.ended_at is null
      and (l.scope = 'school' or c.class_id = any (l.class_ids) or c.grade = any (l.grades))))
  or ('staff' = any (l.parts) and exists (
    select from staff f where f.org_id = $1 and f.staff_id = w.account_id and f.ended_at is null
      and (l.scope = 'school' or exists (
        select from class_staff k join classes c on c.org_id = $1 and c.class_id = k.class_id and c.ended_at is null
        where k.org_id = $1 and k.staff_id = f.staff_id and k.ended_at is null
          and (c.class_id = any (l.class_ids) or c.grade = any (l.grades))))))
)"""
