"""Finds siblings who can be visited together with a student (V1). Homes are opened to be compared, and nothing of them is told."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from api.core.households import address_key
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading
from api.roster import service as roster
from api.visits.coverage import rules as coverage
from api.visits.errors import wrong
from api.visits.siblings import queries, rules
from schemas.roster.rows import Home
from schemas.visits.rows import SiblingRow


async def list_at_home(uow: Reading, student_id: UUID) -> list[SiblingRow]:
    """Siblings who live with a student and are due a visit. For callers who have checked who asks."""
    year = coverage.began(uow.now, await get_zone(uow)).year
    rows = await queries.list_siblings(uow.conn, uow.actor.org_id, student_id, year, uow.now)
    if all(row.student_id == student_id for row in rows):
        return []
    opened = await roster.open_homes(uow, {row.student_id: row.home_sealed for row in rows if row.home_sealed})
    homes = {one: msgspec.json.decode(home, type=Home) for one, home in opened.items()}
    return rules.at_home(student_id, rows, {one: address_key(home.address) for one, home in homes.items()})


async def list_visited_too(uow: Reading, student_id: UUID, team: Collection[UUID]) -> list[UUID]:
    """Siblings to whom this team can make the same visit. For callers who have checked who asks. Raises Invalid where there is none."""
    found = rules.visitable(await list_at_home(uow, student_id), team)
    if not found:
        raise wrong(uow, "$.withSiblings", "no-sibling")
    return [row.student_id for row in found]
