"""SQL of a notice's files."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, value
from schemas.notices.files import EditionFile, NoticeFile, StoredFile

INSERT_FILE = """
insert into notice_files (org_id, file_id, uploaded_by, name, kind, size, width, height, sha256, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


async def add_file(
    conn: Conn, org_id: int, file_id: UUID, by: UUID, file: StoredFile, sha256: str, now: datetime
) -> None:
    """A file without its parts."""
    what = (file.name, file.kind, len(file.data), file.width, file.height, sha256)
    await queue(conn, INSERT_FILE, org_id, file_id, by, *what, now)


INSERT_PART = """
insert into notice_file_parts (org_id, file_id, part, data) values ($1, $2, $3, $4)
"""


async def add_part(conn: Conn, org_id: int, file_id: UUID, part: int, data: bytes) -> None:
    """One part of a file."""
    await queue(conn, INSERT_PART, org_id, file_id, part, data)


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """What a person uploaded since a time, and what all files of the organisation have together, without copies of a bureau's."""

    files: int
    bytes: int


SELECT_USED = """
select (count(*) filter (where f.uploaded_by = $2 and f.created_at > $3))::integer as files, coalesce(sum(f.size) filter (where f.removed_at is null and f.uploaded_by is not null), 0)::bigint as bytes
from notice_files f where f.org_id = $1
"""


async def get_used(conn: ReadConn, org_id: int, account_id: UUID, since: datetime) -> Used:
    """How much room is taken."""
    return await one(conn, Used, SELECT_USED, org_id, account_id, since)


UPSERT_TRY = """
insert into notice_upload_tries as t (org_id, account_id, since, tries) values ($1, $2, $3, 1)
on conflict (org_id, account_id) do update set
  tries = case when t.since > $4 then t.tries + 1 else 1 end,
  since = case when t.since > $4 then t.since else excluded.since end
returning t.tries
"""


async def add_try(conn: Conn, org_id: int, account_id: UUID, now: datetime, since: datetime) -> int:
    """Counts an upload, and returns how many there are; the count begins again where it began before `since`."""
    return await value(conn, UPSERT_TRY, org_id, account_id, now, since)


SELECT_OWN_FILE = """
select f.file_id, f.name, f.kind, f.size, f.width, f.height, f.removed_at is not null as removed from notice_files f
where f.org_id = $1 and f.file_id = $2 and f.uploaded_by = $3
"""


async def find_own(conn: ReadConn, org_id: int, file_id: UUID, account_id: UUID) -> NoticeFile | None:
    """A file that the person uploaded."""
    return await maybe(conn, NoticeFile, SELECT_OWN_FILE, org_id, file_id, account_id)


SELECT_FILES = """
select f.file_id, f.name, f.kind, f.size, f.width, f.height, f.removed_at is not null as removed
from notice_attachments a
join notice_files f on f.org_id = a.org_id and f.file_id = a.file_id
where a.org_id = $1 and a.notice_id = $2 and a.edition = $3
order by a.position
"""


async def list_files(conn: ReadConn, org_id: int, notice_id: UUID, edition: int) -> list[NoticeFile]:
    """The files of an edition, in order."""
    return await many(conn, NoticeFile, SELECT_FILES, org_id, notice_id, edition)


class FileId(msgspec.Struct, frozen=True, kw_only=True):
    """A file."""

    file_id: UUID


SELECT_USABLE = """
select f.file_id from notice_files f
where f.org_id = $1 and f.file_id = any ($2)
  and ((f.uploaded_by = $3 and f.created_at > $5)
    or exists (select from notice_attachments a where a.org_id = $1 and a.notice_id = $4 and a.file_id = f.file_id))
"""


async def list_usable(
    conn: ReadConn, org_id: int, file_ids: Sequence[UUID], account_id: UUID, notice_id: UUID, since: datetime
) -> list[FileId]:
    """Which of these the person uploaded since a time, or the notice has already."""
    return await many(conn, FileId, SELECT_USABLE, org_id, list(file_ids), account_id, notice_id, since)


DELETE_ATTACHMENTS = """
delete from notice_attachments where org_id = $1 and notice_id = $2 and edition = $3 returning file_id
"""


async def remove_attachments(conn: Conn, org_id: int, notice_id: UUID, edition: int) -> list[FileId]:
    """Takes the files off an edition that was not sent. Returns which they were."""
    return await many(conn, FileId, DELETE_ATTACHMENTS, org_id, notice_id, edition)


INSERT_ATTACHMENT = """
insert into notice_attachments (org_id, notice_id, edition, position, file_id) values ($1, $2, $3, $4, $5)
"""


async def add_attachment(conn: Conn, org_id: int, notice_id: UUID, edition: int, position: int, file_id: UUID) -> None:
    """Gives a file to an edition."""
    await queue(conn, INSERT_ATTACHMENT, org_id, notice_id, edition, position, file_id)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a file, with the file's name."""

    name: str
    data: bytes


SELECT_EDITION_IDS = """
select distinct a.file_id from notice_attachments a where a.org_id = $1 and a.notice_id = $2
"""


async def list_edition_ids(conn: ReadConn, org_id: int, notice_id: UUID) -> list[FileId]:
    """The files of all editions of a notice, each once."""
    return await many(conn, FileId, SELECT_EDITION_IDS, org_id, notice_id)


SELECT_PARTS = """
select f.name, p.data
from notice_files f
join notice_file_parts p on p.org_id = f.org_id and p.file_id = f.file_id
where f.org_id = $1 and f.file_id = $2
  and exists (select from notice_attachments a
    where a.org_id = $1 and a.notice_id = $3 and a.file_id = $2 and ($4::integer is null or a.edition = $4))
order by p.part
"""


async def list_parts(conn: ReadConn, org_id: int, file_id: UUID, notice_id: UUID, edition: int | None) -> list[Part]:
    """The parts of a file of this notice, in order; of an edition, or of any."""
    return await many(conn, Part, SELECT_PARTS, org_id, file_id, notice_id, edition)


SELECT_EDITION_FILES = """
select a.edition, f.name, f.sha256
from notice_attachments a
join notice_files f on f.org_id = a.org_id and f.file_id = a.file_id
where a.org_id = $1 and a.notice_id = $2
order by a.edition, a.position
"""


async def list_edition_files(conn: ReadConn, org_id: int, notice_id: UUID) -> list[EditionFile]:
    """The files of every edition, for receipts."""
    return await many(conn, EditionFile, SELECT_EDITION_FILES, org_id, notice_id)


DELETE_OF_CANCELLED = """
delete from notice_attachments
where org_id = $1 and file_id = $2
  and notice_id in (select n.notice_id from notices n where n.org_id = $1 and n.state = 'cancelled')
"""
DELETE_OF_CANCELLED_BUREAU = """
delete from bureau_notice_attachments
where org_id = $1 and file_id = $2
  and bureau_notice_id in (select n.bureau_notice_id from bureau_notices n where n.org_id = $1 and n.state = 'cancelled')
"""
DELETE_PARTS = """
delete from notice_file_parts p
where p.org_id = $1 and p.file_id = $2
  and not exists (select from notice_attachments a where a.org_id = $1 and a.file_id = $2)
  and not exists (select from bureau_notice_attachments b where b.org_id = $1 and b.file_id = $2)
"""
DELETE_FILE = """
delete from notice_files f
where f.org_id = $1 and f.file_id = $2
  and not exists (select from notice_attachments a where a.org_id = $1 and a.file_id = $2)
  and not exists (select from bureau_notice_attachments b where b.org_id = $1 and b.file_id = $2)
"""


async def remove_unused(conn: Conn, org_id: int, file_id: UUID) -> None:
    """Removes a file that no notice has; what was cancelled counts as none."""
    await queue(conn, DELETE_OF_CANCELLED, org_id, file_id)
    await queue(conn, DELETE_OF_CANCELLED_BUREAU, org_id, file_id)
    await queue(conn, DELETE_PARTS, org_id, file_id)
    await queue(conn, DELETE_FILE, org_id, file_id)
