"""Imports on the wire: rows of the database, and the state of their task, in the reader's language."""

import msgspec

from api.roster.sentences import failure, show
from schemas.roster.people.rows import ImportListRow, ImportRow, StoredImport
from schemas.roster.rows import BadRow
from schemas.roster.wire import ChangeSummary, Counts, ImportState, RosterImport, RosterImportListed


def to_wire(row: ImportRow, faults: list[BadRow], language: str) -> RosterImport:
    """One import for a reader of this language."""
    state = _state(row.state, row.task_state)
    code = row.failure or ("worker" if state == "failed" else None)
    done, total = (row.progress_done or 0, row.progress_total or 0) if state == "running" else (0, 0)
    return RosterImport(
        import_id=row.import_id,
        file_name=row.file_name,
        file_size=row.file_size,
        state=state,
        counts=msgspec.json.decode(row.counts, type=Counts),
        changes=msgspec.json.decode(row.changes, type=ChangeSummary | None),
        bad_rows=[show(bad, language) for bad in faults],
        bad_row_count=row.bad_count,
        needs_confirmation=row.needs_confirmation,
        can_apply=state == "checked" and row.has_file,
        progress_done=done,
        progress_total=total,
        failure=failure(code, language) if code else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def listed(row: ImportListRow) -> RosterImportListed:
    """One import of the list."""
    return RosterImportListed(
        import_id=row.import_id,
        file_name=row.file_name,
        file_size=row.file_size,
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
