"""SQL of the files of a bureau's notice: in the bureau, and their copies in a school."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue, run
from api.notices.files.queries import FileId
from schemas.notices.files import BureauFile

SELECT_BUREAU_FILES = """
select a.edition, f.file_id, f.name, f.kind, f.size, f.width, f.height, f.sha256, f.removed_at is not null as removed
from bureau_notice_attachments a
join notice_files f on f.org_id = a.org_id and f.file_id = a.file_id
where a.org_id = $1 and a.bureau_notice_id = $2
order by a.edition, a.position
"""


async def list_files(conn: ReadConn, org_id: int, notice_id: UUID) -> list[BureauFile]:
    """The files of every edition, in order."""
    return await many(conn, BureauFile, SELECT_BUREAU_FILES, org_id, notice_id)


class Usable(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a notice may have, with its bytes."""

    file_id: UUID
    size: int


# No two notices share a file: a recall of one would take it from the other's readers.
SELECT_USABLE_BUREAU = """
select f.file_id, f.size from notice_files f
where f.org_id = $1 and f.file_id = any ($2) and f.removed_at is null
  and (exists (select from bureau_notice_attachments a where a.org_id = $1 and a.bureau_notice_id = $4 and a.file_id = f.file_id)
    or (f.uploaded_by = $3 and f.created_at > $5
      and not exists (select from bureau_notice_attachments a where a.org_id = $1 and a.file_id = f.file_id)))
"""


async def list_usable(
    conn: ReadConn, org_id: int, file_ids: Sequence[UUID], account_id: UUID, notice_id: UUID, since: datetime
) -> list[Usable]:
    """Which of these the notice has already, or the person uploaded since a time for no other notice."""
    return await many(conn, Usable, SELECT_USABLE_BUREAU, org_id, list(file_ids), account_id, notice_id, since)


DELETE_BUREAU_ATTACHMENTS = """
delete from bureau_notice_attachments where org_id = $1 and bureau_notice_id = $2 and edition = $3 returning file_id
"""


async def remove_attachments(conn: Conn, org_id: int, notice_id: UUID, edition: int) -> list[FileId]:
    """Takes the files off an edition that nobody approved. Returns which they were."""
    return await many(conn, FileId, DELETE_BUREAU_ATTACHMENTS, org_id, notice_id, edition)


INSERT_BUREAU_ATTACHMENT = """
insert into bureau_notice_attachments (org_id, bureau_notice_id, edition, position, file_id) values ($1, $2, $3, $4, $5)
"""


async def add_attachment(conn: Conn, org_id: int, notice_id: UUID, edition: int, position: int, file_id: UUID) -> None:
    """Gives a file to an edition."""
    await queue(conn, INSERT_BUREAU_ATTACHMENT, org_id, notice_id, edition, position, file_id)


class BureauPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of one of several files, with the file's name."""

    file_id: UUID
    name: str
    data: bytes


SELECT_BUREAU_PARTS = """
select f.file_id, f.name, p.data
from notice_files f
join notice_file_parts p on p.org_id = f.org_id and p.file_id = f.file_id
where f.org_id = $1 and f.file_id = any ($2)
  and exists (select from bureau_notice_attachments a where a.org_id = $1 and a.bureau_notice_id = $3 and a.file_id = f.file_id)
order by f.file_id, p.part
"""


async def list_parts(conn: ReadConn, org_id: int, notice_id: UUID, file_ids: Sequence[UUID]) -> list[BureauPart]:
    """The parts of files of this notice, in order."""
    return await many(conn, BureauPart, SELECT_BUREAU_PARTS, org_id, list(file_ids), notice_id)


SELECT_COPIED = """
select f.file_id from notice_files f where f.org_id = $1 and f.file_id = any ($2)
"""


async def list_copied(conn: ReadConn, org_id: int, file_ids: Sequence[UUID]) -> list[FileId]:
    """Which of these a school has."""
    return await many(conn, FileId, SELECT_COPIED, org_id, list(file_ids))


INSERT_COPIED_FILE = """
insert into notice_files (org_id, file_id, name, kind, size, width, height, sha256, created_at, removed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (org_id, file_id) do nothing
"""


async def add_copy(conn: Conn, org_id: int, file: BureauFile, now: datetime, *, removed: bool) -> bool:
    """A school's own row of the bureau's file, without its parts. False: it has one."""
    what = (file.name, file.kind, file.size, file.width, file.height, file.sha256)
    removed_at = now if removed else None
    return await run(conn, INSERT_COPIED_FILE, org_id, file.file_id, *what, now, removed_at) == 1


# Only copies: what the school uploaded is never touched by a bureau.
SET_COPIES_REMOVED = """
update notice_files set removed_at = $3 where org_id = $1 and file_id = any ($2) and uploaded_by is null and removed_at is null
"""
DELETE_COPIED_PARTS = """
delete from notice_file_parts p where p.org_id = $1 and p.file_id = any ($2)
  and exists (select from notice_files f where f.org_id = $1 and f.file_id = p.file_id and f.uploaded_by is null)
"""


async def remove_copies(conn: Conn, org_id: int, file_ids: Sequence[UUID], now: datetime) -> None:
    """Removes what a school's copies hold. Their names and SHA-256 stay for receipts."""
    await queue(conn, SET_COPIES_REMOVED, org_id, list(file_ids), now)
    await queue(conn, DELETE_COPIED_PARTS, org_id, list(file_ids))
