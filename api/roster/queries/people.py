"""SQL that writes people: one statement for all rows of a kind. `end_` keeps the rows; `put_` adds, changes or brings back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue, run, value
from schemas.roster.people.rows import KeyRow, StudentIdRow
from schemas.roster.rows import RosterGuardian, RosterGuardianship, RosterLesson, RosterStaff, RosterStudent

UPSERT_STUDENTS = """
insert into students as s (org_id, student_id, class_id, student_number, name, sex, support, home_sealed, updated_at)
select $1, u.student_id, u.class_id, u.student_number, u.name, u.sex, string_to_array(u.support, ','), u.home_sealed, $9
from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])
  as u (student_id, class_id, student_number, name, sex, support, home_sealed)
on conflict (org_id, student_number) do update
set class_id = excluded.class_id, name = excluded.name, sex = excluded.sex, support = excluded.support,
    home_sealed = excluded.home_sealed, ended_at = null, updated_at = excluded.updated_at
returning s.student_id, s.student_number
"""


async def put_students(
    conn: Conn,
    org_id: int,
    rows: Sequence[tuple[UUID, UUID, RosterStudent, bytes | None]],
    now: datetime,
) -> list[StudentIdRow]:
    """Students with the id they are to have and the id of their class; a known student number keeps its id."""
    return await many(
        conn,
        StudentIdRow,
        UPSERT_STUDENTS,
        org_id,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2].number for row in rows],
        [row[2].name for row in rows],
        [row[2].sex for row in rows],
        [",".join(row[2].support) for row in rows],
        [row[3] for row in rows],
        now,
    )


UPSERT_GUARDIANS = """
insert into guardians (org_id, guardian_id, name, updated_at)
select $1, u.guardian_id, u.name, $4 from unnest($2::uuid[], $3::text[]) as u (guardian_id, name)
on conflict (org_id, guardian_id) do update set name = excluded.name, ended_at = null, updated_at = excluded.updated_at
"""


async def put_guardians(conn: Conn, org_id: int, rows: Sequence[tuple[UUID, RosterGuardian]], now: datetime) -> None:
    """Guardians by account."""
    await queue(conn, UPSERT_GUARDIANS, org_id, [row[0] for row in rows], [row[1].name for row in rows], now)


UPSERT_GUARDIANSHIPS = """
insert into guardianships as t (org_id, student_id, guardian_id, relation, contact_order, since, updated_at)
select $1, u.student_id, u.guardian_id, u.relation, u.contact_order, $6, $6
from unnest($2::uuid[], $3::uuid[], $4::text[], $5::smallint[]) as u (student_id, guardian_id, relation, contact_order)
on conflict (org_id, student_id, guardian_id) do update
set relation = excluded.relation, contact_order = excluded.contact_order, ended_at = null, updated_at = excluded.updated_at
where not t.barred
"""


async def put_guardianships(
    conn: Conn, org_id: int, rows: Sequence[tuple[UUID, UUID, RosterGuardianship]], now: datetime
) -> None:
    """Ties: student, guardian, how. A barred one stays as it is, also where the bar came a moment ago."""
    students, people = [row[0] for row in rows], [row[1] for row in rows]
    relations, orders = [row[2].relation for row in rows], [row[2].contact_order for row in rows]
    await queue(conn, UPSERT_GUARDIANSHIPS, org_id, students, people, relations, orders, now)


PARK_NUMBERS = """
update staff set staff_number = replace(staff_id::text, '-', '') where org_id = $1 and staff_id = any($2) and ended_at is null
"""
UPSERT_STAFF = """
insert into staff (org_id, staff_id, staff_number, name, roles, updated_at)
select $1, u.staff_id, u.staff_number, u.name, string_to_array(u.roles, ','), $6
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as u (staff_id, staff_number, name, roles)
on conflict (org_id, staff_id) do update
set staff_number = excluded.staff_number, name = excluded.name, roles = excluded.roles, ended_at = null,
    updated_at = excluded.updated_at
"""


async def put_staff(conn: Conn, org_id: int, rows: Sequence[tuple[UUID, RosterStaff]], now: datetime) -> None:
    """Colleagues by account. Numbers are parked first: two people may have exchanged theirs."""
    ids = [row[0] for row in rows]
    await queue(conn, PARK_NUMBERS, org_id, ids)
    numbers, names = [row[1].number for row in rows], [row[1].name for row in rows]
    await queue(conn, UPSERT_STAFF, org_id, ids, numbers, names, [",".join(row[1].roles) for row in rows], now)


SET_APPOINTED = """
update staff set appointed_by = case when had_part then appointed_by else nullif($3, staff_id) end,
  appointed_at = case when had_part then appointed_at when $3 <> staff_id then $4 end, had_part = true,
  role_by = case when had_role then role_by when $5 or roles && '{counsellor,leader,grade_lead,officer,custodian}' then nullif($3, staff_id) end,
  role_at = case when had_role then role_at when $3 <> staff_id and ($5 or roles && '{counsellor,leader,grade_lead,officer,custodian}') then $4 end,
  had_role = had_role or $5 or roles && '{counsellor,leader,grade_lead,officer,custodian}'
where org_id = $1 and staff_id = any ($2) and not (had_part and had_role)
"""


async def set_appointed(
    conn: Conn, org_id: int, staff_ids: Sequence[UUID], by: UUID | None, now: datetime, *, role: bool = False
) -> None:
    """Notes who gave these colleagues their first part that opens reports, and their first role, for good. None: the first list.

    They see no reports about that person. `role`: they are about to have one that is not written yet.
    """
    await queue(conn, SET_APPOINTED, org_id, staff_ids, by, now, role)


UPSERT_LESSONS = """
insert into class_staff (org_id, class_id, staff_id, part, subject, updated_at)
select $1, u.class_id, u.staff_id, u.part, u.subject, $6
from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as u (class_id, staff_id, part, subject)
on conflict (org_id, class_id, staff_id, part, subject) do update set ended_at = null, updated_at = excluded.updated_at
"""


async def put_lessons(conn: Conn, org_id: int, rows: Sequence[tuple[UUID, UUID, RosterLesson]], now: datetime) -> None:
    """Who leads or teaches a class: class, person, how."""
    parts, subjects = [row[2].part for row in rows], [row[2].subject for row in rows]
    await queue(conn, UPSERT_LESSONS, org_id, [row[0] for row in rows], [row[1] for row in rows], parts, subjects, now)


END_STUDENTS = """
update students set ended_at = $3, updated_at = $3 where org_id = $1 and student_id = any($2) and ended_at is null
"""
END_GUARDIANS = """
update guardians set ended_at = $3, updated_at = $3 where org_id = $1 and guardian_id = any($2) and ended_at is null
"""
END_STAFF = """
update staff set ended_at = $3, updated_at = $3 where org_id = $1 and staff_id = any($2) and ended_at is null
"""
END_GUARDIANSHIPS = """
update guardianships t set ended_at = $4, updated_at = $4 from unnest($2::uuid[], $3::uuid[]) as u (student_id, guardian_id)
where t.org_id = $1 and t.student_id = u.student_id and t.guardian_id = u.guardian_id and t.ended_at is null
"""
END_LESSONS = """
update class_staff t set ended_at = $6, updated_at = $6
from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as u (class_id, staff_id, part, subject)
where t.org_id = $1 and t.class_id = u.class_id and t.staff_id = u.staff_id and t.part = u.part and t.subject = u.subject
  and t.ended_at is null
"""


async def end_students(conn: Conn, org_id: int, ids: Sequence[UUID], now: datetime) -> None:
    """Students who have left."""
    await queue(conn, END_STUDENTS, org_id, ids, now)


async def end_guardians(conn: Conn, org_id: int, ids: Sequence[UUID], now: datetime) -> None:
    """Guardians without a child here any more."""
    await queue(conn, END_GUARDIANS, org_id, ids, now)


async def end_staff(conn: Conn, org_id: int, ids: Sequence[UUID], now: datetime) -> None:
    """Colleagues who have left."""
    await queue(conn, END_STAFF, org_id, ids, now)


async def end_guardianships(conn: Conn, org_id: int, ties: Sequence[tuple[UUID, UUID]], now: datetime) -> None:
    """Ties of student and guardian."""
    await queue(conn, END_GUARDIANSHIPS, org_id, [t[0] for t in ties], [t[1] for t in ties], now)


async def end_lessons(conn: Conn, org_id: int, rows: Sequence[tuple[UUID, UUID, RosterLesson]], now: datetime) -> None:
    """Who led or taught a class."""
    parts, subjects = [row[2].part for row in rows], [row[2].subject for row in rows]
    await queue(conn, END_LESSONS, org_id, [row[0] for row in rows], [row[1] for row in rows], parts, subjects, now)


class Permit(msgspec.Struct, frozen=True, kw_only=True):
    """The word for an import: whose it is, an administrator's or (NOBODY) an operator's. The functions below ask for it."""

    by: UUID
    import_id: UUID


SELECT_PERMITTED = """
select import_permitted($1, $2)
"""


async def is_permitted(conn: ReadConn, permit: Permit) -> bool:
    """Whether who gave the word may still do so."""
    return await value(conn, SELECT_PERMITTED, permit.by, permit.import_id)


ADD_PERMIT = """
select import_permit($1, $2, $3, $4)
"""


async def add_permit(conn: Conn, account_id: UUID, token_hash: bytes, import_id: UUID, now: datetime) -> None:
    """Gives an administrator's word. Raises InsufficientPrivilegeError: no administrator here, or no second factor in this session."""
    await run(conn, ADD_PERMIT, account_id, token_hash, import_id, now)


END_PERMIT = """
select import_permit_end($1, $2)
"""


async def end_permit(conn: Conn, permit: Permit) -> None:
    """Takes the word back."""
    await run(conn, END_PERMIT, permit.by, permit.import_id)


LOGIN_ATTACH = """
select key_hash, account_id from login_attach($1, $2, $3, $4, $5, $6, $7)
"""


async def attach(
    conn: Conn,
    permit: Permit,
    keys: Sequence[bytes],
    fresh: Sequence[UUID],
    sealed: Sequence[bytes | None],
    mails: Sequence[bytes],
    now: datetime,
) -> list[KeyRow]:
    """The account of each login key, a new one of the given id for an unknown key. `mails`: keys of mail addresses; without anything sealed it is of somebody who has neither."""
    return await many(conn, KeyRow, LOGIN_ATTACH, keys, fresh, sealed, now, permit.by, permit.import_id, mails)


LOGIN_STUDENTS = """
select login_students($1, $2, $3, $4, $5, $6)
"""


async def set_student_keys(
    conn: Conn, permit: Permit, students: Sequence[UUID], keys: Sequence[bytes], accounts: Sequence[UUID], now: datetime
) -> None:
    """The ways in which these students sign in from now on, and no others."""
    await run(conn, LOGIN_STUDENTS, students, keys, accounts, now, permit.by, permit.import_id)


MEMBERSHIP_PUT = """
select membership_put($1, $2, $3, $4, $5, $6)
"""
MEMBERSHIP_END = """
select membership_end($1, $2, $3, $4, $5)
"""


async def set_memberships(
    conn: Conn,
    permit: Permit,
    kind: str,
    joined: Sequence[UUID],
    left: Sequence[UUID],
    now: datetime,
    *,
    first: bool = False,
) -> None:
    """Who belongs to this organisation as `kind` from now on, and who no more. `first`: by the school's first list."""
    await run(conn, MEMBERSHIP_END, left, kind, now, permit.by, permit.import_id)
    await run(conn, MEMBERSHIP_PUT, joined, kind, now, permit.by, permit.import_id, first)


SETTLE = """
select membership_settle($1, $2, $3, $4, $5, $6, $7)
"""


async def settle_staff(
    conn: Conn,
    permit: Permit,
    roles: Mapping[UUID, Sequence[str]],
    left: Sequence[UUID],
    now: datetime,
) -> None:
    """What these colleagues are from now on, and who left. The last step that needs the permit."""
    administrators = [account_id for account_id, of in roles.items() if "school_admin" in of]
    joined = [",".join(of) for of in roles.values()]
    await run(conn, SETTLE, [*roles], joined, administrators, left, now, permit.by, permit.import_id)


SET_EMAILS = """
select roster_set_emails($1, $2, $3, $4, $5)
"""


async def set_emails(
    conn: Conn, permit: Permit, accounts: Sequence[UUID], sealed: Sequence[bytes], now: datetime
) -> None:
    """Mail addresses, where none is set and the person is known here alone."""
    await run(conn, SET_EMAILS, accounts, sealed, now, permit.by, permit.import_id)
