"""Who of a school's guardians is who in its WeCom. A phone number that stands in both directories proves it, and nothing else does."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from api.core import phones
from api.core.parts import PartsEnded
from api.core.phone_numbers import open_phones
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages.wecom import queries, rules
from schemas.messages.rows import OwnLink
from schemas.roster.wecom import Parent

AT_ONCE = 1000


async def link(uow: UnitOfWork, parents: Sequence[Parent]) -> int:
    """Links the guardians of today to the parents of the directory, and ends links that it no longer proves. Returns how many there are.

    For the worker alone; it opens phone numbers.
    """
    uow.require_system()
    users = rules.users_by_number(parents, phones.find_number)
    own = await _numbers(uow)
    links = [
        OwnLink(
            account_id=account_id,
            user_id=users[number],
            phone_mark=uow.sealer.mark("wecom", uow.actor.org_id, number),
        )
        for account_id, number in own.items()
        if number in users
    ]
    await queries.set_links(uow.conn, uow.actor.org_id, links, uow.now)
    return len(links)


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Removes the links of guardians who have no child here any more."""
    gone = sorted({part.account_id for part in event.of("guardianship", "guardian")})
    if gone:
        await queries.remove_gone(uow.conn, uow.actor.org_id, gone)


async def _numbers(uow: Reading) -> Mapping[UUID, str]:
    people = [person.account_id for person in await queries.list_guardians(uow.conn, uow.actor.org_id)]
    found: dict[UUID, str] = {}
    for at in range(0, len(people), AT_ONCE):
        found |= await open_phones(uow, people[at : at + AT_ONCE])
    return found
