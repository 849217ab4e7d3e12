"""SQL of moved phone numbers, as the person and the second adult see them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, value
from api.core.kept_from import barred_from
from schemas.recovery.numbers import NumberConfirmer, NumberMove

SELECT_OWN = """
select moved_at, ends_at, moved_by_name, outcome, by_secret from login_moves_own($1)
"""


async def list_own(conn: ReadConn, account_id: UUID) -> list[NumberMove]:
    """Moves of a person's number, the last first."""
    return await many(conn, NumberMove, SELECT_OWN, account_id)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A move that waits. `moved_by` null: an operator. `moved_by_name` null: another organisation."""

    account_id: UUID
    moved_by: UUID | None
    moved_by_name: str | None
    moved_at: datetime
    ends_at: datetime


SELECT_WAITING = """
select account_id, moved_by, moved_by_name, moved_at, ends_at from login_moves_waiting($1)
"""


async def list_waiting(conn: ReadConn, now: datetime) -> list[Waiting]:
    """What waits for a second adult in this organisation, the same for everybody who asks."""
    return await many(conn, Waiting, SELECT_WAITING, now)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whose number it is: a colleague, or the guardian of a child of some class."""

    account_id: UUID
    name: str
    student_id: UUID | None
    student_name: str | None
    class_id: UUID | None


SELECT_PEOPLE = """
select g.guardian_id as account_id, g.name, s.student_id, s.name as student_name, s.class_id
from guardians g
join guardianships t on t.org_id = $1 and t.guardian_id = g.guardian_id and t.ended_at is null
join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
where g.org_id = $1 and g.guardian_id = any ($2) and g.ended_at is null
union all
select f.staff_id, f.name, null, null, null from staff f
where f.org_id = $1 and f.staff_id = any ($2) and f.ended_at is null
order by account_id, student_name nulls first
"""


async def list_people(conn: ReadConn, org_id: int, account_ids: Collection[UUID]) -> Sequence[Person]:
    """Who these are here today; a guardian once for each child."""
    return await many(conn, Person, SELECT_PEOPLE, org_id, list(account_ids))


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A child of the reader, and since when the tie stands as it is."""

    student_id: UUID
    tied_at: datetime


SELECT_TIES = """
select t.student_id, t.updated_at as tied_at from guardianships t
where t.org_id = $1 and t.guardian_id = $2 and t.ended_at is null
"""


async def list_ties(conn: ReadConn, org_id: int, guardian_id: UUID) -> list[Tie]:
    """The children of a guardian here."""
    return await many(conn, Tie, SELECT_TIES, org_id, guardian_id)


SELECT_CONFIRMERS = """
select distinct g.guardian_id as account_id, g.name, 'guardian' as part
from guardianships own
join guardianships t on t.org_id = $1 and t.student_id = own.student_id and t.ended_at is null and t.updated_at <= $3
join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
join students s on s.org_id = $1 and s.student_id = own.student_id and s.ended_at is null
where own.org_id = $1 and own.guardian_id = $2 and own.ended_at is null
union all
select distinct f.staff_id, f.name, 'class_teacher'
from guardianships own
join students s on s.org_id = $1 and s.student_id = own.student_id and s.ended_at is null
join class_staff c on c.org_id = $1 and c.class_id = s.class_id and c.part = 'class_teacher' and c.ended_at is null
join staff f on f.org_id = $1 and f.staff_id = c.staff_id and f.ended_at is null
where own.org_id = $1 and own.guardian_id = $2 and own.ended_at is null and not BARRED
union all
select f.staff_id, f.name, 'colleague' from staff f
where f.org_id = $1 and f.ended_at is null and not BARRED and f.roles && '{school_admin,counsellor,grade_lead,leader}'
""".replace(
    "BARRED",
    "exists (select from guardianships c where c.org_id = $1 and c.guardian_id = $2 and c.ended_at is null and "
    + barred_from("f.staff_id", "c.student_id")
    + ")",
)


async def list_confirmers(conn: ReadConn, org_id: int, account_id: UUID, tied_since: datetime) -> list[NumberConfirmer]:
    """Who may know somebody well enough: guardians of the same children tied since then, their class teachers, colleagues for the whole school."""
    return await many(conn, NumberConfirmer, SELECT_CONFIRMERS, org_id, account_id, tied_since)


CONFIRM = """
select login_move_confirm($1, $2, $3)
"""


async def confirm(conn: Conn, account_id: UUID, by: UUID, now: datetime) -> bool:
    """A second adult stands behind a move. False: none waits here that is somebody else's work."""
    return await value(conn, CONFIRM, account_id, by, now)


SELECT_ADMINISTRATORS = """
select s.staff_id from staff s where s.org_id = $1 and s.ended_at is null and 'school_admin' = any (s.roles)
"""


class Administrator(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who looks after the roster."""

    staff_id: UUID


async def list_administrators(conn: ReadConn, org_id: int) -> list[Administrator]:
    """The school's administrators of today."""
    return await many(conn, Administrator, SELECT_ADMINISTRATORS, org_id)
