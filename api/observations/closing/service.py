"""Closing: by somebody who has read it, and what is urgent by two who own it (DESIGN 7)."""

from uuid import UUID

from api.core import tasks
from api.core.unit_of_work import UnitOfWork
from api.observations.cases import queries
from api.observations.cases import service as cases
from api.observations.errors import NotAskedToClose, NotRead, SecondPersonNeeded
from api.observations.openings import service as openings
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from api.observations.watching import service as watching
from schemas.observations.rows import Candidate, CaseRow
from schemas.observations.tasks import ObservationDue, ObservationUnread
from schemas.observations.wire import AskedClosing, Case, Closing, ClosingRefused, ObservationOutcome


async def close_case(uow: UnitOfWork, observation_id: UUID, closing: Closing, version: int) -> Case:
    """Ends it with an outcome and a note; an urgent one waits for a second person.

    Raises NotFound, StepUpNeeded, Stale, ObservationDone, NotRead.
    """
    row = await _read(uow, observation_id, version)
    if row.urgent:
        await _ask(uow, row, closing)
    else:
        await cases.add_step(uow, row, "closed", closing.note)
        await _end(uow, observation_id, closing.outcome)
    return await cases.noted(uow, observation_id)


async def agree(uow: UnitOfWork, observation_id: UUID, version: int, officer: Candidate | None = None) -> Case:
    """The second person closes an urgent one. `officer`: who does it for the bureau.

    Raises NotFound, StepUpNeeded, Stale, ObservationDone, NotRead, NotAskedToClose, SecondPersonNeeded.
    """
    row = await _read(uow, observation_id, version)
    asked = await _asked(uow, row, officer)
    await cases.add_step(uow, row, "closed", None)
    await _end(uow, observation_id, asked.outcome)
    return await cases.noted(uow, observation_id)


async def refuse(
    uow: UnitOfWork, observation_id: UUID, refused: ClosingRefused, version: int, officer: Candidate | None = None
) -> Case:
    """The second person keeps an urgent one open, and says why; the person who asked is told that something waits.

    Raises NotFound, StepUpNeeded, Stale, ObservationDone, NotRead, NotAskedToClose, SecondPersonNeeded.
    """
    row = await _read(uow, observation_id, version)
    asked = await _asked(uow, row, officer)
    await cases.add_step(uow, row, "close_refused", refused.reason)
    await queries.remove_closing(uow.conn, uow.actor.org_id, observation_id)
    await queries.set_handled(uow.conn, uow.actor.org_id, observation_id, uow.now, waits=True)
    await owning.tell_owners(uow, observation_id, frozenset({asked.by_id}), f"refused:{version}", urgent=False)
    return await cases.noted(uow, observation_id)


async def _read(uow: UnitOfWork, observation_id: UUID, version: int) -> CaseRow:
    row = await cases.lock_open(uow, observation_id, version)
    if not await openings.has_read(uow, observation_id):
        raise NotRead
    return row


async def _ask(uow: UnitOfWork, row: CaseRow, closing: Closing) -> None:
    org_id, observation_id, by = uow.actor.org_id, row.observation_id, uow.actor.account_id
    await cases.add_step(uow, row, "close_asked", closing.note)
    await queries.set_closing(uow.conn, org_id, observation_id, closing.outcome, by, uow.now)
    await queries.set_handled(uow.conn, org_id, observation_id, uow.now, waits=True)
    system = owning.as_system(uow)
    await watching.call_second(system, observation_id)
    uow.due = uow.due or system.due
    await owning.watch(uow, observation_id)  # the second person may leave before they agree


async def _asked(uow: UnitOfWork, row: CaseRow, officer: Candidate | None) -> AskedClosing:
    """What the other person asked. Who asked has to own it still: two who own it today close it."""
    asked = await cases.find_asked_closing(uow, row)
    if asked is None:
        raise NotAskedToClose
    people = await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts)
    if officer is not None:
        people.append(officer)
    if not owning_rules.are_two(people, asked.by_id, uow.actor.account_id):
        raise SecondPersonNeeded
    return asked


async def _end(uow: UnitOfWork, observation_id: UUID, outcome: ObservationOutcome) -> None:
    org_id = uow.actor.org_id
    await queries.set_done(uow.conn, org_id, observation_id, outcome, uow.now)
    await queries.remove_closing(uow.conn, org_id, observation_id)
    for kind in (ObservationDue.kind, ObservationUnread.kind):
        await tasks.cancel(uow, kind, f"{observation_id}")
