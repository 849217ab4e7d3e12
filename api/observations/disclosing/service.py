"""Learning who reported something, by two custodians (DESIGN 7): one asks with a reason, another agrees, then both may look for a day.

Who may take part is asked of today's staff at each step: a custodian who is not named in the report, not tied to the child, and not there by the word
of somebody who is. The two count as two by the rule for closing (`are_two`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID, uuid4

import msgspec

from api.core import access, tasks
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Grant
from api.observations import actions
from api.observations.cases import queries as case_queries
from api.observations.disclosing import queries, rules, telling
from api.observations.errors import (
    DisclosureWaits,
    NotAskedToDisclose,
    NotDisclosed,
    ObservationDone,
    SecondCustodianNeeded,
)
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from schemas.observations.disclosing.rows import DisclosureRow
from schemas.observations.disclosing.states import DisclosureEnd
from schemas.observations.disclosing.wire import Disclosure, DisclosureNew, DisclosureReason
from schemas.observations.rows import Candidate, CaseRow
from schemas.observations.tasks import ObserverDisclosureDue
from schemas.observations.wire import Observer

Found: TypeAlias = tuple[DisclosureRow, list[Candidate]]
"""A request, and the staff who may know of its report today."""
_observer = msgspec.json.Decoder(Observer)


async def ask(uow: UnitOfWork, observation_id: UUID, new: DisclosureNew) -> Disclosure:
    """A custodian who owns a case asks to learn who reported it.

    Raises NotFound, StepUpNeeded, ObservationDone, DisclosureWaits, SecondCustodianNeeded.
    """
    row, people = await _find_case(uow, observation_id)
    await _check_free(uow, row)
    others = rules.seconds(people, uow.actor.account_id)
    if not others:
        raise SecondCustodianNeeded
    disclosure_id = await _add(uow, row, new.reason, others)
    await telling.tell_asked(uow, disclosure_id, others)
    uow.changed(actions.OBSERVER_DISCLOSE, "observer_disclosure", disclosure_id)
    return await get_disclosure(uow, disclosure_id)


async def get_disclosure(uow: Reading, disclosure_id: UUID) -> Disclosure:
    """A request as the school's custodians see it. Raises NotFound, StepUpNeeded."""
    row, people = await _find(uow, disclosure_id)
    return rules.to_wire(row, people, uow.actor.account_id, uow.now)


async def get_reason(uow: UnitOfWork, disclosure_id: UUID) -> DisclosureReason:
    """Why it was asked; the look is audited. Raises NotFound, StepUpNeeded, Erased."""
    row, _ = await _find(uow, disclosure_id)
    return DisclosureReason(reason=await uow.vault.open(uow, row.reason_id))


async def agree(uow: UnitOfWork, disclosure_id: UUID) -> Disclosure:
    """Another custodian agrees: from now on both may look, for a day.

    Raises NotFound, StepUpNeeded, NotAskedToDisclose, ObservationDone, SecondCustodianNeeded.
    """
    row, people = await _lock(uow, disclosure_id)
    if rules.state(row, uow.now) != "asked" or not rules.is_custodian(people, row.asked_by):
        raise NotAskedToDisclose
    if row.done:
        raise ObservationDone
    if uow.actor.account_id not in rules.seconds(people, row.asked_by):
        raise SecondCustodianNeeded
    until = uow.now + rules.LOOKED_WITHIN
    await queries.set_agreed(uow.conn, uow.actor.org_id, disclosure_id, uow.actor.account_id, uow.now, until)
    both = [row.asked_by, uow.actor.account_id]
    await uow.vault.grant(uow, row.observer_id, _grants(both, until))
    await _plan(uow, disclosure_id, until)
    await telling.tell_changed(uow, disclosure_id, "agreed", frozenset({row.asked_by}))
    uow.changed(actions.OBSERVER_DISCLOSE, "observer_disclosure", disclosure_id)
    return await get_disclosure(uow, disclosure_id)


async def withdraw(uow: UnitOfWork, disclosure_id: UUID) -> Disclosure:
    """One of the two takes it back, or a custodian who was asked refuses: nobody looks. The others are told.

    Raises NotFound, StepUpNeeded, NotAskedToDisclose.
    """
    row, people = await _lock(uow, disclosure_id)
    me = uow.actor.account_id
    if not rules.to_wire(row, people, me, uow.now).can_end:
        raise NotAskedToDisclose
    await _end(uow, row, people, "withdrawn" if me in rules.parties(row) else "refused")
    uow.changed(actions.OBSERVER_DISCLOSE, "observer_disclosure", disclosure_id)
    return await get_disclosure(uow, disclosure_id)


async def get_observer(uow: UnitOfWork, disclosure_id: UUID) -> Observer:
    """Who reported it, for the custodian who asked and the one who agreed; each look is audited.

    Raises NotFound, StepUpNeeded, NotDisclosed, Erased.
    """
    row, people = await _lock(uow, disclosure_id)
    if not rules.to_wire(row, people, uow.actor.account_id, uow.now).can_look:
        raise NotDisclosed
    await queries.set_opened(uow.conn, uow.actor.org_id, disclosure_id, local_day(uow.now, uow.actor.zone))
    return _observer.decode(await uow.vault.open(uow, row.observer_id))


async def settle_all(uow: UnitOfWork) -> None:
    """Ends what one of its two may not take part in any more, or nobody could agree to. Acts as the system, in the transaction that changed the staff."""
    for row in await queries.lock_open(uow.conn, uow.actor.org_id):
        people = await telling.people_of(uow, row)
        if not rules.holds(row, people):
            await _end(uow, row, people, "lapsed")


async def end_due(uow: UnitOfWork, disclosure_id: UUID) -> None:
    """The time to agree, or to look, is over. For the worker."""
    uow.require(actions.OBSERVER_DISCLOSE, Resource(org_id=uow.actor.org_id, kind="observer_disclosure"))
    row = await queries.lock_disclosure(uow.conn, uow.actor.org_id, disclosure_id)
    if row is None or row.ended is not None or row.until > uow.now:
        return
    await _end(uow, row, await telling.people_of(uow, row), "over" if row.agreed_by else "lapsed")


async def _find_case(uow: UnitOfWork, observation_id: UUID) -> tuple[CaseRow, list[Candidate]]:
    """A case that the actor owns, and is a custodian for, locked."""
    uow.require_org(actions.OBSERVER_DISCLOSE, "observation")
    access.check_assurance(uow.actor)
    org_id = uow.actor.org_id
    row = await case_queries.lock_case(uow.conn, org_id, owning.visibility_of(uow), observation_id)
    people = await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts) if row else []
    _require_part(uow, "observation", observation_id, people)
    if row is None:
        raise NotFound
    return row, people


async def _check_free(uow: Reading, row: CaseRow) -> None:
    if row.state == "done":
        raise ObservationDone
    newest = await queries.find_newest(uow.conn, uow.actor.org_id, row.observation_id)
    if newest is not None and newest.ended is None:
        raise DisclosureWaits


async def _add(uow: UnitOfWork, row: CaseRow, reason: str, others: frozenset[UUID]) -> UUID:
    """Writes it, with its reason sealed for the custodians who may agree. Its id is random, as of everything confidential."""
    disclosure_id, until = uuid4(), uow.now + rules.ANSWERED_WITHIN
    about = [row.student_id] if row.student_id else []
    readers = _grants([uow.actor.account_id, *others], until + rules.LOOKED_WITHIN)
    reason_id = await uow.vault.seal(uow, "observation", reason, about, readers)
    by = uow.actor.account_id
    await queries.add_disclosure(
        uow.conn, uow.actor.org_id, disclosure_id, row.observation_id, reason_id, by, uow.now, until
    )
    await _plan(uow, disclosure_id, until)
    return disclosure_id


async def _plan(uow: UnitOfWork, disclosure_id: UUID, until: datetime) -> None:
    """The worker ends it then; a later plan replaces the earlier."""
    due = ObserverDisclosureDue(disclosure_id=disclosure_id)
    await tasks.enqueue(uow, ObserverDisclosureDue.kind, f"{disclosure_id}", due, until)


async def _end(uow: UnitOfWork, row: DisclosureRow, people: list[Candidate], how: DisclosureEnd) -> None:
    """Ends it, takes the grants back, and tells the other one. A class teacher keeps what is theirs by their class."""
    await queries.set_ended(uow.conn, uow.actor.org_id, row.disclosure_id, how)
    leading = owning_rules.observer_readers(people)
    if row.agreed_by is not None:
        for person in sorted(rules.parties(row) - leading):
            await uow.vault.end_grants(uow, row.observer_id, person)
    if how != "over":  # both were told until when they may look
        told = telling.present_parties(row, people) - {uow.actor.account_id}
        await telling.tell_changed(uow, row.disclosure_id, how, told)


async def _find(uow: Reading, disclosure_id: UUID) -> Found:
    """A request that the actor may know of: who is no custodian for this report today is answered as if there were none."""
    _check(uow)
    return await _known(uow, disclosure_id, await queries.find_disclosure(uow.conn, uow.actor.org_id, disclosure_id))


async def _lock(uow: UnitOfWork, disclosure_id: UUID) -> Found:
    """The same, and nobody else changes it until the transaction ends."""
    _check(uow)
    return await _known(uow, disclosure_id, await queries.lock_disclosure(uow.conn, uow.actor.org_id, disclosure_id))


def _check(uow: Reading) -> None:
    uow.require_org(actions.OBSERVER_DISCLOSE, "observer_disclosure")
    access.check_assurance(uow.actor)


async def _known(uow: Reading, disclosure_id: UUID, row: DisclosureRow | None) -> Found:
    people = await telling.people_of(uow, row) if row else []
    _require_part(uow, "observer_disclosure", disclosure_id, people)
    if row is None:
        raise NotFound
    return row, people


def _require_part(uow: Reading, kind: str, resource_id: UUID, people: list[Candidate]) -> None:
    """Who may take part today. What the actor may not see looks to the rule like what is not there. Raises NotFound."""
    me = uow.actor.account_id
    part = frozenset({me} if rules.is_custodian(people, me) else set[UUID]())
    resource = Resource(org_id=uow.actor.org_id, kind=kind, resource_id=resource_id, people=part)
    uow.require(actions.OBSERVER_DISCLOSE, resource)


def _grants(people: Iterable[UUID], until: datetime) -> list[Grant]:
    return [Grant(account_id=person, purpose="custodian", until=until) for person in sorted(people)]
