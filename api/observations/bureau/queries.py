"""SQL of what a bureau was told of."""

from uuid import UUID

from api.core.db import ReadConn, many, maybe
from schemas.observations.bureau import BureauCase

SELECT_TOLD = """
select school_id, observation_id, told_on from bureau_cases where org_id = $1
order by told_on, school_id, observation_id limit 200
"""


async def list_told(conn: ReadConn, org_id: int) -> list[BureauCase]:
    """The cases that a bureau was told of, the oldest first."""
    return await many(conn, BureauCase, SELECT_TOLD, org_id)


FIND_TOLD = """
select school_id, observation_id, told_on from bureau_cases where org_id = $1 and school_id = $2 and observation_id = $3
"""


async def find_told(conn: ReadConn, org_id: int, school_id: int, observation_id: UUID) -> BureauCase | None:
    """One of them."""
    return await maybe(conn, BureauCase, FIND_TOLD, org_id, school_id, observation_id)
