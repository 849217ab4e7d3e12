"""SQL of visits on days that close."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A visit to come, who visits, and the guardian who said yes. `claim_id`: of its time, which siblings of one stop share."""

    visit_id: UUID
    claim_id: UUID
    starts_at: datetime
    confirmed_by: UUID | None
    team_ids: list[UUID]
    team_names: list[str]


_STANDING = """
select v.visit_id, coalesce(v.joint_id, v.visit_id) as claim_id, v.starts_at, v.confirmed_by,
  array(select m.staff_id from visit_team m
        where m.org_id = $1 and m.visit_id = v.visit_id and m.left_at is null order by m.staff_id) as team_ids,
  array(select f.name from visit_team m join staff f on f.org_id = m.org_id and f.staff_id = m.staff_id
        where m.org_id = $1 and m.visit_id = v.visit_id and m.left_at is null order by m.staff_id) as team_names
from visits v
where v.org_id = $1 and v.state in ('proposed', 'move_asked', 'confirmed') and v.asked_at is null and v.starts_at > $2 and v.starts_at >= $3
  and v.starts_at < $4 and ($5::uuid is null or v.visit_id = $5)
order by v.visit_id
"""
SELECT_STANDING_VISITS = _STANDING


async def list_standing(conn: ReadConn, org_id: int, now: datetime, first: datetime, end: datetime) -> list[Standing]:
    """Visits to come between two instants."""
    return await many(conn, Standing, SELECT_STANDING_VISITS, org_id, now, first, end, None)


_LOCK = "for no key update of v"
LOCK_STANDING_VISITS = _STANDING + _LOCK


async def lock_standing(
    conn: Conn, org_id: int, now: datetime, first: datetime, end: datetime, visit_id: UUID | None = None
) -> list[Standing]:
    """The same, or one of them, locked."""
    return await many(conn, Standing, LOCK_STANDING_VISITS, org_id, now, first, end, visit_id)


CANCEL_CLOSED_VISITS = """
update visits v set state = 'cancelled', wished_at = null, changed_for = 'closed', version = v.version + 1, updated_at = $3
where v.org_id = $1 and v.visit_id = any ($2)
"""


async def cancel_closed(conn: Conn, org_id: int, ids: Sequence[UUID], now: datetime) -> None:
    """Cancels visits, since their day is closed."""
    await queue(conn, CANCEL_CLOSED_VISITS, org_id, ids, now)


class VisitStart(msgspec.Struct, frozen=True, kw_only=True):
    """When a visit begins."""

    starts_at: datetime


SELECT_VISIT_START = """
select starts_at from visits
where org_id = $1 and visit_id = $2 and state in ('proposed', 'move_asked', 'confirmed') and asked_at is null and starts_at > $3
"""


async def find_start(conn: ReadConn, org_id: int, visit_id: UUID, now: datetime) -> VisitStart | None:
    """When a visit to come begins."""
    return await maybe(conn, VisitStart, SELECT_VISIT_START, org_id, visit_id, now)
