"""SQL of campaigns."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID

import asyncpg
import msgspec

from api.campaigns.errors import ClassInCampaign
from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, maybe, one, queue
from api.core.local_time import clock
from api.visits.coverage import service as coverage
from schemas.campaigns.rows import CampaignRow, ClassRow, HoursRow
from schemas.campaigns.wire import CampaignNew, CampaignSummary, VisitorNew

SELECT_CAMPAIGN = """
select c.campaign_id, c.title, c.starts_on, c.ends_on, c.year_began, o.time_zone, c.visit_minutes, c.visits_per_day, c.day_minutes,
  c.visitors_per_visit, c.travel, c.speed_kmh, c.hold_hours, c.places_sealed, c.closed_at, c.version,
  array(select m.class_id from campaign_classes m where m.org_id = $1 and m.campaign_id = $2 order by m.class_id) as class_ids,
  array(select m.staff_id from campaign_visitors m
        join staff f on f.org_id = m.org_id and f.staff_id = m.staff_id and f.ended_at is null
        where m.org_id = $1 and m.campaign_id = $2 order by m.staff_id) as visitor_ids
from campaigns c
join orgs o on o.org_id = c.org_id
where c.org_id = $1 and c.campaign_id = $2
"""


async def find_campaign(conn: ReadConn, org_id: int, campaign_id: UUID) -> CampaignRow | None:
    """A campaign, open or closed."""
    return await maybe(conn, CampaignRow, SELECT_CAMPAIGN, org_id, campaign_id)


LOCK_CAMPAIGN = SELECT_CAMPAIGN + "for no key update of c"


async def lock_campaign(conn: Conn, org_id: int, campaign_id: UUID) -> CampaignRow | None:
    """A campaign that nobody else changes until the transaction ends."""
    return await maybe(conn, CampaignRow, LOCK_CAMPAIGN, org_id, campaign_id)


SELECT_CAMPAIGNS = (
    """
select c.campaign_id, c.title, c.starts_on, c.ends_on, c.closed_at,
  array(select k.name from campaign_classes m join classes k on k.org_id = m.org_id and k.class_id = m.class_id
        where m.org_id = $1 and m.campaign_id = c.campaign_id order by k.grade, k.name) as classes,
  coalesce(d.students, 0) as students, coalesce(d.done, 0) as done
from campaigns c
left join lateral (
  select count(*)::integer as students, (count(*) filter (where exists (
    select from visits i where i.org_id = $1 and i.student_id = s.student_id and i.starts_at >= c.year_began and """  # noqa: S608  constants of ours
    + coverage.COUNTS
    + """)))::integer as done
  from campaign_classes m
  join students s on s.org_id = m.org_id and s.class_id = m.class_id and s.ended_at is null
  where m.org_id = $1 and m.campaign_id = c.campaign_id and ($2 or m.class_id = any ($3))
) d on true
where c.org_id = $1 and ($2
  or exists (select from campaign_classes m where m.org_id = $1 and m.campaign_id = c.campaign_id and m.class_id = any ($3))
  or exists (select from campaign_visitors m where m.org_id = $1 and m.campaign_id = c.campaign_id and m.staff_id = $4))
order by c.closed_at desc nulls first, c.starts_on desc, c.campaign_id desc
limit $5
"""
)


async def list_campaigns(conn: ReadConn, org_id: int, reach: Reach, limit: int) -> list[CampaignSummary]:
    """Campaigns of classes within reach or with the actor as a visitor, open ones first."""
    who = (reach.everything, reach.class_ids, reach.account_id)
    return await many(conn, CampaignSummary, SELECT_CAMPAIGNS, org_id, *who, limit)


SELECT_HOURS = """
select h.staff_id, h.weekday, h.from_time, h.to_time from campaign_hours h
where h.org_id = $1 and h.campaign_id = $2
order by h.staff_id, h.weekday, h.from_time
"""


async def list_hours(conn: ReadConn, org_id: int, campaign_id: UUID) -> list[HoursRow]:
    """The hours of a campaign's visitors."""
    return await many(conn, HoursRow, SELECT_HOURS, org_id, campaign_id)


SELECT_CLASSES = """
select k.class_id, k.grade, k.name from campaign_classes m
join classes k on k.org_id = m.org_id and k.class_id = m.class_id
where m.org_id = $1 and m.campaign_id = $2 and ($3 or m.class_id = any ($4))
"""


async def list_classes(conn: ReadConn, org_id: int, campaign_id: UUID, reach: Reach) -> list[ClassRow]:
    """A campaign's classes within reach."""
    return await many(conn, ClassRow, SELECT_CLASSES, org_id, campaign_id, reach.everything, reach.class_ids)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the wanted classes are open and within reach, and who of the wanted staff works here."""

    class_ids: list[UUID]
    staff_ids: list[UUID]


SELECT_KNOWN = """
select
  array(select c.class_id from classes c
        where c.org_id = $1 and c.class_id = any ($2) and c.ended_at is null and ($3 or c.class_id = any ($4))) as class_ids,
  array(select f.staff_id from staff f where f.org_id = $1 and f.staff_id = any ($5) and f.ended_at is null) as staff_ids
from orgs o where o.org_id = $1
"""


async def find_known(
    conn: ReadConn, org_id: int, reach: Reach, class_ids: Collection[UUID], staff_ids: Collection[UUID]
) -> Known:
    """What of a campaign's classes and visitors there is."""
    classes = (sorted(class_ids), reach.everything, reach.class_ids)
    return await one(conn, Known, SELECT_KNOWN, org_id, *classes, sorted(staff_ids))


INSERT_CAMPAIGN = """
insert into campaigns (org_id, campaign_id, title, starts_on, ends_on, year_began, visit_minutes, visits_per_day, day_minutes,
  visitors_per_visit, travel, speed_kmh, hold_hours, places_sealed, opened_by, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
"""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What is written of a campaign beside what was typed."""

    org_id: int
    campaign_id: UUID
    year_began: datetime
    places_sealed: bytes | None


async def add_campaign(conn: Conn, key: Written, new: CampaignNew, opened_by: UUID, now: datetime) -> None:
    """Writes a campaign with its classes and visitors. Raises ClassInCampaign, here or with the commit."""
    await queue(conn, INSERT_CAMPAIGN, *_columns(key, new), opened_by, now)
    await add_classes(conn, key.org_id, key.campaign_id, new.class_ids)
    await add_visitors(conn, key.org_id, key.campaign_id, new.visitors)


SET_CAMPAIGN = """
update campaigns set title = $3, starts_on = $4, ends_on = $5, year_began = $6, visit_minutes = $7, visits_per_day = $8,
  day_minutes = $9, visitors_per_visit = $10, travel = $11, speed_kmh = $12, hold_hours = $13, places_sealed = $14,
  version = version + 1, updated_at = $15
where org_id = $1 and campaign_id = $2
"""
REMOVE_CLASSES = """
delete from campaign_classes where org_id = $1 and campaign_id = $2 and not class_id = any ($3)
"""
REMOVE_HOURS = """
delete from campaign_hours where org_id = $1 and campaign_id = $2
"""
REMOVE_VISITORS = """
delete from campaign_visitors where org_id = $1 and campaign_id = $2
"""


async def set_campaign(conn: Conn, key: Written, new: CampaignNew, now: datetime) -> None:
    """Replaces a campaign, its classes and visitors. Raises ClassInCampaign, here or with the commit."""
    place = (key.org_id, key.campaign_id)
    await queue(conn, SET_CAMPAIGN, *_columns(key, new), now)
    await queue(conn, REMOVE_CLASSES, *place, sorted(new.class_ids))
    await queue(conn, REMOVE_HOURS, *place)
    await queue(conn, REMOVE_VISITORS, *place)
    await add_classes(conn, *place, new.class_ids)
    await add_visitors(conn, *place, new.visitors)


_MEANS: dict[type[Exception], type[Exception]] = {asyncpg.UniqueViolationError: ClassInCampaign}
ADD_CLASSES = """
insert into campaign_classes (org_id, campaign_id, class_id)
select $1, $2, u.class_id from unnest($3::uuid[]) as u (class_id)
on conflict (org_id, campaign_id, class_id) do nothing
"""


async def add_classes(conn: Conn, org_id: int, campaign_id: UUID, class_ids: Collection[UUID]) -> None:
    """Adds classes; one that is in another open campaign is refused by the index."""
    await queue(conn, ADD_CLASSES, org_id, campaign_id, sorted(class_ids), means=_MEANS)


ADD_VISITORS = """
insert into campaign_visitors (org_id, campaign_id, staff_id)
select $1, $2, u.staff_id from unnest($3::uuid[]) as u (staff_id)
on conflict do nothing
"""
ADD_HOURS = """
insert into campaign_hours (org_id, campaign_id, staff_id, weekday, from_time, to_time)
select $1, $2, u.staff_id, u.weekday, u.from_time, u.to_time
from unnest($3::uuid[], $4::smallint[], $5::time[], $6::time[]) as u (staff_id, weekday, from_time, to_time)
on conflict do nothing
"""


async def add_visitors(conn: Conn, org_id: int, campaign_id: UUID, visitors: Sequence[VisitorNew]) -> None:
    """Adds visitors and their hours."""
    rows = [
        (v.staff_id, h.weekday, time.fromisoformat(h.from_time), clock(h.to_time)) for v in visitors for h in v.hours
    ]
    await queue(conn, ADD_VISITORS, org_id, campaign_id, sorted(v.staff_id for v in visitors))
    await queue(conn, ADD_HOURS, org_id, campaign_id, *([row[n] for row in rows] for n in range(4)))


CLOSE_CAMPAIGN = """
update campaigns set closed_at = $3, version = version + 1, updated_at = $3 where org_id = $1 and campaign_id = $2
"""
CLOSE_CLASSES = """
update campaign_classes set closed_at = $3 where org_id = $1 and campaign_id = $2
"""


async def close_campaign(conn: Conn, org_id: int, campaign_id: UUID, now: datetime) -> None:
    """Closes a campaign; its classes are free for another one."""
    await queue(conn, CLOSE_CAMPAIGN, org_id, campaign_id, now)
    await queue(conn, CLOSE_CLASSES, org_id, campaign_id, now)


def _columns(key: Written, new: CampaignNew) -> tuple[object, ...]:
    days: tuple[date, date] = (new.starts_on, new.ends_on)
    caps = (new.visit_minutes, new.visits_per_day, new.day_minutes, new.visitors_per_visit)
    what = (*days, key.year_began, *caps, new.travel, new.speed_kmh, new.hold_hours, key.places_sealed)
    return (key.org_id, key.campaign_id, new.title, *what)
