"""SQL of published lectures on days that close."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many


class StandingLecture(msgspec.Struct, frozen=True, kw_only=True):
    """A published lecture that is to come. `title`: in Chinese, as every lecture has one."""

    lecture_id: UUID
    title: str
    starts_at: datetime


SELECT_STANDING = """
select l.lecture_id, l.title_zh as title, l.starts_at from lectures l
where l.org_id = $1 and l.state = 'published' and l.starts_at > $2 and l.starts_at >= $3 and l.starts_at < $4
order by l.starts_at, l.lecture_id
"""


async def list_standing(
    conn: ReadConn, org_id: int, now: datetime, first: datetime, end: datetime
) -> list[StandingLecture]:
    """Published lectures that begin in this span and have not begun yet."""
    return await many(conn, StandingLecture, SELECT_STANDING, org_id, now, first, end)
