"""SQL of people who leave on a day."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, maybe, queue, run, value
from schemas.roster.leaving.rows import PlannedEndRow

SELECT_PLANNED_END = """
select e.end_id, e.staff_id, e.student_id, e.successor_id, f.name as successor_name, e.last_day, e.ends_at
from planned_ends e
left join staff f on f.org_id = e.org_id and f.staff_id = e.successor_id
where e.org_id = $1 and e.ended_at is null and (e.end_id = $2 or e.staff_id = $2 or e.student_id = $2)
"""


async def find_planned(conn: ReadConn, org_id: int, which: UUID) -> PlannedEndRow | None:
    """An end that is to come, by its id or by who leaves."""
    return await maybe(conn, PlannedEndRow, SELECT_PLANNED_END, org_id, which)


SELECT_LEAVING = """
select coalesce(array_agg(coalesce(staff_id, student_id)), '{}') from planned_ends where org_id = $1 and ended_at is null
"""


async def list_leaving(conn: ReadConn, org_id: int) -> list[UUID]:
    """Everybody who leaves on a day that is recorded."""
    return await value(conn, SELECT_LEAVING, org_id)


INSERT_PLANNED_END = """
insert into planned_ends (org_id, end_id, staff_id, student_id, successor_id, last_day, ends_at, recorded_by, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def add_planned(conn: Conn, org_id: int, row: PlannedEndRow, by: UUID, now: datetime) -> None:
    """Records that somebody leaves."""
    who = row.end_id, row.staff_id, row.student_id, row.successor_id
    await queue(conn, INSERT_PLANNED_END, org_id, *who, row.last_day, row.ends_at, by, now)


SET_ENDED = """
update planned_ends set ended_at = $3, updated_at = $3 where org_id = $1 and end_id = $2
"""


async def set_ended(conn: Conn, org_id: int, end_id: UUID, now: datetime) -> None:
    """It has happened, or was taken back."""
    await queue(conn, SET_ENDED, org_id, end_id, now)


LEAVERS_END = """
select leavers_end($1, $2, $3)
"""


async def end_leavers(conn: Conn, staff: Sequence[UUID], today: date, now: datetime) -> None:
    """They belong to the organisation no more. Raises InsufficientPrivilegeError before the day that was said of each."""
    await run(conn, LEAVERS_END, staff, today, now)


LEAVER_PERMIT_END = """
select leaver_permit_end($1)
"""


async def end_permit(conn: Conn, account_id: UUID) -> None:
    """Takes back the word that somebody leaves."""
    await run(conn, LEAVER_PERMIT_END, account_id)
