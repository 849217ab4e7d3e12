"""The relay: reads which tasks are due and no more, enqueues each task once, and loses nothing with Valkey."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import asyncpg
import pytest

from api.core import tasks
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.embedded import Servers
from jobs import relay as relays
from jobs.lanes import BATCH, LONG_ROOM, LOST, ROOM
from jobs.relay import MOST, Relay
from jobs.runner import LEASE
from tests.jobs.city import City
from tests.jobs.handing import Secret, by_state, new_relay, plan, queued
from tests.servers import Database


@pytest.fixture
async def conn(database: Database) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection as the relay."""
    conn = await asyncpg.connect(database.relay_url)
    yield conn
    await conn.close()


async def test_the_relay_cannot_read_what_a_task_is_about(
    city: City, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await plan(city, await city.org(), 1)
    for column in ("payload", "key", "error"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.fetch(f"select {column} from tasks")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await conn.execute("update tasks set payload = '{}'")
    assert await conn.execute("delete from tasks") == "DELETE 0", "it removes what is finished alone"
    for table in ("messages", "accounts", "students", "bookings", "deliveries"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.fetch(f"select * from {table}")


async def test_nothing_of_a_task_but_its_name_travels(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    org_id = await city.org()
    await plan(city, org_id, 1)
    await new_relay(config, clock).poll(conn)
    row = await city.state("quiet", "k0")
    assert await queued(config) == [("quiet", [(org_id, row["task_id"].hex, 1)])]
    assert (row["state"], row["lease_until"]) == ("handed", clock.now() + LEASE)


async def test_only_what_is_due_is_handed_over(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    async with city.uow(await city.org()) as uow:
        await tasks.enqueue(uow, "quiet", "soon", Secret(), uow.now + timedelta(microseconds=1))
    relay = new_relay(config, clock)
    await relay.poll(conn)
    assert await queued(config) == []
    clock.advance(timedelta(microseconds=1))
    await relay.poll(conn)
    assert len(await queued(config)) == 1


async def test_two_relays_hand_each_task_over_once(
    city: City, config: Config, clock: FixedClock, servers: Servers, database: Database
) -> None:
    orgs = [await city.org() for _ in range(4)]
    for org_id in orgs:
        await plan(city, org_id, 100)
    conns = [await asyncpg.connect(database.relay_url) for _ in range(4)]
    await asyncio.gather(*(new_relay(config, clock).poll(conn) for conn in conns))
    handed = [task for _, tasks_ in await queued(config) for task in tasks_]
    assert len(handed) == len(set(handed)) == 400
    assert {attempt for _, _, attempt in handed} == {1}
    for conn in conns:
        await conn.close()


async def test_whatever_valkey_forgets_is_handed_over_again(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await plan(city, await city.org(), 40)
    relay = new_relay(config, clock)
    await relay.poll(conn)
    servers.flush()
    await relay.poll(conn)
    assert await queued(config) == []
    clock.advance(LEASE)
    await relay.poll(conn)
    assert sorted(attempt for _, tasks_ in await queued(config) for _, _, attempt in tasks_) == [2] * 40


async def test_no_more_is_handed_over_than_there_is_room_for(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """What waits in Valkey would lose its lease there, come again, and drown the workers twice over."""
    await many_due(city)
    relay = new_relay(config, clock)
    for _ in range(9):
        assert await relay.poll(conn)
    handed = (await by_state(city))["handed"]
    assert ROOM * BATCH <= handed < ROOM * BATCH + MOST
    servers.flush()  # as if workers had taken them
    assert not await relay.poll(conn)
    assert sum(len(t) for _, t in await queued(config)) == 1500 - handed


async def many_due(city: City) -> None:
    """1500 tasks of one kind in several organisations."""
    for _ in range(6):
        await plan(city, await city.org(), 250)


async def test_no_kind_crowds_out_another(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await many_due(city)
    for _ in range(LONG_ROOM + 3):
        await plan(city, await city.org(), 1, kind="import_roster")
    relay = new_relay(config, clock)
    for _ in range(9):
        assert await relay.poll(conn)
    await plan(city, 0, 1, kind="sign_in_code")
    await relay.poll(conn)
    rows = await city.rows("select kind, count(*) from tasks where state = 'handed' group by kind")
    handed = {r["kind"]: r["count"] for r in rows}
    assert handed["quiet"] < ROOM * BATCH + MOST
    assert handed["import_roster"] == LONG_ROOM
    assert handed["sign_in_code"] == 1


async def test_the_platforms_own_come_first(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """There is room for some, others have waited longer: theirs are handed over all the same."""
    await plan(city, await city.org(), LONG_ROOM, kind="import_roster")
    clock.advance(LEASE)
    await plan(city, 0, 1, kind="import_roster")
    await new_relay(config, clock).poll(conn)
    handed = [org_id for _, batch in await queued(config) for org_id, _, _ in batch]
    assert handed.count(0) == 1


async def test_what_waits_in_valkey_keeps_its_lease(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """No worker has time for ten minutes. Else the task would come again and again, and be given up as deadly."""
    await plan(city, await city.org(), 3)
    relay = new_relay(config, clock)
    for _ in range(20):
        await relay.poll(conn)
        clock.advance(LEASE / 2)
    row = await city.state("quiet", "k0")
    assert (row["attempt"], row["failures"]) == (1, 0)
    assert len(await queued(config)) == 1


async def test_what_a_dead_worker_held_is_not_kept(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await plan(city, await city.org(), 1)
    relay = new_relay(config, clock)
    await relay.poll(conn)
    row = await city.state("quiet", "k0")
    queue = relays.open_queue(config.redis_url or "")
    await queue.set(f"{relays.in_progress_key_prefix}{row['task_id']}:1", b"1")
    await queue.aclose()
    for _ in range(3):
        clock.advance(LEASE / 2)
        await relay.poll(conn)
    assert (await city.state("quiet", "k0"))["attempt"] == 2


async def test_long_and_dangerous_tasks_travel_alone(
    city: City, config: Config, clock: FixedClock, servers: Servers, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    org_id = await city.org()
    await plan(city, org_id, 3, kind="import_roster")
    await plan(city, org_id, 3)
    relay = new_relay(config, clock)
    for _ in range(LOST):
        await relay.poll(conn)
        assert sorted((kind, len(t)) for kind, t in await queued(config)) == [("import_roster", 1)] * 3 + [("quiet", 3)]
        servers.flush()
        clock.advance(LEASE)
    await relay.poll(conn)
    assert sorted((kind, len(t)) for kind, t in await queued(config)) == [("import_roster", 1)] * 3 + [("quiet", 1)] * 3


async def test_without_valkey_nothing_is_handed_over(
    city: City, config: Config, clock: FixedClock, conn: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await plan(city, await city.org(), 5)
    assert config.database_relay_url
    relay = Relay(config.database_relay_url, "unix:///nowhere/valkey", clock)
    with pytest.raises(relays.RedisError):
        await relay.poll(conn)
    assert (await city.state("quiet", "k0"))["state"] == "planned"


async def test_what_valkey_does_not_take_goes_back(
    city: City,
    config: Config,
    clock: FixedClock,
    servers: Servers,
    conn: "asyncpg.Connection[asyncpg.Record]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await plan(city, await city.org(), 5, kind="import_roster")
    enqueue, calls = relays.ArqRedis.enqueue_job, list[int]()

    async def third_fails(self: relays.ArqRedis, *args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise ConnectionError
        return await enqueue(self, *args, **kwargs)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(relays.ArqRedis, "enqueue_job", third_fails)
    relay = new_relay(config, clock)
    with pytest.raises(ConnectionError):
        await relay.poll(conn)
    assert await by_state(city) == {"handed": 2, "planned": 3}
