"""SQL of who is told that somebody changed what they are here."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many, value


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works here today."""

    staff_id: UUID
    name: str


SELECT_HERE = """
select staff_id, name from staff where org_id = $1 and staff_id = any ($2) and ended_at is null
"""


async def list_here(conn: ReadConn, org_id: int, staff_ids: Sequence[UUID]) -> list[Colleague]:
    """Those of these colleagues who work here today."""
    return await many(conn, Colleague, SELECT_HERE, org_id, staff_ids)


SELECT_COUNSELLING = """
select coalesce(array_agg(staff_id), '{}') from staff
where org_id = $1 and ended_at is null and roles && array['counsellor', 'leader']
"""


async def list_counselling(conn: ReadConn, org_id: int) -> list[UUID]:
    """Today's counsellors and leaders."""
    return await value(conn, SELECT_COUNSELLING, org_id)


SELECT_RUNNING = """
select coalesce(array_agg(staff_id), '{}') from staff
where org_id = $1 and ended_at is null and roles && array['school_admin', 'leader']
"""


async def list_running(conn: ReadConn, org_id: int) -> list[UUID]:
    """Today's administrators and leaders."""
    return await value(conn, SELECT_RUNNING, org_id)


SELECT_TIED = """
select coalesce(array_agg(t.guardian_id), '{}')
from guardianships t join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null and g.ended_at is null
"""


async def list_tied(conn: ReadConn, org_id: int, student_id: UUID) -> list[UUID]:
    """Today's guardians of a student."""
    return await value(conn, SELECT_TIED, org_id, student_id)


SELECT_IS_GUARDIAN = """
select exists (select 1 from guardians where org_id = $1 and guardian_id = $2 and ended_at is null)
"""


async def is_guardian(conn: ReadConn, org_id: int, guardian_id: UUID) -> bool:
    """Whether somebody has another child here today."""
    return await value(conn, SELECT_IS_GUARDIAN, org_id, guardian_id)
