"""SQL of bulletins."""

from datetime import date, datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, queue, run
from schemas.bulletins.wire import Bulletin, BulletinNew

SELECT_BULLETINS = """
select org_id, bulletin_id, text, last_day, version from bulletins
where org_id = $1 and ended_at is null and last_day >= $2
order by bulletin_id desc
limit $3
"""


async def list_bulletins(conn: ReadConn, org_id: int, today: date, limit: int) -> list[Bulletin]:
    """Those that show, the latest first."""
    return await many(conn, Bulletin, SELECT_BULLETINS, org_id, today, limit)


SELECT_BULLETIN = """
select org_id, bulletin_id, text, last_day, version from bulletins where org_id = $1 and bulletin_id = $2
"""


async def find_bulletin(conn: ReadConn, org_id: int, bulletin_id: UUID) -> Bulletin | None:
    """A bulletin, also one that was ended."""
    return await maybe(conn, Bulletin, SELECT_BULLETIN, org_id, bulletin_id)


INSERT_BULLETIN = """
insert into bulletins (org_id, bulletin_id, text, last_day, updated_at) values ($1, $2, $3, $4, $5)
"""


async def add_bulletin(conn: Conn, org_id: int, bulletin_id: UUID, new: BulletinNew, now: datetime) -> None:
    """Adds a bulletin."""
    await queue(conn, INSERT_BULLETIN, org_id, bulletin_id, new.text, new.last_day, now)


END_BULLETIN = """
update bulletins set ended_at = $3, version = version + 1, updated_at = $3
where org_id = $1 and bulletin_id = $2 and ended_at is null
"""


async def end_bulletin(conn: Conn, org_id: int, bulletin_id: UUID, now: datetime) -> bool:
    """Takes a bulletin off the first screens. False: it is off already."""
    return await run(conn, END_BULLETIN, org_id, bulletin_id, now) > 0
