"""SQL of imports that are read from WeCom."""

from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, queue, run, value
from api.roster.queries.imports import FORGET_FILES, REPLACE_READING

NOTHING = bytes(32)
"""Stands for the digest until something was read."""

INSERT_READING = """
insert into roster_imports (org_id, import_id, uploaded_by, file_name, file_size, file_sha256, state, origin, counts, bad_count,
  changes, needs_confirmation, created_at, updated_at)
values ($1, $2, $3, $4, 0, $5, 'reading', 'wecom', $6, 0, 'null', false, $7, $7)
"""


async def add_reading(
    conn: Conn, org_id: int, import_id: UUID, by: UUID, name: str, counts: bytes, now: datetime
) -> None:
    """Keeps that a directory is to be read. Files checked earlier, and an earlier reading, are forgotten."""
    await queue(conn, FORGET_FILES, org_id, now)
    await queue(conn, REPLACE_READING, org_id, now)
    await queue(conn, INSERT_READING, org_id, import_id, by, name, NOTHING, counts, now)


SET_READ = """
update roster_imports set state = 'checked', file_sealed = $3, file_size = $4, file_sha256 = $5, updated_at = $6
where org_id = $1 and import_id = $2 and state = 'reading'
"""


async def set_read(
    conn: Conn, org_id: int, import_id: UUID, sealed: bytes | None, size: int, sha256: bytes, now: datetime
) -> bool:
    """Keeps what was read. False: another list has replaced it meanwhile."""
    return await run(conn, SET_READ, org_id, import_id, sealed, size, sha256, now) == 1


SET_NOT_READ = """
update roster_imports set state = 'failed', failure = $3, updated_at = $4
where org_id = $1 and import_id = $2 and state = 'reading'
"""


async def set_not_read(conn: Conn, org_id: int, import_id: UUID, failure: str, now: datetime) -> bool:
    """The directory could not be read, for a reason that has a sentence. False: another list has replaced it meanwhile."""
    return await run(conn, SET_NOT_READ, org_id, import_id, failure, now) == 1


SELECT_UPLOADER = """
select uploaded_by from roster_imports where org_id = $1 and import_id = $2
"""


async def get_uploader(conn: ReadConn, org_id: int, import_id: UUID) -> UUID:
    """Who asked for the directory."""
    return await value(conn, SELECT_UPLOADER, org_id, import_id)


COUNT_READING = """
select count(*) from roster_imports where org_id = $1 and import_id = $2 and state = 'reading'
"""


async def is_reading(conn: ReadConn, org_id: int, import_id: UUID) -> bool:
    """Whether the directory is still wanted."""
    return await value(conn, COUNT_READING, org_id, import_id) == 1
