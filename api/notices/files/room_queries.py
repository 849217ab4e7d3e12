"""SQL of the room that the files of a school, or of a bureau, take."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.notices.files import KeptFile, NoticeFile

# A notice is over once it was withdrawn or expired, or was sent, and had to be answered, long ago. A file goes when all its notices are over.
_KEPT = """
select f.file_id, f.name, f.kind, f.size, n.notice_id, n.title_zh as notice_title, n.sent_at, n.state = 'withdrawn' as withdrawn,
  not exists (select from notice_attachments b join notices m on m.org_id = $1 and m.notice_id = b.notice_id
    where b.org_id = $1 and b.file_id = f.file_id and m.state not in ('withdrawn', 'cancelled')
      and (m.state <> 'sent' or coalesce(m.expires_at, $2) > $2 or m.expires_at is null
        and greatest(m.sent_at, m.corrected_at, m.answer_by) > $3)) as can_remove
from notice_files f
join (select distinct a.file_id, a.notice_id from notice_attachments a where a.org_id = $1) a on a.file_id = f.file_id
join notices n on n.org_id = $1 and n.notice_id = a.notice_id
where f.org_id = $1 and f.removed_at is null and f.uploaded_by is not null and n.state in ('sent', 'withdrawn')
  and ($4 or n.author_id = $5 and n.scope = 'classes' and n.class_ids <@ $6)
"""
LIST_KEPT = _KEPT + "order by can_remove desc, f.size desc, f.file_id, n.notice_id limit 200"


class Seeing(msgspec.Struct, frozen=True, kw_only=True):
    """Whose files somebody sees: everybody's, or those of notices that they wrote to their own classes."""

    everything: bool
    account_id: UUID
    class_ids: Sequence[UUID]


async def list_kept(conn: ReadConn, org_id: int, seeing: Seeing, now: datetime, old: datetime) -> list[KeptFile]:
    """Files of sent notices that take room, each once for a notice."""
    return await many(conn, KeptFile, LIST_KEPT, org_id, now, old, *_who(seeing))


FIND_KEPT = _KEPT + "and f.file_id = $7 order by n.notice_id limit 1"


async def find_kept(
    conn: ReadConn, org_id: int, seeing: Seeing, now: datetime, old: datetime, file_id: UUID
) -> KeptFile | None:
    """One of them."""
    return await maybe(conn, KeptFile, FIND_KEPT, org_id, now, old, *_who(seeing), file_id)


# No two notices of a bureau share a file. What a correction would keep is not over.
_KEPT_OF_BUREAU = """
select f.file_id, f.name, f.kind, f.size, n.bureau_notice_id as notice_id, n.title_zh as notice_title, n.sent_at, n.state = 'recalled' as withdrawn,
  n.state = 'recalled' or coalesce(greatest(n.sent_at, n.corrected_at, n.answer_by) <= $2, false)
    and not exists (select from bureau_notice_editions e
      join staff s on s.org_id = e.org_id and s.staff_id = e.submitted_by and s.ended_at is null and 'officer' = any (s.roles)
      where e.org_id = $1 and e.bureau_notice_id = n.bureau_notice_id and e.approved_by is null) as can_remove
from notice_files f
join (select distinct a.file_id, a.bureau_notice_id from bureau_notice_attachments a where a.org_id = $1) a on a.file_id = f.file_id
join bureau_notices n on n.org_id = $1 and n.bureau_notice_id = a.bureau_notice_id
where f.org_id = $1 and f.removed_at is null and n.state in ('sent', 'recalled')
"""
LIST_KEPT_OF_BUREAU = _KEPT_OF_BUREAU + "order by can_remove desc, f.size desc, f.file_id limit 200"


async def list_kept_of_bureau(conn: ReadConn, org_id: int, old: datetime) -> list[KeptFile]:
    """Files of a bureau's notices that were sent and take room."""
    return await many(conn, KeptFile, LIST_KEPT_OF_BUREAU, org_id, old)


FIND_KEPT_OF_BUREAU = _KEPT_OF_BUREAU + "and f.file_id = $3"


async def find_kept_of_bureau(conn: ReadConn, org_id: int, old: datetime, file_id: UUID) -> KeptFile | None:
    """One of them."""
    return await maybe(conn, KeptFile, FIND_KEPT_OF_BUREAU, org_id, old, file_id)


def _who(seeing: Seeing) -> tuple[bool, UUID, list[UUID]]:
    return seeing.everything, seeing.account_id, list(seeing.class_ids)


SET_REMOVED = """
update notice_files set removed_at = $3, removed_by = $4 where org_id = $1 and file_id = $2 and removed_at is null
"""
DELETE_CONTENT = """
delete from notice_file_parts where org_id = $1 and file_id = $2
"""


async def remove_content(conn: Conn, org_id: int, file_id: UUID, by: UUID, now: datetime) -> None:
    """Removes what a file holds. Its name and SHA-256 stay for receipts."""
    await queue(conn, SET_REMOVED, org_id, file_id, now, by)
    await queue(conn, DELETE_CONTENT, org_id, file_id)


SELECT_REMOVED = """
select f.file_id, f.name, f.kind, f.size, f.width, f.height, f.removed_at is not null as removed from notice_files f
where f.org_id = $1 and f.file_id = $2 and f.removed_by = $3
"""


async def find_removed(conn: ReadConn, org_id: int, file_id: UUID, by: UUID) -> NoticeFile | None:
    """A file whose content somebody removed."""
    return await maybe(conn, NoticeFile, SELECT_REMOVED, org_id, file_id, by)
