"""SQL of anchors."""

from uuid import UUID

from api.core.db import ReadConn, many, one
from schemas.anchors.rows import Custodian, Named

SELECT_CUSTODIANS = """
select staff_id from staff where org_id = $1 and 'custodian' = any (roles) and ended_at is null order by staff_id
"""


async def list_custodians(conn: ReadConn, org_id: int) -> list[UUID]:
    """Who keeps the organisation's confidential files today."""
    return [row.staff_id for row in await many(conn, Custodian, SELECT_CUSTODIANS, org_id)]


SELECT_NAME = """
select name_zh, name_en from orgs where org_id = $1
"""


async def get_name(conn: ReadConn, org_id: int) -> Named:
    """What the organisation is called."""
    return await one(conn, Named, SELECT_NAME, org_id)
