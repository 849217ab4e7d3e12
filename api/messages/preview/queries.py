"""SQL of the preview: people of an audience, and what addresses they have. Roster and accounts are not joined (DESIGN §3)."""

from collections.abc import Sequence
from uuid import UUID

from api.core.db import ReadConn, many, one
from api.messages.audiences.queries import IN_AUDIENCE, TIES
from schemas.messages.audiences import Audience
from schemas.messages.preview import AddressKinds, PersonKinds, ReachedPeople

_PEOPLE = """
select coalesce(array_agg(distinct i.account_id), '{}') as people, count(distinct i.student_id)::integer as students from (
"""
SELECT_REACHED_PEOPLE = _PEOPLE + TIES + ") i" + IN_AUDIENCE


async def get_reached_people(conn: ReadConn, org_id: int, audience: Audience) -> ReachedPeople:
    """The people of an audience by today's roster."""
    to = (audience.groups, audience.except_groups, audience.parts)
    return await one(conn, ReachedPeople, SELECT_REACHED_PEOPLE, org_id, *to)


SELECT_ADDRESS_KINDS = """
select k.language, k.channels, k.kinds, count(*)::integer as people from address_kinds($1) k group by k.language, k.channels, k.kinds
"""


async def list_address_kinds(conn: ReadConn, people: Sequence[UUID]) -> list[AddressKinds]:
    """How many of these people have which addresses and wishes; people without an account are missing."""
    return await many(conn, AddressKinds, SELECT_ADDRESS_KINDS, list(people))


SELECT_PERSON_KINDS = """
select k.account_id, k.channels, k.kinds from address_kinds($1) k
"""


async def list_person_kinds(conn: ReadConn, people: Sequence[UUID]) -> list[PersonKinds]:
    """The same for each of them."""
    return await many(conn, PersonKinds, SELECT_PERSON_KINDS, list(people))
