"""SQL of siblings in one campaign."""

from uuid import UUID

import msgspec

from api.core.db import ReadConn, many

SELECT_SIBLINGS = """
select distinct s.student_id, s.name from campaign_classes m
join students s on s.org_id = m.org_id and s.class_id = m.class_id and s.ended_at is null
join guardianships t on t.org_id = s.org_id and t.student_id = s.student_id and t.ended_at is null
join guardianships g on g.org_id = t.org_id and g.guardian_id = t.guardian_id and g.student_id = $3 and g.ended_at is null
where m.org_id = $1 and m.campaign_id = $2 and s.student_id <> $3
order by s.name, s.student_id
"""


class Sibling(msgspec.Struct, frozen=True, kw_only=True):
    """A student with a guardian in common."""

    student_id: UUID
    name: str


async def list_siblings(conn: ReadConn, org_id: int, campaign_id: UUID, student_id: UUID) -> list[Sibling]:
    """Today's students of a campaign who share a guardian with this one."""
    return await many(conn, Sibling, SELECT_SIBLINGS, org_id, campaign_id, student_id)
