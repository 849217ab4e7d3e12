"""P1: a notice to a school, from its time to the last push, by one worker: what a city's broadcast has to beat."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from api.core import nudge
from api.core.db import uuid7
from schemas.notices.tasks import SendNotice
from tests.bench.cpu import Meter
from tests.bench.google import ANSWER, Google
from tests.bench.memory import worker
from tests.bench.people import ORG
from tests.bench.row import Row, Sample, interleave
from tests.bench.school import PEOPLE, add_people
from tests.bench.senders import NO_PACE
from tests.bench.stage import Stage, stage
from tests.doubles.certificates import contexts
from tests.doubles.token import TokenDouble

NOTICES = 16
"""Sent at once, 48,000 pushes: a single one is over before the worker has all of its connections, and a city's goes on for minutes."""
UNSETTLED = """
select exists (select from deliveries where state = 'sending') or exists (select from broadcast_chunks where ended_at is null)
"""


class Notices(msgspec.Struct, frozen=True, kw_only=True):
    """One worker, one school, and the push service."""

    ready: Stage
    conn: "asyncpg.Connection[asyncpg.Record]"
    push: Google
    worker: int

    async def side(self) -> Sample:
        """A notice to everybody: pushes a second, with the CPU of one and the WAL bytes of one (`WAL`)."""
        self.push.taken.clear()
        self.push.all_taken.clear()
        self.push.wanted = NOTICES * PEOPLE
        at = await self.conn.fetchval("select pg_current_wal_lsn()")
        meter, started = Meter(worker=self.worker, PostgreSQL=self.ready.postgres), time.perf_counter()
        for _ in range(NOTICES):
            await _send(self.conn, self.ready.families[0].counsellor_id)
        await nudge.send(self.ready.env["REDIS_URL"])
        async with asyncio.timeout(300):
            await self.push.all_taken.wait()
        rate = self.push.wanted / (time.perf_counter() - started)
        await self._settled()
        wal = await self.conn.fetchval("select pg_current_wal_lsn() - $1::pg_lsn", at)
        return Sample(figure=rate, micros={**meter.micros(self.push.wanted), "WAL": float(wal) / self.push.wanted})

    async def _settled(self) -> None:
        """Waits until what became of each push is written down."""
        async with asyncio.timeout(60):
            while await self.conn.fetchval(UNSETTLED):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def p1(folder: Path) -> list[Row]:
    """Pushes of a notice, everything on."""
    tls, _, certificate = contexts(folder)
    trusted = folder / "trusted.pem"
    trusted.write_bytes(certificate)
    async with stage(folder, students=1000, families=1) as ready, TokenDouble() as tokens, Google(tokens, tls) as push:
        account = tokens.write_account(folder)
        conn = await asyncpg.connect(ready.superuser_url)
        await add_people(conn, ready)
        await ready.analyze()
        env = {"XINQIAO_FCM_CREDENTIALS": str(account), "XINQIAO_FCM_URL": push.url, "SSL_CERT_FILE": str(trusted)}
        env["XINQIAO_FCM_PACE"] = f"{NO_PACE:.0f}"
        async with worker(ready, **env) as pid:
            notices = Notices(ready=ready, conn=conn, push=push, worker=pid)
            (sent,) = await interleave(notices.side)
        await nudge.close()
        await conn.close()
    return _rows(sent)


def _rows(sent: Sample) -> list[Row]:
    push = f"TLS HTTP/2, {ANSWER * 1000:.0f} ms answers, ten connections of a hundred streams; PostgreSQL {sent.micros['PostgreSQL']:,.0f} µs"
    worker_cpu = sent.micros["worker"]
    return [
        Row(id="P1", what="worker CPU a push, ledger on", unit="µs", ours=worker_cpu, goal=125, kind="value", at_most=True, note=push, cost=worker_cpu + sent.micros["PostgreSQL"]),
        Row(id="P1", what="pushes of one worker", unit="/s", ours=sent.figure, goal=8000, kind="value", note="notice, telling and ledger included"),
    ]  # fmt: skip


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
