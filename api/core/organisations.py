"""Every organisation, for what is done in each of them in turn."""

from api.core.db import ReadConn

SELECT_ORG_IDS = """
select org_id from orgs order by org_id
"""


async def list_org_ids(conn: ReadConn) -> list[int]:
    """Every organisation, also those that ended."""
    return [row["org_id"] for row in await conn.fetch(SELECT_ORG_IDS)]
