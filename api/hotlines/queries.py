"""SQL of hotlines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.hotlines.wire import Hotline, HotlineKind, HotlineNew


class Current(msgspec.Struct, frozen=True, kw_only=True):
    """A hotline, in use or not."""

    hotline_id: UUID
    org_id: int
    name_zh: str
    name_en: str
    phone: str
    hours_zh: str
    hours_en: str
    kind: HotlineKind
    position: int
    version: int
    ended_at: datetime | None


SELECT_HOTLINES = """
select hotline_id, org_id, name_zh, name_en, phone, hours_zh, hours_en, kind, position, version from hotlines
where org_id = $1 and ended_at is null
order by position, name_zh, hotline_id
limit 200
"""


async def list_hotlines(conn: ReadConn, org_id: int) -> list[Hotline]:
    """An organisation's hotlines in use, in its order."""
    return await many(conn, Hotline, SELECT_HOTLINES, org_id)


SELECT_HOTLINE = """
select hotline_id, org_id, name_zh, name_en, phone, hours_zh, hours_en, kind, position, version, ended_at from hotlines
where org_id = $1 and hotline_id = $2
"""


async def find_hotline(conn: ReadConn, org_id: int, hotline_id: UUID) -> Current | None:
    """A hotline, in use or not."""
    return await maybe(conn, Current, SELECT_HOTLINE, org_id, hotline_id)


LOCK_HOTLINE = SELECT_HOTLINE + " for no key update"


async def lock_hotline(conn: Conn, org_id: int, hotline_id: UUID) -> Current | None:
    """The same, which nobody else changes until the transaction ends."""
    return await maybe(conn, Current, LOCK_HOTLINE, org_id, hotline_id)


INSERT_HOTLINE = """
insert into hotlines (org_id, hotline_id, name_zh, name_en, phone, hours_zh, hours_en, kind, position, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


async def add_hotline(conn: Conn, org_id: int, hotline_id: UUID, new: HotlineNew, now: datetime) -> None:
    """Adds a hotline."""
    await queue(conn, INSERT_HOTLINE, org_id, hotline_id, *_values(new), now)


UPDATE_HOTLINE = """
update hotlines
set name_zh = $3, name_en = $4, phone = $5, hours_zh = $6, hours_en = $7, kind = $8, position = $9,
  version = version + 1, updated_at = $10
where org_id = $1 and hotline_id = $2
"""


async def set_hotline(conn: Conn, org_id: int, hotline_id: UUID, edit: HotlineNew, now: datetime) -> None:
    """Replaces a hotline."""
    await queue(conn, UPDATE_HOTLINE, org_id, hotline_id, *_values(edit), now)


END_HOTLINE = """
update hotlines set ended_at = $3, version = version + 1, updated_at = $3 where org_id = $1 and hotline_id = $2
"""


async def end_hotline(conn: Conn, org_id: int, hotline_id: UUID, now: datetime) -> None:
    """Takes a hotline out of the lists."""
    await queue(conn, END_HOTLINE, org_id, hotline_id, now)


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation on the way up."""

    org_id: int


# Eight steps are more than a school, county, city, province and country have; a tree tied into a ring ends there too.
SELECT_NEAR = """
with recursive near (org_id, parent_org_id, far, turn) as (
  select o.org_id, o.parent_org_id, 0, u.turn
  from unnest($1::bigint[]) with ordinality as u (id, turn) join orgs o on o.org_id = u.id
  union all
  select p.org_id, p.parent_org_id, n.far + 1, n.turn
  from near n join orgs p on p.org_id = n.parent_org_id
  where n.far < 8
)
select n.org_id from near n join orgs o on o.org_id = n.org_id
where n.org_id > 0 and o.ended_at is null
group by n.org_id
order by min(n.far), min(n.turn)
"""


async def list_near(conn: ReadConn, org_ids: Sequence[int]) -> list[int]:
    """These open organisations and all above them but the platform, nearest first, each once."""
    return [near.org_id for near in await many(conn, Near, SELECT_NEAR, list(org_ids))]


def _values(new: HotlineNew) -> tuple[str, str, str, str, str, HotlineKind, int]:
    return new.name_zh, new.name_en, new.phone, new.hours_zh, new.hours_en, new.kind, new.position
