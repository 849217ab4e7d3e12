"""SQL of entries that bureaus share with their schools."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue
from schemas.school_calendar.rows import SharedEntry


class Org(msgspec.Struct, frozen=True, kw_only=True):
    """An open organisation."""

    org_id: int


SELECT_BUREAUS = """
with recursive above as (
  select o.org_id, o.parent_org_id, o.kind, o.ended_at from orgs o where o.org_id = $1
  union all
  select p.org_id, p.parent_org_id, p.kind, p.ended_at from orgs p join above a on p.org_id = a.parent_org_id
)
select org_id from above where kind = 'bureau' and ended_at is null and org_id <> $1 order by org_id
"""


async def list_bureaus(conn: ReadConn, org_id: int) -> list[int]:
    """The open bureaus above an organisation."""
    return [bureau.org_id for bureau in await many(conn, Org, SELECT_BUREAUS, org_id)]


SELECT_SCHOOLS = """
with recursive below as (
  select o.org_id, o.kind, o.ended_at from orgs o where o.org_id = $1
  union all
  select c.org_id, c.kind, c.ended_at from orgs c join below b on c.parent_org_id = b.org_id
)
select org_id from below where kind in ('school', 'centre') and ended_at is null order by org_id
"""


async def list_schools(conn: ReadConn, org_id: int) -> list[int]:
    """The open schools and centres below a bureau."""
    return [school.org_id for school in await many(conn, Org, SELECT_SCHOOLS, org_id)]


SELECT_SHARED = """
select entry_id, kind, first_day, last_day, follows_weekday, name from school_calendar_entries
where org_id = $1 and ended_at is null and for_schools and from_org_id is null and last_day >= $2
order by entry_id
"""


async def list_shared(conn: ReadConn, org_id: int, since: date) -> list[SharedEntry]:
    """What a bureau shares, without what is long over."""
    return await many(conn, SharedEntry, SELECT_SHARED, org_id, since)


# What the school has taken out of its calendar stays out: the row is there and ended.
INSERT_COPIES = """
insert into school_calendar_entries
  (org_id, entry_id, batch_id, kind, first_day, last_day, follows_weekday, name, from_org_id, created_at)
select $1, u.entry_id, u.entry_id, u.kind, u.first_day, u.last_day, u.follows_weekday, u.name, $2, $9
from unnest($3::uuid[], $4::text[], $5::date[], $6::date[], $7::smallint[], $8::text[])
  as u (entry_id, kind, first_day, last_day, follows_weekday, name)
on conflict do nothing
"""


async def add_copies(conn: Conn, org_id: int, bureau_id: int, entries: Sequence[SharedEntry], now: datetime) -> None:
    """Copies a bureau's entries; those that were copied before stay as they are."""
    days = [e.first_day for e in entries], [e.last_day for e in entries], [e.follows_weekday for e in entries]
    ids, kinds, names = [e.entry_id for e in entries], [e.kind for e in entries], [e.name for e in entries]
    await queue(conn, INSERT_COPIES, org_id, bureau_id, ids, kinds, *days, names, now)


END_COPIES = """
update school_calendar_entries set ended_at = $4
where org_id = $1 and from_org_id is not null and ended_at is null and last_day >= $3 and not entry_id = any ($2)
"""


async def end_copies(conn: Conn, org_id: int, shared: Sequence[UUID], since: date, now: datetime) -> None:
    """Ends copies of what no bureau above shares any more, also after the school came under another bureau."""
    await queue(conn, END_COPIES, org_id, shared, since, now)
