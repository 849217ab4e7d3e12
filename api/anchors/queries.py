"""SQL of anchors."""

from uuid import UUID

from api.core.db import ReadConn, many
from schemas.anchors.rows import Custodian

SELECT_CUSTODIANS = """
select staff_id from staff where org_id = $1 and 'custodian' = any (roles) and ended_at is null order by staff_id
"""


async def list_custodians(conn: ReadConn, org_id: int) -> list[UUID]:
    """Who keeps the organisation's confidential files today."""
    return [row.staff_id for row in await many(conn, Custodian, SELECT_CUSTODIANS, org_id)]
