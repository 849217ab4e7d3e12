"""SQL of how the teams of campaigns travel."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many
from schemas.travelling import TravelMode


class TravelRow(msgspec.Struct, frozen=True, kw_only=True):
    """The campaign's way of travel to a student."""

    student_id: UUID
    travel: TravelMode
    speed_kmh: int


# A class is in one open campaign at a time.
SELECT_TRAVEL = """
select s.student_id, c.travel, c.speed_kmh
from students s
join campaign_classes m on m.org_id = $1 and m.class_id = s.class_id and m.closed_at is null
join campaigns c on c.org_id = $1 and c.campaign_id = m.campaign_id
where s.org_id = $1 and s.student_id = any ($2) and s.ended_at is null and c.starts_on <= $3 and c.ends_on >= $3
"""


async def list_travel(conn: ReadConn, org_id: int, student_ids: Sequence[UUID], day: date) -> list[TravelRow]:
    """Those whose class is in a campaign of that day."""
    return await many(conn, TravelRow, SELECT_TRAVEL, org_id, student_ids, day)
