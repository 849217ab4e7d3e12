"""Rows of people and classes, written as the owner, for the small world and for tests that need more of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from api.core import db

Kind = Literal["staff", "guardian", "student"]
ANY_ROLE = "counsellor,grade_lead,leader,school_admin,custodian,officer"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a session. `phone` is empty for students."""

    name: str
    account_id: UUID
    phone: str
    token: str


async def add_memberships(conn: db.Conn, kind: Kind, people: Sequence[Person], now: datetime) -> None:
    await conn.execute("select membership_put($1, $2, $3)", [person.account_id for person in people], kind, now)
    if kind == "staff":
        ids = [person.account_id for person in people]
        administrators = [person.account_id for person in people if person.name.endswith("_admin")]
        # Every role is permitted, so that a test gives and takes them in the roster alone.
        permitted = [ANY_ROLE for _ in ids]
        await conn.execute("select membership_settle($1, $2, $3, '{}', $4)", ids, permitted, administrators, now)


async def add_class(conn: db.Conn, org_id: int, class_id: UUID, name: str, now: datetime) -> None:
    await db.queue(
        conn,
        "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
        " values ($1, $2, 2026, '七年级', $3, $4, $5)",
        *(org_id, class_id, name, f"CLASS{name}", now),
    )


async def add_staff(conn: db.Conn, org_id: int, person: Person, roles: list[str], now: datetime) -> None:
    await db.queue(
        conn,
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, $3, $3, $4, $5)",
        *(org_id, person.account_id, person.name, roles, now),
    )


async def add_class_staff(conn: db.Conn, org_id: int, person: Person, class_id: UUID, part: str, now: datetime) -> None:
    await db.queue(
        conn,
        "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, $4, $5)",
        *(org_id, class_id, person.account_id, part, now),
    )


async def add_student(conn: db.Conn, org_id: int, person: Person, class_id: UUID, now: datetime) -> None:
    await db.queue(
        conn,
        "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
        " values ($1, $2, $3, $4, $4, 'female', $5)",
        *(org_id, person.account_id, class_id, person.name, now),
    )


async def add_guardian(conn: db.Conn, org_id: int, person: Person, child: Person, order: int, now: datetime) -> None:
    await db.queue(
        conn,
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, $3, $4)",
        *(org_id, person.account_id, person.name, now),
    )
    await db.queue(
        conn,
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'other', $4, $5)",
        *(org_id, child.account_id, person.account_id, order, now),
    )
