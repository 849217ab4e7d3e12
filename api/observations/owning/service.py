"""Owning: who may be given an observation, their grants, and telling them that something waits. No text passes here."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from api.core import access
from api.core.access import Action, Thing
from api.core.unit import Unit
from api.core.vault import Grant, Purpose
from api.messages import service as messages
from api.observations.owning import queries, rules
from api.observations.owning.queries import Owned
from schemas.messages import NoParams, Tell
from schemas.observations import Candidate

TOLD = timedelta(days=14)


def mark_of(unit: Unit, account_id: UUID) -> bytes:
    """What stands for a person in an observation's conflicts."""
    return unit.sealer.mark("conflict", unit.actor.org_id, account_id)


def eyes_of(unit: Unit) -> rules.Eyes:
    """What the actor may see."""
    return rules.eyes(unit.actor, mark_of(unit, unit.actor.account_id))


def as_system(unit: Unit) -> Unit:
    """The same transaction, acted in by nobody: what is given by rule has no giver, and what is filed no filer."""
    return replace(unit, actor=access.system(unit.actor.org_id))


async def list_candidates(
    unit: Unit, class_id: UUID, student_id: UUID | None, conflicts: Iterable[bytes]
) -> list[Candidate]:
    """Staff who may own it: nobody in conflict, no guardian of the pupil."""
    blind = set(conflicts)
    found = await queries.list_candidates(unit.conn, unit.actor.org_id, class_id, student_id)
    return [c for c in found if mark_of(unit, c.staff_id) not in blind]


def grants_for(unit: Unit, people: Iterable[UUID], purpose: Purpose = "owner") -> list[Grant]:
    """Grants by rule."""
    lasts = rules.GRANTED if purpose == "owner" else rules.OBSERVER_GRANTED
    return [Grant(account_id=p, purpose=purpose, until=unit.now + lasts) for p in sorted(people)]


async def tell_owners(
    unit: Unit, observation_id: UUID, people: frozenset[UUID], what: str, *, urgent: bool, late: bool = False
) -> None:
    """Tells people that something waits, once for each `what`; never what, about whom, or by whom."""
    if not people:
        return
    news = Tell(
        template="something_late" if late else "something_waits",
        people=people,
        params=NoParams(),
        key=f"observation:{observation_id}:{what}",
        importance="high" if urgent else "normal",  # a routine deadline is at midnight and wakes nobody
        expires_at=unit.now + TOLD,
    )
    await messages.tell(unit, news)


async def tell_filed(unit: Unit, observation_id: UUID) -> None:
    """Tells those who own a new observation, and lists in the audit that one was filed, by nobody. For the worker."""
    owned = await _owned(unit, observation_id)
    unit.changed(Action.OBSERVATION_ADD, "observation", observation_id)
    if owned is None or owned.done or owned.raised:
        return
    people = await _people(unit, owned)
    await tell_owners(unit, observation_id, rules.of_rungs(owned.rungs, people), "filed", urgent=owned.urgent)


async def tell_late(unit: Unit, observation_id: UUID) -> None:
    """A deadline has passed: its owners and the next rung are told that something waits, and nothing more.

    Nothing is raised by a timer, and nobody sees more than before. For the worker.
    """
    owned = await _owned(unit, observation_id)
    if owned is None or owned.done:
        return
    people = await _people(unit, owned)
    above = rules.next_rung(owned.rung, people)
    told = rules.of_rungs([*owned.rungs, *([above] if above else [])], people)
    await tell_owners(unit, observation_id, told, f"late:{owned.rung}", urgent=owned.urgent, late=True)


async def _owned(unit: Unit, observation_id: UUID) -> Owned | None:
    thing = Thing(org_id=unit.actor.org_id, kind="observation", thing_id=observation_id)
    unit.require(Action.OBSERVATION_HANDLE, thing)
    return await queries.find_owned(unit.conn, unit.actor.org_id, observation_id)


async def _people(unit: Unit, owned: Owned) -> list[Candidate]:
    return await list_candidates(unit, owned.class_id, owned.student_id, owned.conflicts)
