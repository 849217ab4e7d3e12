"""A broadcast while workers are killed, Valkey forgets and PostgreSQL dies: everybody is told, and shown it once (F1).

A naive sender, which notes how far it is when it fetches people instead of when it sent to them, runs beside it and loses people:
the test can fail.
"""

import os
import random
import secrets
from datetime import time, timedelta
from uuid import UUID

import asyncpg

from api.core.db import uuid7
from api.core.services import open_services
from api.features import REGISTRY
from api.messages.broadcasts import service
from jobs.runner import LEASE
from schemas.messages.audiences import Audience
from schemas.messages.broadcasts import BroadcastNew
from schemas.messages.tasks import TellChunk
from schemas.messages.templates import NoParams
from tests.conftest import NOON
from tests.jobs.city import BELONG, City, Person, until
from tests.jobs.scene import Scene
from tests.proof.test_chaos import crash_postgres, forget_valkey, kill_a_worker, kill_valkey
from tests.servers import owner

PEOPLE = int(os.environ.get("XINQIAO_PROOF_PEOPLE", "1200"))
FATES = [kill_a_worker, kill_a_worker, forget_valkey, kill_valkey, crash_postgres]
KILLS = int(os.environ.get("XINQIAO_PROOF_KILLS", "8"))

_ROSTER = (
    "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at) values ($1, $2, 2026, '七年级', 'A', 'ABCDEF', $3)",
    (
        "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
        " select $1, u.id, $2, 's' || u.n, '学生', 'male', $3 from unnest($4::uuid[]) with ordinality as u (id, n)"
    ),
    "insert into guardians (org_id, guardian_id, name, updated_at) select $1, u.id, '家长', $2 from unnest($3::uuid[]) as u (id)",
    (
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " select $1, u.s, u.g, 'mother', 1, $2 from unnest($3::uuid[], $4::uuid[]) as u (s, g)"
    ),
)


async def school(scene: Scene, city: City, people: int) -> int:
    """A school whose guardians are reached by mail alone."""
    org_id = await city.org(channels=["mail"])
    conn = await owner(scene.database)
    try:
        for number in range(people):
            scene.people.append(await mailed(city, conn, f"guardian{number}@example.cn"))
        guardians, students, class_id = [p.account_id for p in scene.people], [uuid7() for _ in range(people)], uuid7()
        arguments = ((class_id, NOON), (class_id, NOON, students), (NOON, guardians), (NOON, students, guardians))
        for statement, more in zip(_ROSTER, arguments, strict=True):
            await conn.execute(statement, org_id, *more)
        await conn.execute(BELONG, guardians, [org_id], NOON)
    finally:
        await conn.close()
    return org_id


async def mailed(city: City, conn: "asyncpg.Connection[asyncpg.Record]", email: str) -> Person:
    """Somebody with an account and an address, and no quiet hours."""
    made = Person(account_id=uuid7(), phone="", email=email)
    key = city.services.sealer.phone(email)
    await conn.fetch("select login_students($1, $2, $3, $4)", [made.account_id], [key], [made.account_id], NOON)
    choice = ("zh-CN", time(0), time(0), ["mail"], False)
    await conn.execute("select account_set($1, $2, $3, $4, $5, $6, $7)", made.account_id, *choice, NOON)
    address = city.services.sealer.seal_contact("mail", made.account_id, email)
    await conn.execute("select account_set_email($1, $2, $3, $3)", made.account_id, address, NOON)
    return made


def notice() -> BroadcastNew:
    return BroadcastNew(
        broadcast_id=uuid7(),
        key="flood",
        template="something_waits",
        params=NoParams(),
        importance="normal",
        audience=Audience(groups=("school",), parts=("guardian",)),
        expires_at=NOON + timedelta(days=30),
    )


async def test_nobody_is_lost_and_nobody_is_shown_it_twice(scene: Scene) -> None:
    seed = int(os.environ.get("XINQIAO_PROOF_SEED") or secrets.randbelow(1 << 32))
    print(f"seed {seed}")  # noqa: T201  # so that a failed run can be repeated
    luck = random.Random(seed)  # noqa: S311  # bad luck, not a secret
    services = await open_services(scene.config, REGISTRY, scene.time)
    city = City(services, scene.database)
    org_id, new = await school(scene, city, PEOPLE), notice()
    for person in luck.sample(scene.people, PEOPLE // 20):  # taken by the mail server, and the answer lost
        scene.smtp.script[person.email].append("drop-after-data")
    async with city.uow(org_id) as uow:
        assert await service.tell(uow, new)
    await services.close()
    for _ in range(2):
        scene.start()
    for goal in sorted(luck.sample(range(1, PEOPLE), KILLS)):
        await until(lambda goal=goal: sent(scene, goal), 120)
        await luck.choice(FATES)(scene, luck)
        scene.time.advance(LEASE)
    await until(lambda: settled(scene), 120)

    async def all_told() -> bool:
        scene.time.advance(timedelta(seconds=20))
        return len({mail.recipients[0] for mail in scene.smtp.mails}) == PEOPLE

    await until(all_told, 120)
    scene.check()


async def sent(scene: Scene, goal: int) -> bool:
    """Whether so many mails have left. The time passes as it does, so that a living worker keeps its lease."""
    scene.time.advance(timedelta(seconds=0.02))
    return len(scene.smtp.mails) >= goal


async def settled(scene: Scene) -> bool:
    """Every chunk has ended, and counted each of its people once."""
    scene.time.advance(timedelta(seconds=0.2))
    conn = await owner(scene.database)
    try:
        if await conn.fetchval("select exists (select from broadcast_chunks where ended_at is null)"):
            return False
        assert await conn.fetchval("select sum(sent + unsent) from broadcast_chunks") == PEOPLE
    finally:
        await conn.close()
    return True


async def test_a_sender_that_notes_what_it_fetched_loses_people(scene: Scene) -> None:
    services = await open_services(scene.config, REGISTRY, scene.time)
    city = City(services, scene.database)
    org_id, new, luck = await school(scene, city, 450), notice(), random.Random(7)  # noqa: S311
    async with city.uow(org_id) as uow:
        await service.tell(uow, new)
    told: dict[str, set[UUID]] = {}
    for name in ("naive", "ours"):
        told[name] = set()
        async with city.uow(org_id) as uow:  # from the start again
            await uow.conn.execute("update broadcast_chunks set upto = low, ended_at = null, sent = 0, unsent = 0")
        for _ in range(40):
            async with city.uow(org_id) as uow:
                page = await service.claim(uow, TellChunk(broadcast_id=new.broadcast_id, chunk=0), frozenset({"mail"}))
                if page is None:
                    break
                if name == "naive":
                    await service.record(uow, page, [])
            if luck.random() < 0.5:
                continue  # killed before it sent
            told[name] |= {attempt.account_id for attempt in page.attempts}
            if name == "ours":
                async with city.uow(org_id) as uow:
                    await service.record(uow, page, [])
    await services.close()
    assert len(told["ours"]) == 450
    assert len(told["naive"]) < 450
