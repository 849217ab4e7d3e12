"""Schools whose reports reach nobody once the school itself has nobody for them: `doctor` names them before it happens."""

import msgspec

from api.cli.environment import needed
from api.core import db
from api.core.config import Config
from api.core.errors import Misconfigured

_MOST = 20  # named in one line


class Org(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation of today."""

    org_id: int
    parent_org_id: int | None
    kind: str
    name_zh: str


SELECT_ORGS = """
select org_id, parent_org_id, kind, name_zh from orgs where ended_at is null order by org_id
"""
HAS_OFFICER = """
select exists (select 1 from staff where org_id = $1 and ended_at is null and 'officer' = any (roles))
"""


async def check(config: Config) -> str:
    """Whether a bureau with an officer is above every school. Raises Misconfigured with the schools that have none."""
    pool = await db.pool(needed(config.database_url, "DATABASE_URL"), size=1)
    try:
        alone = await list_alone(pool)
    finally:
        await pool.close()
    if alone:
        names = ", ".join(f"{one.name_zh} ({one.org_id})" for one in alone[:_MOST])
        raise Misconfigured(
            f"no bureau with an officer is above {names}{' and others' if len(alone) > _MOST else ''}:"
            " where the school has nobody for a report, nobody is told."
        )
    return "each school has one with an officer above it"


async def list_alone(pool: db.Pool) -> list[Org]:
    """Schools without such a bureau."""
    async with db.reading(pool, db.PLATFORM) as conn:
        orgs = {one.org_id: one for one in await db.many(conn, Org, SELECT_ORGS)}
    staffed: set[int] = set()
    for org in orgs.values():
        if org.kind == "bureau":
            async with db.reading(pool, org.org_id) as conn:
                staffed |= {org.org_id} if await db.value(conn, HAS_OFFICER, org.org_id) else set()
    return [one for one in orgs.values() if one.kind == "school" and staffed.isdisjoint(_above(orgs, one))]


def _above(orgs: dict[int, Org], school: Org) -> set[int]:
    """The organisations above a school; a tree tied into a ring ends."""
    found: set[int] = set()
    at = school.parent_org_id
    while at in orgs and at not in found:
        found.add(at)
        at = orgs[at].parent_org_id
    return found
