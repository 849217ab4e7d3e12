"""SQL of proposals that go out in waves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue

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
