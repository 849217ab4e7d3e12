"""SQL of watching over what is urgent."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, value
from schemas.observations.wire import Rung

SET_OWNERS = """
update observations set rung = $3, rungs = $4, version = version + 1, updated_at = $5
where org_id = $1 and observation_id = $2
"""


async def set_owners(
    conn: Conn, org_id: int, observation_id: UUID, rung: Rung, rungs: Sequence[Rung], now: datetime
) -> None:
    """Gives it to other rungs, since nobody was left."""
    await queue(conn, SET_OWNERS, org_id, observation_id, rung, list(rungs), now)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who asked to close an urgent one, and when."""

    asked_by: UUID
    asked_at: datetime


SELECT_ASKED = """
select asked_by, asked_at from observation_closings where org_id = $1 and observation_id = $2
"""


async def find_asked(conn: ReadConn, org_id: int, observation_id: UUID) -> Asked | None:
    """The wish to close an urgent one, whether its author still owns it or not."""
    return await maybe(conn, Asked, SELECT_ASKED, org_id, observation_id)


class Bureau(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau above a school."""

    org_id: int


# Eight steps are more than a country has; a tree tied into a ring ends there too.
SELECT_BUREAUS = """
with recursive above (org_id, parent_org_id, far) as (
  select o.org_id, o.parent_org_id, 0 from orgs o where o.org_id = $1
  union all
  select p.org_id, p.parent_org_id, a.far + 1 from above a join orgs p on p.org_id = a.parent_org_id where a.far < 8
)
select o.org_id from above a join orgs o on o.org_id = a.org_id
where o.kind = 'bureau' and o.ended_at is null
group by o.org_id
order by min(a.far), o.org_id
"""


async def list_bureaus(conn: ReadConn, org_id: int) -> list[Bureau]:
    """The bureaus above a school, the nearest first."""
    return await many(conn, Bureau, SELECT_BUREAUS, org_id)


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for a bureau. `appointed_by`: who gave them their part."""

    staff_id: UUID
    appointed_by: UUID | None


SELECT_OFFICERS = """
select staff_id, appointed_by from staff where org_id = $1 and ended_at is null and 'officer' = any (roles) order by staff_id
"""


async def list_officers(conn: ReadConn, org_id: int) -> list[Officer]:
    """The officers of a bureau today."""
    return await many(conn, Officer, SELECT_OFFICERS, org_id)


SELECT_KEPT = """
select coalesce(array_agg(g.guardian_id), '{}') from guardianships g
where g.org_id = $1 and g.student_id = $2 and (g.ended_at is null or g.barred)
"""


async def list_kept(conn: ReadConn, org_id: int, student_id: UUID) -> list[UUID]:
    """A student's guardians, and who is barred from the student: whatever they are elsewhere, they read nothing about the student."""
    return await value(conn, SELECT_KEPT, org_id, student_id)


HAS_BUREAU_CASES = """
select exists (select 1 from bureau_cases where org_id = $1)
"""


async def has_bureau_cases(conn: ReadConn, org_id: int) -> bool:
    """Whether schools wait for a bureau's officers."""
    return await value(conn, HAS_BUREAU_CASES, org_id)


# A repeat keeps the day on which the bureau was first told.
INSERT_BUREAU_CASE = """
insert into bureau_cases (org_id, school_id, observation_id, told_on) values ($1, $2, $3, $4)
on conflict (org_id, school_id, observation_id) do nothing
"""


async def add_bureau_case(conn: Conn, org_id: int, school_id: int, observation_id: UUID, day: date) -> None:
    """A bureau's officers may open a case of a school, as long as the school lacks somebody."""
    await queue(conn, INSERT_BUREAU_CASE, org_id, school_id, observation_id, day)


DELETE_BUREAU_CASE = """
delete from bureau_cases where org_id = $1 and school_id = $2 and observation_id = $3
"""


async def remove_bureau_case(conn: Conn, org_id: int, school_id: int, observation_id: UUID) -> None:
    """The school has somebody again, or the case is closed."""
    await queue(conn, DELETE_BUREAU_CASE, org_id, school_id, observation_id)
