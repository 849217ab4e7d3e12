"""F3: a bureau's notice to a whole city of 1,656,700 students and 3,313,400 guardians, from its task on, and its pushes by one and two workers."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from api.core import config, nudge
from api.core.db import uuid7
from api.core.sealing import Sealer
from schemas.notices.bureau import SpreadNotice
from tests.bench.google import Google
from tests.bench.load import answer, request
from tests.bench.memory import pss, worker
from tests.bench.reading import HOME
from tests.bench.row import Row
from tests.bench.senders import NO_PACE
from tests.bench.stage import FULL, Stage, api, stage
from tests.doubles.certificates import contexts
from tests.doubles.token import TokenDouble

BUREAU = 6
WITH_PHONES = range(1000, 1020)
"""The schools whose guardians have a phone each that takes pushes: 2,200 in each."""
EVERY = 0.05
"""Seconds between two first screens that a guardian opens."""
IDLE = 300
"""First screens while nothing else is done."""
SLOW = 0.5
"""Seconds until a push is answered: what one worker has on its way, a thousand, then leaves the cores room for a second."""
GUARDIANS = 2 * FULL
_DEVICES = "select g.org_id, g.guardian_id from guardians g where g.org_id = any ($1)"
_HOW_FAR = """
select (select count(*) from bureau_notice_schools s where s.bureau_notice_id = $1 and s.sent_at is null) as schools,
  coalesce(sum(c.people), 0) as people, coalesce(sum(c.sent + c.unsent), 0) as told, count(*) filter (where c.ended_at is null) as left
from broadcast_chunks c join broadcasts b using (org_id, broadcast_id) where b.created_at >= $2
"""


class City(msgspec.Struct, frozen=True, kw_only=True):
    """The database with the city in it, and a superuser's connection."""

    ready: Stage
    conn: "asyncpg.Connection[asyncpg.Record]"

    async def send(self, places: list[int]) -> tuple[UUID, datetime]:
        """A notice of the bureau that a second officer has approved, as the API leaves it to the worker. Its id, and when."""
        now, notice_id, officers = datetime.now(UTC), uuid7(), [f.counsellor_id for f in self.ready.families[:2]]
        payload = msgspec.json.encode(SpreadNotice(bureau_notice_id=notice_id)).decode()
        async with self.conn.transaction():
            await self.conn.execute(
                "insert into bureau_notices (org_id, bureau_notice_id, author_id, kind, title_zh, body_zh, places, except_places, parts, state,"
                " changed_by, submitted_by, submitted_at, approved_by, approved_at, sent_at, created_at, updated_at)"
                " values ($1, $2, $3, 'information', '台风停课', '明天停课。', $4, '{}', '{guardian}', 'sent', $3, $3, $5, $6, $5, $5, $5, $5)",
                *(BUREAU, notice_id, officers[0], places, now, officers[1]),
            )
            await self.conn.execute(
                "insert into tasks (org_id, kind, key, payload, due_at, created_at, updated_at) values ($1, $2, $3, $4, $5, $5, $5)",
                *(BUREAU, SpreadNotice.kind, str(notice_id), payload, now),
            )
        await nudge.send(self.ready.env["REDIS_URL"])
        return notice_id, now

    async def how_far(self, sent: tuple[UUID, datetime]) -> asyncpg.Record:
        """Schools that wait; people who are made ready and who are told; chunks that are not told yet."""
        row = await self.conn.fetchrow(_HOW_FAR, *sent)
        if row is None:
            raise RuntimeError("a count has a row")
        return row


class Watched(msgspec.Struct, kw_only=True):
    """What was seen while a city was told. Seconds from its task on; bytes of the worker."""

    ready_after: float = 0.0
    told_after: float = 0.0
    early: float = 0.0
    most: float = 0.0


async def f3(folder: Path) -> list[Row]:
    """The whole city once, then twenty schools with phones by one worker and by two."""
    async with _city(folder) as city:
        async with api(city.ready) as server:
            idle = await _screens(city.ready, server.port, asyncio.Event(), at_most=IDLE)
            async with worker(city.ready) as pid:
                ended = asyncio.Event()
                opening = asyncio.create_task(_screens(city.ready, server.port, ended))
                seen = await _watch(city, pid)
                ended.set()
                busy = await opening
        alone, both = await _sent_by(city, folder, 1), await _sent_by(city, folder, 2)
        await nudge.close()
    return _rows(seen, idle, busy, alone, both)


@asynccontextmanager
async def _city(folder: Path) -> AsyncGenerator[City]:
    async with stage(folder, FULL, families=8) as ready:
        conn = await asyncpg.connect(ready.superuser_url)
        await conn.execute(
            "insert into orgs (org_id, kind, name_zh, name_en) values ($1, 'bureau', '市教育局', 'Bureau')", BUREAU
        )
        await conn.execute("update orgs set parent_org_id = $1 where kind = 'school' and org_id >= 1000", BUREAU)
        for number, family in enumerate(ready.families[:2]):
            officer = "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, $3, '林', '{officer}', $4)"
            await conn.execute(officer, BUREAU, family.counsellor_id, f"{number}", datetime.now(UTC))
        await _add_phones(conn, ready)
        await ready.analyze()
        yield City(ready=ready, conn=conn)
        await conn.close()


async def _add_phones(conn: "asyncpg.Connection[asyncpg.Record]", ready: Stage) -> None:
    sealer, now = Sealer(config.load(ready.env).master_key), datetime.now(UTC)
    schools = list(WITH_PHONES)
    people = [row["guardian_id"] for row in await conn.fetch(_DEVICES, schools)]
    rows = [
        (
            g,
            uuid7(),
            "fcm",
            sealer.name("device", f"phone:{g}"),
            sealer.seal_contact("device", g, f"phone:{g}"),
            "phone",
            now,
            now,
        )
        for g in people
    ]
    columns = ["account_id", "device_id", "kind", "address_hash", "address_sealed", "name", "created_at", "seen_at"]
    await conn.copy_records_to_table("devices", records=rows, columns=columns)
    await conn.execute(
        "update accounts set quiet_from = '00:00', quiet_to = '00:00' where account_id = any ($1)", people
    )
    await conn.execute("update orgs set fcm_enabled = true where org_id = any ($1)", schools)


async def _screens(ready: Stage, port: int, ended: asyncio.Event, at_most: int = 1 << 30) -> list[float]:
    """Seconds that each first screen took, opened one after the other at an even pace."""
    times: list[float] = []
    asked = [request("GET", HOME, family.token) for family in ready.families]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while len(times) < at_most and not ended.is_set():
        started = time.perf_counter()
        writer.write(asked[len(times) % len(asked)])
        status, _ = await answer(reader)
        if status != 200:
            raise RuntimeError(f"a first screen was answered {status}")
        times.append(time.perf_counter() - started)
        await asyncio.sleep(max(0.0, EVERY - times[-1]))
    writer.close()
    return times


async def _watch(city: City, pid: int) -> Watched:
    """Tells the city, and looks until everybody was told."""
    seen, sent, started = Watched(), await city.send([BUREAU]), time.perf_counter()
    while not seen.told_after:
        await asyncio.sleep(0.5)
        row, passed = await city.how_far(sent), time.perf_counter() - started
        seen.most = max(seen.most, pss(pid))
        if row["told"] < GUARDIANS / 10:
            seen.early = max(seen.early, seen.most)
        if not seen.ready_after and row["people"] == GUARDIANS:
            seen.ready_after = passed
        if row["told"] == GUARDIANS and not row["left"] and not row["schools"]:
            seen.told_after = passed
        if passed > 1800:
            raise TimeoutError(f"{row['told']:,} of {GUARDIANS:,} were told")
    return seen


async def _sent_by(city: City, folder: Path, workers: int) -> float:
    """Pushes a second that so many workers hand to a service that takes half a second for each."""
    place = folder / f"workers{workers}"
    place.mkdir()
    tls, _, certificate = contexts(place)
    trusted = place / "trusted.pem"
    trusted.write_bytes(certificate)
    async with TokenDouble() as tokens, Google(tokens, tls, SLOW) as push, AsyncExitStack() as stack:
        env = {
            "XINQIAO_FCM_CREDENTIALS": str(tokens.write_account(place)),
            "XINQIAO_FCM_URL": push.url,
            "SSL_CERT_FILE": str(trusted),
        }
        for _ in range(workers):
            await stack.enter_async_context(worker(city.ready, **env, XINQIAO_FCM_PACE=f"{NO_PACE:.0f}"))
        push.wanted = 2200 * len(WITH_PHONES)
        started = time.perf_counter()
        await city.send(list(WITH_PHONES))
        async with asyncio.timeout(600):
            await push.all_taken.wait()
        return push.wanted / (time.perf_counter() - started)


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)] * 1000


def _rows(seen: Watched, idle: list[float], busy: list[float], alone: float, both: float) -> list[Row]:
    city = f"{FULL:,} students, {GUARDIANS:,} guardians, {len(range(0, FULL, 1100)):,} schools, one worker, two cores for everything"
    screens = f"{len(idle)} screens idle, {len(busy)} while it ran, one guardian after the other"
    return [
        Row(id="F3", what="a bureau's notice to a whole city: audience and outbox ready after", unit="s", ours=seen.ready_after, goal=60, kind="value",
            at_most=True, note=f"{city}; told by {seen.told_after:,.0f} s"),
        Row(id="F3", what="the same: worker's memory at its most, to that of the first tenth", unit="MB", limit=seen.early / 1e6, ours=seen.most / 1e6,
            goal=1.1, at_most=True),
        Row(id="F3", what="the same: p99 of a guardian's first screen while it runs, to idle", unit="ms", limit=_p99(idle), ours=_p99(busy), goal=2,
            at_most=True, note=screens),
        Row(id="F3", what="pushes of two workers, to one", unit="/s", limit=alone, ours=both, goal=1.8,
            note=f"each push answered after {SLOW} s, so that one worker with a thousand on their way leaves a second one room"),
    ]  # fmt: skip
