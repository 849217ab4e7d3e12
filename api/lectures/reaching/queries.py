"""SQL of whom a lecture is for, each with their students."""

from collections.abc import Collection, Sequence
from uuid import UUID

from api.core.access import Reach
from api.core.db import ReadConn, many
from api.messages.audiences.service import IN_AUDIENCE, TIES
from schemas.messages.audiences import Audience
from schemas.messages.preview import TiedRow

_TIED = """
select distinct i.account_id, i.name, i.part, i.student_id, i.student_name, i.student_number, i.class_id, coalesce(c.grade, '') as grade,
  coalesce(c.name, '') as class_name, exists (
    select from broadcast_reads r where r.org_id = $1 and r.broadcast_id = any ($5::uuid[]) and r.account_id = i.account_id) as opened
from ("""
_NARROWED = """
left join classes c on c.org_id = $1 and c.class_id = i.class_id
"""
_WITHIN = """
  and ($6 or i.class_id = any ($7)) and (i.student_id is null or i.student_id <> all ($8::uuid[])) limit 50000"""
SELECT_TIED = _TIED + TIES + ") i" + _NARROWED + IN_AUDIENCE + _WITHIN


async def list_people(
    conn: ReadConn, org_id: int, to: Audience, broadcast_ids: Sequence[UUID], reach: Reach, barred_ids: Collection[UUID]
) -> list[TiedRow]:
    """Everybody of an audience today, within reach; a guardian of two students twice. `opened`: they read one of these broadcasts."""
    audience = (to.groups, to.except_groups, to.parts)
    within = (reach.everything, reach.class_ids, list(barred_ids))
    return await many(conn, TiedRow, SELECT_TIED, org_id, *audience, broadcast_ids, *within)
