"""What was written of a visit (V6): accounts of several colleagues and corrections stand side by side, sealed; nothing is overwritten."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from api.core import drafts
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Grant, Purpose
from api.visits import actions
from api.visits.alerts import service as alerts
from api.visits.errors import RecordClosed, RecordFull, wrong
from api.visits.records import queries, rules
from api.visits.records.service import check_begun, lock_visit, read_visit
from api.visits.visits import queries as visit_queries
from api.visits.visits import said
from api.visits.visits.service import get_visit
from schemas.visits.rows import RecordRow, VisitRow
from schemas.visits.wire import RecordNew, Visit, VisitRecord, VisitVersion


async def add_record(uow: UnitOfWork, visit_id: UUID, new: RecordNew, version: int) -> Visit:
    """Somebody of the team writes down a visit. When a colleague did before, both accounts stand, and `version` does not matter.

    Raises NotFound, Stale, Invalid, VisitClosed, VisitNotConfirmed, VisitNotBegun, RecordClosed, RecordFull.
    """
    row = await lock_visit(uow, actions.VISIT_RECORD, visit_id)
    first = row.note_id is None
    if first:
        check_begun(uow, row, version)
    else:
        await _check_room(uow, row)
    note_id = await _write(uow, row, new, None, rules.NOTHING_BEFORE)
    await drafts.remove_own(uow, "visit_record", visit_id)
    if first:
        await visit_queries.set_visit(uow.conn, rules.recorded(row, note_id, uow.actor.account_id), uow.now)
        await alerts.end(uow, row)
    uow.changed(actions.VISIT_RECORD, "visit", visit_id)
    return await get_visit(uow, visit_id)


async def correct_record(uow: UnitOfWork, visit_id: UUID, record_id: UUID, new: RecordNew) -> VisitVersion:
    """Adds a version that corrects another one, which stays. Two that correct the same one at once both stand.

    Raises NotFound, StepUpNeeded, Erased, Invalid, RecordClosed, RecordFull.
    """
    row = await lock_visit(uow, actions.VISIT_RECORD_CORRECT, visit_id)
    versions = await _check_room(uow, row)
    if record_id not in {v.record_id for v in versions}:
        raise NotFound
    before = await _open(uow, row, record_id)
    corrected_id = await _write(uow, row, new, record_id, {f.follow_up_id: f.due_on for f in before.follow_ups})
    # Where a colleague corrected the same version, their follow-ups stand as well.
    if all(v.corrects != record_id for v in versions):
        await queries.remove_follow_ups(uow.conn, row.org_id, visit_id, rules.dropped(before, new))
    await drafts.remove_own(uow, "visit_correction", record_id)
    uow.changed(actions.VISIT_RECORD_CORRECT, "visit_record", corrected_id)
    return await get_version(uow, visit_id, corrected_id)


async def list_versions(uow: Reading, visit_id: UUID) -> list[VisitVersion]:
    """By whom and when a visit was written down and corrected, the oldest first; no text. Raises NotFound."""
    row = await read_visit(uow, actions.VISIT_RECORD_READ, visit_id)
    return rules.versions(await queries.list_records(uow.conn, row.org_id, visit_id))


async def get_version(uow: Reading, visit_id: UUID, record_id: UUID) -> VisitVersion:
    """One of them, for a repeated request. Raises NotFound."""
    for version in await list_versions(uow, visit_id):
        if version.record_id == record_id:
            return version
    raise NotFound


async def get_record(uow: UnitOfWork, visit_id: UUID, record_id: UUID | None = None) -> VisitRecord:
    """A version's text, by default the first account's as corrected last; the look is audited (P2).

    Raises NotFound, StepUpNeeded, Erased.
    """
    row = await read_visit(uow, actions.VISIT_RECORD_READ, visit_id)
    versions = await queries.list_records(uow.conn, row.org_id, visit_id)
    wanted = record_id or rules.newest_of_first(versions)
    if wanted is None or wanted not in {v.record_id for v in versions}:
        raise NotFound
    return rules.opened(await _open(uow, row, wanted), wanted)


async def _check_room(uow: Reading, row: VisitRow) -> list[RecordRow]:
    """The versions so far, when another may be added. Raises NotFound, RecordClosed, RecordFull."""
    versions = await queries.list_records(uow.conn, row.org_id, row.visit_id)
    if not versions:
        raise NotFound
    if row.updated_at + rules.RECORD_KEPT <= uow.now:
        raise RecordClosed
    if len(versions) >= rules.MOST_RECORDS:
        raise RecordFull
    return versions


async def _write(
    uow: UnitOfWork, row: VisitRow, new: RecordNew, corrects: UUID | None, before: Mapping[UUID, date]
) -> UUID:
    if said.is_wrong(new.said_at, uow.now):
        raise wrong(uow, "$.saidAt", "not-now")
    at = said.when(new.said_at, uow.now)
    if found := rules.wrong_record(new, local_day(at, row.time_zone), before):
        raise wrong(uow, *found)
    ids, by = [f.follow_up_id or uuid7() for f in new.follow_ups], uow.actor.account_id
    text = msgspec.json.encode(rules.kept(new, ids, by, at)).decode()
    record_id = await uow.vault.seal(uow, "visit_note", text, [row.student_id], [])
    await queries.add_record(
        uow.conn, row.org_id, row.visit_id, record_id, corrects, by, uow.now, at if new.said_at else None
    )
    await _add_follow_ups(uow, row, new, ids)
    return record_id


async def _add_follow_ups(uow: UnitOfWork, row: VisitRow, new: RecordNew, ids: list[UUID]) -> None:
    """Beside the record, for those who do it: sealed by the organisation's key, so that a run sheet can tell it."""
    texts = {rules.place(i): f.text.encode() for i, f in zip(ids, new.follow_ups, strict=True)}
    sealed = await uow.vault.seal_fields(row.org_id, texts) if texts else {}
    due_on, in_order = [f.due_on for f in new.follow_ups], [sealed[rules.place(i)] for i in ids]
    await queries.add_follow_ups(uow.conn, row.org_id, row.visit_id, ids, due_on, in_order, uow.now)


async def _open(uow: UnitOfWork, row: VisitRow, record_id: UUID) -> rules.Kept:
    """The text, by the reader's right of this moment: whose part ended since the visit has no way here."""
    reader = uow.actor.account_id
    purpose: Purpose = "author" if reader in row.team_ids else "class_teacher"
    grant = Grant(account_id=reader, purpose=purpose, until=row.updated_at + rules.RECORD_KEPT)
    await uow.vault.grant(uow, record_id, [grant])
    return msgspec.json.decode(await uow.vault.open(uow, record_id), type=rules.Kept)
