"""P1 and F1: a notice to a school, from its time to the last push, by one worker: what a city's broadcast has to beat."""

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from api.core import config
from api.core.db import uuid7
from api.core.sealing import Sealer
from api.messages.broadcasts import queries, rules
from schemas.messages.audiences import Audience
from schemas.messages.broadcasts import BroadcastNew
from schemas.messages.templates import NoParams
from schemas.notices.tasks import SendNotice
from tests.bench import limits
from tests.bench.cpu import Meter
from tests.bench.memory import worker
from tests.bench.people import ORG
from tests.bench.row import Row, Sample, interleave
from tests.bench.stage import Stage, stage
from tests.doubles.fcm import FcmDouble
from tests.doubles.messages import Answer, Request
from tests.doubles.token import TokenDouble

PEOPLE = 3000
ANSWER = 0.08
"""Seconds until the double answers a push."""


class Push(FcmDouble):
    """Answers after 80 ms; `all_taken` is set once so many pushes as `wanted` were taken."""

    def __init__(self, tokens: TokenDouble, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tokens, tls)
        self.wanted = 0
        self.all_taken = asyncio.Event()

    async def answer(self, request: Request) -> Answer:
        await asyncio.sleep(ANSWER)
        answer = await super().answer(request)
        if len(self.accepted) >= self.wanted:
            self.all_taken.set()
        return answer


class Notices(msgspec.Struct, frozen=True, kw_only=True):
    """One worker, one school, and the push service."""

    ready: Stage
    conn: "asyncpg.Connection[asyncpg.Record]"
    push: Push
    worker: int

    async def side(self) -> Sample:
        """A notice to everybody: pushes a second, with the CPU of one and the WAL bytes of one (`WAL`)."""
        self.push.accepted.clear()
        self.push.all_taken.clear()
        self.push.wanted = PEOPLE
        at = await self.conn.fetchval("select pg_current_wal_lsn()")
        meter, started = Meter(worker=self.worker, PostgreSQL=self.ready.postgres), time.perf_counter()
        await _send(self.conn, self.ready.families[0].counsellor_id)
        async with asyncio.timeout(300):
            await self.push.all_taken.wait()
        rate = PEOPLE / (time.perf_counter() - started)
        await self._settled()
        wal = await self.conn.fetchval("select pg_current_wal_lsn() - $1::pg_lsn", at)
        return Sample(figure=rate, micros={**meter.micros(PEOPLE), "WAL": float(wal) / PEOPLE})

    async def _settled(self) -> None:
        """Waits until what became of each push is written down."""
        async with asyncio.timeout(60):
            while await self.conn.fetchval("select exists (select from deliveries where state = 'sending')"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def p1(folder: Path) -> list[Row]:
    """Pushes of a notice, everything on, and the audience's rate to COPY BINARY of the same people."""
    async with stage(folder, students=1000, families=1) as ready, TokenDouble() as tokens, Push(tokens) as push:
        account = tokens.write_account(folder)
        conn = await asyncpg.connect(ready.superuser_url)
        await conn.set_type_codec("jsonb", schema="pg_catalog", encoder=_text, decoder=str)
        await conn.execute(limits.TABLES.read_text())
        await _add_people(conn, ready)
        await ready.analyze()
        env = {"XINQIAO_FCM_CREDENTIALS": str(account), "XINQIAO_FCM_URL": push.url}
        async with worker(ready, **env) as pid:
            notices = Notices(ready=ready, conn=conn, push=push, worker=pid)
            copied, cut, sent = await interleave(lambda: _copy(conn), lambda: _cut(conn), notices.side)
        await conn.close()
    return _rows(copied, cut, sent)


def _rows(copied: Sample, cut: Sample, sent: Sample) -> list[Row]:
    today = f"a school of {PEOPLE:,} guardians at a time, by today's roster, in chunks of {rules.CHUNK:,}"
    push = f"HTTP/1 double with {ANSWER * 1000:.0f} ms answers; PostgreSQL {sent.micros['PostgreSQL']:,.0f} µs"
    worker_cpu = sent.micros["worker"]
    return [
        Row(id="F1", what="audience made ready to send, to COPY BINARY of the same people", unit="people/s", limit=copied.figure, ours=cut.figure, goal=0.8, note=today),
        Row(id="F1", what="the same; WAL a person", unit="B", ours=cut.micros["WAL"], goal=5, kind="value", at_most=True, note=today),
        Row(id="P1", what="worker CPU a push, ledger on", unit="µs", ours=worker_cpu, goal=125, kind="value", at_most=True, note=push, cost=worker_cpu + sent.micros["PostgreSQL"]),
        Row(id="P1", what="pushes of one worker", unit="/s", ours=sent.figure, goal=8000, kind="value", note="notice, telling and ledger included"),
    ]  # fmt: skip


async def _add_people(conn: "asyncpg.Connection[asyncpg.Record]", ready: Stage) -> None:
    """Guardians of one school, each with one child and one phone that takes pushes."""
    sealer, now = Sealer(config.load(ready.env).master_key), datetime.now(UTC)
    class_id = await conn.fetchval("select class_id from classes where org_id = $1", ORG)
    pairs = [(uuid7(), uuid7()) for _ in range(PEOPLE)]
    everybody = [account for pair in pairs for account in pair]
    await conn.execute("set session_replication_role = replica")
    tables = {
        "accounts account_id created_at updated_at quiet_from quiet_to": [(a, now, now, _MIDNIGHT, _MIDNIGHT) for a in everybody],
        "memberships account_id org_id kind since": [(a, ORG, kind, now) for p in pairs for a, kind in zip(p, ("guardian", "student"), strict=True)],
        "guardians org_id guardian_id name updated_at": [(ORG, g, "陈", now) for g, _ in pairs],
        "students org_id student_id class_id student_number name sex updated_at": [(ORG, s, class_id, f"P{n}", "李", "male", now) for n, (_, s) in enumerate(pairs)],
        "guardianships org_id student_id guardian_id relation contact_order updated_at": [(ORG, s, g, "mother", 1, now) for g, s in pairs],
        "devices account_id device_id kind address_hash address_sealed name created_at seen_at": [
            (g, uuid7(), "fcm", sealer.name("device", f"phone:{g}"), sealer.seal_contact("device", g, f"phone:{g}"), "phone", now, now) for g, _ in pairs
        ],
    }  # fmt: skip
    for names, rows in tables.items():
        table, *columns = names.split()
        await conn.copy_records_to_table(table, records=rows, columns=columns)
    await conn.execute("set session_replication_role = origin")
    await conn.execute("update orgs set fcm_enabled = true where org_id = $1", ORG)
    await conn.execute("update staff set roles = '{school_admin}' where org_id = $1", ORG)
    await conn.execute("update memberships set roles = '{school_admin}' where org_id = $1 and kind = 'staff'", ORG)
    await conn.execute(
        "delete from guardianships where org_id = $1 and not guardian_id = any ($2)", ORG, [g for g, _ in pairs]
    )


async def _send(conn: "asyncpg.Connection[asyncpg.Record]", by: UUID) -> None:
    """A notice to all guardians whose time is now, as the API leaves it to the worker."""
    now, notice_id = datetime.now(UTC) - timedelta(milliseconds=1), uuid7()
    payload = msgspec.json.encode(SendNotice(notice_id=notice_id)).decode()
    async with conn.transaction():
        await conn.execute(
            "insert into notices (org_id, notice_id, author_id, kind, title_zh, body_zh, scope, class_ids, grades, groups, parts, state,"
            " send_at, scheduled_by, created_at, updated_at)"
            " values ($1, $2, $3, 'information', '秋游', '周五八点集合。', 'school', '{}', '{}', '{school}', '{guardian}', 'scheduled', $4, $3, $4, $4)",
            *(ORG, notice_id, by, now),
        )
        await conn.execute(
            "insert into tasks (org_id, kind, key, payload, due_at, created_at, updated_at) values ($1, $2, $3, $4, $5, $5, $5)",
            *(ORG, SendNotice.kind, str(notice_id), payload, now),
        )


async def _copy(conn: "asyncpg.Connection[asyncpg.Record]") -> Sample:
    """People a second that COPY BINARY takes, durably."""
    many = 50 * PEOPLE
    rows = [(ORG, uuid7()) for _ in range(many)]
    await conn.execute("truncate limits.audience")
    started = time.perf_counter()
    await conn.copy_records_to_table("audience", schema_name="limits", records=rows)
    return Sample(figure=many / (time.perf_counter() - started))


async def _cut(conn: "asyncpg.Connection[asyncpg.Record]") -> Sample:
    """People a second who are made ready to be told, durably, and the WAL bytes of one (`WAL`): a broadcast to a school, ten times."""
    at, started = await conn.fetchval("select pg_current_wal_lsn()"), time.perf_counter()
    for _ in range(_SCHOOLS):
        now, new = datetime.now(UTC), _broadcast()
        async with conn.transaction():
            await queries.add_broadcast(conn, ORG, new, now)
            await queries.add_groups(conn, ORG, new.broadcast_id, new.audience.groups, now)
            await queries.add_chunks(conn, ORG, new, rules.CHUNK)
    rate = _SCHOOLS * PEOPLE / (time.perf_counter() - started)
    wal = await conn.fetchval("select pg_current_wal_lsn() - $1::pg_lsn", at)
    return Sample(figure=rate, micros={"WAL": float(wal) / (_SCHOOLS * PEOPLE)})


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode()


def _broadcast() -> BroadcastNew:
    broadcast_id = uuid7()
    return BroadcastNew(
        broadcast_id=broadcast_id,
        key=f"bench:{broadcast_id}",
        template="something_waits",
        params=NoParams(),
        importance="normal",
        audience=Audience(groups=("school",), parts=("guardian",)),
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )


_SCHOOLS = 10
_MIDNIGHT = datetime.min.time()
