"""Workbooks that leave: today's roster, and an upload with what is wrong beside each row. Each is recorded as an opening."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from api.core import access, audit, phone_numbers
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit_of_work import UnitOfWork
from api.roster import actions, keeping, plans, service
from api.roster.errors import UploadGone
from api.roster.files import oneroster, template
from api.roster.hiding import hidden_from
from api.roster.queries import imports as queries
from api.roster.queries.snapshot import find_name
from api.roster.queries.withheld import find_withheld
from api.roster.queries.words import list_words
from api.roster.refusals import BarredChild
from api.roster.rules import Reading as FileReading
from api.roster.rules.sheet_rows import digest_of, sheet_rows
from api.roster.snapshot import Loaded, known, load
from api.roster.uploads import DESK
from api.roster.values import SUPPORT
from schemas.roster.people.rows import ImportRow
from schemas.roster.rows import BadRow, Roster, WordKind


async def export_roster(uow: UnitOfWork) -> bytes:
    """Everybody who is here today, as the workbook that imports again. Raises StepUpNeeded: it lists every phone number."""
    uow.require(actions.ROSTER_EXPORT, Resource(org_id=uow.actor.org_id, kind="roster"))
    access.check_assurance(uow.actor)
    kind, loaded = await plans.kind_of(uow), await load(uow, Roster())
    phones, hidden = await _open_phones(uow, loaded), hidden_from(loaded, uow.actor.account_id)
    await audit.record_access(uow, uuid7(), "roster_export")
    now = loaded.snapshot.now
    rows, left_out = sheet_rows(hidden.shown(now), phones), hidden.left_out(now)
    return await asyncio.to_thread(template.workbook, kind, rows, left_out)


async def export_oneroster(uow: UnitOfWork) -> bytes:
    """The same people as a OneRoster 1.2 set, without addresses and needs for support. Raises StepUpNeeded."""
    uow.require(actions.ROSTER_EXPORT, Resource(org_id=uow.actor.org_id, kind="roster"))
    access.check_assurance(uow.actor)
    kind, loaded = await plans.kind_of(uow), await load(uow, Roster())
    school = oneroster.School(
        org_id=uow.actor.org_id,
        name=await find_name(uow.conn, uow.actor.org_id),
        kind=kind,
        class_ids=loaded.class_ids,
        accounts=loaded.accounts,
    )
    phones = await _open_phones(uow, loaded)
    await audit.record_access(uow, uuid7(), "roster_export")
    now = hidden_from(loaded, uow.actor.account_id).shown(loaded.snapshot.now)
    return await asyncio.to_thread(oneroster.write, now, school, phones)


NOT_IN_ONEROSTER = frozenset({"家庭住址", "经度", "纬度", *SUPPORT.values()})
"""Columns of the workbook that a OneRoster set has no place for."""


async def digests(uow: UnitOfWork) -> tuple[str, str]:
    """What the workbook moves, and what a OneRoster set moves, each as one digest: for the operator, to compare two installations."""
    uow.require_system()
    loaded = await load(uow, Roster())
    rows = sheet_rows(loaded.snapshot.now, await _open_phones(uow, loaded))
    return digest_of(rows), digest_of(rows, NOT_IN_ONEROSTER)


async def _open_phones(uow: UnitOfWork, loaded: Loaded) -> dict[str, str]:
    """What today's people sign in by, a phone number or a mail address, by the key that stands for the person in a snapshot."""
    now, accounts = loaded.snapshot.now, loaded.accounts
    persons = {accounts[person]: person for person in [*now.guardians, *now.staff]}
    phones = await phone_numbers.open_logins(uow, list(persons))
    return {persons[account_id]: phone for account_id, phone in phones.items()}


async def export_faults(uow: UnitOfWork, import_id: UUID) -> bytes:
    """An upload with a column 问题 beside each wrong row. Raises NotFound, StepUpNeeded, BarredChild, UploadGone, Erased.

    It is checked again, since an import lists a part of its faults only.
    """
    uow.require(actions.ROSTER_IMPORT, Resource(org_id=uow.actor.org_id, kind="roster_import", resource_id=import_id))
    access.check_assurance(uow.actor)
    row = await queries.find_import(uow.conn, uow.actor.org_id, import_id)
    if row is None:
        raise NotFound
    if (await find_withheld(uow.conn, uow.actor)).numbers and not service.wrote(uow, row):
        raise BarredChild  # it may hold whatever somebody else knows of the child's family
    stored = await queries.find_upload(uow.conn, uow.actor.org_id, import_id)
    if stored is None:
        raise UploadGone
    await audit.record_access(uow, import_id, "roster_upload")
    data = await keeping.open_stored(uow, keeping.place_of(import_id), stored.file_sealed)
    reading, today = await _reading(uow, row), await known(uow, uow.actor.account_id)
    beside = _beside_the_rows((await keeping.find_findings(uow, row)).bad_rows)
    return await DESK.mark(data, await plans.kind_of(uow), today, reading, beside, uow.actor.language)


async def _reading(uow: UnitOfWork, row: ImportRow) -> FileReading:
    words = await list_words(uow.conn, uow.actor.org_id)
    own: dict[tuple[WordKind, str], str] = {(word.kind, word.word): word.meaning for word in words}
    return FileReading(covers=row.covers, school_year=row.school_year, own=own)


def _beside_the_rows(bad_rows: Iterable[BadRow]) -> list[BadRow]:
    """What the comparison with today's roster has found, which no row of the file shows by itself."""
    return [bad for bad in bad_rows if bad.row == 0]
