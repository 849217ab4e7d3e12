"""The worker process on bad days: nothing is lost, and nothing happens twice in effect."""

import asyncio
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from api.core import tasks
from api.core.db import Conn
from api.core.services import open_services
from api.features import REGISTRY
from jobs import relay as relays
from jobs import worker as workers
from jobs.kinds import HANDLERS
from jobs.relay import Relay
from jobs.runner import LEASE, Handler, Handlers, Job
from tests.jobs.city import City, until
from tests.jobs.process import Worker
from tests.jobs.scene import MESSAGES, Scene
from tests.servers import owner

TAKEN_OVER = timedelta(seconds=30)
"""So long after a worker died, somebody else has its tasks (PERFORMANCE T2)."""


async def test_kill_9_in_the_middle_of_a_task(scene: Scene) -> None:
    await scene.plan()
    victim = scene.people[7].email
    scene.smtp.script[victim].append("stall")
    first = scene.start()
    await asyncio.wait_for(scene.smtp.stalled.wait(), 30)
    first.kill()
    held = await scene.states()
    assert held["handed"] > 0
    conn = await owner(scene.database)
    rows = await conn.fetch("select state, count(*) from deliveries group by state")
    assert {r["state"] for r in rows} == {"sending"}  # the crash can be seen
    scene.start()
    scene.time.advance(TAKEN_OVER)
    await until(scene.all_done)
    scene.check()
    assert await conn.fetchval("select max(tries) from deliveries") == 2
    assert await conn.fetchval("select count(*) from deliveries where state <> 'sent'") == 0
    await conn.close()


async def test_valkey_forgets_everything_while_tasks_are_handed_over(scene: Scene) -> None:
    await scene.plan()
    relay = Relay(scene.database.relay_url, scene.redis_url, scene.time)
    conn = await asyncpg.connect(scene.database.relay_url)
    await relay.poll(conn)
    await conn.close()
    assert await scene.states() == {"handed": MESSAGES}
    scene.cluster.servers.flush()
    scene.start()
    scene.time.advance(LEASE)
    await until(scene.all_done)
    scene.check()
    assert len(scene.smtp.mails) == MESSAGES


async def test_postgres_crashes_in_the_middle_of_a_task(scene: Scene) -> None:
    await scene.plan()
    scene.smtp.gate.clear()
    worker = scene.start()
    await asyncio.wait_for(scene.smtp.stalled.wait(), 30)
    await asyncio.to_thread(scene.cluster.servers.restart_postgres, crash=True)
    scene.smtp.gate.set()
    scene.time.advance(LEASE + timedelta(seconds=1))
    await until(scene.all_done, 60)
    scene.check()
    assert worker.process.poll() is None


async def test_valkey_goes_away_and_comes_back(scene: Scene) -> None:
    await scene.plan(0)
    worker = scene.start()
    conn = await owner(scene.database)

    async def working() -> bool:
        return await conn.fetchval("select state from tasks where kind = 'purge'") == "planned"

    await until(working)
    valkey = scene.cluster.servers.valkey
    assert valkey
    await asyncio.to_thread(valkey.kill)
    await scene.plan()
    await asyncio.to_thread(valkey.start)
    await until(scene.all_done)
    scene.check()
    assert worker.process.poll() is None
    await conn.close()


async def test_two_workers_share_the_work(scene: Scene) -> None:
    await scene.plan()
    scene.start()
    scene.start()
    await until(scene.all_done)
    scene.check()
    assert len(scene.smtp.mails) == MESSAGES


async def test_sigterm_ends_an_idle_worker(scene: Scene) -> None:
    await scene.plan(3)
    worker = scene.start()
    await until(scene.all_done)
    assert await asyncio.to_thread(worker.end) == 0


ENDLESS = ["a", "b", "c", "d"]


class Nothing(msgspec.Struct, frozen=True, kw_only=True):
    pass


def polls_of_draining(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The looks of a relay since its worker waits for the last tasks."""
    monkeypatch.setattr(relays, "SWEEP", 0.01)
    drain, poll, draining, late = workers.Executor.drain, Relay.poll, asyncio.Event(), list[bool]()

    async def drains(self: workers.Executor) -> None:
        draining.set()
        await drain(self)

    async def polls(self: Relay, conn: Conn) -> bool:
        late.extend([True] if draining.is_set() else [])
        return await poll(self, conn)

    monkeypatch.setattr(workers.Executor, "drain", drains)
    monkeypatch.setattr(Relay, "poll", polls)
    return late


async def test_stopping_finishes_or_gives_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks are at work when SIGTERM comes: one gets done within the grace, several of one hand-over do not."""
    monkeypatch.setattr(workers, "GRACE", timedelta(seconds=0.5))
    late = polls_of_draining(monkeypatch)
    begun, stop = set[str](), asyncio.Event()

    async def quick(job: Job[Nothing], _: Nothing) -> None:
        begun.add("quick")
        await stop.wait()

    async def endless(job: Job[Nothing], _: Nothing) -> None:
        begun.add(job.keys[job.lease])
        await asyncio.Event().wait()

    async def all_at_work() -> bool:
        return begun == {"quick", *ENDLESS}

    handlers: Handlers = {
        **HANDLERS,
        "quick": Handler(payload=Nothing, handle=quick),
        "endless": Handler(payload=Nothing, handle=endless),
    }
    services = await open_services(scene.config, REGISTRY, scene.time)
    city = City(services, scene.database)
    async with city.uow(await city.org()) as uow:
        await tasks.enqueue(uow, "quick", "k", Nothing(), uow.now)
        for key in ENDLESS:
            await tasks.enqueue(uow, "endless", key, Nothing(), uow.now)
    serving = asyncio.create_task(workers.serve(scene.config, stop, handlers))
    await until(all_at_work)
    stop.set()
    done, _ = await asyncio.wait({serving}, timeout=20)
    assert done, "the worker does not end"
    assert (await city.state("quick", "k"))["state"] == "done"
    rows = [await city.state("endless", key) for key in ENDLESS]
    assert [(row["state"], row["failures"]) for row in rows] == [("planned", 0)] * len(ENDLESS)
    assert late == [], "a relay that still looks takes what is given back"
    await services.close()


@pytest.mark.parametrize("missing", ["DATABASE_RELAY_URL", "REDIS_URL", "DATABASE_URL"])
async def test_what_is_missing_at_the_start_is_one_sentence(scene: Scene, missing: str) -> None:
    worker = Worker(scene.database, scene.redis_url, scene.folder, scene.time, **{missing: ""})
    assert await asyncio.to_thread(worker.process.wait, 20) == 1
    text = worker.log.read_text()
    assert len(text.splitlines()) == 1
    assert missing in text


async def test_an_unreachable_database_at_the_start_is_one_sentence(scene: Scene) -> None:
    worker = Worker(
        scene.database, scene.redis_url, scene.folder, scene.time, DATABASE_URL="postgresql://x:secret@127.0.0.1:1/x"
    )
    assert await asyncio.to_thread(worker.process.wait, 20) == 1
    text = worker.log.read_text()
    assert len(text.splitlines()) == 1
    assert "PostgreSQL cannot be reached" in text
    assert "secret" not in text
