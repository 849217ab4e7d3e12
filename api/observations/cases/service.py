"""Cases: observations as those see and handle them who own their rung (R1, R4, R6; DESIGN 7).

Every operation sees through the same query: what one does not own, or is named in, is not there.
"""

from uuid import UUID

import msgspec

from api.core import access, tasks
from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import NotFound, Stale
from api.core.unit import Unit
from api.observations.cases import queries, rules
from api.observations.errors import ObservationDone, TopRung
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from schemas.observations import (
    Case,
    CasePlace,
    CaseRow,
    Closing,
    FollowUp,
    Observation,
    ObservationText,
    Observer,
    OpenCounts,
    Raised,
    RaiseNew,
    Rung,
    StepKind,
    StepNote,
)
from schemas.tasks import ObservationDue

NONE_OPEN = OpenCounts(waiting=0, urgent=0, late=0)
_text = msgspec.json.Decoder(ObservationText)
_observer = msgspec.json.Decoder(Observer)


async def list_cases(unit: Unit, after: CasePlace | None, limit: int, done: bool) -> list[Observation]:
    """Open or closed observations that the actor owns, newest first. Raises StepUpNeeded: children are named here."""
    unit.require_org(Action.OBSERVATION_READ, "observation")
    access.check_assurance(unit.actor)
    eyes = owning.eyes_of(unit)
    rows = await queries.list_cases(unit.conn, unit.actor.org_id, eyes, after, limit, done=done)
    return [rules.shown(row, unit.now) for row in rows]


async def count_open(unit: Unit) -> OpenCounts:
    """How many wait for the actor, are urgent, are late; for the first screen, which requires its own action.

    Numbers alone: a first screen is kept on the phone and shown without password and authenticator.
    """
    if not access.scopes(unit.actor, Action.OBSERVATION_READ):
        return NONE_OPEN
    return await queries.count_open(unit.conn, unit.actor.org_id, owning.eyes_of(unit), unit.now)


async def count_pupils(unit: Unit) -> int:
    """How many pupils have an open observation: for the school's figures, which suppress it."""
    unit.require_org(Action.FIGURES_READ, "observation")
    return await queries.count_pupils(unit.conn, unit.actor.org_id)


async def get_case(unit: Unit, observation_id: UUID) -> Case:
    """One observation and what was done about it. Raises NotFound, StepUpNeeded."""
    row = await _find(unit, Action.OBSERVATION_READ, observation_id)
    return await _whole(unit, row)


async def get_text(unit: Unit, observation_id: UUID) -> ObservationText:
    """What was seen; the look is audited (P2). Raises NotFound, StepUpNeeded, Erased."""
    row = await _find(unit, Action.OBSERVATION_READ, observation_id)
    return _text.decode(await _open(unit, row.text_id))


async def get_note(unit: Unit, observation_id: UUID, step_id: UUID) -> StepNote:
    """What was written about a step; the look is audited. Raises NotFound, StepUpNeeded, Erased."""
    await _find(unit, Action.OBSERVATION_READ, observation_id)
    note_id = await queries.find_note(unit.conn, unit.actor.org_id, observation_id, step_id)
    if note_id is None:
        raise NotFound
    return StepNote(text=await _open(unit, note_id))


async def get_observer(unit: Unit, observation_id: UUID) -> Observer:
    """Who saw it, for the class teacher alone (in conflict: the counsellors); the look is audited.

    Raises NotFound, StepUpNeeded, Erased.
    """
    actor = unit.actor
    unit.require_org(Action.OBSERVER_READ, "observation")
    access.check_assurance(actor)
    found = await queries.find_observer(unit.conn, actor.org_id, owning.eyes_of(unit), observation_id, unit.now)
    people = frozenset({actor.account_id} if found else set[UUID]())
    unit.require(
        Action.OBSERVER_READ, Thing(org_id=actor.org_id, kind="observation", thing_id=observation_id, people=people)
    )
    if found is None:
        raise NotFound
    return _observer.decode(await unit.vault.open(unit, found))


async def take_up(unit: Unit, observation_id: UUID, version: int) -> Case:
    """Somebody of the rung sees to it. Raises NotFound, StepUpNeeded, Stale, ObservationDone."""
    row = await _locked(unit, observation_id, version)
    await _step(unit, row, "taken_up", None)
    await queries.set_handled(unit.conn, unit.actor.org_id, observation_id, unit.now, waits=False)
    return await _changed(unit, observation_id)


async def follow_up(unit: Unit, observation_id: UUID, new: FollowUp, version: int) -> Case:
    """Something was done, or a person told the family (R4). Raises NotFound, StepUpNeeded, Stale, ObservationDone."""
    row = await _locked(unit, observation_id, version)
    await _step(unit, row, "family_told" if new.family_told else "follow_up", new.text)
    await queries.set_handled(unit.conn, unit.actor.org_id, observation_id, unit.now, waits=True)
    return await _changed(unit, observation_id)


async def raise_case(unit: Unit, observation_id: UUID, new: RaiseNew, version: int) -> Raised:
    """Hands it to the next rung that has somebody: their grants, their deadline; the rung before has it no more.

    Raises NotFound, StepUpNeeded, Stale, ObservationDone, TopRung.
    """
    row = await _locked(unit, observation_id, version)
    people = await owning.list_candidates(unit, row.class_id, row.student_id, row.conflicts)
    above = owning_rules.next_rung(row.rung, people)
    if above is None:
        raise TopRung
    await _step(unit, row, "raised", new.reason)
    rungs = owning_rules.rungs_of(above, people, urgent=row.urgent)
    owners = owning_rules.of_rungs(rungs, people)
    await _hand_over(unit, row, above, rungs, owners)
    await owning.tell_owners(unit, observation_id, owners, f"raised:{above}", urgent=row.urgent)
    unit.changed(Action.OBSERVATION_HANDLE, "observation", observation_id)
    return Raised(observation_id=observation_id, rung=above, version=row.version + 1)


async def get_raised(unit: Unit, observation_id: UUID) -> Raised:
    """Where an observation went that the actor raised, for a repeated request. Raises NotFound."""
    unit.require_org(Action.OBSERVATION_HANDLE, "observation")
    access.check_assurance(unit.actor)
    found = await queries.find_raised(unit.conn, unit.actor.org_id, owning.eyes_of(unit), observation_id)
    if found is None:
        raise NotFound
    return Raised(observation_id=observation_id, rung=found.rung, version=found.version)


async def close_case(unit: Unit, observation_id: UUID, closing: Closing, version: int) -> Case:
    """Ends it with an outcome and a note. Raises NotFound, StepUpNeeded, Stale, ObservationDone."""
    row = await _locked(unit, observation_id, version)
    await _step(unit, row, "closed", closing.note)
    await queries.set_done(unit.conn, unit.actor.org_id, observation_id, closing.outcome, unit.now)
    await tasks.cancel(unit, ObservationDue.kind, f"{observation_id}")
    return await _changed(unit, observation_id)


async def _find(unit: Unit, action: Action, observation_id: UUID, *, lock: bool = False) -> CaseRow:
    """An observation the actor owns. Raises Forbidden, StepUpNeeded, NotFound, in this order for everybody."""
    unit.require_org(action, "observation")
    access.check_assurance(unit.actor)
    org_id, find = unit.actor.org_id, queries.lock_case if lock else queries.find_case
    row = await find(unit.conn, org_id, owning.eyes_of(unit), observation_id)
    unit.require(action, rules.thing_of(row, org_id, observation_id))
    if row is None:
        raise NotFound
    return row


async def _locked(unit: Unit, observation_id: UUID, version: int) -> CaseRow:
    row = await _find(unit, Action.OBSERVATION_HANDLE, observation_id, lock=True)
    if row.state == "done":
        raise ObservationDone
    if row.version != version:
        raise Stale
    return row


async def _open(unit: Unit, record_id: UUID) -> str:
    """Opens a record of an observation that the actor owns now: a teacher who took over the class is granted it here."""
    mine = owning.grants_for(unit, [unit.actor.account_id])
    await unit.vault.grant(owning.as_system(unit), record_id, mine)
    return await unit.vault.open(unit, record_id)


async def _step(unit: Unit, row: CaseRow, kind: StepKind, text: str | None) -> None:
    """Notes what was done; its text is sealed for everybody who owns the observation now."""
    note_id = None
    if text is not None:
        people = await owning.list_candidates(unit, row.class_id, row.student_id, row.conflicts)
        owners = owning.grants_for(unit, owning_rules.of_rungs(row.rungs, people))
        about = [row.student_id] if row.student_id else []
        note_id = await unit.vault.seal(unit, "observation", text, about, owners)
    step_id, by = uuid7(), unit.actor.account_id
    await queries.add_step(unit.conn, unit.actor.org_id, step_id, row, kind, by, note_id, unit.now)


async def _hand_over(unit: Unit, row: CaseRow, rung: Rung, rungs: list[Rung], owners: frozenset[UUID]) -> None:
    """Moves grants and deadline to another rung. The observer's grant stays where it is: with the class teacher."""
    org_id, observation_id = unit.actor.org_id, row.observation_id
    records = [row.text_id, *await queries.list_notes(unit.conn, org_id, observation_id)]
    await unit.vault.end_all(unit, records)
    for record_id in records:
        await unit.vault.grant(unit, record_id, owning.grants_for(unit, owners))
    due_at = owning_rules.due(rung, unit.now, row.time_zone, urgent=row.urgent)
    await queries.set_rung(unit.conn, org_id, observation_id, rung, rungs, due_at, unit.now)
    await tasks.plan(
        unit, ObservationDue.kind, f"{observation_id}", ObservationDue(observation_id=observation_id), due_at
    )


async def _changed(unit: Unit, observation_id: UUID) -> Case:
    unit.changed(Action.OBSERVATION_HANDLE, "observation", observation_id)
    row = await queries.find_case(unit.conn, unit.actor.org_id, owning.eyes_of(unit), observation_id)
    if row is None:
        raise NotFound
    return await _whole(unit, row)


async def _whole(unit: Unit, row: CaseRow) -> Case:
    org_id, observation_id = unit.actor.org_id, row.observation_id
    steps = await queries.list_steps(unit.conn, org_id, observation_id)
    observer = bool(access.scopes(unit.actor, Action.OBSERVER_READ)) and await queries.find_observer(
        unit.conn, org_id, owning.eyes_of(unit), observation_id, unit.now
    )
    return rules.whole(row, steps, unit.now, observer=bool(observer))
