"""A small world for HTTP tests: two schools of one bureau, a centre that serves the second, and people who span them.

    north   class A: students ming, hong     class teacher wang (who also teaches class B)
            class B: student jun             class teacher chen
            counsellor lin, leader gao, administrator north_admin, custodian he
    south   class A: students tao, lei       class teacher sun; counsellor zhao, administrator south_admin
    centre  counsellors lin and qian, administrator centre_admin; serves the families of south
    bureau  officer ou

    mother is guardian of ming (north) and tao (south); father of ming; jun_mother of jun; lei_father of lei.
    former_teacher, former_guardian (of ming) and former_student (of class A) have left north. nobody has no tie at all.

Rows are written as the app role; only the organisations are the owner's to make. Staff are signed in with assurance 2.
"""

import itertools
import os
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import asyncpg
import httpx

from api.core import db
from api.core.sealing import Sealer, hash_token, write_token

BASE_URL = "http://127.0.0.1:8000"
Kind = Literal["staff", "guardian", "student"]
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a session. `phone` is empty for students."""

    name: str
    account_id: UUID
    phone: str
    token: str


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by the names above."""

    wang: Person
    chen: Person
    lin: Person
    gao: Person
    he: Person
    north_admin: Person
    sun: Person
    zhao: Person
    south_admin: Person
    qian: Person
    centre_admin: Person
    ou: Person
    mother: Person
    father: Person
    jun_mother: Person
    lei_father: Person
    ming: Person
    hong: Person
    jun: Person
    tao: Person
    lei: Person
    former_teacher: Person
    former_guardian: Person
    former_student: Person
    nobody: Person


_STUDENTS = {"ming", "hong", "jun", "tao", "lei", "former_student"}


class World:
    """The organisations, their people, and a signed-in client for each of them."""

    def __init__(self, http: httpx.AsyncClient, pool: db.Pool, first_org: int, people: People, now: datetime) -> None:
        self.http = http
        self.pool = pool
        self.bureau, self.north, self.south, self.centre = range(first_org, first_org + 4)
        self.people = people
        self.now = now
        self.north_a, self.north_b, self.south_a = uuid4(), uuid4(), uuid4()

    def client(self, person: Person, *, token: str | None = None) -> httpx.AsyncClient:
        """A client with the person's session below `/api/v1`; a write gets a fresh Idempotency-Key unless it has one."""
        return httpx.AsyncClient(
            transport=self.http._transport,  # pyright: ignore[reportPrivateUsage]  # the app of this test, shared
            base_url=f"{BASE_URL}/api/v1",
            headers={"authorization": f"Bearer {token or person.token}", "accept-language": "en"},
            event_hooks={"request": [_add_key]},
        )

    async def sign_in(self, person: Person, *, assurance: int) -> httpx.AsyncClient:
        """A client with one more session of the person."""
        async with db.transaction(self.pool, db.PLATFORM) as conn:
            return self.client(person, token=await _session(conn, person.account_id, assurance, self.now))

    async def sql(self, org_id: int, statement: str, *args: Any) -> list[asyncpg.Record]:
        """Runs a statement as the app role inside an organisation, for what no route does or shows."""
        async with db.transaction(self.pool, org_id) as conn:
            return await conn.fetch(statement, *args)


async def build(http: httpx.AsyncClient, pool: db.Pool, owner_url: str, sealer: Sealer, now: datetime) -> World:
    """Makes a world of its own in the module's database; earlier ones stay beside it."""
    first_org = await _add_orgs(owner_url)
    async with db.transaction(pool, db.PLATFORM) as conn:
        people = People(**{f.name: await _person(conn, f.name, sealer, now) for f in fields(People)})
    world = World(http, pool, first_org, people, now)
    await _fill_north(world)
    await _fill_south(world)
    await _fill_centre_and_bureau(world)
    return world


async def _add_orgs(owner_url: str) -> int:
    owner = await asyncpg.connect(owner_url)
    try:
        first = 1 + await owner.fetchval("select max(org_id) from orgs")
        kinds = [("bureau", "教育局", "Bureau"), ("school", "北校", "North"), ("school", "南校", "South")]
        for n, (kind, zh, en) in enumerate([*kinds, ("centre", "中心", "Centre")]):
            parent = first if n else None
            await owner.execute(
                "insert into orgs (org_id, parent_org_id, kind, name_zh, name_en) values ($1, $2, $3, $4, $5)",
                *(first + n, parent, kind, zh, en),
            )
        await owner.execute("insert into org_catchments values ($1, $2)", first + 3, first + 2)
    finally:
        await owner.close()
    return first


async def _person(conn: db.Conn, name: str, sealer: Sealer, now: datetime) -> Person:
    account_id, number = db.uuid7(), next(_numbers)
    phone = "" if name in _STUDENTS else f"139{os.getpid() % 10000:04}{number % 10000:04}"
    if phone:
        key, sealed = sealer.phone(phone), sealer.seal_contact(phone)
        row = await conn.fetchrow(
            "select account_id from login_attach($1, $2, $3, $4)", [key], [account_id], [sealed], now
        )
        account_id = row["account_id"] if row else account_id
    else:
        key = sealer.student_name(str(number), name)
        await conn.execute("select login_students($1, $2, $3, $4)", [account_id], [key], [account_id], now)
    assurance = 2 if name in _STAFF else 1
    return Person(name=name, account_id=account_id, phone=phone, token=await _session(conn, account_id, assurance, now))


async def _session(conn: db.Conn, account_id: UUID, assurance: int, now: datetime) -> str:
    secret = os.urandom(32)
    await conn.execute(
        "select session_add($1, $2, $3, $4, 'test', false, $5, $6)",
        *(account_id, hash_token(secret), uuid4(), assurance, now, now + timedelta(days=400)),
    )
    return write_token(account_id, secret)


_STAFF = {
    *("wang", "chen", "lin", "gao", "he", "north_admin", "sun", "zhao", "south_admin", "qian", "centre_admin", "ou"),
    "former_teacher",
}


async def _fill_north(world: World) -> None:
    who, now = world.people, world.now
    async with db.transaction(world.pool, world.north) as conn:
        await _class(conn, world.north, world.north_a, "A", now)
        await _class(conn, world.north, world.north_b, "B", now)
        for person, roles in [
            *((who.wang, []), (who.chen, []), (who.lin, ["counsellor"]), (who.gao, ["leader"])),
            *((who.he, ["custodian"]), (who.north_admin, ["school_admin"]), (who.former_teacher, ["counsellor"])),
        ]:
            await _staff(conn, world.north, person, roles, now)
        for person, class_id, part in [
            *((who.wang, world.north_a, "class_teacher"), (who.wang, world.north_b, "subject_teacher")),
            (who.chen, world.north_b, "class_teacher"),
        ]:
            await _teaches(conn, world.north, person, class_id, part, now)
        for student, class_id in [
            *((who.ming, world.north_a), (who.hong, world.north_a), (who.jun, world.north_b)),
            (who.former_student, world.north_a),
        ]:
            await _student(conn, world.north, student, class_id, now)
        for order, guardian in enumerate([who.mother, who.father, who.former_guardian], 1):
            await _guardian(conn, world.north, guardian, who.ming, order, now)
        await _guardian(conn, world.north, who.jun_mother, who.jun, 1, now)
        for table, key, person, kind in [
            ("staff", "staff_id", who.former_teacher, "staff"),
            ("guardianships", "guardian_id", who.former_guardian, "guardian"),
            ("guardians", "guardian_id", who.former_guardian, "guardian"),
            ("students", "student_id", who.former_student, "student"),
        ]:
            end = f"update {table} set ended_at = $3 where org_id = $1 and {key} = $2"
            await conn.execute(end, world.north, person.account_id, now)
            await conn.execute("select membership_end($1, $2, $3)", [person.account_id], kind, now)


async def _fill_south(world: World) -> None:
    who, now, org_id = world.people, world.now, world.south
    async with db.transaction(world.pool, org_id) as conn:
        await _class(conn, org_id, world.south_a, "A", now)
        await _staff(conn, org_id, who.sun, [], now)
        await _staff(conn, org_id, who.zhao, ["counsellor"], now)
        await _staff(conn, org_id, who.south_admin, ["school_admin"], now)
        await _teaches(conn, org_id, who.sun, world.south_a, "class_teacher", now)
        await _student(conn, org_id, who.tao, world.south_a, now)
        await _student(conn, org_id, who.lei, world.south_a, now)
        await _guardian(conn, org_id, who.mother, who.tao, 1, now)
        await _guardian(conn, org_id, who.lei_father, who.lei, 1, now)


async def _fill_centre_and_bureau(world: World) -> None:
    who, now = world.people, world.now
    async with db.transaction(world.pool, world.centre) as conn:
        await _staff(conn, world.centre, who.lin, ["counsellor"], now)
        await _staff(conn, world.centre, who.qian, ["counsellor"], now)
        await _staff(conn, world.centre, who.centre_admin, ["school_admin"], now)
    async with db.transaction(world.pool, world.bureau) as conn:
        await _staff(conn, world.bureau, who.ou, ["officer"], now)


async def _class(conn: db.Conn, org_id: int, class_id: UUID, name: str, now: datetime) -> None:
    await conn.execute(
        "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
        " values ($1, $2, 2026, '七年级', $3, $4, $5)",
        *(org_id, class_id, name, f"CLASS{name}", now),
    )


async def _staff(conn: db.Conn, org_id: int, person: Person, roles: list[str], now: datetime) -> None:
    await conn.execute(
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, $3, $3, $4, $5)",
        *(org_id, person.account_id, person.name, roles, now),
    )
    await conn.execute("select membership_put($1, 'staff', $2)", [person.account_id], now)


async def _teaches(conn: db.Conn, org_id: int, person: Person, class_id: UUID, part: str, now: datetime) -> None:
    await conn.execute(
        "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, $4, $5)",
        *(org_id, class_id, person.account_id, part, now),
    )


async def _student(conn: db.Conn, org_id: int, person: Person, class_id: UUID, now: datetime) -> None:
    await conn.execute(
        "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
        " values ($1, $2, $3, $4, $4, 'female', $5)",
        *(org_id, person.account_id, class_id, person.name, now),
    )
    await conn.execute("select membership_put($1, 'student', $2)", [person.account_id], now)


async def _guardian(conn: db.Conn, org_id: int, person: Person, child: Person, order: int, now: datetime) -> None:
    await conn.execute(
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, $3, $4)",
        *(org_id, person.account_id, person.name, now),
    )
    await conn.execute(
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'other', $4, $5)",
        *(org_id, child.account_id, person.account_id, order, now),
    )
    await conn.execute("select membership_put($1, 'guardian', $2)", [person.account_id], now)


async def _add_key(request: httpx.Request) -> None:
    if request.method not in {"GET", "HEAD"} and "idempotency-key" not in request.headers:
        request.headers["idempotency-key"] = uuid4().hex
