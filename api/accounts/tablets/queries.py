"""SQL of class tablets and PINs. The door's role alone reads and writes them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, run, value
from api.core.kept_from import barred_from
from schemas.accounts.tablets import Tablet

# Who issued a tablet's code may hold it. So it works for no class of a child from whom an order bars them, whichever came first: the
# order, the tablet or the child. The code of another administrator opens it again.
_BY_BARRED = """exists (
    select from students k where k.org_id = $1 and k.class_id = t.class_id and k.ended_at is null and BARRED)""".replace(
    "BARRED", barred_from("t.added_by", "k.student_id")
)
SELECT_TABLETS = """
select t.tablet_id, t.name, t.class_id, c.name as class_name, c.ended_at is not null as class_ended,
  t.key_hash is not null and not BY_BARRED as enrolled,
  t.enrolled_at, case when t.code_until > $2 then t.code_until end as code_until,
  coalesce((select f.name from staff f where f.org_id = $1 and f.staff_id = t.added_by), '') as added_by, t.added_at
from tablets t join classes c on c.org_id = $1 and c.class_id = t.class_id
where t.org_id = $1 and t.ended_at is null
order by c.grade, c.name, t.name, t.tablet_id
""".replace("BY_BARRED", _BY_BARRED)


async def list_tablets(conn: ReadConn, org_id: int, now: datetime) -> list[Tablet]:
    """The tablets that were not ended. One that serves nobody, since its issuer is barred from a child of the class, counts as not enrolled."""
    return await many(conn, Tablet, SELECT_TABLETS, org_id, now)


FIND_CLASS = """
select exists (select from classes c where c.org_id = $1 and c.class_id = $2 and c.ended_at is null)
"""


async def has_class(conn: ReadConn, org_id: int, class_id: UUID) -> bool:
    """Whether the organisation has this class today."""
    return await value(conn, FIND_CLASS, org_id, class_id)


HAS_STUDENT = """
select exists (select from students s where s.org_id = $1 and s.class_id = $2 and s.student_id = any ($3) and s.ended_at is null)
"""


async def has_student(conn: ReadConn, org_id: int, class_id: UUID, student_ids: Collection[UUID]) -> bool:
    """Whether one of these students is in a class today."""
    return bool(student_ids) and await value(conn, HAS_STUDENT, org_id, class_id, list(student_ids))


SELECT_CLASS = """
select class_id from tablets where org_id = $1 and tablet_id = $2
"""


async def get_class(conn: ReadConn, org_id: int, tablet_id: UUID) -> UUID:
    """The class that a tablet serves."""
    return await value(conn, SELECT_CLASS, org_id, tablet_id)


FIND_TABLET = """
select ended_at is not null as ended from tablets where org_id = $1 and tablet_id = $2 for update
"""


async def find_ended(conn: Conn, org_id: int, tablet_id: UUID) -> bool | None:
    """Whether a tablet was ended; None where there is no such one. Locks it."""
    return await conn.fetchval(FIND_TABLET, org_id, tablet_id)


INSERT_TABLET = """
insert into tablets (org_id, tablet_id, class_id, name, added_by, added_at) values ($1, $2, $3, $4, $5, $6)
"""


async def add_tablet(
    conn: Conn, org_id: int, tablet_id: UUID, class_id: UUID, name: str, by: UUID, now: datetime
) -> None:
    """A tablet without code and key."""
    await run(conn, INSERT_TABLET, org_id, tablet_id, class_id, name, by, now)


SET_CODE = """
update tablets set code_hash = $3, code_until = $4, key_hash = null, added_by = $5, added_at = $6
where org_id = $1 and tablet_id = $2 and ended_at is null
"""


async def set_code(
    conn: Conn, org_id: int, tablet_id: UUID, code_hash: bytes, until: datetime, by: UUID, now: datetime
) -> None:
    """A new code for a tablet; the key that it had works no more."""
    await run(conn, SET_CODE, org_id, tablet_id, code_hash, until, by, now)


SET_TABLET = """
update tablets set class_id = $3, name = $4 where org_id = $1 and tablet_id = $2 and ended_at is null
"""


async def set_tablet(conn: Conn, org_id: int, tablet_id: UUID, class_id: UUID, name: str) -> None:
    """Its class and name."""
    await run(conn, SET_TABLET, org_id, tablet_id, class_id, name)


END_TABLET = """
update tablets set ended_at = $3, ended_by = $4, code_hash = null, code_until = null, key_hash = null
where org_id = $1 and tablet_id = $2 and ended_at is null
"""


async def end_tablet(conn: Conn, org_id: int, tablet_id: UUID, now: datetime, by: UUID) -> None:
    """Its key and code work no more."""
    await run(conn, END_TABLET, org_id, tablet_id, now, by)


TAKE_CODE = """
update tablets t set key_hash = $3, enrolled_at = $4, code_hash = null, code_until = null
where t.org_id = $1 and t.code_hash = $2 and t.code_until > $4 and t.ended_at is null and not BY_BARRED
returning t.tablet_id
""".replace("BY_BARRED", _BY_BARRED)


async def take_code(conn: Conn, org_id: int, code_hash: bytes, key_hash: bytes, now: datetime) -> UUID | None:
    """The tablet whose code this is has this key from now on; the code is used up."""
    return await conn.fetchval(TAKE_CODE, org_id, code_hash, key_hash, now)


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """A tablet that shows its key."""

    tablet_id: UUID
    class_id: UUID
    class_name: str
    school_zh: str
    school_en: str


SELECT_ENROLLED = """
select t.tablet_id, t.class_id, c.name as class_name, o.name_zh as school_zh, o.name_en as school_en
from tablets t join classes c on c.org_id = $1 and c.class_id = t.class_id join orgs o on o.org_id = $1 and o.ended_at is null
where t.org_id = $1 and t.tablet_id = $2 and t.key_hash = $3 and t.ended_at is null and not BY_BARRED
""".replace("BY_BARRED", _BY_BARRED)


async def find_enrolled(conn: ReadConn, org_id: int, tablet_id: UUID, key_hash: bytes) -> Enrolled | None:
    """The tablet with this key."""
    return await maybe(conn, Enrolled, SELECT_ENROLLED, org_id, tablet_id, key_hash)


class OfClass(msgspec.Struct, frozen=True, kw_only=True):
    """A student of a class."""

    student_id: UUID
    student_number: str
    name: str


SELECT_OF_CLASS = """
select s.student_id, s.student_number, s.name from students s
join classes c on c.org_id = $1 and c.class_id = s.class_id and c.ended_at is null
where s.org_id = $1 and s.class_id = $2 and s.ended_at is null
order by s.student_number, s.student_id
"""


async def list_of_class(conn: ReadConn, org_id: int, class_id: UUID) -> list[OfClass]:
    """The students of today, in the order of their numbers."""
    return await many(conn, OfClass, SELECT_OF_CLASS, org_id, class_id)


FIND_IN_CLASS = """
select exists (
  select from students s join classes c on c.org_id = $1 and c.class_id = s.class_id and c.ended_at is null
  where s.org_id = $1 and s.class_id = $2 and s.student_id = $3 and s.ended_at is null)
"""


async def is_in_class(conn: ReadConn, org_id: int, class_id: UUID, student_id: UUID) -> bool:
    """Whether somebody is a student of this class today."""
    return await value(conn, FIND_IN_CLASS, org_id, class_id, student_id)


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """A PIN that was set."""

    pin_hash: str
    set_at: datetime


SELECT_PIN = """
select pin_hash, set_at from pin_get($1)
"""


async def find_pin(conn: ReadConn, account_id: UUID) -> Pin | None:
    """A student's PIN."""
    return await maybe(conn, Pin, SELECT_PIN, account_id)


SET_PIN = """
select pin_set($1, $2, $3)
"""


async def set_pin(conn: Conn, account_id: UUID, pin_hash: str, now: datetime) -> None:
    """Keeps a PIN's hash; wrong tries of before do not count for it."""
    await run(conn, SET_PIN, account_id, pin_hash, now)


NOTE_MISS = """
select pin_missed($1, $2)
"""


async def note_miss(conn: Conn, account_id: UUID, most: int) -> None:
    """A wrong one was typed; with so many the PIN is gone."""
    await run(conn, NOTE_MISS, account_id, most)


END_PIN = """
select pin_end($1)
"""


async def end_pin(conn: Conn, account_id: UUID) -> None:
    """There is no PIN any more."""
    await run(conn, END_PIN, account_id)


class StudentOrg(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is a student."""

    org_id: int


SELECT_STUDENT_ORGS = """
select distinct k.org_id from account_kinds($1) k where k.kind = 'student'
"""


async def list_student_orgs(conn: ReadConn, account_id: UUID) -> list[StudentOrg]:
    """The organisations where somebody is a student today."""
    return await many(conn, StudentOrg, SELECT_STUDENT_ORGS, account_id)


class AsStudent(msgspec.Struct, frozen=True, kw_only=True):
    """A student's number, and whether their class has a tablet."""

    student_number: str
    tablets: bool


SELECT_AS_STUDENT = """
select s.student_number,
  exists (select from tablets t where t.org_id = $1 and t.class_id = s.class_id and t.key_hash is not null) as tablets
from students s where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID) -> AsStudent | None:
    """Somebody as a student of an organisation."""
    return await maybe(conn, AsStudent, SELECT_AS_STUDENT, org_id, student_id)
