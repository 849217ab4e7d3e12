"""The roster read from a school's WeCom: asked for by an administrator, read by the worker, then checked as a file is."""

import zlib
from uuid import UUID

import msgspec

from api.core import access, phones, tasks
from api.core.db import uuid7
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster import actions, keeping, plans
from api.roster import service as imports
from api.roster.errors import NoWecom
from api.roster.files.tables import Upload
from api.roster.queries.imports import set_reading
from api.roster.queries.withheld import find_withheld
from api.roster.service import ImportFileNew
from api.roster.snapshot import load, person_key
from api.roster.trying import try_out
from api.roster.wecom import queries, rules
from schemas.roster.rows import Roster, RosterGuardian
from schemas.roster.tasks import ReadWecom
from schemas.roster.wecom import Directory
from schemas.roster.wire import Counts, RosterImport, RosterSources

NAME = "WeCom"
NOBODY_YET = Counts(classes=0, students=0, guardians=0, staff=0, students_without_guardian=0)


async def get_sources(uow: Reading) -> RosterSources:
    """Where the roster can be read from besides a file, and how many students its files leave out for the reader."""
    imports.require(uow)
    hidden = await find_withheld(uow.conn, uow.actor)
    return RosterSources(wecom=await _has_application(uow), left_out=len(hidden.numbers))


async def add_reading(uow: UnitOfWork) -> RosterImport:
    """Has the worker read the directory. Nothing of the roster changes. Raises StepUpNeeded, NoWecom."""
    imports.require(uow)
    # It brings phone numbers of parents from elsewhere.
    access.check_assurance(uow.actor)
    if not await _has_application(uow):
        raise NoWecom
    import_id, by, counts = uuid7(), uow.actor.account_id, msgspec.json.encode(NOBODY_YET)
    await queries.add_reading(uow.conn, uow.actor.org_id, import_id, by, NAME, counts, uow.now)
    await tasks.enqueue(uow, ReadWecom.kind, str(import_id), ReadWecom(import_id=import_id), uow.now)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)
    return await imports.get_import(uow, import_id)


async def is_wanted(uow: Reading, import_id: UUID) -> bool:
    """Whether nothing has replaced this reading. For the worker alone."""
    uow.require_system()
    return await queries.is_reading(uow.conn, uow.actor.org_id, import_id)


async def set_read(uow: UnitOfWork, import_id: UUID, directory: Directory) -> None:
    """Checks what was read, as a file is checked. For the worker alone. Nothing happens when another list has replaced it."""
    uow.require_system()
    if rules.is_too_large(directory):
        await set_not_read(uow, import_id, "wecom-large")
        return
    data = zlib.compress(msgspec.json.encode(await _to_upload(uow, directory)), 1)
    by = await queries.get_uploader(uow.conn, uow.actor.org_id, import_id)
    plan = await plans.plan_file(uow, None, data, None, None, wait=True, by=by)
    await try_out(uow, plan)
    sealed = await keeping.seal_stored(uow, keeping.place_of(import_id), plan.kept)
    row = await imports.to_row(uow, import_id, plan, ImportFileNew(name=NAME, origin="wecom", sealed=sealed, data=data))
    org_id, size = uow.actor.org_id, row.file_size
    if not await queries.set_read(uow.conn, org_id, import_id, sealed, size, row.file_sha256, uow.now):
        return
    await set_reading(uow.conn, org_id, row, uow.now)
    uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)


async def set_not_read(uow: UnitOfWork, import_id: UUID, failure: str) -> None:
    """Says why the directory was not read. For the worker alone. `failure`: a code of `outcomes`."""
    uow.require_system()
    if await queries.set_not_read(uow.conn, uow.actor.org_id, import_id, failure, uow.now):
        uow.changed(actions.ROSTER_IMPORT, "roster_import", import_id)


async def _has_application(uow: Reading) -> bool:
    known = any(app.org_id == uow.actor.org_id for app in uow.config.wecom)
    return await plans.kind_of(uow) == "school" and known


async def _to_upload(uow: UnitOfWork, directory: Directory) -> Upload:
    def person_of(mobile: str) -> str | None:
        number = phones.find_number(mobile)
        return person_key(uow.sealer, uow.actor.org_id, number) if number else None

    listed = {person_of(parent.mobile) for student in directory.students for parent in student.parents} - {None}
    named = {key: RosterGuardian(person=key, name="", email="") for key in listed if key}
    return rules.to_upload(directory, (await load(uow, Roster(guardians=named))).snapshot, person_of)
