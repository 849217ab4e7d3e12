"""SQL of starting codes."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, run, value
from api.core.kept_from import barred_from
from schemas.accounts.codes import StaffCodeWaiting
from schemas.accounts.wire import CodeWaiting


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """A student who is to get a starting code, the names of the classmates, and the person who issues it."""

    class_id: UUID
    class_code: str
    student_number: str
    name: str
    classmates: list[str]
    issuer: str


SELECT_STUDENT = """
select s.class_id, c.code as class_code, s.student_number, s.name,
  array(select m.name from students m where m.org_id = $1 and m.class_id = s.class_id and m.student_id <> $2 and m.ended_at is null) as classmates,
  coalesce((select f.name from staff f where f.org_id = $1 and f.staff_id = $3), '') as issuer
from students s join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID, issuer_id: UUID) -> Student | None:
    """A present student."""
    return await maybe(conn, Student, SELECT_STUDENT, org_id, student_id, issuer_id)


class Guardian(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian who is to get a starting code, the child by whose class they sign in, and the person who issues it."""

    class_id: UUID
    class_code: str
    student_number: str
    name: str
    issuer: str


SELECT_GUARDIAN = """
select s.class_id, c.code as class_code, s.student_number, g.name,
  coalesce((select f.name from staff f where f.org_id = $1 and f.staff_id = $4), '') as issuer
from guardianships t
join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
join classes c on c.org_id = $1 and c.class_id = s.class_id
where t.org_id = $1 and t.student_id = $2 and t.guardian_id = $3 and t.ended_at is null
  and not exists (select from guardianships o where o.org_id = $1 and o.guardian_id = $3 and o.ended_at is null and BARRED)
""".replace("BARRED", barred_from("$4", "o.student_id"))


async def find_guardian(
    conn: ReadConn, org_id: int, student_id: UUID, guardian_id: UUID, issuer_id: UUID
) -> Guardian | None:
    """A guardian of a present student, unless a court's order bars the issuer from one of the guardian's children."""
    return await maybe(conn, Guardian, SELECT_GUARDIAN, org_id, student_id, guardian_id, issuer_id)


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague who is to get a starting code, and the person who issues or confirms it."""

    staff_number: str
    name: str
    issuer: str


SELECT_COLLEAGUE = """
select s.staff_number, s.name, coalesce((select f.name from staff f where f.org_id = $1 and f.staff_id = $3), '') as issuer
from staff s where s.org_id = $1 and s.staff_id = $2 and s.ended_at is null
"""


async def find_colleague(conn: ReadConn, org_id: int, staff_id: UUID, issuer_id: UUID) -> Colleague | None:
    """A present colleague."""
    return await maybe(conn, Colleague, SELECT_COLLEAGUE, org_id, staff_id, issuer_id)


SELECT_OF_STUDENT = """
select t.guardian_id, g.name, s.student_number
from guardianships t
join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null
order by t.contact_order, t.guardian_id
"""


class OfStudent(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian of a student."""

    guardian_id: UUID
    name: str
    student_number: str


async def list_of_student(conn: ReadConn, org_id: int, student_id: UUID) -> list[OfStudent]:
    """The guardians of a student, in the order of contact."""
    return await many(conn, OfStudent, SELECT_OF_STUDENT, org_id, student_id)


SELECT_UNNUMBERED = """
select accounts_unnumbered($1)
"""


async def list_unnumbered(conn: ReadConn, accounts: Collection[UUID]) -> list[UUID]:
    """Those of them who have no phone number."""
    return await value(conn, SELECT_UNNUMBERED, list(accounts))


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


PUT_STARTING = """
select starting_code_put($1, $2, $3, $4, $5)
"""


async def put_starting(conn: Conn, student_id: UUID, by: UUID, by_name: str, reset_id: UUID, now: datetime) -> bool:
    """Records a code for the student to see. True: the student had never set a secret."""
    return await value(conn, PUT_STARTING, student_id, by, by_name, reset_id, now)


CONFIRM_STARTING = """
select starting_code_confirm($1, $2, $3)
"""


async def confirm_starting(conn: Conn, student_id: UUID, by: UUID, by_name: str) -> bool:
    """Adds the second adult of a code. False when none waits for one."""
    return await value(conn, CONFIRM_STARTING, student_id, by, by_name)


PUT_REQUEST = """
insert into code_requests (org_id, student_id, issued_by, issued_by_name, issued_at, expires_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (org_id, student_id) do update set issued_by = excluded.issued_by, issued_by_name = excluded.issued_by_name,
  issued_at = excluded.issued_at, expires_at = excluded.expires_at, confirmed_at = null
"""


async def put_request(
    conn: Conn, org_id: int, student_id: UUID, by: UUID, by_name: str, now: datetime, until: datetime
) -> None:
    """Notes that a code waits for a second adult."""
    await run(conn, PUT_REQUEST, org_id, student_id, by, by_name, now, until)


SELECT_REQUEST = """
select issued_by from code_requests
where org_id = $1 and student_id = $2 and expires_at > $3 and confirmed_at is null for update
"""


async def find_request(conn: Conn, org_id: int, student_id: UUID, now: datetime) -> UUID | None:
    """Who issued the code that waits, locked."""
    return await value(conn, SELECT_REQUEST, org_id, student_id, now)


SET_CONFIRMED = """
update code_requests set confirmed_at = $3 where org_id = $1 and student_id = $2
"""


async def set_confirmed(conn: Conn, org_id: int, student_id: UUID, now: datetime) -> None:
    """The code waits no more."""
    await run(conn, SET_CONFIRMED, org_id, student_id, now)


# A request bears the student or the guardian whom the code is for; a guardian is listed by the first of their children here.
SELECT_WAITING = """
select w.student_id, w.student_name, w.class_name, w.guardian_id, w.guardian_name, w.issued_by, w.issued_at, w.expires_at, w.own
from (
  select distinct on (q.student_id) s.student_id, s.name as student_name, c.name as class_name, g.guardian_id, g.name as guardian_name,
    q.issued_by_name as issued_by, q.issued_at, q.expires_at, q.issued_by = $4 as own
  from code_requests q
  left join guardians g on g.org_id = $1 and g.guardian_id = q.student_id and g.ended_at is null
  left join guardianships t on t.org_id = $1 and t.guardian_id = g.guardian_id and t.ended_at is null
  join students s on s.org_id = $1 and s.student_id = coalesce(t.student_id, q.student_id) and s.ended_at is null
  join classes c on c.org_id = $1 and c.class_id = s.class_id
  where q.org_id = $1 and ($2 or s.class_id = any ($3)) and q.expires_at > $5 and q.confirmed_at is null and not BARRED
  order by q.student_id, s.student_number
) w
order by w.issued_at desc, w.student_id
limit 200
""".replace("BARRED", barred_from("$4", "s.student_id"))


async def list_waiting(
    conn: ReadConn, org_id: int, everything: bool, class_ids: Collection[UUID], account_id: UUID, now: datetime
) -> list[CodeWaiting]:
    """Codes that wait for a second adult, newest first."""
    return await many(conn, CodeWaiting, SELECT_WAITING, org_id, everything, list(class_ids), account_id, now)


SELECT_STAFF_WAITING = """
select s.staff_id, s.name, s.staff_number, q.issued_by_name as issued_by, q.issued_at, q.expires_at,
  q.issued_by = $2 or s.staff_id = $2 as own
from code_requests q join staff s on s.org_id = $1 and s.staff_id = q.student_id and s.ended_at is null
where q.org_id = $1 and q.expires_at > $3 and q.confirmed_at is null
order by q.issued_at desc, s.staff_id
limit 200
"""


async def list_staff_waiting(conn: ReadConn, org_id: int, account_id: UUID, now: datetime) -> list[StaffCodeWaiting]:
    """The same of colleagues."""
    return await many(conn, StaffCodeWaiting, SELECT_STAFF_WAITING, org_id, account_id, now)


IS_SETTLED = """
select staff_settled($1, $2, $3)
"""


async def is_settled(conn: ReadConn, staff_id: UUID, student_id: UUID, before: datetime) -> bool:
    """Whether somebody is on the staff since then, or since before the student came."""
    return await value(conn, IS_SETTLED, staff_id, student_id, before)


SIGNS_IN_BY_NAME = """
select coalesce(bool_or(k.kind = 'student'), false) or (not coalesce(bool_or(k.kind = 'staff'), false) and $1 = any (accounts_unnumbered(array[$1])))
from account_kinds($1) k
"""


async def signs_in_by_name(conn: ReadConn, account_id: UUID) -> bool:
    """Whether the person is a student anywhere, or a guardian without a phone number."""
    return await value(conn, SIGNS_IN_BY_NAME, account_id)


SELECT_KEPT = """
select secret_hash from credential_get($1)
"""


async def find_secret(conn: ReadConn, account_id: UUID) -> str | None:
    """The hash of a person's secret."""
    return await value(conn, SELECT_KEPT, account_id)


KEEP_HASH = """
select credential_set_secret($1, $2, $3)
"""


async def set_secret(conn: Conn, account_id: UUID, secret_hash: str, now: datetime) -> None:
    """Keeps a student's secret's hash."""
    await run(conn, KEEP_HASH, account_id, secret_hash, now)


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """The last secret that was set by a code without an old one: what is older was there before it.

    `adults`: who handed out the code. `own_since`: since when the secret is one that they cannot know; null: they still can.
    """

    closed_before: datetime
    own_since: datetime | None
    adults: list[UUID]


SELECT_CLOSING = """
select closed_before, own_since, adults from secret_closing($1)
"""


async def find_closing(conn: ReadConn, account_id: UUID) -> Closing | None:
    """The last reset of a student's secret that nobody proved the old one for."""
    return await maybe(conn, Closing, SELECT_CLOSING, account_id)
