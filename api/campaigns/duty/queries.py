"""SQL of the duty: how far the visit is that is due to each student of a campaign (V1-V4, V7)."""

from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import ReadConn, many, one
from api.visits.coverage import service as coverage
from schemas.campaigns.rows import LedRow, VisitorRow
from schemas.campaigns.wire import StudentDuty, VisitsOnDay

# $1 the organisation, $2 the campaign, $3 now, $4 when the term began, $5 and $6 the reader's reach. A student who needs support is a key
# student: only on-site visits count (V2, V3). What is confirmed may be past and wait for its record. A visit is a contact, too (V7).
SELECT_STUDENTS = (
    """
select s.student_id, s.student_number, s.name, s.class_id, n.needs_onsite, v.visited_at, d.standing,
  case d.standing when 'done' then v.done_at when 'confirmed' then v.confirmed_at when 'planned' then v.planned_at
    when 'missed' then v.missed_at end as at,
  v.done_at is null and coalesce(v.visited_at >= c.year_began, false) as by_video,
  coalesce(greatest(k.contacted_at, v.visited_at) >= $4, false) as contacted, f.asked_at is not null as asked, f.answer
from campaigns c
join campaign_classes m on m.org_id = c.org_id and m.campaign_id = c.campaign_id
join students s on s.org_id = m.org_id and s.class_id = m.class_id and s.ended_at is null
left join campaign_families f on f.org_id = c.org_id and f.campaign_id = c.campaign_id and f.student_id = s.student_id
cross join lateral (select cardinality(s.support) > 0 as needs_onsite) n
cross join lateral (
  select max(i.starts_at) filter (where i.state = 'recorded') as visited_at,
    max(i.starts_at) filter (where i.starts_at >= c.year_began and """  # noqa: S608  constants of ours
    + coverage.COUNTS
    + """) as done_at,
    min(i.starts_at) filter (where i.state = 'confirmed' and i.starts_at >= c.year_began and (i.mode = 'onsite' or not n.needs_onsite)) as confirmed_at,
    min(i.starts_at) filter (where i.state = any ('{proposed,move_asked}') and i.starts_at > $3 and (i.mode = 'onsite' or not n.needs_onsite)) as planned_at,
    max(i.starts_at) filter (where i.state = 'missed' and i.starts_at >= c.year_began) as missed_at
  from visits i where i.org_id = $1 and i.student_id = s.student_id
) v
cross join lateral (
  select max(t.at) as contacted_at from contacts t where t.org_id = $1 and t.student_id = s.student_id
) k
cross join lateral (
  select case when v.done_at is not null then 'done' when v.confirmed_at is not null then 'confirmed'
    when v.planned_at is not null then 'planned' when v.missed_at is not null then 'missed' else 'owed' end as standing
) d
where c.org_id = $1 and c.campaign_id = $2 and ($5 or m.class_id = any ($6))
order by s.student_number, s.student_id
"""
)


async def list_students(
    conn: ReadConn, org_id: int, campaign_id: UUID, now: datetime, term: datetime, reach: Reach
) -> list[StudentDuty]:
    """Today's students of a campaign's classes within reach, by number."""
    within = (reach.everything, reach.class_ids)
    return await many(conn, StudentDuty, SELECT_STUDENTS, org_id, campaign_id, now, term, *within)


# $1 the organisation, $2 the campaign, $3 and $4 the reader's reach.
_MADE = """
from campaigns c
join campaign_classes m on m.org_id = c.org_id and m.campaign_id = c.campaign_id
join students s on s.org_id = m.org_id and s.class_id = m.class_id and s.ended_at is null
join visits i on i.org_id = s.org_id and i.student_id = s.student_id and i.state = 'recorded' and i.starts_at >= c.year_began
"""
SELECT_DAYS = (
    "select (i.starts_at at time zone $5)::date as on, count(*)::integer as visits"
    + _MADE
    + "where c.org_id = $1 and c.campaign_id = $2 and ($3 or m.class_id = any ($4)) group by 1 order by 1"
)


async def list_days(conn: ReadConn, org_id: int, campaign_id: UUID, reach: Reach, zone: str) -> list[VisitsOnDay]:
    """Visits made this school year to students within reach, by the day in `zone`."""
    within = (reach.everything, reach.class_ids)
    return await many(conn, VisitsOnDay, SELECT_DAYS, org_id, campaign_id, *within, zone)


SELECT_LED = (
    """
select count(*)::integer as visits, (count(*) filter (where exists (
  select from visit_team t join staff f on f.org_id = t.org_id and f.staff_id = t.staff_id
  where t.org_id = $1 and t.visit_id = i.visit_id and 'leader' = any (f.roles))))::integer as by_leaders
"""
    + _MADE
    + "where c.org_id = $1 and c.campaign_id = $2 and ($3 or m.class_id = any ($4))"
)


async def count_led(conn: ReadConn, org_id: int, campaign_id: UUID, reach: Reach) -> LedRow:
    """How many visits were made, and how many of these with a school leader (V4)."""
    return await one(conn, LedRow, SELECT_LED, org_id, campaign_id, reach.everything, reach.class_ids)


SELECT_VISITORS = (
    """
select v.staff_id, f.name, 'leader' = any (f.roles) as leader, (
  select count(*)::integer
"""
    + _MADE
    + """
  join visit_team t on t.org_id = i.org_id and t.visit_id = i.visit_id and t.staff_id = v.staff_id
  where c.org_id = $1 and c.campaign_id = $2 and ($3 or m.class_id = any ($4))
) as visits
from campaign_visitors v
join staff f on f.org_id = v.org_id and f.staff_id = v.staff_id and f.ended_at is null
where v.org_id = $1 and v.campaign_id = $2
order by f.name, v.staff_id
"""
)


async def list_visitors(conn: ReadConn, org_id: int, campaign_id: UUID, reach: Reach) -> list[VisitorRow]:
    """Who visits and still works here, and how many visits to students within reach they made this school year."""
    return await many(conn, VisitorRow, SELECT_VISITORS, org_id, campaign_id, reach.everything, reach.class_ids)
