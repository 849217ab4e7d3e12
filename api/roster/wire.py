"""Imports on the wire: rows of the database, and the state of their task, in the reader's language."""

from datetime import datetime

import msgspec

from api.roster.sentences import failure, show
from api.roster.values import ROLES, SUPPORT, SUPPORT_EN
from schemas.roster.people.rows import ImportListRow, ImportRow, StoredImport
from schemas.roster.rows import Findings, Loss
from schemas.roster.wire import ChangeSummary, Counts, ImportState, LossShown, RosterImport, RosterImportListed


def to_wire(row: ImportRow, findings: Findings, language: str, now: datetime) -> RosterImport:
    """One import for a reader of this language."""
    state = _state(row.state, row.task_state)
    code = row.failure or ("worker" if state == "failed" else None)
    done, total = (row.progress_done or 0, row.progress_total or 0) if state == "running" else (0, 0)
    return RosterImport(
        import_id=row.import_id,
        file_name=row.file_name,
        file_size=row.file_size,
        origin=row.origin,
        covers=row.covers,
        state=state,
        counts=msgspec.json.decode(row.counts, type=Counts),
        changes=msgspec.json.decode(row.changes, type=ChangeSummary | None),
        bad_rows=[show(bad, language) for bad in findings.bad_rows],
        bad_row_count=row.bad_count,
        losses=[_lost(loss, language) for loss in findings.losses],
        loss_count=findings.loss_count,
        needs_confirmation=row.needs_confirmation,
        can_apply=state == "checked" and row.applicable,
        progress_done=done,
        progress_total=total,
        undo_until=row.undo_until if row.undo_until and row.undo_until > now else None,
        failure=failure(code, language) if code else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _lost(loss: Loss, language: str) -> LossShown:
    detail = loss.detail
    if loss.kind == "support":
        detail = (SUPPORT_EN if language == "en" else SUPPORT).get(detail, detail)
    elif loss.kind == "role" and language != "en":
        detail = next((word for word, code in ROLES.items() if code == detail), detail)
    return LossShown(kind=loss.kind, number=loss.number, name=loss.name, detail=detail)


def listed(row: ImportListRow) -> RosterImportListed:
    """One import of the list."""
    return RosterImportListed(
        import_id=row.import_id,
        file_name=row.file_name,
        file_size=row.file_size,
        origin=row.origin,
        state=_state(row.state, row.task_state),
        counts=msgspec.json.decode(row.counts, type=Counts),
        bad_row_count=row.bad_count,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _state(state: StoredImport, task: str | None) -> ImportState:
    """A waiting import whose task a worker runs is running; one whose task was given up has failed."""
    if state != "waiting":
        return state
    if task == "handed":
        return "running"
    return "failed" if task in {"failed", "cancelled"} else "waiting"
