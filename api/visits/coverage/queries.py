"""SQL of who was visited this school year and contacted this term. What counts is said once, for a class and for a school."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import ReadConn, many, one
from schemas.visits.coverage.rows import CoverageRow, Owed, Since
from schemas.visits.coverage.wire import ClassCoverage, VisitDay

# Of a visit `i` to a student `s`: whether it is the one due in its school year (V1). For a student with needs for support only on-site counts (V2,
# V3). What was only agreed on, or missed, never does. First screen, class, school, bureau and campaigns all count by this.
COUNTS = "i.state = 'recorded' and (i.mode = 'onsite' or cardinality(s.support) = 0)"
# $1 the organisation, $2 when the school year began, $3 now, $4 when the term began; `s` is the student. Each student is visited or owed, never both.
# A visit is a contact, too (V7).
_STANDING = (
    """
cross join lateral (select coalesce(cardinality(s.support) > 0, false) as needs_onsite) n
cross join lateral (
  select max(i.starts_at) filter (where i.state = 'recorded' and i.mode = 'onsite') as onsite_at,
    max(i.starts_at) filter (where i.state = 'recorded' and i.mode = 'video') as video_at,
    max(i.starts_at) filter (where """  # noqa: S608  constants of ours
    + COUNTS
    + """) as done_at,
    min(i.starts_at) filter (where i.state = 'confirmed' and i.starts_at > $3) as next_at
  from visits i where i.org_id = $1 and i.student_id = s.student_id
) v
cross join lateral (
  select max(t.at) as contacted_at from contacts t where t.org_id = $1 and t.student_id = s.student_id
) k
cross join lateral (
  select coalesce(v.done_at >= $2, false) as visited, not coalesce(v.done_at >= $2, false) as owed,
    coalesce(greatest(k.contacted_at, v.onsite_at, v.video_at) >= $4, false) as contacted
) d
"""
)
SELECT_CLASS_COVERAGE = (
    """
select s.student_id, s.student_number, s.name, n.needs_onsite, v.onsite_at, v.video_at, v.next_at, k.contacted_at,
  d.visited, d.contacted, d.owed
from classes c
left join students s on s.org_id = c.org_id and s.class_id = c.class_id and s.ended_at is null
"""
    + _STANDING
    + """
where c.org_id = $1 and c.class_id = $5 and c.ended_at is null
order by s.student_number
"""
)


async def list_students(conn: ReadConn, org_id: int, class_id: UUID, since: Since, now: datetime) -> list[CoverageRow]:
    """Each student of a class by number, with their last visits and contact; empty when there is no such class."""
    return await many(conn, CoverageRow, SELECT_CLASS_COVERAGE, org_id, since.year, now, since.term, class_id)


SELECT_SCHOOL_COVERAGE = (
    """
select c.class_id, c.grade, c.name, count(s.student_id)::integer as students,
  count(s.student_id) filter (where d.visited)::integer as visited,
  count(s.student_id) filter (where d.contacted)::integer as contacted,
  count(s.student_id) filter (where d.owed)::integer as owed
from classes c
left join students s on s.org_id = c.org_id and s.class_id = c.class_id and s.ended_at is null
"""
    + _STANDING
    + """
where c.org_id = $1 and c.ended_at is null and ($5 or c.class_id = any ($6))
group by c.class_id, c.school_year, c.grade, c.name
order by c.school_year desc, c.grade, c.name
limit 500
"""
)


async def list_classes(conn: ReadConn, org_id: int, reach: Reach, since: Since, now: datetime) -> list[ClassCoverage]:
    """Open classes within reach, in the order of every list of classes, with how many of their students are what."""
    within = (reach.everything, reach.class_ids)
    return await many(conn, ClassCoverage, SELECT_SCHOOL_COVERAGE, org_id, since.year, now, since.term, *within)


SELECT_OWED = (
    """
select count(*) filter (where d.owed)::integer as students,
  count(*) filter (where d.owed and n.needs_onsite)::integer as onsite
from students s
"""
    + _STANDING
    + """
where s.org_id = $1 and s.class_id = any ($5) and s.ended_at is null
"""
)


async def count_owed(conn: ReadConn, org_id: int, class_ids: Sequence[UUID], since: Since, now: datetime) -> Owed:
    """How many students of these classes are owed a visit."""
    return await one(conn, Owed, SELECT_OWED, org_id, since.year, now, since.term, class_ids)


SELECT_DAYS = """
select (i.starts_at at time zone $3)::date as on, count(*)::integer as visits
from visits i
join students s on s.org_id = i.org_id and s.student_id = i.student_id and s.ended_at is null
join classes c on c.org_id = s.org_id and c.class_id = s.class_id and c.ended_at is null
where i.org_id = $1 and i.state = 'recorded' and i.starts_at >= $2 and ($4 or c.class_id = any ($5))
group by 1
order by 1
"""


async def list_days(conn: ReadConn, org_id: int, reach: Reach, since: datetime, zone: str) -> list[VisitDay]:
    """Recorded visits to students of the classes within reach, by the day in `zone`."""
    return await many(conn, VisitDay, SELECT_DAYS, org_id, since, zone, reach.everything, reach.class_ids)
