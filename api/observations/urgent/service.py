"""First steps of what is urgent, for those who own it, before they can open its text (DESIGN 7).

A leader may have nothing but a session by SMS in that minute. What needs the authenticator is the text and not the action: so
the child's name and the first steps are shown, of open urgent ones alone, and who opened them is kept.
"""

from uuid import UUID

from api.core import audit, phone_numbers
from api.core.access import Action
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.observations import actions
from api.observations.cases import queries
from api.observations.cases import rules as cases_rules
from api.observations.cases import service as cases
from api.observations.errors import wrong
from api.observations.openings import service as openings
from api.observations.owning import service as owning
from api.observations.urgent import queries as calls
from api.observations.urgent import rules
from schemas.observations.rows import CaseRow
from schemas.observations.urgent.rows import CallRow
from schemas.observations.urgent.wire import FirstStepNew, FirstSteps, NumbersToCall, ToCall, UrgentCase


async def list_urgent(uow: Reading) -> list[UrgentCase]:
    """Open urgent observations that the actor owns, without their text."""
    uow.require_org(actions.OBSERVATION_READ, "observation")
    rows = await queries.list_urgent(uow.conn, uow.actor.org_id, owning.visibility_of(uow))
    return [rules.to_wire(row) for row in rows]


async def get_first_steps(uow: UnitOfWork, observation_id: UUID) -> FirstSteps:
    """The first steps of an urgent one; that the actor opened it is kept. Raises NotFound."""
    row = await _find(uow, actions.OBSERVATION_READ, observation_id)
    await openings.note_opened(uow, observation_id)
    return await _whole(uow, row)


async def add_first_step(uow: UnitOfWork, observation_id: UUID, new: FirstStepNew) -> FirstSteps:
    """Records a first step. Several people may do so at once, so it needs no version. Raises NotFound, Invalid."""
    row = await _find(uow, actions.OBSERVATION_HANDLE, observation_id, lock=True)
    if fault := rules.fault_of(new):
        raise wrong(uow, *fault)
    await openings.note_opened(uow, observation_id)
    await cases.add_step(uow, row, new.kind, new.note, new.answer)
    await queries.set_handled(uow.conn, uow.actor.org_id, observation_id, uow.now, waits=True)
    uow.changed(actions.OBSERVATION_HANDLE, "observation", observation_id)
    return await _whole(uow, row)


async def open_numbers(uow: UnitOfWork, observation_id: UUID) -> NumbersToCall:
    """Phone numbers, or mail addresses, of the student's guardians of today and of the counsellors; the look is audited. Raises NotFound.

    Nobody who is named in it is among them. What it is about stays sealed, so whether a guardian may be told is for a person to say.
    """
    row = await _find(uow, actions.OBSERVATION_READ, observation_id)
    people = await _list_to_call(uow, row)
    reach = await phone_numbers.open_reach(uow, [one.account_id for one in people])
    await openings.note_opened(uow, observation_id)
    await audit.record_access(uow, observation_id, "phones")
    return NumbersToCall(people=[_to_call(one, reach[one.account_id]) for one in people if one.account_id in reach])


def _to_call(one: CallRow, reach: phone_numbers.Reach) -> ToCall:
    return ToCall(name=one.name, part=one.relation or "counsellor", phone=reach.phone, mail=reach.mail)


async def _list_to_call(uow: Reading, row: CaseRow) -> list[CallRow]:
    org_id, student_id = uow.actor.org_id, row.student_id
    guardians = await calls.list_guardians(uow.conn, org_id, student_id) if student_id else []
    staff = await owning.list_candidates(uow, row.class_id, student_id, row.conflicts)
    others = [one.staff_id for one in staff if one.staff_id != uow.actor.account_id]
    named = [one for one in guardians if owning.mark_of(uow, one.account_id) in row.conflicts]
    return [one for one in guardians if one not in named] + await calls.list_counsellors(uow.conn, org_id, others)


async def _find(uow: UnitOfWork, action: Action, observation_id: UUID, *, lock: bool = False) -> CaseRow:
    """An open urgent one that the actor owns. What is not, is answered like what is not there."""
    uow.require_org(action, "observation")
    org_id, find = uow.actor.org_id, queries.lock_case if lock else queries.find_case
    row = await find(uow.conn, org_id, owning.visibility_of(uow), observation_id)
    uow.require(action, cases_rules.resource_of(row, org_id, observation_id))
    if not rules.is_open(row):
        raise NotFound
    return row


async def _whole(uow: Reading, row: CaseRow) -> FirstSteps:
    steps = await queries.list_steps(uow.conn, uow.actor.org_id, row.observation_id)
    return rules.combine(row, steps, await openings.list_readers(uow, row.observation_id))
