"""Imports: a file is tried out, told about, and applied when somebody says so."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import msgspec

from api.core import access, tasks
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster import actions, keeping, numbers, plans
from api.roster import settling as words
from api.roster.applying import run_import
from api.roster.errors import CannotApply, CannotUndo, ConfirmLosses, ImportRunning, ImportStale
from api.roster.files import template
from api.roster.hiding import withhold, withhold_loss
from api.roster.plans import Plan
from api.roster.queries import imports as queries
from api.roster.queries import people
from api.roster.queries.imports import ImportNew
from api.roster.queries.people import Permit
from api.roster.queries.withheld import find_withheld
from api.roster.queries.words import set_words
from api.roster.snapshot import home_place
from api.roster.trying import try_out
from api.roster.wire import listed, show_loss, to_wire
from api.roster.writing import no_progress
from schemas.roster.people.rows import ImportRow
from schemas.roster.rows import Covers
from schemas.roster.tasks import ImportRoster
from schemas.roster.wire import ImportOrigin, LossShown, RosterApply, RosterImport, RosterImportListed, RosterReading


async def get_template(uow: Reading) -> bytes:
    """The empty workbook for this organisation. Raises NotFound when it is closed."""
    require(uow)
    return template.template(await plans.kind_of(uow))


async def list_imports(uow: Reading, before: UUID | None, limit: int) -> list[RosterImportListed]:
    """Imports of this organisation, newest first."""
    require(uow)
    return [listed(row) for row in await queries.list_imports(uow.conn, uow.actor.org_id, before, limit)]


async def get_import(uow: Reading, import_id: UUID) -> RosterImport:
    """One import with its bad rows and progress. Raises NotFound."""
    require(uow, import_id)
    row = await queries.find_import(uow.conn, uow.actor.org_id, import_id)
    if row is None:
        raise NotFound
    own = wrote(uow, row)
    findings = withhold(await keeping.find_findings(uow, row), await find_withheld(uow.conn, uow.actor), own=own)
    return to_wire(row, findings, uow.actor.language, uow.now)


def wrote(uow: Reading, row: ImportRow) -> bool:
    """Whether all that an import quotes came from the actor."""
    return row.uploaded_by == uow.actor.account_id and row.origin in {"file", "rollover"}


async def add_import(uow: UnitOfWork, file_name: str, data: bytes, covers: Covers | None = None) -> RosterImport:
    """Tries a file out: what is wrong with it, or what it would change. Nothing changes yet. Raises FileRefused."""
    plan = await _try_file(uow, file_name, data, covers)
    return await add_plan(uow, uuid7(), plan, file_name, "file", data)


async def _try_file(uow: UnitOfWork, file_name: str, data: bytes, covers: Covers | None) -> Plan:
    require(uow)
    plan = await plans.plan_file(uow, file_name, data, covers, None, wait=uow.actor.system, by=uow.actor.account_id)
    await try_out(uow, plan)
    return plan


async def undo_import(uow: UnitOfWork, import_id: UUID) -> RosterImport:
    """Tries out what undoing the latest import would change: an import of its own, to be applied as any. Raises NotFound, CannotUndo."""
    before = await get_import(uow, import_id)
    sealed = await queries.find_undo(uow.conn, uow.actor.org_id, import_id, uow.now)
    if sealed is None:
        raise CannotUndo
    data = await keeping.open_stored(uow, keeping.undo_of(import_id), sealed)
    plan = await plans.plan_undo(uow, data, uow.actor.account_id)
    plan.undoes = import_id
    await try_out(uow, plan)
    return await add_plan(uow, uuid7(), plan, before.file_name, "undo", data)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFileNew:
    """A file as it came, and what is stored of it."""

    name: str
    origin: ImportOrigin
    sealed: bytes | None
    data: bytes


async def to_row(uow: UnitOfWork, import_id: UUID, plan: Plan, file: ImportFileNew) -> ImportNew:
    """What is stored of a plan."""
    findings = msgspec.json.encode(plan.findings)
    return ImportNew(
        import_id=import_id,
        uploaded_by=uow.actor.account_id,
        file_name=file.name[:200],
        file_sealed=file.sealed,
        file_size=len(file.data),
        file_sha256=hashlib.sha256(file.data).digest(),
        origin=file.origin,
        covers=plan.covers,
        school_year=plan.school_year,
        counts=msgspec.json.encode(plan.counts),
        findings_sealed=await keeping.seal_stored(uow, keeping.findings_of(import_id), findings),
        bad_count=plan.bad_count,
        changes=plan.summary,
        needs_confirmation=bool(plan.losses or plan.touched),
        applicable=plan.applicable,
        losses_sealed=await keeping.seal_losses(uow, import_id, plan.losses),
        compared_with=plan.compared_with,
        preview_sha256=plan.preview,
        undoes=plan.undoes,
    )


async def add_plan(
    uow: UnitOfWork, import_id: UUID, plan: Plan, file_name: str, origin: ImportOrigin, data: bytes
) -> RosterImport:
    """Keeps what was tried out, to be applied by a yes. It replaces what was tried before."""
    sealed = (
        await keeping.seal_stored(uow, keeping.place_of(import_id), plan.kept)
        if plan.checked or plan.applicable
        else None
    )
    new = await to_row(uow, import_id, plan, ImportFileNew(name=file_name, origin=origin, sealed=sealed, data=data))
    await queries.add_import(uow.conn, uow.actor.org_id, new, uow.now)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)
    return await get_import(uow, import_id)


async def read_import(uow: UnitOfWork, import_id: UUID, reading: RosterReading) -> RosterImport:
    """Reads an upload again as a person says, and remembers the words. Raises NotFound, CannotApply, NoSuchMeaning."""
    before = await get_import(uow, import_id)
    conn, org_id = uow.conn, uow.actor.org_id
    stored = await queries.find_upload(conn, org_id, import_id)
    if stored is None:
        raise CannotApply
    answers = numbers.answered(before.numbers, reading.numbers)
    words.check(reading.words, before, await plans.kind_of(uow))
    await set_words(conn, org_id, [words.settled(word) for word in reading.words], uow.now)
    data = await keeping.open_stored(uow, keeping.place_of(import_id), stored.file_sealed)
    covers, year, by = reading.covers, reading.school_year, uow.actor.account_id
    plan = await plans.plan_file(uow, None, data, covers, year, wait=False, by=by, answers=answers)
    await try_out(uow, plan)
    file = ImportFileNew(name=stored.file_name, origin="file", sealed=stored.file_sealed, data=data)
    await queries.set_reading(conn, org_id, await to_row(uow, import_id, plan, file), uow.now)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)
    return await get_import(uow, import_id)


async def list_losses(uow: Reading, import_id: UUID, start: int, limit: int | None) -> list[LossShown]:
    """What an import would end or remove, or did, from a place in the list. Raises NotFound."""
    await get_import(uow, import_id)
    sealed = await queries.find_losses(uow.conn, uow.actor.org_id, import_id)
    lost, withheld = await keeping.open_losses(uow, import_id, sealed), await find_withheld(uow.conn, uow.actor)
    return [
        show_loss(withhold_loss(loss, withheld), uow.actor.language)
        for loss in lost[start : None if limit is None else start + limit]
    ]


async def apply_import(
    uow: UnitOfWork, import_id: UUID, version: int, apply: RosterApply, token_hash: bytes
) -> RosterImport:
    """Says yes to what this version would change: the worker applies it.

    Raises NotFound, StepUpNeeded, Stale, CannotApply, ImportStale, ConfirmLosses, ImportRunning.
    """
    before = await get_import(uow, import_id)
    # A list of people gives rights: a person who only holds an administrator's phone number appoints nobody.
    access.check_assurance(uow.actor)
    check_version(before.version, version)
    if before.stale:
        raise ImportStale
    if before.needs_confirmation and before.can_apply and not apply.confirm_losses:
        raise ConfirmLosses
    conn, org_id = uow.conn, uow.actor.org_id
    await queries.settle_imports(conn, org_id, uow.now)
    try:
        if not await queries.set_waiting(conn, org_id, import_id, version, confirmed=apply.confirm_losses, now=uow.now):
            raise CannotApply
    except asyncpg.UniqueViolationError as error:
        raise ImportRunning from error
    await people.add_permit(conn, uow.actor.account_id, token_hash, import_id, uow.now)
    payload = ImportRoster(import_id=import_id, permitted_by=uow.actor.account_id)
    await tasks.enqueue(uow, ImportRoster.kind, str(import_id), payload, uow.now)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)
    return await get_import(uow, import_id)


async def open_home(uow: Reading, student_id: UUID, sealed: bytes) -> bytes:
    """A student's home as JSON, for a feature that has required its own action. Raises Erased."""
    place = home_place(student_id)
    return (await uow.vault.open_fields(uow.actor.org_id, {place: sealed}))[place]


async def open_homes(uow: Reading, sealed: Mapping[UUID, bytes]) -> dict[UUID, bytes]:
    """Homes of several students as JSON, for a feature that has required its own action. Raises Erased."""
    places = {home_place(student): home for student, home in sealed.items()}
    opened = await uow.vault.open_fields(uow.actor.org_id, places) if places else {}
    return {student: opened[home_place(student)] for student in sealed}


async def import_now(
    uow: UnitOfWork, permit: Permit, file_name: str, data: bytes, covers: Covers | None, *, confirm_losses: bool
) -> RosterImport:
    """Tries a file out and applies it at once, without a task: for the command line. Raises FileRefused, ConfirmLosses.

    With bad rows nothing is applied; they are in the answer.
    """
    plan = await _try_file(uow, file_name, data, covers)
    tried = await add_plan(uow, permit.import_id, plan, file_name, "file", data)
    if not tried.can_apply:
        return tried
    if tried.needs_confirmation and not confirm_losses:
        raise ConfirmLosses
    await queries.set_waiting(
        uow.conn, uow.actor.org_id, tried.import_id, tried.version, confirmed=confirm_losses, now=uow.now
    )
    await run_import(uow, permit, no_progress, plan)
    return await get_import(uow, tried.import_id)


def require(uow: Reading, import_id: UUID | None = None) -> None:
    """Opens every operation with imports. Raises Forbidden, NotFound or Unauthenticated."""
    uow.require(actions.ROSTER_IMPORT, Resource(org_id=uow.actor.org_id, kind="roster_import", resource_id=import_id))
