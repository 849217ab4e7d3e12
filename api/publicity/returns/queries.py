"""SQL of filing returns, and of those who file them."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, run
from schemas.publicity.rows import ReturnRow

INSERT_RETURN = """
insert into publicity_returns (org_id, return_id, filed_by, period, first_day, edition, due_on, filed_on, filed_at,
  first_filed_on, kinds, counts, people)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict do nothing
"""


async def add_return(conn: Conn, org_id: int, return_id: UUID, by: UUID, row: ReturnRow) -> bool:
    """Files an edition; False when somebody else filed it meanwhile."""
    when: tuple[date | datetime, ...] = (row.due_on, row.filed_on, row.filed_at, row.first_filed_on)
    what = (row.kinds, row.counts, row.people)
    key = (row.period, row.first_day, row.edition)
    return await run(conn, INSERT_RETURN, org_id, return_id, by, *key, *when, *what) == 1


INSERT_AT_BUREAU = """
insert into school_publicity_returns (org_id, school_id, period, first_day, edition, due_on, filed_on, filed_at,
  first_filed_on, kinds, counts, people)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict do nothing
"""


async def add_at_bureau(conn: Conn, org_id: int, school_id: int, row: ReturnRow) -> None:
    """An edition as a bureau has it; it never changes, so again adds nothing."""
    when: tuple[date | datetime, ...] = (row.due_on, row.filed_on, row.filed_at, row.first_filed_on)
    key = (row.period, row.first_day, row.edition)
    await run(conn, INSERT_AT_BUREAU, org_id, school_id, *key, *when, row.kinds, row.counts, row.people)


class Org(msgspec.Struct, frozen=True, kw_only=True):
    """An open organisation."""

    org_id: int


SELECT_BUREAUS = """
with recursive above as (
  select o.parent_org_id, 1 as height from orgs o where o.org_id = $1 and o.ended_at is null
  union
  select o.parent_org_id, a.height + 1 from above a join orgs o on o.org_id = a.parent_org_id where a.height < 10
)
select o.org_id from above a join orgs o on o.org_id = a.parent_org_id
where o.kind = 'bureau' and o.ended_at is null
order by a.height
"""


async def list_bureaus(conn: ReadConn, org_id: int) -> list[int]:
    """The bureaus above an open school, the nearest first."""
    return [bureau.org_id for bureau in await many(conn, Org, SELECT_BUREAUS, org_id)]


SELECT_SCHOOLS = """
with recursive below as (
  select o.org_id, o.kind from orgs o where o.parent_org_id = $1 and o.ended_at is null
  union
  select o.org_id, o.kind from below b join orgs o on o.parent_org_id = b.org_id where o.ended_at is null
)
select org_id from below where kind = 'school' order by org_id
"""


async def list_schools(conn: ReadConn, org_id: int) -> list[int]:
    """The open schools below a bureau."""
    return [school.org_id for school in await many(conn, Org, SELECT_SCHOOLS, org_id)]


class Filer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may file returns today."""

    staff_id: UUID


SELECT_FILERS = """
select staff_id from staff where org_id = $1 and ended_at is null and roles && '{leader,school_admin}'::text[]
"""


async def list_filers(conn: ReadConn, org_id: int) -> list[Filer]:
    """Those who run the school."""
    return await many(conn, Filer, SELECT_FILERS, org_id)
