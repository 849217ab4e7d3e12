"""What the inbox does when a guardian's part ends or an order bars somebody: whatever no longer concerns them leaves it.

Today's ties decide, by the same question that is asked before each sending (0206). An import may end thousands of ties: then tasks do it.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from api.core import access, tasks
from api.core.db import uuid7
from api.core.parts import PartsEnded
from api.core.unit_of_work import UnitOfWork
from api.messages.ending import queries
from schemas.messages.rows import MessageNew
from schemas.messages.tasks import HideMessages
from schemas.roster.tasks import TellTouched, Touched

AT_ONCE = 20
"""People whose inboxes are gone through in the transaction that ends their ties."""


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Hides from guardians whose tie ended, and from colleagues who are barred, what is about the child; of a bar always at once."""
    gone = {part.account_id for part in event.of("guardianship", "guardian")}
    barred = {part.account_id for part in event.of("guardianship", "reader") if part.how == "barred"}
    now = barred | (gone if len(gone) <= AT_ONCE else set[UUID]())
    if now:
        hidden = await hide(uow, sorted(now))
        await _tell_of_diary(uow, event, hidden & {part.account_id for part in event.of("reader")})
    later = sorted(gone - now)
    for at in range(0, len(later), AT_ONCE):
        some = later[at : at + AT_ONCE]
        payload = HideMessages(account_ids=some)
        await tasks.enqueue(uow, HideMessages.kind, f"{event.cause_id}:{some[0]}", payload, uow.now)


async def hide_messages(uow: UnitOfWork, payload: HideMessages) -> None:
    """The task."""
    uow.require_system()
    await hide(uow, payload.account_ids)


async def _tell_of_diary(uow: UnitOfWork, event: PartsEnded, people: Collection[UUID]) -> None:
    """A colleague who was told of an appointment hears that some are not theirs any more: not which, nor why."""
    if not people:
        return
    touched = tuple(Touched(what="diary", person_id=one) for one in sorted(people))
    change_id = event.cause_id or uuid7()
    task = TellTouched(change_id=change_id, by=uow.actor.account_id, touched=touched)
    await tasks.enqueue(uow, TellTouched.kind, f"{change_id}:diary", task, uow.now)


async def hide(uow: UnitOfWork, account_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Hides from these people what their templates say does not concern them today. Returns from whom something was hidden."""
    templates, system = uow.services.registry.templates, _as_system(uow)
    asked = sorted(name for name, template in templates.items() if template.audience is not None)
    found: list[tuple[UUID, UUID]] = []
    for one in await queries.list_shown(uow.conn, uow.actor.org_id, account_ids, asked):
        template = templates[one.template]
        if template.audience is None:
            continue
        people = await template.audience(system, msgspec.json.decode(one.params, type=template.params))
        if people is not None:
            found += [(one.message_id, person) for person in one.people if person not in people]
    if found:
        await queries.set_hidden(uow.conn, uow.actor.org_id, found, uow.now)
    return frozenset(person for _, person in found)


def _as_system(uow: UnitOfWork) -> UnitOfWork:
    """Whom something concerns is no question of who asks: the one who hands a case on does not see it any more."""
    return uow.acting_as(access.system(uow.actor.org_id))


async def hide_new(uow: UnitOfWork, message_id: UUID, new: MessageNew) -> None:
    """Keeps a new message out of the inboxes of those whom it does not concern: the worker sends them nothing either."""
    template = uow.services.registry.templates[new.template]
    people = await template.audience(_as_system(uow), new.params) if template.audience else None
    if people is not None and (others := new.people - people):
        await queries.set_hidden(uow.conn, uow.actor.org_id, [(message_id, one) for one in sorted(others)], uow.now)
