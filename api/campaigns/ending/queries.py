"""SQL of campaigns whose people change."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue
from api.core.touching import TouchedOne

# A class teacher who leads a class of an open campaign visits in it.
ADD_SUCCESSORS = """
insert into campaign_visitors (org_id, campaign_id, staff_id)
select $1, m.campaign_id, u.staff_id
from unnest($2::uuid[], $3::uuid[]) as u (class_id, staff_id)
join campaign_classes m on m.org_id = $1 and m.class_id = u.class_id and m.closed_at is null
join staff f on f.org_id = $1 and f.staff_id = u.staff_id and f.ended_at is null
on conflict do nothing
"""
REMOVE_HOURS_OF = """
delete from campaign_hours h using campaigns c
where h.org_id = $1 and h.staff_id = any ($2) and c.org_id = h.org_id and c.campaign_id = h.campaign_id and c.closed_at is null
"""
# Who led a class of an open campaign and has to do with none of its classes any more.
_REPLACED = """
using campaign_classes m
where v.org_id = $1 and m.org_id = v.org_id and m.campaign_id = v.campaign_id and m.closed_at is null
  and m.class_id = any ($2) and v.staff_id = any ($3)
  and not exists (
    select from campaign_classes k
    join class_staff t on t.org_id = k.org_id and t.class_id = k.class_id and t.ended_at is null
    where k.org_id = $1 and k.campaign_id = v.campaign_id and t.staff_id = v.staff_id)
"""
_HOURS = "delete from campaign_hours v"
_VISITORS = "delete from campaign_visitors v"
REMOVE_REPLACED_HOURS = _HOURS + _REPLACED
REMOVE_REPLACED = _VISITORS + _REPLACED


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """An open campaign whose version was raised."""

    campaign_id: UUID


TOUCH_CAMPAIGNS = """
update campaigns c set version = version + 1, updated_at = $4
where c.org_id = $1 and c.closed_at is null and (
  exists (select from campaign_classes m where m.org_id = $1 and m.campaign_id = c.campaign_id and m.class_id = any ($2))
  or exists (select from campaign_visitors m where m.org_id = $1 and m.campaign_id = c.campaign_id and m.staff_id = any ($3)))
returning c.campaign_id
"""


async def add_successors(conn: Conn, org_id: int, class_ids: Sequence[UUID], staff_ids: Sequence[UUID]) -> None:
    """Makes new class teachers visitors of the open campaigns of their classes; their hours are theirs to give."""
    await queue(conn, ADD_SUCCESSORS, org_id, class_ids, staff_ids)


async def remove_hours(conn: Conn, org_id: int, staff_ids: Sequence[UUID]) -> None:
    """Takes the hours of these people out of open campaigns."""
    await queue(conn, REMOVE_HOURS_OF, org_id, staff_ids)


async def remove_replaced(conn: Conn, org_id: int, class_ids: Sequence[UUID], staff_ids: Sequence[UUID]) -> None:
    """Takes former class teachers out of the open campaigns of these classes, unless they still teach one of its classes."""
    await queue(conn, REMOVE_REPLACED_HOURS, org_id, class_ids, staff_ids)
    await queue(conn, REMOVE_REPLACED, org_id, class_ids, staff_ids)


SELECT_CAMPAIGNS_NAMED = """
select title as name, '' as detail, null::timestamptz as starts_at from campaigns
where org_id = $1 and campaign_id = any ($2) order by starts_on, title
"""


async def list_named(conn: ReadConn, org_id: int, ids: Sequence[UUID]) -> list[TouchedOne]:
    """Campaigns by title."""
    return await many(conn, TouchedOne, SELECT_CAMPAIGNS_NAMED, org_id, ids)


async def touch(
    conn: Conn, org_id: int, class_ids: Sequence[UUID], staff_ids: Sequence[UUID], now: datetime
) -> list[UUID]:
    """Raises the version of open campaigns with these classes or visitors: what was made for the older one is stale. Returns which."""
    return [row.campaign_id for row in await many(conn, Raised, TOUCH_CAMPAIGNS, org_id, class_ids, staff_ids, now)]
