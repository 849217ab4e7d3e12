"""Audiences: whom groups of a school stand for today. Other features compose the SQL text of the ties into their own reads."""

from api.core.unit_of_work import Reading
from api.messages.audiences import queries
from schemas.messages.audiences import Audience, Reached

TIES = queries.TIES
TIES_OF_GUARDIANS = queries.TIES_OF_GUARDIANS
"""The part of `TIES` that there is for who is a guardian and nothing else (`Actor.only_guardian`)."""
IN_AUDIENCE = queries.IN_AUDIENCE
LEFT_OUT = queries.LEFT_OUT


async def count(uow: Reading, audience: Audience) -> Reached:
    """How many an audience would reach now. The caller has checked that the actor may ask."""
    return await queries.count_reached(
        uow.conn, uow.actor.org_id, audience.groups, audience.except_groups, audience.parts
    )
