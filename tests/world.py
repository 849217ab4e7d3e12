"""A small world for HTTP tests: two schools of one bureau, a centre that serves the second, and people who span them.

    north   class A: students ming, hong     class teacher wang (who also teaches class B)
            class B: student jun             class teacher chen
            counsellor lin, leader gao, administrator north_admin, custodian he
    south   class A: students tao, lei       class teacher sun; counsellor zhao, administrator south_admin
    centre  counsellors lin and qian, administrator centre_admin; serves the families of south
    bureau  officer ou

    mother is guardian of ming (north) and tao (south); father of ming; jun_mother of jun; lei_father of lei.
    former_teacher, former_guardian (of ming) and former_student (of class A) have left north. nobody has no tie at all.

Rows are written as the owner: the app makes nobody a member and no session. Staff are signed in with assurance 2.
"""

import itertools
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from api.core import db
from api.core.sealing import Sealer, hash_token, write_token
from tests.world_rows import Person, add_class, add_class_staff, add_guardian, add_memberships, add_staff, add_student

BASE_URL = "http://127.0.0.1:8000"
_API = httpx.URL(f"{BASE_URL}/api/v1/")
"""Read once: reading it again took a third of the time that a client needs."""
_numbers = itertools.count(1)


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

    def __init__(
        self, http: httpx.AsyncClient, pool: db.Pool, operator: db.Pool, first_org: int, people: People, now: datetime
    ) -> None:
        self.http = http
        self.pool = pool
        self.operator = operator
        self.bureau, self.north, self.south, self.centre = range(first_org, first_org + 4)
        self.people = people
        self.now = now
        self.north_a, self.north_b, self.south_a = uuid4(), uuid4(), uuid4()

    def client(self, person: Person, *, token: str | None = None) -> httpx.AsyncClient:
        """A client with the person's session below `/api/v1`; a write gets a fresh Idempotency-Key unless it has one."""
        return httpx.AsyncClient(
            transport=self.http._transport,  # pyright: ignore[reportPrivateUsage]  # the app of this test, shared
            base_url=_API,
            headers={"authorization": f"Bearer {token or person.token}", "accept-language": "en"},
            event_hooks={"request": [_add_key]},
        )

    async def sign_in(self, person: Person, *, assurance: int) -> httpx.AsyncClient:
        """A client with one more session of the person."""
        async with db.transaction(self.operator, db.PLATFORM) as conn:
            tokens = await _sessions(conn, {person.account_id: assurance}, self.now)
        return self.client(person, token=tokens[person.account_id])

    async def sql(self, org_id: int, statement: str, *args: Any) -> list[asyncpg.Record]:
        """Runs a statement as the app role inside an organisation, for what no route does or shows."""
        async with db.transaction(self.pool, org_id) as conn:
            return await conn.fetch(statement, *args)

    async def operate(self, org_id: int, statement: str, *args: Any) -> list[asyncpg.Record]:
        """Runs a statement as the owner inside an organisation, for what the app cannot do."""
        async with db.transaction(self.operator, org_id) as conn:
            return await conn.fetch(statement, *args)


async def build(http: httpx.AsyncClient, pool: db.Pool, operator: db.Pool, sealer: Sealer, now: datetime) -> World:
    """Makes a world of its own in the module's database; earlier ones stay beside it."""
    async with operator.acquire() as owner:
        first_org = await _add_orgs(owner)
    async with db.transaction(operator, db.PLATFORM) as conn:
        people = await _add_people(conn, sealer, now)
    world = World(http, pool, operator, first_org, people, now)
    await _fill_north(world)
    await _fill_south(world)
    await _fill_centre_and_bureau(world)
    return world


async def _add_orgs(owner: db.Conn) -> int:
    first = 1 + await owner.fetchval("select max(org_id) from orgs")
    kinds = [("bureau", "教育局", "Bureau"), ("school", "北校", "North"), ("school", "南校", "South")]
    for n, (kind, zh, en) in enumerate([*kinds, ("centre", "中心", "Centre")]):
        parent = first if n else None
        await owner.execute(
            "insert into orgs (org_id, parent_org_id, kind, name_zh, name_en) values ($1, $2, $3, $4, $5)",
            *(first + n, parent, kind, zh, en),
        )
    await owner.execute("insert into org_catchments values ($1, $2)", first + 3, first + 2)
    return first


async def _add_people(conn: db.Conn, sealer: Sealer, now: datetime) -> People:
    """All of them by a statement for each kind of row: they are made for every test."""
    names = [f.name for f in fields(People)]
    numbers = {name: next(_numbers) for name in names}
    phones = {n: f"139{os.getpid() % 10000:04}{numbers[n] % 10000:04}" for n in names if n not in _STUDENTS}
    ids = {name: db.uuid7() for name in names}
    keys = {name: sealer.phone(phone) for name, phone in phones.items()}
    rows = await conn.fetch(
        "select key_hash, account_id from login_attach($1, $2, $3, $4)",
        *(
            [*keys.values()],
            [ids[n] for n in phones],
            [sealer.seal_contact("phone", ids[n], p) for n, p in phones.items()],
            now,
        ),
    )
    known = {row["key_hash"]: row["account_id"] for row in rows}
    ids |= {name: known[key] for name, key in keys.items()}
    students = [ids[name] for name in names if name in _STUDENTS]
    named = [sealer.student_name(str(numbers[name]), name) for name in names if name in _STUDENTS]
    await conn.execute("select login_students($1, $2, $1, $3)", students, named, now)
    tokens = await _sessions(conn, {ids[name]: 2 if name in _STAFF else 1 for name in names}, now)
    return People(
        **{n: Person(name=n, account_id=ids[n], phone=phones.get(n, ""), token=tokens[ids[n]]) for n in names}
    )


async def _sessions(conn: db.Conn, assurances: Mapping[UUID, int], now: datetime) -> dict[UUID, str]:
    """A session for each account, and its token."""
    secrets = {account_id: os.urandom(32) for account_id in assurances}
    await conn.execute(
        "select count(session_add(a, h, s, n, 'test', false, $5, $6))"
        " from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::int[]) as u (a, h, s, n)",
        *([*secrets], [hash_token(secret) for secret in secrets.values()], [uuid4() for _ in secrets]),
        *([*assurances.values()], now, now + timedelta(days=400)),
    )
    return {account_id: write_token(account_id, secret) for account_id, secret in secrets.items()}


_STAFF = {
    *("wang", "chen", "lin", "gao", "he", "north_admin", "sun", "zhao", "south_admin", "qian", "centre_admin", "ou"),
    "former_teacher",
}


async def _fill_north(world: World) -> None:
    who, now = world.people, world.now
    async with db.transaction(world.operator, world.north) as conn:
        await add_class(conn, world.north, world.north_a, "A", now)
        await add_class(conn, world.north, world.north_b, "B", now)
        for person, roles in [
            *((who.wang, []), (who.chen, []), (who.lin, ["counsellor"]), (who.gao, ["leader"])),
            *((who.he, ["custodian"]), (who.north_admin, ["school_admin"]), (who.former_teacher, ["counsellor"])),
        ]:
            await add_staff(conn, world.north, person, roles, now)
        for person, class_id, part in [
            *((who.wang, world.north_a, "class_teacher"), (who.wang, world.north_b, "subject_teacher")),
            (who.chen, world.north_b, "class_teacher"),
        ]:
            await add_class_staff(conn, world.north, person, class_id, part, now)
        for student, class_id in [
            *((who.ming, world.north_a), (who.hong, world.north_a), (who.jun, world.north_b)),
            (who.former_student, world.north_a),
        ]:
            await add_student(conn, world.north, student, class_id, now)
        for order, guardian in enumerate([who.mother, who.father, who.former_guardian], 1):
            await add_guardian(conn, world.north, guardian, who.ming, order, now)
        await add_guardian(conn, world.north, who.jun_mother, who.jun, 1, now)
        staff = [who.wang, who.chen, who.lin, who.gao, who.he, who.north_admin, who.former_teacher]
        await add_memberships(conn, "staff", staff, now)
        await add_memberships(conn, "student", [who.ming, who.hong, who.jun, who.former_student], now)
        await add_memberships(conn, "guardian", [who.mother, who.father, who.former_guardian, who.jun_mother], now)
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
    async with db.transaction(world.operator, org_id) as conn:
        await add_class(conn, org_id, world.south_a, "A", now)
        await add_staff(conn, org_id, who.sun, [], now)
        await add_staff(conn, org_id, who.zhao, ["counsellor"], now)
        await add_staff(conn, org_id, who.south_admin, ["school_admin"], now)
        await add_class_staff(conn, org_id, who.sun, world.south_a, "class_teacher", now)
        await add_student(conn, org_id, who.tao, world.south_a, now)
        await add_student(conn, org_id, who.lei, world.south_a, now)
        await add_guardian(conn, org_id, who.mother, who.tao, 1, now)
        await add_guardian(conn, org_id, who.lei_father, who.lei, 1, now)
        await add_memberships(conn, "staff", [who.sun, who.zhao, who.south_admin], now)
        await add_memberships(conn, "student", [who.tao, who.lei], now)
        await add_memberships(conn, "guardian", [who.mother, who.lei_father], now)


async def _fill_centre_and_bureau(world: World) -> None:
    who, now = world.people, world.now
    async with db.transaction(world.operator, world.centre) as conn:
        await add_staff(conn, world.centre, who.lin, ["counsellor"], now)
        await add_staff(conn, world.centre, who.qian, ["counsellor"], now)
        await add_staff(conn, world.centre, who.centre_admin, ["school_admin"], now)
        await add_memberships(conn, "staff", [who.lin, who.qian, who.centre_admin], now)
    async with db.transaction(world.operator, world.bureau) as conn:
        await add_staff(conn, world.bureau, who.ou, ["officer"], now)
        await add_memberships(conn, "staff", [who.ou], now)


async def _add_key(request: httpx.Request) -> None:
    if request.method not in {"GET", "HEAD"} and "idempotency-key" not in request.headers:
        request.headers["idempotency-key"] = uuid4().hex
