"""SQL of imports: uploaded files, what was found in them, and the state of applying them."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run, value
from schemas.roster.people.rows import ImportFile, ImportListRow, ImportRow, StoredUpload
from schemas.roster.rows import Covers
from schemas.roster.wire import ImportOrigin


class ImportNew(msgspec.Struct, frozen=True, kw_only=True):
    """One checked upload, ready to be written. jsonb columns are bytes."""

    import_id: UUID
    uploaded_by: UUID
    file_name: str
    file_sealed: bytes | None
    file_size: int
    file_sha256: bytes
    origin: ImportOrigin
    covers: Covers
    school_year: int | None
    counts: bytes
    findings_sealed: bytes
    bad_count: int
    changes: bytes
    needs_confirmation: bool
    applicable: bool
    losses_sealed: bytes
    compared_with: int
    preview_sha256: bytes | None
    undoes: UUID | None


COUNT_APPLIED = """
select coalesce(max(applied_number), 0) from roster_imports where org_id = $1
"""


async def count_applied(conn: ReadConn, org_id: int) -> int:
    """How many imports were applied so far."""
    return await value(conn, COUNT_APPLIED, org_id)


FORGET_FILES = """
update roster_imports set file_sealed = null, findings_sealed = null, losses_sealed = null, applicable = false, updated_at = $2
where org_id = $1 and state = 'checked' and (file_sealed is not null or findings_sealed is not null)
"""
REPLACE_READING = """
update roster_imports set state = 'failed', failure = 'replaced', updated_at = $2 where org_id = $1 and state = 'reading'
"""
INSERT_IMPORT = """
insert into roster_imports (org_id, import_id, uploaded_by, file_name, file_sealed, file_size, file_sha256, state,
  origin, covers, school_year, counts, findings_sealed, bad_count, changes, needs_confirmation, applicable,
  losses_sealed, compared_with, preview_sha256, undoes, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, 'checked', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21)
"""


async def add_import(conn: Conn, org_id: int, new: ImportNew, now: datetime) -> None:
    """Keeps an upload; files checked earlier and never applied are forgotten, and what was wrong with them."""
    await queue(conn, FORGET_FILES, org_id, now)
    await queue(conn, REPLACE_READING, org_id, now)
    await queue(conn, INSERT_IMPORT, org_id, *msgspec.structs.astuple(new), now)


SELECT_IMPORT = """
select i.import_id, i.uploaded_by, i.version, i.compared_with = (
    select coalesce(max(d.applied_number), 0) from roster_imports d where d.org_id = $1
  ) as fresh, i.file_name, i.file_size, i.state, i.origin, i.covers, i.school_year, i.counts, i.findings_sealed, i.bad_count, i.changes,
  i.needs_confirmation, i.confirmed, i.failure, i.applicable, i.undo_until, i.created_at, i.updated_at, (
    select min(u.updated_at) from roster_imports u where u.org_id = $1 and u.undoes = i.import_id and u.state = 'done'
  ) as undone_at,
  t.state as task_state, t.progress_done, t.progress_total
from roster_imports i
left join tasks t on t.org_id = i.org_id and t.kind = case i.state when 'reading' then 'read_wecom' else 'import_roster' end
  and t.key = i.import_id::text
where i.org_id = $1 and i.import_id = $2
"""


async def find_import(conn: ReadConn, org_id: int, import_id: UUID) -> ImportRow | None:
    """One import and the state of its task."""
    return await maybe(conn, ImportRow, SELECT_IMPORT, org_id, import_id)


SELECT_UPLOAD = """
select file_name, file_sealed from roster_imports
where org_id = $1 and import_id = $2 and state = 'checked' and origin in ('file', 'wecom') and file_sealed is not null
for update
"""


async def find_upload(conn: Conn, org_id: int, import_id: UUID) -> StoredUpload | None:
    """The upload that waits for a person, locked; None when it was applied or replaced."""
    return await maybe(conn, StoredUpload, SELECT_UPLOAD, org_id, import_id)


SET_READING = """
update roster_imports set covers = $3, school_year = $4, counts = $5, findings_sealed = $6, bad_count = $7, changes = $8,
  needs_confirmation = $9, applicable = $10, losses_sealed = $11, compared_with = $12, preview_sha256 = $13, version = version + 1,
  updated_at = $14
where org_id = $1 and import_id = $2 and state = 'checked'
"""


async def set_reading(conn: Conn, org_id: int, new: ImportNew, now: datetime) -> None:
    """What was found when the same upload was read in another way."""
    await queue(
        conn, SET_READING, org_id, new.import_id, new.covers, new.school_year, new.counts, new.findings_sealed,
        new.bad_count, new.changes, new.needs_confirmation, new.applicable, new.losses_sealed, new.compared_with, new.preview_sha256, now,
    )  # fmt: skip


SELECT_LOSSES = """
select losses_sealed from roster_imports where org_id = $1 and import_id = $2
"""


async def find_losses(conn: ReadConn, org_id: int, import_id: UUID) -> bytes | None:
    """The sealed list of all losses; None once it was erased."""
    return await value(conn, SELECT_LOSSES, org_id, import_id)


SELECT_IMPORTS = """
select i.import_id, i.file_name, i.file_size, i.origin, i.state, i.counts, i.bad_count,
  i.state = 'checked' and i.file_sealed is not null and i.compared_with = (
    select coalesce(max(d.applied_number), 0) from roster_imports d where d.org_id = $1
  ) as is_open, exists (
    select 1 from roster_imports u where u.org_id = $1 and u.undoes = i.import_id and u.state = 'done'
  ) as undone, i.created_at, i.updated_at, t.state as task_state
from roster_imports i
left join tasks t on t.org_id = i.org_id and t.kind = case i.state when 'reading' then 'read_wecom' else 'import_roster' end
  and t.key = i.import_id::text
where i.org_id = $1 and ($2::uuid is null or i.import_id < $2)
order by i.import_id desc
limit $3
"""


async def list_imports(conn: ReadConn, org_id: int, before: UUID | None, limit: int) -> list[ImportListRow]:
    """Imports, newest first; ids sort by time."""
    return await many(conn, ImportListRow, SELECT_IMPORTS, org_id, before, limit)


SETTLE_IMPORTS = """
update roster_imports i set state = 'failed', failure = 'worker', file_sealed = null, applicable = false, updated_at = $2
from tasks t
where i.org_id = $1 and i.state = 'waiting' and t.org_id = $1 and t.kind = 'import_roster' and t.key = i.import_id::text
  and t.state in ('failed', 'cancelled')
"""


async def settle_imports(conn: Conn, org_id: int, now: datetime) -> None:
    """Ends an import whose task was given up, so that it blocks no other."""
    await queue(conn, SETTLE_IMPORTS, org_id, now)


SET_WAITING = """
update roster_imports i set state = 'waiting', confirmed = $3, updated_at = $4
where i.org_id = $1 and i.import_id = $2 and i.state = 'checked' and i.applicable and i.file_sealed is not null and i.version = $5
  and i.compared_with = (select coalesce(max(d.applied_number), 0) from roster_imports d where d.org_id = $1)
"""


async def set_waiting(
    conn: Conn, org_id: int, import_id: UUID, version: int, *, confirmed: bool, now: datetime
) -> bool:
    """Marks an import for the worker. False: it is not there to be applied. Raises UniqueViolationError: another waits."""
    return await run(conn, SET_WAITING, org_id, import_id, confirmed, now, version) == 1


SELECT_FILE = """
select i.compared_with = (
    select coalesce(max(d.applied_number), 0) from roster_imports d where d.org_id = $1
  ) as fresh, i.preview_sha256, i.file_name, i.file_sealed, i.origin, i.covers, i.school_year, i.findings_sealed, i.confirmed
from roster_imports i
where i.org_id = $1 and i.import_id = $2 and i.state = 'waiting' and i.file_sealed is not null
for update of i
"""


async def find_file(conn: Conn, org_id: int, import_id: UUID) -> ImportFile | None:
    """The file that waits, locked until the transaction ends, so that two workers never apply it beside each other."""
    return await maybe(conn, ImportFile, SELECT_FILE, org_id, import_id)


SET_DONE = """
update roster_imports set state = 'done', changes = $3, file_sealed = null, applicable = false, undo_sealed = $4, undo_until = $5,
  applied_number = compared_with + 1, updated_at = $6
where org_id = $1 and import_id = $2
"""


async def set_done(
    conn: Conn, org_id: int, import_id: UUID, changes: bytes, undo: bytes | None, until: datetime | None, now: datetime
) -> None:
    """Applied; the file goes, and what undoes it comes. Files that were checked before it are forgotten: they are stale."""
    await queue(conn, SET_DONE, org_id, import_id, changes, undo, until, now)
    await queue(conn, FORGET_FILES, org_id, now)


FORGET_UNDO = """
update roster_imports set undo_sealed = null, undo_until = null, updated_at = $2 where org_id = $1 and undo_until is not null
"""


async def forget_undo(conn: Conn, org_id: int, now: datetime) -> None:
    """Nothing that was imported before can be undone any more."""
    await queue(conn, FORGET_UNDO, org_id, now)


FORGET_IMPORT = """
update roster_imports set undo_sealed = null, undo_until = null, findings_sealed = null, losses_sealed = null, updated_at = $3
where org_id = $1 and import_id = $2 and (findings_sealed is not null or undo_until is not null)
"""


async def forget_import(conn: Conn, org_id: int, import_id: UUID, now: datetime) -> None:
    """Erases what quotes people."""
    await queue(conn, FORGET_IMPORT, org_id, import_id, now)


SELECT_UNDO = """
select undo_sealed from roster_imports where org_id = $1 and import_id = $2 and state = 'done' and undo_until > $3
"""


async def find_undo(conn: ReadConn, org_id: int, import_id: UUID, now: datetime) -> bytes | None:
    """That by which an import is undone; None when it cannot be."""
    return await value(conn, SELECT_UNDO, org_id, import_id, now)


SET_FAILED = """
update roster_imports set state = 'failed', failure = $3, file_sealed = null, applicable = false, updated_at = $4
where org_id = $1 and import_id = $2
"""


async def set_failed(conn: Conn, org_id: int, import_id: UUID, failure: str, now: datetime) -> None:
    """Not applied, for a reason that has a sentence; the file goes."""
    await queue(conn, SET_FAILED, org_id, import_id, failure, now)
