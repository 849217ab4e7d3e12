"""Owning: who may be given an observation, their grants, and telling them that something waits. No text passes here."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from api.core import access
from api.core.access import Resource
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Grant, Purpose
from api.messages import service as messages
from api.observations import actions
from api.observations.owning import queries, rules
from api.observations.owning.queries import Owned
from schemas.messages.rows import MessageNew
from schemas.messages.templates import NoParams
from schemas.observations.rows import Candidate

TOLD = timedelta(days=14)


def mark_of(uow: Reading, account_id: UUID) -> bytes:
    """The mark of a person in an observation's conflicts."""
    return uow.sealer.mark("conflict", uow.actor.org_id, account_id)


def visibility_of(uow: Reading) -> rules.Visibility:
    """What the actor may see."""
    return rules.visibility(uow.actor, mark_of(uow, uow.actor.account_id))


def as_system(uow: UnitOfWork) -> UnitOfWork:
    """The same transaction, acted in by nobody: what is given by rule has no giver, and what is filed no filer."""
    return uow.acting_as(access.system(uow.actor.org_id))


async def list_candidates(
    uow: Reading, class_id: UUID, student_id: UUID | None, conflicts: Iterable[bytes]
) -> list[Candidate]:
    """Staff who may own it: nobody in conflict, no guardian of the student."""
    blind = set(conflicts)
    found = await queries.list_candidates(uow.conn, uow.actor.org_id, class_id, student_id)
    return [c for c in found if mark_of(uow, c.staff_id) not in blind]


def grants_for(uow: Reading, people: Iterable[UUID], purpose: Purpose = "owner") -> list[Grant]:
    """Grants by rule."""
    lasts = rules.GRANTED if purpose == "owner" else rules.OBSERVER_GRANTED
    return [Grant(account_id=p, purpose=purpose, until=uow.now + lasts) for p in sorted(people)]


async def tell_owners(
    uow: UnitOfWork, observation_id: UUID, people: frozenset[UUID], what: str, *, urgent: bool, late: bool = False
) -> None:
    """Tells people that something waits, once for each `what`; never what, about whom, or by whom."""
    if not people:
        return
    news = MessageNew(
        template="something_late" if late else "something_waits",
        people=people,
        params=NoParams(),
        key=f"observation:{observation_id}:{what}",
        importance="high" if urgent else "normal",  # a routine deadline is at midnight and wakes nobody
        expires_at=uow.now + TOLD,
    )
    await messages.tell(uow, news)


async def tell_filed(uow: UnitOfWork, observation_id: UUID) -> None:
    """Tells those who own a new observation, and lists in the audit that one was filed, by nobody. For the worker."""
    owned = await _owned(uow, observation_id)
    uow.changed(actions.OBSERVATION_ADD, "observation", observation_id)
    if owned is None or owned.done or owned.raised:
        return
    people = await _people(uow, owned)
    await tell_owners(uow, observation_id, rules.of_rungs(owned.rungs, people), "filed", urgent=owned.urgent)


async def tell_late(uow: UnitOfWork, observation_id: UUID) -> None:
    """A deadline has passed: its owners and the next rung are told that something waits, and nothing more.

    Nothing is raised by a timer, and nobody sees more than before. For the worker.
    """
    owned = await _owned(uow, observation_id)
    if owned is None or owned.done:
        return
    people = await _people(uow, owned)
    above = rules.next_rung(owned.rung, people)
    told = rules.of_rungs([*owned.rungs, *([above] if above else [])], people)
    await tell_owners(uow, observation_id, told, f"late:{owned.rung}", urgent=owned.urgent, late=True)


async def _owned(uow: Reading, observation_id: UUID) -> Owned | None:
    resource = Resource(org_id=uow.actor.org_id, kind="observation", resource_id=observation_id)
    uow.require(actions.OBSERVATION_HANDLE, resource)
    return await queries.find_owned(uow.conn, uow.actor.org_id, observation_id)


async def _people(uow: Reading, owned: Owned) -> list[Candidate]:
    return await list_candidates(uow, owned.class_id, owned.student_id, owned.conflicts)
