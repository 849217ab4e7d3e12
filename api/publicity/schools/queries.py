"""SQL of returns in a bureau."""

from datetime import date

from api.core.db import ReadConn, many
from schemas.publicity.rows import SchoolReturnRow, SchoolRow
from schemas.publicity.wire import Period

# A school that has another parent today is shown there alone.
SELECT_SCHOOLS = """
with recursive below as (
  select o.org_id, o.kind, o.name_zh, o.name_en from orgs o where o.parent_org_id = $1 and o.ended_at is null
  union
  select o.org_id, o.kind, o.name_zh, o.name_en from below b join orgs o on o.parent_org_id = b.org_id where o.ended_at is null
)
select b.org_id as school_id, b.name_zh, b.name_en from below b where b.kind = 'school' order by b.org_id limit 5000
"""


async def list_schools(conn: ReadConn, org_id: int) -> list[SchoolRow]:
    """The open schools below a bureau, at any depth."""
    return await many(conn, SchoolRow, SELECT_SCHOOLS, org_id)


SELECT_RETURNS = """
select distinct on (r.school_id) r.school_id, r.period, r.first_day, r.edition, r.due_on, r.filed_on, r.filed_at,
  r.first_filed_on, r.kinds, r.counts, r.people
from school_publicity_returns r
where r.org_id = $1 and r.period = $2 and r.first_day = $3
order by r.school_id, r.edition desc
"""


async def list_returns(conn: ReadConn, org_id: int, period: Period, first: date) -> list[SchoolReturnRow]:
    """The newest edition of each school's return."""
    return await many(conn, SchoolReturnRow, SELECT_RETURNS, org_id, period, first)
