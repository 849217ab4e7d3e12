"""SQL that reads a whole roster, also of those who have left."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import ReadConn, many, value
from api.roster.values import OrgKind
from schemas.roster.people.rows import (
    BarredFrom,
    ClassRow,
    GuardianRow,
    GuardianshipRow,
    IdentityRow,
    LessonRow,
    StaffRow,
    StudentRow,
)

SELECT_KIND = """
select kind from orgs where org_id = $1 and ended_at is null
"""


async def find_kind(conn: ReadConn, org_id: int) -> OrgKind | None:
    """What kind of organisation this is; None when it is closed."""
    return await value(conn, SELECT_KIND, org_id)


SELECT_NAME = """
select name_zh from orgs where org_id = $1
"""


async def find_name(conn: ReadConn, org_id: int) -> str:
    """What this organisation is called."""
    return str(await value(conn, SELECT_NAME, org_id))


SELECT_CLASSES = """
select class_id, school_year, grade, name, ends_on, ended_at is not null as ended from classes where org_id = $1
"""


async def list_classes(conn: ReadConn, org_id: int) -> list[ClassRow]:
    """All classes of all years."""
    return await many(conn, ClassRow, SELECT_CLASSES, org_id)


SELECT_STUDENTS = """
select student_id, class_id, student_number, name, sex, support,
  case when ended_at is null then home_sealed end as home_sealed, ended_at is not null as ended
from students where org_id = $1
"""


async def list_students(conn: ReadConn, org_id: int) -> list[StudentRow]:
    """All students; the homes of those who are here."""
    return await many(conn, StudentRow, SELECT_STUDENTS, org_id)


SELECT_GUARDIANS = """
select guardian_id, name, ended_at is not null as ended from guardians where org_id = $1
"""


async def list_guardians(conn: ReadConn, org_id: int) -> list[GuardianRow]:
    """All guardians."""
    return await many(conn, GuardianRow, SELECT_GUARDIANS, org_id)


SELECT_GUARDIANSHIPS = """
select student_id, guardian_id, relation, contact_order, ended_at is not null as ended, barred from guardianships where org_id = $1
"""


async def list_guardianships(conn: ReadConn, org_id: int) -> list[GuardianshipRow]:
    """All ties."""
    return await many(conn, GuardianshipRow, SELECT_GUARDIANSHIPS, org_id)


SELECT_BARRED_FROM = """
select student_id from guardianships where org_id = $1 and guardian_id = $2 and barred
"""


async def list_barred_from(conn: ReadConn, org_id: int, account_id: UUID) -> list[BarredFrom]:
    """Students from whom a court's order bars somebody."""
    return await many(conn, BarredFrom, SELECT_BARRED_FROM, org_id, account_id)


SELECT_STAFF = """
select staff_id, staff_number, name, roles, had_role, ended_at is not null as ended from staff where org_id = $1
"""


async def list_staff(conn: ReadConn, org_id: int) -> list[StaffRow]:
    """All colleagues."""
    return await many(conn, StaffRow, SELECT_STAFF, org_id)


SELECT_LESSONS = """
select class_id, staff_id, part, subject, ended_at is not null as ended from class_staff where org_id = $1
"""


async def list_lessons(conn: ReadConn, org_id: int) -> list[LessonRow]:
    """Who leads and teaches which class, and who did."""
    return await many(conn, LessonRow, SELECT_LESSONS, org_id)


SELECT_KEPT = """
select login_keys_kept($1, $2)
"""


async def list_kept(conn: ReadConn, keys: Sequence[bytes], now: datetime) -> list[bytes]:
    """Those of these login keys whose owner was moved to another number, and can still take it back."""
    return await value(conn, SELECT_KEPT, keys, now)


SELECT_IDENTITIES = """
select account_id, key_hash, numbered, mailed, email_open from roster_identities($1)
"""


async def list_identities(conn: ReadConn, accounts: Sequence[UUID]) -> list[IdentityRow]:
    """What people of this organisation are known by."""
    return await many(conn, IdentityRow, SELECT_IDENTITIES, accounts)
