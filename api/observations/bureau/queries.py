"""SQL of what a bureau was told of."""

from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, one, queue, value
from schemas.observations.bureau import BureauCase
from schemas.observations.rows import OpenCounts

SELECT_TOLD = """
select school_id, observation_id, told_on from bureau_cases where org_id = $1
order by told_on, school_id, observation_id limit 200
"""


async def list_told(conn: ReadConn, org_id: int) -> list[BureauCase]:
    """The cases that a bureau was told of, the oldest first."""
    return await many(conn, BureauCase, SELECT_TOLD, org_id)


COUNT_TOLD = """
select count(*)::integer as waiting, 0 as urgent, 0 as late from bureau_cases where org_id = $1
"""


async def count_told(conn: ReadConn, org_id: int) -> OpenCounts:
    """How many cases a bureau was told of."""
    return await one(conn, OpenCounts, COUNT_TOLD, org_id)


FIND_TOLD = """
select school_id, observation_id, told_on from bureau_cases where org_id = $1 and school_id = $2 and observation_id = $3
"""


async def find_told(conn: ReadConn, org_id: int, school_id: int, observation_id: UUID) -> BureauCase | None:
    """One of them."""
    return await maybe(conn, BureauCase, FIND_TOLD, org_id, school_id, observation_id)


SELECT_OFFICER_NAME = """
select name from staff where org_id = $1 and staff_id = $2
"""


async def find_officer_name(conn: ReadConn, bureau_id: int, account_id: UUID) -> str | None:
    """What an officer is called in their bureau."""
    return await value(conn, SELECT_OFFICER_NAME, bureau_id, account_id)


INSERT_OFFICER = """
insert into bureau_case_officers (org_id, observation_id, account_id, name) values ($1, $2, $3, $4)
on conflict (org_id, observation_id, account_id) do nothing
"""


async def add_officer(conn: Conn, school_id: int, observation_id: UUID, account_id: UUID, name: str) -> None:
    """Notes the name of an officer who acts in a case of a school."""
    await queue(conn, INSERT_OFFICER, school_id, observation_id, account_id, name)
