"""Cases: observations as those see and handle them who own their rung (R1, R4, R6; DESIGN 7).

Every operation sees through the same query: what one does not own, or is named in, is not there.
"""

from uuid import UUID

import msgspec

from api.core import access, tasks
from api.core.access import Action, Resource
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.observations import actions
from api.observations.cases import queries, rules
from api.observations.disclosing import queries as disclosures
from api.observations.disclosing import rules as disclosure_rules
from api.observations.errors import ObservationDone, TopRung
from api.observations.openings import service as openings
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from schemas.observations.rows import Candidate, CaseCursor, CaseRow, OpenCounts
from schemas.observations.tasks import ObservationDue
from schemas.observations.wire import (
    AskedClosing,
    Case,
    Observation,
    ObservationFollowUp,
    ObservationText,
    Observer,
    Raised,
    RaiseNew,
    Rung,
    StepAnswer,
    StepKind,
    StepNote,
)

_text = msgspec.json.Decoder(ObservationText)
_observer = msgspec.json.Decoder(Observer)


async def list_cases(uow: Reading, after: CaseCursor | None, limit: int, done: bool) -> list[Observation]:
    """Open or closed observations that the actor owns, newest first. Raises StepUpNeeded: children are named here."""
    uow.require_org(actions.OBSERVATION_READ, "observation")
    access.check_assurance(uow.actor)
    visibility = owning.visibility_of(uow)
    rows = await queries.list_cases(uow.conn, uow.actor.org_id, visibility, after, limit, done=done)
    return [rules.to_wire(row, uow.now) for row in rows]


async def count_open(uow: Reading) -> OpenCounts:
    """How many wait for the actor, are urgent, are late; for the first screen, which requires its own action.

    Numbers alone: a first screen is kept on the phone and shown without password and authenticator.
    """
    return await queries.count_open(uow.conn, uow.actor.org_id, owning.visibility_of(uow), uow.now)


async def count_students(uow: Reading) -> int:
    """How many students have an open observation: for the school's figures, which suppress it."""
    uow.require_system()
    return await queries.count_students(uow.conn, uow.actor.org_id)


async def get_case(uow: UnitOfWork, observation_id: UUID) -> Case:
    """One observation and what was done about it. Raises NotFound, StepUpNeeded."""
    row = await find(uow, actions.OBSERVATION_READ, observation_id)
    await openings.note_opened(uow, observation_id)
    return await _whole(uow, row)


async def get_text(uow: UnitOfWork, observation_id: UUID) -> ObservationText:
    """What was seen; the look is audited (P2). Raises NotFound, StepUpNeeded, Erased."""
    row = await find(uow, actions.OBSERVATION_READ, observation_id)
    await openings.note_opened(uow, observation_id)
    await openings.note_read(uow, observation_id)
    return _text.decode(await _open(uow, row.text_id))


async def get_note(uow: UnitOfWork, observation_id: UUID, step_id: UUID) -> StepNote:
    """What was written about a step; the look is audited. Raises NotFound, StepUpNeeded, Erased."""
    await find(uow, actions.OBSERVATION_READ, observation_id)
    note_id = await queries.find_note(uow.conn, uow.actor.org_id, observation_id, step_id)
    if note_id is None:
        raise NotFound
    return StepNote(text=await _open(uow, note_id))


async def get_observer(uow: UnitOfWork, observation_id: UUID) -> Observer:
    """Who saw it, for the class teacher alone; the look is audited. In conflict nobody: two custodians learn it (`disclosing`).

    Raises NotFound, StepUpNeeded, Erased.
    """
    actor = uow.actor
    uow.require_org(actions.OBSERVER_READ, "observation")
    access.check_assurance(actor)
    found = await _find_observer(uow, observation_id)
    people = frozenset({actor.account_id} if found else set[UUID]())
    uow.require(
        actions.OBSERVER_READ,
        Resource(org_id=actor.org_id, kind="observation", resource_id=observation_id, people=people),
    )
    if found is None:
        raise NotFound
    return _observer.decode(await uow.vault.open(uow, found))


async def _find_observer(uow: Reading, observation_id: UUID) -> UUID | None:
    """The sealed observer, for the person who was granted it when it was filed and still is who may know (DESIGN 4).

    A later class teacher is not told.
    """
    org_id, account_id = uow.actor.org_id, uow.actor.account_id
    found = await queries.find_observer(uow.conn, org_id, owning.visibility_of(uow), observation_id, uow.now)
    if found is None:
        return None
    people = await owning.list_candidates(uow, found.class_id, found.student_id, found.conflicts)
    return found.observer_id if account_id in owning_rules.observer_readers(people) else None


async def take_up(uow: UnitOfWork, observation_id: UUID, version: int) -> Case:
    """Records that a member of the rung takes care of it. Raises NotFound, StepUpNeeded, Stale, ObservationDone."""
    row = await lock_open(uow, observation_id, version)
    await add_step(uow, row, "taken_up", None)
    await queries.set_handled(uow.conn, uow.actor.org_id, observation_id, uow.now, waits=False)
    return await noted(uow, observation_id)


async def follow_up(uow: UnitOfWork, observation_id: UUID, new: ObservationFollowUp, version: int) -> Case:
    """Something was done, or a person told the family (R4). Raises NotFound, StepUpNeeded, Stale, ObservationDone."""
    row = await lock_open(uow, observation_id, version)
    await add_step(uow, row, "family_told" if new.family_told else "follow_up", new.text)
    await queries.set_handled(uow.conn, uow.actor.org_id, observation_id, uow.now, waits=True)
    return await noted(uow, observation_id)


async def raise_case(uow: UnitOfWork, observation_id: UUID, new: RaiseNew, version: int) -> Raised:
    """Passes it to the next rung with members, with their grants and deadline; the rung before loses it.

    Raises NotFound, StepUpNeeded, Stale, ObservationDone, TopRung.
    """
    row = await lock_open(uow, observation_id, version)
    people = await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts)
    own = owning_rules.own_rung(owning.visibility_of(uow), row.class_id, row.rungs, row.conflicts)
    above = owning_rules.next_rung(own, people)
    if above is None:
        raise TopRung
    await add_step(uow, row, "raised", new.reason)
    await give(uow, row, above, people, "raised")
    uow.changed(actions.OBSERVATION_HANDLE, "observation", observation_id)
    return Raised(observation_id=observation_id, rung=above, version=row.version + 1)


async def get_raised(uow: Reading, observation_id: UUID) -> Raised:
    """Where an observation went that the actor raised, for a repeated request. Raises NotFound."""
    uow.require_org(actions.OBSERVATION_HANDLE, "observation")
    access.check_assurance(uow.actor)
    found = await queries.find_raised(uow.conn, uow.actor.org_id, owning.visibility_of(uow), observation_id)
    if found is None:
        raise NotFound
    return Raised(observation_id=observation_id, rung=found.rung, version=found.version)


async def find(uow: UnitOfWork, action: Action, observation_id: UUID, *, lock: bool = False) -> CaseRow:
    """An observation the actor owns. Raises Forbidden, StepUpNeeded, NotFound, in this order for everybody."""
    uow.require_org(action, "observation")
    access.check_assurance(uow.actor)
    org_id, find = uow.actor.org_id, queries.lock_case if lock else queries.find_case
    row = await find(uow.conn, org_id, owning.visibility_of(uow), observation_id)
    uow.require(action, rules.resource_of(row, org_id, observation_id))
    if row is None:
        raise NotFound
    return row


async def lock_open(uow: UnitOfWork, observation_id: UUID, version: int) -> CaseRow:
    """An open observation that the actor owns, locked. Raises NotFound, StepUpNeeded, ObservationDone, Stale."""
    row = await find(uow, actions.OBSERVATION_HANDLE, observation_id, lock=True)
    if row.state == "done":
        raise ObservationDone
    check_version(row.version, version)
    return row


async def give(uow: UnitOfWork, row: CaseRow, rung: Rung, people: list[Candidate], how: str) -> None:
    """Gives a case to another rung, and tells who owns it then. Who may do so is the caller's to ask. `how`: `raised` or `named`."""
    rungs = owning_rules.rungs_of(rung, people, urgent=row.urgent)
    owners = owning_rules.of_rungs(rungs, people)
    await _hand_over(uow, row, rung, rungs, owners)
    await owning.tell_owners(uow, row.observation_id, owners, f"{how}:{rung}", urgent=row.urgent)
    if row.urgent:
        await owning.watch(uow, row.observation_id)


async def _open(uow: UnitOfWork, record_id: UUID) -> str:
    """Opens a record of an observation that the actor owns now: a teacher who took over the class is granted it here."""
    mine = owning.grants_for(uow, [uow.actor.account_id])
    await uow.vault.grant(owning.as_system(uow), record_id, mine)
    return await uow.vault.open(uow, record_id)


async def add_step(
    uow: UnitOfWork, row: CaseRow, kind: StepKind, text: str | None, answer: StepAnswer | None = None
) -> None:
    """Notes what was done; its text is sealed for everybody who owns the observation now, and the others' open apps hear of it.

    They hear the word of messages: no hint tells that a case is meant.
    """
    note_id, owners = None, await list_owners(uow, row)
    if text is not None:
        about = [row.student_id] if row.student_id else []
        note_id = await uow.vault.seal(uow, "observation", text, about, owning.grants_for(uow, owners))
    step_id, by = uuid7(), uow.actor.account_id
    uow.touch("inbox", owners - {by})
    await queries.add_step(uow.conn, uow.actor.org_id, step_id, row, kind, by, note_id, uow.now, answer)


async def _hand_over(uow: UnitOfWork, row: CaseRow, rung: Rung, rungs: list[Rung], owners: frozenset[UUID]) -> None:
    """Moves grants and deadline to another rung. The observer's grant stays where it is: with the class teacher."""
    org_id, observation_id = uow.actor.org_id, row.observation_id
    await queries.remove_closing(uow.conn, org_id, observation_id)
    records = [row.text_id, *await queries.list_notes(uow.conn, org_id, observation_id)]
    await uow.vault.end_all(uow, records)
    for record_id in records:
        await uow.vault.grant(uow, record_id, owning.grants_for(uow, owners))
    due_at = await owning.due(uow, rung, uow.now, urgent=row.urgent)
    await queries.set_rung(uow.conn, org_id, observation_id, rung, rungs, due_at, uow.now)
    await tasks.enqueue(
        uow, ObservationDue.kind, f"{observation_id}", ObservationDue(observation_id=observation_id), due_at
    )


async def noted(uow: UnitOfWork, observation_id: UUID) -> Case:
    """Notes the change for the audit; the case as it is now."""
    uow.changed(actions.OBSERVATION_HANDLE, "observation", observation_id)
    row = await queries.find_case(uow.conn, uow.actor.org_id, owning.visibility_of(uow), observation_id)
    if row is None:
        raise NotFound
    return await _whole(uow, row)


async def _whole(uow: Reading, row: CaseRow) -> Case:
    org_id, observation_id, visibility = uow.actor.org_id, row.observation_id, owning.visibility_of(uow)
    steps = await queries.list_steps(uow.conn, org_id, observation_id)
    may = bool(access.scopes(uow.actor, actions.OBSERVER_READ))
    observer = may and await _find_observer(uow, observation_id) is not None
    newest = await disclosures.find_newest(uow.conn, org_id, observation_id)
    disclosure = disclosure_rules.to_summary(newest, uow.now)
    return rules.combine(
        row,
        steps,
        await openings.list_readers(uow, observation_id),
        await find_asked_closing(uow, row),
        uow.now,
        observer=observer,
        disclosure=disclosure,
        can_ask=await _can_ask(uow, row)
        and not observer
        and (disclosure is None or disclosure.state not in {"asked", "agreed"}),
        can_raise=owning_rules.own_rung(visibility, row.class_id, row.rungs, row.conflicts) != "school",
    )


async def _can_ask(uow: Reading, row: CaseRow) -> bool:
    """Whether the actor is a custodian who may learn with another one who saw it."""
    if row.state == "done" or not access.scopes(uow.actor, actions.OBSERVER_DISCLOSE):
        return False
    people = await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts)
    return disclosure_rules.is_custodian(people, uow.actor.account_id)


async def find_asked_closing(uow: Reading, row: CaseRow) -> AskedClosing | None:
    """That somebody asked to close it, as long as they own it."""
    asked = await queries.find_closing(uow.conn, uow.actor.org_id, row.observation_id) if row.urgent else None
    if asked is None:
        return None
    return asked if asked.by_id in await list_owners(uow, row) else None


async def list_owners(uow: Reading, row: CaseRow) -> frozenset[UUID]:
    """Who owns it today."""
    people = await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts)
    return owning_rules.of_rungs(row.rungs, people)
