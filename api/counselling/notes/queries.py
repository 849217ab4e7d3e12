"""SQL of session notes."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from api.core.kept_from import kept_from
from schemas.counselling.notes.rows import SessionNoteRow

SELECT_LATEST = """
select booking_id, version, note_id, written_by, written_at from session_notes
where org_id = $1 and booking_id = $2
order by version desc limit 1
"""


async def find_latest(conn: ReadConn, org_id: int, booking_id: UUID) -> SessionNoteRow | None:
    """The newest version of a booking's note."""
    return await maybe(conn, SessionNoteRow, SELECT_LATEST, org_id, booking_id)


INSERT_NOTE = """
insert into session_notes (org_id, booking_id, version, note_id, written_by, written_at) values ($1, $2, $3, $4, $5, $6)
"""


async def add_note(
    conn: Conn, org_id: int, booking_id: UUID, version: int, note_id: UUID, by: UUID, now: datetime
) -> None:
    """Keeps a version; its booking is locked, so that no other is as new."""
    await queue(conn, INSERT_NOTE, org_id, booking_id, version, note_id, by, now)


class Custodian(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who keeps the school's files (S5)."""

    staff_id: UUID


SELECT_CUSTODIANS = """
select f.staff_id from staff f
where f.org_id = $1 and 'custodian' = any (f.roles) and f.ended_at is null
  and not KEPT_FROM
""".replace("KEPT_FROM", kept_from("f.staff_id", "$2"))


async def list_custodians(conn: ReadConn, org_id: int, student_id: UUID) -> list[UUID]:
    """Who keeps the files now and is neither family of this student nor barred from them."""
    return [row.staff_id for row in await many(conn, Custodian, SELECT_CUSTODIANS, org_id, student_id)]
