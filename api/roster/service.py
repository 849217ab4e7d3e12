"""Imports: a file is tried out, told about, and applied when somebody says so."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import msgspec

from api.core import access, daily, tasks
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.tasks import Work
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Erased
from api.roster import actions, rules
from api.roster.columns import OrgKind
from api.roster.errors import CannotApply, ConfirmLeavers, FileRefused, ImportRunning
from api.roster.files import template
from api.roster.queries import imports as queries
from api.roster.queries import people
from api.roster.queries.imports import ImportNew
from api.roster.queries.people import Permit
from api.roster.queries.snapshot import find_kind
from api.roster.rules import Checked
from api.roster.snapshot import Loaded, home_place, keyed, known, load
from api.roster.uploads import DESK
from api.roster.wire import listed, to_wire
from api.roster.writing import Progress, Writing, no_progress
from schemas.roster.people.rows import ImportFile, ImportRow
from schemas.roster.rows import BadRow, Changes, Roster
from schemas.roster.tasks import ImportRoster
from schemas.roster.wire import RosterApply, RosterImport, RosterImportListed


async def get_template(uow: Reading) -> bytes:
    """The empty workbook for this organisation. Raises NotFound when it is closed."""
    _require(uow)
    return template.template(await _kind(uow))


async def list_imports(uow: Reading, before: UUID | None, limit: int) -> list[RosterImportListed]:
    """Imports of this organisation, newest first."""
    _require(uow)
    return [listed(row) for row in await queries.list_imports(uow.conn, uow.actor.org_id, before, limit)]


async def get_import(uow: Reading, import_id: UUID) -> RosterImport:
    """One import with its bad rows and progress. Raises NotFound."""
    _require(uow, import_id)
    row = await queries.find_import(uow.conn, uow.actor.org_id, import_id)
    if row is None:
        raise NotFound
    return to_wire(row, await _faults(uow, row), uow.actor.language)


async def add_import(uow: UnitOfWork, file_name: str, data: bytes, new_id: UUID | None = None) -> RosterImport:
    """Tries a file out: what is wrong with it, or what it would change. Nothing changes yet. Raises FileRefused."""
    _require(uow)
    org_id, import_id = uow.actor.org_id, new_id or uuid7()
    plan = await _plan(uow, file_name, data, wait=uow.actor.system)
    file = plan.changes is not None and not rules.empty(plan.changes)
    new = ImportNew(
        import_id=import_id,
        uploaded_by=uow.actor.account_id,
        file_name=file_name[:200],
        file_sealed=await _seal(uow, _place(import_id), data) if file else None,
        file_size=len(data),
        file_sha256=hashlib.sha256(data).digest(),
        counts=msgspec.json.encode(plan.checked.counts),
        faults_sealed=await _seal(uow, _faults_place(import_id), msgspec.json.encode(plan.bad_rows)),
        bad_count=plan.bad_count,
        changes=_summary(plan),
        needs_confirmation=plan.needs_confirmation,
    )
    await queries.add_import(uow.conn, org_id, new, uow.now)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)
    return await get_import(uow, import_id)


async def apply_import(uow: UnitOfWork, import_id: UUID, apply: RosterApply, token_hash: bytes) -> RosterImport:
    """Says yes: the worker applies the file. Raises NotFound, StepUpNeeded, CannotApply, ConfirmLeavers, ImportRunning."""
    before = await get_import(uow, import_id)
    # A list of people gives rights: a person who only holds an administrator's phone number appoints nobody.
    access.check_assurance(uow.actor)
    if before.needs_confirmation and before.can_apply and not apply.confirm_leavers:
        raise ConfirmLeavers
    conn, org_id = uow.conn, uow.actor.org_id
    await queries.settle_imports(conn, org_id, uow.now)
    try:
        if not await queries.set_waiting(conn, org_id, import_id, confirmed=apply.confirm_leavers, now=uow.now):
            raise CannotApply
    except asyncpg.UniqueViolationError as error:
        raise ImportRunning from error
    await people.add_permit(conn, uow.actor.account_id, token_hash, import_id, uow.now)
    payload = ImportRoster(import_id=import_id, permitted_by=uow.actor.account_id)
    await tasks.enqueue(uow, ImportRoster.kind, str(import_id), payload, uow.now)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)
    return await get_import(uow, import_id)


async def import_roster(uow: UnitOfWork, payload: ImportRoster, work: Work) -> None:
    """The task: applies a checked workbook in the one transaction that also ends it, and shows its progress beside it.

    A kill at any moment leaves the roster as it was, and the task comes again when its lease lapses.
    """
    await run_import(uow, Permit(by=payload.permitted_by, import_id=payload.import_id), work.progress)


async def run_import(uow: UnitOfWork, permit: Permit, progress: Progress) -> None:
    """Applies a waiting import, whole, in this transaction. Done already: nothing happens, so it may be run again.

    The file is read again and compared with the current roster, which may have changed since the confirmation.
    """
    import_id = permit.import_id
    _require(uow, import_id)
    conn, org_id = uow.conn, uow.actor.org_id
    file = await queries.find_file(conn, org_id, import_id)
    if file is None:
        return
    permitted = await people.is_permitted(
        conn, permit
    )  # the person who applied it may have left, or be an administrator no more
    failure = await _apply(uow, permit, file, progress) if permitted else "permit"
    if failure is not None:
        await queries.set_failed(conn, org_id, import_id, failure, uow.now)
    await people.end_permit(conn, permit)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)


async def _apply(uow: UnitOfWork, permit: Permit, file: ImportFile, progress: Progress) -> str | None:
    """Applies a file. Returns the code of the failure when it cannot be."""
    org_id, place = uow.actor.org_id, _place(permit.import_id)
    try:
        data = (await uow.vault.open_fields(org_id, {place: file.file_sealed}))[place]
        plan = await _plan(uow, file.file_name, data, wait=True)
    except (FileRefused, Erased):
        return "file"
    if plan.changes is None:
        return "bad-rows"
    if plan.needs_confirmation and not file.confirmed:
        return "leavers"
    await _write(uow, permit, plan, progress)
    await queries.set_done(uow.conn, org_id, permit.import_id, _summary(plan), uow.now)
    return None


async def open_home(uow: Reading, student_id: UUID, sealed: bytes) -> bytes:
    """A student's home as JSON, for a feature that has required its own action. Raises Erased."""
    place = home_place(student_id)
    return (await uow.vault.open_fields(uow.actor.org_id, {place: sealed}))[place]


async def import_now(
    uow: UnitOfWork, permit: Permit, file_name: str, data: bytes, *, confirm_leavers: bool
) -> RosterImport:
    """Tries a file out and applies it at once, without a task: for the command line. Raises FileRefused, ConfirmLeavers.

    With bad rows nothing is applied; they are in the answer.
    """
    tried = await add_import(uow, file_name, data, permit.import_id)
    if not tried.can_apply:
        return tried
    if tried.needs_confirmation and not confirm_leavers:
        raise ConfirmLeavers
    await queries.set_waiting(uow.conn, uow.actor.org_id, tried.import_id, confirmed=confirm_leavers, now=uow.now)
    await run_import(uow, permit, no_progress)
    return await get_import(uow, tried.import_id)


@dataclass(slots=True, kw_only=True)
class _Plan:
    """A file compared with the current roster. Without `changes` it cannot be applied: see `bad_rows`."""

    checked: Checked
    bad_rows: list[BadRow]
    bad_count: int
    loaded: Loaded | None = None
    wanted: Roster | None = None
    changes: Changes | None = None
    phones: dict[str, str] | None = None
    needs_confirmation: bool = False


async def _plan(uow: UnitOfWork, file_name: str, data: bytes, *, wait: bool) -> _Plan:
    checked = await DESK.check(data, file_name, await _kind(uow), await known(uow), wait=wait)
    plan = _Plan(checked=checked, bad_rows=checked.bad_rows, bad_count=checked.bad_count)
    if checked.roster is None:
        return plan
    wanted, plan.phones = keyed(uow.sealer, checked.roster)
    plan.loaded = await load(uow, wanted)
    plan.wanted = rules.complete(plan.loaded.snapshot, wanted, checked.given)
    plan.bad_rows = rules.stranded(plan.wanted)
    plan.bad_count = len(plan.bad_rows)
    if not plan.bad_rows:
        plan.changes = rules.diff(plan.loaded.snapshot, plan.wanted)
        plan.needs_confirmation = rules.needs_confirmation(plan.loaded.snapshot, plan.changes)
    return plan


async def _write(uow: UnitOfWork, permit: Permit, plan: _Plan, progress: Progress) -> None:
    if plan.loaded is None or plan.wanted is None or plan.changes is None or plan.phones is None:
        raise CannotApply
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
    await daily.run_now(uow, await _kind(uow))  # a school's officers see a new roster today, not tomorrow


def _summary(plan: _Plan) -> bytes:
    return msgspec.json.encode(None if plan.changes is None else rules.summary(plan.changes))


async def _kind(uow: Reading) -> OrgKind:
    kind = await find_kind(uow.conn, uow.actor.org_id)
    if kind is None:
        raise NotFound
    return kind


async def _seal(uow: Reading, place: str, data: bytes) -> bytes:
    return (await uow.vault.seal_fields(uow.actor.org_id, {place: data}))[place]


async def _faults(uow: Reading, row: ImportRow) -> list[BadRow]:
    """What is wrong with a file: it quotes the file, so it is sealed like it."""
    if row.faults_sealed is None:
        return []
    place = _faults_place(row.import_id)
    opened = await uow.vault.open_fields(uow.actor.org_id, {place: row.faults_sealed})
    return msgspec.json.decode(opened[place], type=list[BadRow])


def _place(import_id: UUID) -> str:
    return f"roster_import:{import_id}"


def _faults_place(import_id: UUID) -> str:
    return f"roster_faults:{import_id}"


def _require(uow: Reading, import_id: UUID | None = None) -> None:
    uow.require(actions.ROSTER_IMPORT, Resource(org_id=uow.actor.org_id, kind="roster_import", resource_id=import_id))
