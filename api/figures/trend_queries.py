"""SQL of trends: a row for each school and month, in the bureau's organisation."""

from datetime import date

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.figures.rows import MonthRow, SchoolName, TrendRow

UPSERT_MONTH = """
insert into school_figure_months as m (org_id, school_id, month, term, counted_at, students, visited, contacted, owed)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (org_id, school_id, month) do update
set counted_at = excluded.counted_at, students = excluded.students, visited = excluded.visited, contacted = excluded.contacted,
    owed = excluded.owed
where m.counted_at < excluded.counted_at
"""


async def put_month(conn: Conn, org_id: int, row: MonthRow) -> None:
    """A school's month as it stands now; an older count that comes late changes nothing."""
    counts = (row.students, row.visited, row.contacted, row.owed)
    await queue(conn, UPSERT_MONTH, org_id, row.school_id, row.month, row.term, row.counted_at, *counts)


_BELOW = """
with recursive below as (
  select o.org_id, o.kind, o.name_zh, o.name_en from orgs o where o.parent_org_id = $1 and o.ended_at is null
  union
  select o.org_id, o.kind, o.name_zh, o.name_en from below b join orgs o on o.parent_org_id = b.org_id where o.ended_at is null
)
"""
_SCHOOL = """
select b.name_zh, b.name_en from below b where b.org_id = $2 and b.kind = 'school'
"""
SELECT_SCHOOL = _BELOW + _SCHOOL


async def find_school(conn: ReadConn, org_id: int, school_id: int) -> SchoolName | None:
    """A school that is below a bureau today."""
    return await maybe(conn, SchoolName, SELECT_SCHOOL, org_id, school_id)


# Of the schools that are below the bureau today, in every month: one that left would look like a fall, and is the bureau's no more. One that
# joined is missing before, so that what changed is told of the schools that counted both times.
_SUMS = """
select max(c.month) as month, max(c.term) as term, count(*)::int as schools, sum(c.students)::int as students,
  sum(c.visited)::int as visited, sum(c.contacted)::int as contacted, sum(c.owed)::int as owed,
  count(c.was_students)::int as both,
  coalesce(sum(c.students) filter (where c.was_students is not null), 0)::int as both_students,
  coalesce(sum(c.visited) filter (where c.was_students is not null), 0)::int as both_visited,
  coalesce(sum(c.contacted) filter (where c.was_students is not null), 0)::int as both_contacted,
  coalesce(sum(c.was_students), 0)::int as students_before,
  coalesce(sum(c.was_visited), 0)::int as visited_before,
  coalesce(sum(c.was_contacted), 0)::int as contacted_before
from counted c
"""
_MONTHS = """
, counted as (
  select m.month, m.term, m.students, m.visited, m.contacted, m.owed, lag(m.students) over w as was_students,
    lag(m.visited) over w as was_visited, lag(m.contacted) over w as was_contacted
  from below b join school_figure_months m on m.org_id = $1 and m.school_id = b.org_id
  where b.kind = 'school' and m.month >= $2 and ($3::bigint is null or m.school_id = $3)
  window w as (partition by m.school_id, m.term order by m.month)
)
"""
_BY_MONTH = "group by c.month order by c.month"
SELECT_MONTHS = _BELOW + _MONTHS + _SUMS + _BY_MONTH
# A term that goes on is held against the one before as that was after as many months.
_TERMS = """
, ended as (
  select distinct on (m.school_id, m.term) m.school_id, m.month, m.term, m.students, m.visited, m.contacted, m.owed
  from below b join school_figure_months m on m.org_id = $1 and m.school_id = b.org_id
  where b.kind = 'school' and m.month >= $2 and ($3::bigint is null or m.school_id = $3)
  order by m.school_id, m.term, m.month desc
), counted as (
  select e.month, e.term, e.students, e.visited, e.contacted, e.owed, p.students as was_students, p.visited as was_visited,
    p.contacted as was_contacted
  from ended e left join lateral (
    select x.students, x.visited, x.contacted from school_figure_months x
    where x.org_id = $1 and x.school_id = e.school_id and x.term < e.term and x.month >= $2
      and (e.term < $4 or age(x.month, x.term) <= age(e.month, e.term))
    order by x.term desc, x.month desc limit 1
  ) p on true
)
"""
_BY_TERM = "group by c.term order by c.term"
SELECT_TERMS = _BELOW + _TERMS + _SUMS + _BY_TERM


async def list_months(conn: ReadConn, org_id: int, since: date, school_id: int | None) -> list[TrendRow]:
    """Months from one on, of all schools or of one, each compared with the month before in its term."""
    return await many(conn, TrendRow, SELECT_MONTHS, org_id, since, school_id)


async def list_terms(conn: ReadConn, org_id: int, since: date, school_id: int | None, term: date) -> list[TrendRow]:
    """The last month of each term, compared with the term before. `term`: the one that goes on."""
    return await many(conn, TrendRow, SELECT_TERMS, org_id, since, school_id, term)
