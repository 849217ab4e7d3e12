"""SQL of signing a notice: whose name it takes, and for whom somebody has signed."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, value
from schemas.notices.rows import MineRow
from schemas.notices.wire import NoticeLanguage

SELECT_NAMES = """
select g.name from guardians g where g.org_id = $1 and g.guardian_id = $2 and g.ended_at is null
union select s.name from students s where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
union select f.name from staff f where f.org_id = $1 and f.staff_id = $2 and f.ended_at is null
"""


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """What the school calls somebody."""

    name: str


async def list_names(conn: ReadConn, org_id: int, account_id: UUID) -> list[Name]:
    """The names a person has in the roster: as guardian, student or staff."""
    return await many(conn, Name, SELECT_NAMES, org_id, account_id)


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """For whom somebody has signed, and whether with a yes."""

    student_id: UUID
    agrees: bool


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody signs. `number_moved_at`: when their number was moved, if that is not long ago."""

    name: str
    language: NoticeLanguage
    at: datetime
    number_moved_at: datetime | None
    agrees: bool


INSERT_SIGNATURES = """
insert into notice_signatures (org_id, notice_id, account_id, student_id, name, language, signed_at, edition, number_moved_at, agrees)
select $1, $2, $3, u.student_id, $5, $6, $7, $8, $9, $10 from unnest($4::uuid[]) as u (student_id)
on conflict (org_id, notice_id, account_id, student_id, edition) do nothing
returning student_id, agrees
"""


async def add_signatures(
    conn: Conn, org_id: int, row: MineRow, account_id: UUID, student_ids: Collection[UUID], how: Signing
) -> list[Signed]:
    """Signs for students; what was signed before stays as it was. Returns for whom the signature is new."""
    where = (org_id, row.notice_id, account_id, sorted(student_ids))
    said = (how.name, how.language, how.at, row.edition, how.number_moved_at, how.agrees)
    return await many(conn, Signed, INSERT_SIGNATURES, *where, *said)


SELECT_MOVE = """
select login_moved_at($1)
"""


async def find_move(conn: ReadConn, account_id: UUID) -> datetime | None:
    """When a school last moved the actor's number."""
    return await value(conn, SELECT_MOVE, account_id)


SELECT_SIGNED = """
select student_id, agrees from notice_signatures where org_id = $1 and notice_id = $2 and account_id = $3 and edition = $4
"""


async def list_signed(conn: ReadConn, org_id: int, row: MineRow, account_id: UUID) -> list[Signed]:
    """A person's signatures under this edition of a notice."""
    return await many(conn, Signed, SELECT_SIGNED, org_id, row.notice_id, account_id, row.edition)
