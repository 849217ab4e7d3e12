"""SQL of who came to lectures."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, one, queue
from schemas.lectures.attendance import (
    Attendance,
    AttendanceHow,
    ClassTraining,
    GuardianTraining,
    HeldLecture,
    OwnTraining,
)

INSERT_ATTENDANCE = """
insert into lecture_attendance (org_id, lecture_id, account_id, how, entered_by, came_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (org_id, lecture_id, account_id) do nothing
"""


async def add_attendance(
    conn: Conn, org_id: int, lecture_id: UUID, account_id: UUID, how: AttendanceHow, by: UUID | None, now: datetime
) -> None:
    """Notes that somebody came; the first time counts."""
    await queue(conn, INSERT_ATTENDANCE, org_id, lecture_id, account_id, how, by, now)


# One statement: tries side by side follow each other, and none slips through. $5 when a window that is over began at the latest.
COUNT_TRY = """
insert into lecture_tries as t (org_id, lecture_id, account_id, failures, since)
values ($1, $2, $3, 1, $4)
on conflict (org_id, lecture_id, account_id) do update set
  failures = case when t.since <= $5 then 1 else t.failures + 1 end,
  since = case when t.since <= $5 then excluded.since else t.since end
returning failures, since
"""


class Tries(msgspec.Struct, frozen=True, kw_only=True):
    """How often somebody gave a wrong code, this try among them, since when."""

    failures: int
    since: datetime


async def count_try(
    conn: Conn, org_id: int, lecture_id: UUID, account_id: UUID, now: datetime, over: datetime
) -> Tries:
    """Counts a try before its code is looked at; a right one takes the count back."""
    return await one(conn, Tries, COUNT_TRY, org_id, lecture_id, account_id, now, over)


DELETE_TRIES = """
delete from lecture_tries where org_id = $1 and lecture_id = $2 and account_id = $3
"""


async def remove_tries(conn: Conn, org_id: int, lecture_id: UUID, account_id: UUID) -> None:
    """Forgets somebody's wrong codes."""
    await queue(conn, DELETE_TRIES, org_id, lecture_id, account_id)


DELETE_ATTENDANCE = """
delete from lecture_attendance where org_id = $1 and lecture_id = $2 and account_id = $3
"""


async def remove_attendance(conn: Conn, org_id: int, lecture_id: UUID, account_id: UUID) -> None:
    """Takes a tick back."""
    await queue(conn, DELETE_ATTENDANCE, org_id, lecture_id, account_id)


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was checked in."""

    account_id: UUID


DELETE_EARLY = """
delete from lecture_attendance where org_id = $1 and lecture_id = $2 and came_at < $3 returning account_id
"""


async def remove_early(conn: Conn, org_id: int, lecture_id: UUID, opens: datetime) -> list[Came]:
    """Takes back what was noted before one could check in; says whose."""
    return await many(conn, Came, DELETE_EARLY, org_id, lecture_id, opens)


# Guardians and students of one class by today's roster. $3 the class, $4 the lecture's parts, $5 from whom the reader is barred.
SELECT_ATTENDANCE = """
with people as (
  select g.guardian_id as account_id, g.name, 'guardian' as part, array_agg(s.name order by s.student_number) as students,
    min(s.student_number) as place
  from students s
  join guardianships t on t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null
  join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
  where s.org_id = $1 and s.class_id = $3 and s.ended_at is null and 'guardian' = any ($4) and s.student_id <> all ($5)
  group by g.guardian_id, g.name
  union all
  select s.student_id, s.name, 'student', '{}', s.student_number
  from students s
  where s.org_id = $1 and s.class_id = $3 and s.ended_at is null and 'student' = any ($4) and s.student_id <> all ($5)
)
select p.account_id, p.name, p.part, p.students,
  exists (
    select from lecture_registrations r
    where r.org_id = $1 and r.lecture_id = $2 and r.account_id = p.account_id and r.state = 'registered') as registered,
  a.came_at, a.how
from people p
left join lecture_attendance a on a.org_id = $1 and a.lecture_id = $2 and a.account_id = p.account_id
order by p.place, p.part, p.name
"""


async def list_attendance(
    conn: ReadConn, org_id: int, lecture_id: UUID, class_id: UUID, parts: list[str], barred_ids: Collection[UUID]
) -> list[Attendance]:
    """The people of a class whom a lecture is for, and who of them came."""
    return await many(conn, Attendance, SELECT_ATTENDANCE, org_id, lecture_id, class_id, parts, list(barred_ids))


# $4 the school year's and $5 the term's first instant, $6 now. Any lecture but a parent meeting trains, a cancelled one nobody.
SELECT_CLASSES = """
select c.class_id, c.grade, c.name,
  (select count(*)::integer from students s where s.org_id = $1 and s.class_id = c.class_id and s.ended_at is null) as students,
  (select count(*)::integer from students s where s.org_id = $1 and s.class_id = c.class_id and s.ended_at is null and exists (
    select from guardianships t
    join lecture_attendance a on a.org_id = $1 and a.account_id = t.guardian_id
    join lectures l on l.org_id = $1 and l.lecture_id = a.lecture_id
    where t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null and l.kind <> 'parent_meeting'
      and l.state = 'published' and l.starts_at >= $4)) as trained,
  (select count(*)::integer from lectures l
   where l.org_id = $1 and l.kind = 'parent_meeting' and l.state = 'published' and l.starts_at >= $5 and l.starts_at <= $6
     and (l.scope = 'school' or c.class_id = any (l.class_ids) or c.grade = any (l.grades))) as meetings
from classes c
where c.org_id = $1 and c.ended_at is null and ($2 or c.class_id = any ($3))
"""


async def list_classes(
    conn: ReadConn, org_id: int, reach: Reach, year: datetime, term: datetime, now: datetime
) -> list[ClassTraining]:
    """How far the classes within reach are, in no order."""
    where = (reach.everything, reach.class_ids, year, term, now)
    return await many(conn, ClassTraining, SELECT_CLASSES, org_id, *where)


SELECT_GUARDIANS = """
select g.guardian_id, g.name, array_agg(s.name order by s.student_number) as students,
  (select max(a.came_at) from lecture_attendance a
   join lectures l on l.org_id = $1 and l.lecture_id = a.lecture_id
   where a.org_id = $1 and a.account_id = g.guardian_id and l.kind <> 'parent_meeting' and l.state = 'published' and l.starts_at >= $3) as trained_at,
  (select count(*)::integer from lecture_attendance a
   join lectures l on l.org_id = $1 and l.lecture_id = a.lecture_id
   where a.org_id = $1 and a.account_id = g.guardian_id and l.kind = 'parent_meeting' and l.state = 'published' and l.starts_at >= $4) as meetings
from students s
join guardianships t on t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null
join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
where s.org_id = $1 and s.class_id = $2 and s.ended_at is null and s.student_id <> all ($5)
group by g.guardian_id, g.name
order by min(s.student_number), min(t.contact_order), g.name
"""


async def list_guardians(
    conn: ReadConn, org_id: int, class_id: UUID, year: datetime, term: datetime, barred_ids: Collection[UUID]
) -> list[GuardianTraining]:
    """The guardians of a class, by their children's numbers."""
    return await many(conn, GuardianTraining, SELECT_GUARDIANS, org_id, class_id, year, term, list(barred_ids))


SELECT_OWN = """
select max(a.came_at) filter (where l.kind <> 'parent_meeting') as trained_at,
  (count(*) filter (where l.kind = 'parent_meeting' and l.starts_at >= $4))::integer as meetings
from lecture_attendance a
join lectures l on l.org_id = a.org_id and l.lecture_id = a.lecture_id
where a.org_id = $1 and a.account_id = $2 and l.state = 'published' and l.starts_at >= $3
"""


async def get_own(conn: ReadConn, org_id: int, account_id: UUID, year: datetime, term: datetime) -> OwnTraining:
    """What one person came to."""
    return await one(conn, OwnTraining, SELECT_OWN, org_id, account_id, year, term)


SELECT_HELD = """
select l.lecture_id, l.kind, l.title_zh as title, l.place, l.link, l.starts_at, (
  select count(*)::integer from lecture_attendance a where a.org_id = $1 and a.lecture_id = l.lecture_id) as came
from lectures l
where l.org_id = $1 and l.starts_at >= $2 and l.starts_at < $3 and l.state = 'published' and l.ends_at <= $4
order by l.starts_at desc, l.lecture_id
limit 500
"""


async def list_held(conn: ReadConn, org_id: int, since: datetime, until: datetime, now: datetime) -> list[HeldLecture]:
    """Lectures that began between two instants and are over, the latest first."""
    return await many(conn, HeldLecture, SELECT_HELD, org_id, since, until, now)
