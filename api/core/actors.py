"""What a person is in an organisation, where no session says it: for the worker, acting as somebody whose calendar answered."""

from uuid import UUID

import msgspec

from api.core.access import Actor, Role
from api.core.db import Conn, one


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What `actor_find` tells."""

    roles: list[str]
    lead_class_ids: list[UUID]
    taught_class_ids: list[UUID]
    child_ids: list[UUID]
    class_id: UUID | None


SELECT_ACTOR = """
select roles, lead_class_ids, taught_class_ids, child_ids, class_id from actor_find($1)
"""


async def find_actor(conn: Conn, org_id: int, account_id: UUID) -> Actor:
    """The person as an actor of the organisation that was entered; without any role when they are none there."""
    found = await one(conn, Found, SELECT_ACTOR, account_id)
    return Actor(
        account_id=account_id,
        org_id=org_id,
        roles=frozenset(Role(r) for r in found.roles),
        lead_class_ids=frozenset(found.lead_class_ids),
        taught_class_ids=frozenset(found.taught_class_ids),
        child_ids=frozenset(found.child_ids),
        class_id=found.class_id,
    )
