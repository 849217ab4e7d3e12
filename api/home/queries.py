"""SQL of the first screen."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from api.core.db import ReadConn, one
from schemas.directory.wire import OrgKind


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation on the first screen. `children` is a list."""

    org_id: int
    kind: OrgKind
    name_zh: str
    name_en: str
    time_zone: str
    children: msgspec.Raw


SELECT_PLACE = """
select o.org_id, o.kind, o.name_zh, o.name_en, o.time_zone,
  (select coalesce(jsonb_agg(jsonb_build_object('studentId', s.student_id, 'name', s.name, 'className', c.name)
                             order by s.student_number), '[]')
   from guardianships g
   join students s on s.org_id = g.org_id and s.student_id = g.student_id and s.ended_at is null
   join classes c on c.org_id = s.org_id and c.class_id = s.class_id
   where g.org_id = $1 and g.guardian_id = $2 and g.ended_at is null) as children
from orgs o where o.org_id = $1
"""


async def get_place(conn: ReadConn, org_id: int, account_id: UUID) -> Place:
    """The organisation, and the person's children in it."""
    return await one(conn, Place, SELECT_PLACE, org_id, account_id)


# A probe need not use each argument; one that none uses would have no type.
_TYPED = " where $1::bigint is not null and $2::uuid[] is not null and $3::timestamptz is not null"


@lru_cache(maxsize=100)
def probing(probes: tuple[str, ...]) -> str:
    """One row, with a column for each probe."""
    columns = ", ".join("(" + probe + ") as has" + str(number) for number, probe in enumerate(probes))
    return "select " + columns + _TYPED


async def list_probed(
    conn: ReadConn, probes: Sequence[str], org_id: int, people: Collection[UUID], now: datetime
) -> list[bool]:
    """Which of these parts may have something to show about these people."""
    row = await conn.fetchrow(probing(tuple(probes)), org_id, list(people), now) if probes else None
    return list(row.values()) if row else []
