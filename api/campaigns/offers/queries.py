"""SQL of proposals that go out in waves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.travelling import TravelMode
from schemas.visits.rows import VisitRow

UPSERT_WAVES = """
insert into campaign_waves as w (org_id, campaign_id, applied_by, plan_id) values ($1, $2, $3, $4)
on conflict (org_id, campaign_id, applied_by) do update set plan_id = excluded.plan_id, offered = 0
"""


async def begin_waves(conn: Conn, org_id: int, campaign_id: UUID, applied_by: UUID, plan_id: UUID) -> None:
    """Begins a plan's waves, or begins them again: who has a visit by then is left out."""
    await queue(conn, UPSERT_WAVES, org_id, campaign_id, applied_by, plan_id)


class OfferedRow(msgspec.Struct, frozen=True, kw_only=True):
    """The applied plan of an open campaign, and how many of its evenings went out."""

    result: bytes | None
    offered: int
    hold_hours: int


LOCK_WAVES = """
select p.result, w.offered, c.hold_hours from campaign_waves w
join campaign_plans p on p.org_id = w.org_id and p.campaign_id = w.campaign_id and p.plan_id = w.plan_id and p.state = 'applied'
join campaigns c on c.org_id = w.org_id and c.campaign_id = w.campaign_id and c.closed_at is null
where w.org_id = $1 and w.campaign_id = $2 and w.applied_by = $3 and w.plan_id = $4
for no key update of w
"""


async def lock_waves(conn: Conn, org_id: int, campaign_id: UUID, applied_by: UUID, plan_id: UUID) -> OfferedRow | None:
    """The plan, if it is still the one that is applied and its campaign is open."""
    return await maybe(conn, OfferedRow, LOCK_WAVES, org_id, campaign_id, applied_by, plan_id)


SET_OFFERED = """
update campaign_waves set offered = $4 where org_id = $1 and campaign_id = $2 and applied_by = $3
"""


async def set_offered(conn: Conn, org_id: int, campaign_id: UUID, applied_by: UUID, offered: int) -> None:
    """Notes how many evenings went out."""
    await queue(conn, SET_OFFERED, org_id, campaign_id, applied_by, offered)


class WaitingVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal that waits for its family."""

    held_until: datetime


SELECT_WAITING = """
select i.held_until from visits i
where i.org_id = $1 and i.student_id = any ($2) and i.state = 'proposed' and i.held_until > $3
order by i.held_until
"""


async def list_waiting(conn: ReadConn, org_id: int, student_ids: Sequence[UUID], now: datetime) -> list[WaitingVisit]:
    """Which proposals to these students' families are held and not answered."""
    return await many(conn, WaitingVisit, SELECT_WAITING, org_id, student_ids, now)


class StudentClass(msgspec.Struct, frozen=True, kw_only=True):
    """A student, and the class of today."""

    student_id: UUID
    class_id: UUID


SELECT_CLASSES_OF = """
select s.student_id, s.class_id from students s
where s.org_id = $1 and s.student_id = any ($2) and s.ended_at is null
order by s.student_id
"""


async def list_classes_of(conn: ReadConn, org_id: int, student_ids: Sequence[UUID]) -> list[StudentClass]:
    """Today's classes of students who are here."""
    return await many(conn, StudentClass, SELECT_CLASSES_OF, org_id, student_ids)


class CampaignWays(msgspec.Struct, frozen=True, kw_only=True):
    """The open campaign of a student's class: how its visitors travel, and where this student lives, sealed."""

    campaign_id: UUID
    travel: TravelMode
    speed_kmh: int
    visits_per_day: int
    home_sealed: bytes | None


SELECT_WAYS = """
select c.campaign_id, c.travel, c.speed_kmh, c.visits_per_day, s.home_sealed
from students s
join campaign_classes m on m.org_id = s.org_id and m.class_id = s.class_id
join campaigns c on c.org_id = m.org_id and c.campaign_id = m.campaign_id and c.closed_at is null
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
limit 1
"""


async def find_ways(conn: ReadConn, org_id: int, student_id: UUID) -> CampaignWays | None:
    """How the campaign that a student is in travels, if there is an open one."""
    return await maybe(conn, CampaignWays, SELECT_WAYS, org_id, student_id)


class StopRow(msgspec.Struct, frozen=True, kw_only=True):
    """Another visit of somebody of a team. `at_home`: at the family's own, whose home is sealed."""

    visit_id: UUID
    joint_id: UUID | None
    student_id: UUID
    starts_at: datetime
    ends_at: datetime
    at_home: bool
    home_sealed: bytes | None
    team_ids: list[UUID]


SELECT_STOPS = """
select i.visit_id, i.joint_id, i.student_id, i.starts_at, i.ends_at, i.mode = 'onsite' and i.place_sealed is null as at_home, s.home_sealed,
  array_agg(m.staff_id order by m.staff_id) as team_ids
from visit_team m
join visits i on i.org_id = m.org_id and i.visit_id = m.visit_id
join students s on s.org_id = i.org_id and s.student_id = i.student_id
where m.org_id = $1 and m.staff_id = any ($2) and m.left_at is null and i.visit_id <> $3
  and i.state = any ('{proposed,move_asked,confirmed}') and i.asked_at is null and i.starts_at >= $4 and i.starts_at < $5
  and (i.held_until is null or i.held_until > $4) and ($6::uuid is null or i.joint_id is null or i.joint_id <> $6)
group by i.org_id, i.visit_id, s.org_id, s.student_id
order by i.starts_at, i.visit_id
"""


async def list_stops(
    conn: ReadConn, org_id: int, team: Sequence[UUID], but: VisitRow, now: datetime, until: datetime
) -> list[StopRow]:
    """Other visits of these people that are proposed or agreed, but for siblings at the same stop."""
    return await many(conn, StopRow, SELECT_STOPS, org_id, team, but.visit_id, now, until, but.joint_id)
