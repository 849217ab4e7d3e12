"""SQL of single persons, and of bars."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run, value
from schemas.roster.persons.rows import LessonOne, StaffOne, StudentOne, TieOne
from schemas.roster.persons.wire import StudentFound

SELECT_STUDENT = """
select s.student_id, s.student_number, s.name, s.sex, s.class_id, c.name as class_name, s.support, s.home_sealed,
  greatest(s.updated_at, max(t.updated_at), max(g.updated_at), max(b.recorded_at), max(b.lifted_at), (
  select max(e.updated_at) from planned_ends e where e.org_id = $1 and e.student_id = s.student_id)) as changed_at
from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
left join guardianships t on t.org_id = s.org_id and t.student_id = s.student_id
left join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
left join guardian_bars b on b.org_id = t.org_id and b.student_id = t.student_id and b.guardian_id = t.guardian_id
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
group by s.student_id, s.student_number, s.name, s.sex, s.class_id, c.name, s.support, s.home_sealed, s.updated_at
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID) -> StudentOne | None:
    """A student who is here."""
    return await maybe(conn, StudentOne, SELECT_STUDENT, org_id, student_id)


SELECT_FINDABLE = """
select s.student_id, s.student_number as number, s.name, c.name as class_name
from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1 and s.ended_at is null
order by s.student_number
"""


async def list_findable(conn: ReadConn, org_id: int) -> list[StudentFound]:
    """All students who are here, to be searched by name or number."""
    return await many(conn, StudentFound, SELECT_FINDABLE, org_id)


SELECT_TIES = """
select t.guardian_id, g.name, t.relation, t.contact_order, t.barred, b.bar_id, b.ordered_on, b.paper_sealed, b.recorded_at,
  f.name as recorded_by_name
from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
left join guardian_bars b on b.org_id = t.org_id and b.student_id = t.student_id and b.guardian_id = t.guardian_id
  and b.lifted_at is null
left join staff f on f.org_id = b.org_id and f.staff_id = b.recorded_by
where t.org_id = $1 and t.student_id = $2 and (t.ended_at is null or t.barred)
order by t.barred, t.contact_order, g.name
"""


async def list_ties(conn: ReadConn, org_id: int, student_id: UUID) -> list[TieOne]:
    """A student's guardians, and those who are barred."""
    return await many(conn, TieOne, SELECT_TIES, org_id, student_id)


SELECT_STAFF_ONE = """
select s.staff_id, s.staff_number, s.name, s.roles, greatest(s.updated_at, max(t.updated_at), (
  select max(l.updated_at) from staff_leaves l where l.org_id = $1 and l.staff_id = s.staff_id), (
  select max(e.updated_at) from planned_ends e where e.org_id = $1 and e.staff_id = s.staff_id)) as changed_at
from staff s
left join class_staff t on t.org_id = s.org_id and t.staff_id = s.staff_id
where s.org_id = $1 and s.staff_id = $2 and s.ended_at is null
group by s.staff_id, s.staff_number, s.name, s.roles, s.updated_at
"""


async def find_staff(conn: ReadConn, org_id: int, staff_id: UUID) -> StaffOne | None:
    """A colleague who works here."""
    return await maybe(conn, StaffOne, SELECT_STAFF_ONE, org_id, staff_id)


SELECT_LESSONS_OF = """
select t.class_id, c.name as class_name, t.part, t.subject
from class_staff t join classes c on c.org_id = t.org_id and c.class_id = t.class_id
where t.org_id = $1 and t.staff_id = $2 and t.ended_at is null and c.ended_at is null
order by c.name, t.subject
"""


async def list_lessons(conn: ReadConn, org_id: int, staff_id: UUID) -> list[LessonOne]:
    """What a colleague leads and teaches."""
    return await many(conn, LessonOne, SELECT_LESSONS_OF, org_id, staff_id)


LOCK_STUDENT = """
select student_id from students where org_id = $1 and student_id = $2 for no key update
"""
LOCK_STAFF = """
select staff_id from staff where org_id = $1 and staff_id = $2 for no key update
"""


async def lock_student(conn: Conn, org_id: int, student_id: UUID) -> None:
    """Lets nobody else change a student until the transaction ends."""
    await conn.fetch(LOCK_STUDENT, org_id, student_id)


async def lock_staff(conn: Conn, org_id: int, staff_id: UUID) -> None:
    """The same for a colleague."""
    await conn.fetch(LOCK_STAFF, org_id, staff_id)


SELECT_RUNNING = """
select exists (select from roster_imports where org_id = $1 and state = 'waiting')
"""


async def is_importing(conn: ReadConn, org_id: int) -> bool:
    """Whether an import waits or runs: it compares itself with the roster of its beginning."""
    return await value(conn, SELECT_RUNNING, org_id)


class BarRow(msgspec.Struct, frozen=True, kw_only=True):
    """A bar to be recorded."""

    bar_id: UUID
    student_id: UUID
    guardian_id: UUID
    ordered_on: date
    paper_sealed: bytes


INSERT_BAR = """
insert into guardian_bars (org_id, bar_id, student_id, guardian_id, ordered_on, paper_sealed, recorded_by, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
BAR_TIE = """
update guardianships set barred = true, ended_at = coalesce(ended_at, $4), updated_at = $4
where org_id = $1 and student_id = $2 and guardian_id = $3
"""


async def add_bar(conn: Conn, org_id: int, row: BarRow, by: UUID, now: datetime) -> None:
    """Ends the tie for good, and records the order. Raises UniqueViolationError: one stands already."""
    await queue(conn, BAR_TIE, org_id, row.student_id, row.guardian_id, now)
    what = (row.bar_id, row.student_id, row.guardian_id, row.ordered_on, row.paper_sealed)
    await run(conn, INSERT_BAR, org_id, *what, by, now)


ADD_KEPT = """
insert into guardians (org_id, guardian_id, name, updated_at, ended_at)
select $1, s.staff_id, s.name, $3, $3 from staff s where s.org_id = $1 and s.staff_id = $2
on conflict (org_id, guardian_id) do nothing
"""
ADD_KEPT_TIE = """
insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, since, updated_at, ended_at)
values ($1, $2, $3, 'other', 9, $4, $4, $4)
on conflict (org_id, student_id, guardian_id) do nothing
"""


async def add_ended_tie(conn: Conn, org_id: int, student_id: UUID, staff_id: UUID, now: datetime) -> None:
    """A tie of a colleague that never held, where they have none: an order stands on a tie."""
    await queue(conn, ADD_KEPT, org_id, staff_id, now)
    await queue(conn, ADD_KEPT_TIE, org_id, student_id, staff_id, now)


LIFT_BAR = """
update guardian_bars set lifted_by = $4, lifted_at = $5
where org_id = $1 and student_id = $2 and guardian_id = $3 and lifted_at is null
"""
FREE_TIE = """
update guardianships set barred = false, updated_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3 and barred
"""


async def lift_bar(conn: Conn, org_id: int, student_id: UUID, guardian_id: UUID, by: UUID, now: datetime) -> bool:
    """Lifts the bar that stands. The tie stays ended until somebody adds it again. False: there is none."""
    await queue(conn, FREE_TIE, org_id, student_id, guardian_id, now)
    return await run(conn, LIFT_BAR, org_id, student_id, guardian_id, by, now) == 1


class Moving(msgspec.Struct, frozen=True, kw_only=True):
    """Another phone number, or mail address (`mail`), with whose word it is, and until when the old one can take it back."""

    move_id: UUID
    key: bytes
    sealed: bytes
    mail: bool
    by: UUID
    import_id: UUID
    by_name: str
    now: datetime
    ends_at: datetime


LOGIN_MOVE = """
select login_move($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


async def move_login(conn: Conn, account_id: UUID, to: Moving) -> str:
    """Gives an account another phone number; `moved`, or why not."""
    how = (to.key, to.sealed, to.now, to.by, to.import_id, to.move_id, to.by_name, to.ends_at, to.mail)
    return await value(conn, LOGIN_MOVE, account_id, *how)


SELECT_COLLEAGUE = """
select s.name from staff s where s.org_id = $1 and s.staff_id = $2
"""


async def find_colleague_name(conn: ReadConn, org_id: int, staff_id: UUID) -> str | None:
    """The name of somebody who works or worked here."""
    return await value(conn, SELECT_COLLEAGUE, org_id, staff_id)


KEEPS_FROM_CHILD = """
select exists (
  select from guardianships t join guardianships b on b.org_id = t.org_id and b.student_id = t.student_id and b.guardian_id = $3 and b.barred
  where t.org_id = $1 and t.guardian_id = $2 and t.ended_at is null)
"""


async def is_barred_from_child(conn: ReadConn, org_id: int, guardian_id: UUID, account_id: UUID) -> bool:
    """Whether a court's order bars an account from a child of this guardian."""
    return await value(conn, KEEPS_FROM_CHILD, org_id, guardian_id, account_id)


SELECT_BARRED_NAMES = """
select g.name from guardianships t join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
where t.org_id = $1 and t.student_id = any ($2) and t.barred
"""


class BarredName(msgspec.Struct, frozen=True, kw_only=True):
    """The name of somebody who is barred from a child's matters."""

    name: str


async def list_barred_names(conn: ReadConn, org_id: int, student_ids: Sequence[UUID]) -> Sequence[BarredName]:
    """Who may not come back under another number."""
    return await many(conn, BarredName, SELECT_BARRED_NAMES, org_id, student_ids)


SELECT_BARRED = """
select exists (
  select from guardianships b where b.org_id = $1 and b.student_id = $2 and b.guardian_id = $3 and b.barred)
"""


async def is_barred(conn: ReadConn, school_id: int, student_id: UUID, guardian_id: UUID) -> bool:
    """Whether an order about a guardian of this student stands today."""
    return await value(conn, SELECT_BARRED, school_id, student_id, guardian_id)


INSERT_CLIENT_BAR = """
insert into client_bars (org_id, account_id, student_id, client_org_id) values ($1, $2, $3, $4)
on conflict (org_id, account_id, student_id, client_org_id) do nothing
"""


async def add_client_bar(conn: Conn, org_id: int, account_id: UUID, student_id: UUID, school_id: int) -> None:
    """Notes at a centre that an order of a school stands."""
    await queue(conn, INSERT_CLIENT_BAR, org_id, account_id, student_id, school_id)


DELETE_CLIENT_BAR = """
delete from client_bars where org_id = $1 and account_id = $2 and student_id = $3 and client_org_id = $4
"""


async def remove_client_bar(conn: Conn, org_id: int, account_id: UUID, student_id: UUID, school_id: int) -> None:
    """Removes that."""
    await queue(conn, DELETE_CLIENT_BAR, org_id, account_id, student_id, school_id)
