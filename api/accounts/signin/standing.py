"""Who stands behind a starting code is asked again when it is used: who left, teaches another class by now, or is barred by a court's order
since then, signs nobody in.

The code lies on paper for a week. Without this, who made it before the order could become the child after it.
"""

from collections.abc import Sequence
from uuid import UUID

from api.accounts.signin import queries
from api.core.kept_from import reads_about
from api.core.unit_of_work import Reading


async def stand(uow: Reading, account_id: UUID, adults: Sequence[UUID]) -> bool:
    """Whether all of these adults could hand somebody a code today, by a role or as class teacher, and none is barred from them, or from a child about which they are told."""
    here = False
    for org_id in await queries.list_orgs(uow.conn, account_id):
        with uow.elsewhere(org_id):
            found = await queries.find_standing(uow.conn, org_id, account_id, adults)
            reads = [one for one in adults if await reads_about(uow.conn, org_id, account_id, one)]
        if found.barred or reads:
            return False
        here = here or found.here
    return here
