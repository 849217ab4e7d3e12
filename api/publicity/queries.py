"""SQL that the log and the returns share: what is asked, sums, and filed returns."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.publicity.rows import FiledRow, LineRow, SettingsRow
from schemas.publicity.wire import Period

SELECT_SETTINGS = """
select periods, due_after, version from publicity_settings where org_id = $1
"""


async def find_settings(conn: ReadConn, org_id: int) -> SettingsRow | None:
    """What is asked: of a bureau's schools, or of a school."""
    return await maybe(conn, SettingsRow, SELECT_SETTINGS, org_id)


PUT_SETTINGS = """
insert into publicity_settings as s (org_id, periods, due_after, version, updated_at) values ($1, $2, $3, $4, $5)
on conflict (org_id) do update
set periods = excluded.periods, due_after = excluded.due_after, version = excluded.version, updated_at = excluded.updated_at
where (s.periods, s.due_after, s.version) is distinct from (excluded.periods, excluded.due_after, excluded.version)
"""


async def put_settings(conn: Conn, org_id: int, row: SettingsRow, now: datetime) -> None:
    """Replaces what is asked."""
    await queue(conn, PUT_SETTINGS, org_id, row.periods, row.due_after, row.version, now)


SUM_EVENTS = """
select kind, sum(count)::bigint as count, sum(people)::bigint as people from publicity_events
where org_id = $1 and held_on between $2 and $3 and ended_at is null
group by kind
"""


async def sum_events(conn: ReadConn, org_id: int, first: date, last: date) -> list[LineRow]:
    """What the log holds of a period, by kind."""
    return await many(conn, LineRow, SUM_EVENTS, org_id, first, last)


_RETURN = """
select return_id, period, first_day, edition, due_on, filed_on, filed_at, first_filed_on, kinds, counts, people from publicity_returns
"""
SELECT_RETURN = (
    _RETURN
    + "where org_id = $1 and period = $2 and first_day = $3 order by org_id, period, first_day, edition desc limit 1"
)
SELECT_BY_ID = _RETURN + "where org_id = $1 and return_id = $2"
SELECT_SINCE = _RETURN + "where org_id = $1 and filed_at >= $2 order by filed_at, edition"


async def find_return(conn: ReadConn, org_id: int, period: Period, first: date) -> FiledRow | None:
    """The newest edition of a period's return."""
    return await maybe(conn, FiledRow, SELECT_RETURN, org_id, period, first)


async def find_by_id(conn: ReadConn, org_id: int, return_id: UUID) -> FiledRow | None:
    """An edition by its id."""
    return await maybe(conn, FiledRow, SELECT_BY_ID, org_id, return_id)


async def list_since(conn: ReadConn, org_id: int, since: datetime) -> list[FiledRow]:
    """Everything that was filed since then."""
    return await many(conn, FiledRow, SELECT_SINCE, org_id, since)


SELECT_LOGGED = """
select lecture_id from publicity_events where org_id = $1 and lecture_id = any ($2) and ended_at is null
"""


async def list_logged(conn: ReadConn, org_id: int, lecture_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these lectures are lines of the log."""
    rows = await conn.fetch(SELECT_LOGGED, org_id, lecture_ids)
    return frozenset(row["lecture_id"] for row in rows)
