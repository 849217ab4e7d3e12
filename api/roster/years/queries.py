"""SQL of a new school year."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, run, value
from api.roster.queries.people import Permit

SELECT_LAST_DAYS = """
select coalesce(array_agg(distinct ends_on), '{}') from classes where org_id = $1 and ends_on is not null and ended_at is null
"""


async def list_last_days(conn: ReadConn, org_id: int) -> list[date]:
    """The last days of classes that graduate and are still here."""
    return await value(conn, SELECT_LAST_DAYS, org_id)


ADD_GRADUATES_PERMIT = """
select graduates_permit($1, $2, $3, $4, $5)
"""


async def add_graduates_permit(conn: Conn, graduates: UUID, last_day: date, now: datetime, permit: Permit) -> None:
    """Lasts beyond its import. Raises InsufficientPrivilegeError when the import is not permitted."""
    await run(conn, ADD_GRADUATES_PERMIT, graduates, last_day, now, permit.by, permit.import_id)


END_GRADUATES = """
select graduates_end($1, $2, $3, $4)
"""


async def end_graduates(
    conn: Conn, students: Sequence[UUID], guardians: Sequence[UUID], today: date, now: datetime
) -> None:
    """They belong to the organisation no more. Raises InsufficientPrivilegeError before the day that was said."""
    await run(conn, END_GRADUATES, students, guardians, today, now)


END_GRADUATES_PERMIT = """
select graduates_permit_end($1)
"""


async def end_graduates_permit(conn: Conn, kept: Sequence[UUID]) -> None:
    """No class waits for its last day. What was said of these people stays."""
    await run(conn, END_GRADUATES_PERMIT, kept)
