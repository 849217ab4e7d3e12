"""SQL of openings: who opened an observation and who read its text."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue, value
from schemas.observations.wire import Reader

INSERT_OPENING = """
insert into observation_openings (org_id, observation_id, account_id, opened_at) values ($1, $2, $3, $4)
on conflict (org_id, observation_id, account_id) do nothing
"""


async def add_opening(conn: Conn, org_id: int, observation_id: UUID, account_id: UUID, now: datetime) -> None:
    """Notes when somebody first opened it."""
    await queue(conn, INSERT_OPENING, org_id, observation_id, account_id, now)


UPSERT_READ = """
insert into observation_openings as o (org_id, observation_id, account_id, opened_at, read_at)
values ($1, $2, $3, $4, $4)
on conflict (org_id, observation_id, account_id) do update set read_at = excluded.read_at where o.read_at is null
"""


async def set_read(conn: Conn, org_id: int, observation_id: UUID, account_id: UUID, now: datetime) -> None:
    """Notes when somebody first read its text."""
    await queue(conn, UPSERT_READ, org_id, observation_id, account_id, now)


SELECT_READERS = """
select o.account_id, coalesce(s.name, f.name, '') as name, o.opened_at, o.read_at
from observation_openings o left join staff s on s.org_id = o.org_id and s.staff_id = o.account_id
  left join bureau_case_officers f
    on f.org_id = o.org_id and f.observation_id = o.observation_id and f.account_id = o.account_id
where o.org_id = $1 and o.observation_id = $2
order by o.opened_at, o.account_id
"""


async def list_readers(conn: ReadConn, org_id: int, observation_id: UUID) -> list[Reader]:
    """Who opened it, in order."""
    return await many(conn, Reader, SELECT_READERS, org_id, observation_id)


SELECT_HAS_READ = """
select exists (select 1 from observation_openings
               where org_id = $1 and observation_id = $2 and account_id = $3 and read_at is not null)
"""


async def has_read(conn: ReadConn, org_id: int, observation_id: UUID, account_id: UUID) -> bool:
    """Whether somebody has read its text."""
    return await value(conn, SELECT_HAS_READ, org_id, observation_id, account_id)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody opened an observation."""

    observation_id: UUID
    account_id: UUID


SELECT_OPENINGS = """
select observation_id, account_id from observation_openings where org_id = $1 and observation_id = any ($2)
"""


async def list_openings(conn: ReadConn, org_id: int, observation_ids: Sequence[UUID]) -> list[Opening]:
    """Who opened which of these."""
    return await many(conn, Opening, SELECT_OPENINGS, org_id, list(observation_ids))
