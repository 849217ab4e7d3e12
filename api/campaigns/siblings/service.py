"""Finds siblings who live together. Homes are opened to be compared, and nothing of them is told."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from api.campaigns.plans import queries as plans
from api.campaigns.siblings import queries
from api.campaigns.siblings.queries import Sibling
from api.core import households
from api.core.households import Household
from api.core.unit_of_work import Reading
from api.roster import service as roster
from schemas.campaigns.plan_rows import FamilyRow
from schemas.roster.rows import Home


async def read_homes(uow: Reading, rows: Iterable[FamilyRow]) -> dict[UUID, Home]:
    """Where these students live, as far as it is known."""
    sealed = {row.student_id: row.home_sealed for row in rows if row.home_sealed is not None}
    opened = await roster.open_homes(uow, sealed)
    return {student_id: msgspec.json.decode(home, type=Home) for student_id, home in opened.items()}


async def list_households(uow: Reading, student_ids: Sequence[UUID]) -> list[Household]:
    """These students by home. For callers who have checked who asks."""
    rows = await plans.list_families(uow.conn, uow.actor.org_id, sorted(student_ids))
    homes = await read_homes(uow, rows)
    return households.households(rows, {one: households.address_key(home.address) for one, home in homes.items()})


async def list_siblings(uow: Reading, campaign_id: UUID, student_id: UUID) -> list[Sibling]:
    """Other students of a campaign who live with this one. For callers who have checked who asks."""
    found = await queries.list_siblings(uow.conn, uow.actor.org_id, campaign_id, student_id)
    if not found:
        return []
    ids = [student_id, *(one.student_id for one in found)]
    home = households.of_student(student_id, await list_households(uow, ids))
    return [one for one in found if one.student_id in home]
