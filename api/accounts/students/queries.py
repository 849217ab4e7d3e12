"""SQL of starting codes."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, maybe, run, value


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """A student who is to get a starting code, and the person who issues it."""

    class_id: UUID
    class_code: str
    issuer: str


SELECT_STUDENT = """
select s.class_id, c.code as class_code,
  coalesce((select f.name from staff f where f.org_id = $1 and f.staff_id = $3), '') as issuer
from students s join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID, issuer_id: UUID) -> Student | None:
    """A present student."""
    return await maybe(conn, Student, SELECT_STUDENT, org_id, student_id, issuer_id)


SELECT_WHETHER_SET = """
select exists (select 1 from credential_get($1) k where k.secret_hash is not null)
"""


async def has_secret(conn: Conn, student_id: UUID) -> bool:
    """Whether the student has set a secret."""
    return await value(conn, SELECT_WHETHER_SET, student_id)


PUT_CODE = """
select login_code_put($1, $2, $3)
"""


async def put_code(conn: Conn, key: bytes, code_hash: bytes, until: datetime) -> None:
    """Keeps a starting code's hash; an earlier one is good no more."""
    await run(conn, PUT_CODE, key, code_hash, until)


ADD_RESET = """
select secret_reset_add($1, $2, $3, $4)
"""


async def add_reset(conn: Conn, student_id: UUID, reset_id: UUID, by: str, now: datetime) -> None:
    """Notes a reset for the student to see."""
    await run(conn, ADD_RESET, student_id, reset_id, by, now)
