"""Applies a checked import in one transaction, keeps for some days what undoes it, and forgets it then."""

from datetime import timedelta
from uuid import UUID

from api.core import daily, parts, tasks
from api.core.access import Resource
from api.core.db import attempt, uuid7
from api.core.tasks import Work
from api.core.unit_of_work import UnitOfWork
from api.core.vault import Erased
from api.roster import actions, keeping, numbers, plans, rules
from api.roster.errors import CannotApply, FileRefused
from api.roster.leaves.keeping import note_kept
from api.roster.persons.errors import NumberMovedTwice, PhoneElsewhere, PhoneTaken
from api.roster.plans import Plan
from api.roster.queries import imports as queries
from api.roster.queries import people
from api.roster.queries.classes import put_successors
from api.roster.queries.people import Permit
from api.roster.refusals import BarredChild
from api.roster.undoing import undo_of, write_undo
from api.roster.writing import Progress, Writing
from api.roster.years.errors import RosterChanged, YearRefused
from api.roster.years.planning import plan_year
from api.roster.years.queries import add_graduates_permit
from schemas.roster.people.rows import ImportFile
from schemas.roster.tasks import ForgetImport, ImportRoster

UNDO_FOR = timedelta(days=7)


async def import_roster(uow: UnitOfWork, payload: ImportRoster, work: Work) -> None:
    """The task: applies a checked workbook in the one transaction that also ends it, and shows its progress beside it.

    A kill at any moment leaves the roster as it was, and the task comes again when its lease lapses.
    """
    await run_import(uow, Permit(by=payload.permitted_by, import_id=payload.import_id), work.progress)


async def run_import(uow: UnitOfWork, permit: Permit, progress: Progress, tried: Plan | None = None) -> None:
    """Applies a waiting import, whole, in this transaction. Done already: nothing happens, so it may be run again.

    The file is read again and compared with the current roster, which may have changed since the confirmation; not where this transaction
    `tried` it out.
    """
    import_id = permit.import_id
    uow.require(actions.ROSTER_IMPORT, Resource(org_id=uow.actor.org_id, kind="roster_import", resource_id=import_id))
    conn, org_id = uow.conn, uow.actor.org_id
    file = await queries.find_file(conn, org_id, import_id)
    if file is None:
        return
    # The person who applied it may have left, or be an administrator no more.
    permitted = await people.is_permitted(conn, permit)
    failure = await _apply(uow, permit, file, progress, tried) if permitted else "permit"
    if failure is not None:
        await queries.set_failed(conn, org_id, import_id, failure, uow.now)
    await people.end_permit(conn, permit)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)


async def _apply(
    uow: UnitOfWork, permit: Permit, file: ImportFile, progress: Progress, tried: Plan | None
) -> str | None:
    """Applies a file. Returns the code of the failure when it cannot be."""
    try:
        plan = tried or await _plan(uow, permit, file)
    except (FileRefused, Erased):
        return "file"
    except (RosterChanged, YearRefused, BarredChild):
        return "stale"
    if plan.changes is None:
        return "bad-rows"
    if not file.fresh or plan.preview != file.preview_sha256 or (plan.losses and not file.confirmed):
        return "changed"
    if refused := await _try_write(uow, permit, plan, progress):
        return refused
    await _set_done(uow, permit.import_id, file, plan)
    return None


async def _plan(uow: UnitOfWork, permit: Permit, file: ImportFile) -> Plan:
    if file.origin != "rollover":
        return await plans.plan_stored(uow, permit.import_id, file, permit.by)
    data = await keeping.open_stored(uow, keeping.place_of(permit.import_id), file.file_sealed)
    return await plan_year(uow, data, permit.by)


async def _try_write(uow: UnitOfWork, permit: Permit, plan: Plan, progress: Progress) -> str | None:
    """Writes everything, or nothing where a feature refuses the end of a part: then the code of the failure."""
    noted = len(uow.changes)
    try:
        async with attempt(uow.conn):
            await _write(uow, permit, plan, progress)
    except (parts.Refused, NumberMovedTwice, PhoneElsewhere, PhoneTaken) as refused:
        del uow.changes[noted:]
        return refused.slug
    return None


async def _write(uow: UnitOfWork, permit: Permit, plan: Plan, progress: Progress) -> None:
    if plan.loaded is None or plan.wanted is None or plan.changes is None:
        raise CannotApply
    await numbers.move(uow, permit, plan.moves, plan.phones)
    plan.loaded.unnumbered.difference_update(one.person for one in plan.moves)  # they have a number now
    writing = Writing(
        uow=uow,
        loaded=plan.loaded,
        wanted=plan.wanted,
        changes=plan.changes,
        phones=plan.phones,
        permit=permit,
        progress=progress,
    )
    await writing.run()
    classes = plan.loaded.class_ids
    await put_successors(uow.conn, uow.actor.org_id, [(classes[a], classes[b]) for a, b in plan.successors], uow.now)
    if plan.away is not None:
        await note_kept(uow, plan.loaded, plan.away)
    if plan.graduates_until is not None:
        await add_graduates_permit(uow.conn, uuid7(), plan.graduates_until, uow.now, permit)
    await daily.run_now(uow, await plans.kind_of(uow))  # a school's officers see a new roster today, not tomorrow


async def _set_done(uow: UnitOfWork, import_id: UUID, file: ImportFile, plan: Plan) -> None:
    """Only the latest import can be undone, and an undoing cannot: what undid the one before goes."""
    org_id, until = uow.actor.org_id, uow.now + UNDO_FOR
    await queries.forget_undo(uow.conn, org_id, uow.now)
    undo = None
    if file.origin != "undo" and plan.loaded and plan.changes and not rules.empty(plan.changes):
        back = write_undo(undo_of(plan.loaded.snapshot.now, plan.changes, plan.moves))
        undo = await keeping.seal_stored(uow, keeping.undo_of(import_id), back)
    await queries.set_done(uow.conn, org_id, import_id, plan.summary, undo, until if undo else None, uow.now)
    await tasks.enqueue(uow, ForgetImport.kind, str(import_id), ForgetImport(import_id=import_id), until)


async def forget_import(uow: UnitOfWork, payload: ForgetImport) -> None:
    """The task: erases what quotes people of an import that can no longer be undone."""
    uow.require_system()
    await queries.forget_import(uow.conn, uow.actor.org_id, payload.import_id, uow.now)
