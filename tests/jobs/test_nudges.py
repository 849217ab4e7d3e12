"""The relay at work: woken by a nudge, by the sweep without one, and again after a bad day."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest
from redis.asyncio import Redis

from api.core import live, nudge, tasks
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.embedded import Servers
from jobs import relay as relays
from jobs.relay import Relay
from tests.jobs.city import City, until
from tests.jobs.handing import RelayConn, Secret, new_relay, plan


async def test_a_nudge_wakes_the_relay_at_once(
    city: City, config: Config, clock: FixedClock, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relays, "SWEEP", 3600.0)
    relay = new_relay(config, clock)
    running = asyncio.create_task(relay.run())
    await asyncio.wait_for(_listening(config), 30)
    await plan(city, await city.org(), 1)
    await nudge.send(config.redis_url or "")

    async def handed() -> bool:
        return (await city.state("quiet", "k0"))["state"] == "handed"

    await until(handed)
    running.cancel()
    await nudge.close()


async def test_closing_waits_for_what_is_on_its_way(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is closed under a message raises, and a service that stops would end with that in its log."""
    order: list[str] = []
    begun, answered = asyncio.Event(), asyncio.Event()

    async def publish(*_: object) -> None:
        begun.set()
        await answered.wait()
        order.append("sent")

    async def close() -> None:
        await nudge.close()
        order.append("closed")

    monkeypatch.setattr(Redis, "publish", publish)
    live.publish_soon(config.redis_url, live.touched(1, {}, {"inbox"}))
    await begun.wait()
    closing = asyncio.create_task(close())
    for _ in range(20):
        await asyncio.sleep(0)
    answered.set()
    await closing
    assert order == ["sent", "closed"]


async def test_without_nudges_the_sweep_finds_it(
    city: City, config: Config, clock: FixedClock, servers: Servers
) -> None:
    running = asyncio.create_task(new_relay(config, clock).run())
    await plan(city, await city.org(), 1)

    async def handed() -> bool:
        return (await city.state("quiet", "k0"))["state"] == "handed"

    await until(handed)
    running.cancel()


async def test_the_relay_sleeps_until_the_next_due_time(
    city: City, config: Config, clock: FixedClock, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a nudge nor the sweep wakes it: the task was planned long ago, and then its time comes."""
    monkeypatch.setattr(relays, "SWEEP", 3600.0)
    looked, poll = asyncio.Event(), Relay.poll

    async def look(self: Relay, conn: RelayConn) -> bool:  # pyright: ignore[reportMissingTypeArgument]
        more = await poll(self, conn)
        looked.set()
        return more

    monkeypatch.setattr(Relay, "poll", look)
    async with city.uow(await city.org()) as uow:
        await tasks.enqueue(uow, "quiet", "k0", Secret(), uow.now + timedelta(seconds=0.2))
    running = asyncio.create_task(new_relay(config, clock).run())
    await asyncio.wait_for(looked.wait(), 30)
    assert (await city.state("quiet", "k0"))["state"] == "planned"
    clock.advance(timedelta(seconds=0.2))

    async def handed() -> bool:
        return (await city.state("quiet", "k0"))["state"] == "handed"

    await until(handed)
    running.cancel()


async def test_what_becomes_due_between_a_poll_and_the_sleep_is_not_slept_through(
    city: City, config: Config, clock: FixedClock, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relays, "SWEEP", 3600.0)
    polls, poll = list[bool](), Relay.poll

    async def look(self: Relay, conn: RelayConn) -> bool:  # pyright: ignore[reportMissingTypeArgument]
        more = await poll(self, conn)
        if not polls:
            clock.advance(timedelta(minutes=1))
        polls.append(more)
        return more

    monkeypatch.setattr(Relay, "poll", look)
    async with city.uow(await city.org()) as uow:
        await tasks.enqueue(uow, "quiet", "k0", Secret(), uow.now + timedelta(minutes=1))
    running = asyncio.create_task(new_relay(config, clock).run())

    async def handed() -> bool:
        return (await city.state("quiet", "k0"))["state"] == "handed"

    await until(handed)
    running.cancel()


async def test_a_server_that_dies_in_the_middle_of_a_statement_is_waited_for(
    city: City, config: Config, clock: FixedClock, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What asyncpg raises then is neither of PostgreSQL's errors nor of its own interface's. It was seen once in a crash.
    poll, falls = (
        Relay.poll,
        [asyncpg.InternalClientError("cannot switch to state 12; another operation is in progress")],
    )

    async def fall(self: Relay, conn: RelayConn) -> bool:  # pyright: ignore[reportMissingTypeArgument]
        if falls:
            raise falls.pop()
        return await poll(self, conn)

    monkeypatch.setattr(Relay, "poll", fall)
    running = asyncio.create_task(new_relay(config, clock).run())
    await plan(city, await city.org(), 1)

    async def handed() -> bool:
        return (await city.state("quiet", "k0"))["state"] == "handed"

    await until(handed)
    running.cancel()


async def _listening(config: Config) -> None:
    queue = relays.open_queue(config.redis_url or "")

    async def somebody() -> bool:
        ((_, listeners),) = await queue.pubsub_numsub(nudge.CHANNEL)  # pyright: ignore
        return bool(listeners > 0)

    await until(somebody)
    await queue.aclose()


async def test_a_nudge_into_the_void_is_no_failure() -> None:
    await asyncio.wait_for(nudge.send("redis://127.0.0.1:1/0"), 2)
    await nudge.close()


async def test_what_another_loop_has_open_is_its_own_to_close(config: Config) -> None:
    await nudge.send(config.redis_url or "")

    async def start_and_end() -> None:
        await nudge.send(config.redis_url or "")
        await nudge.close()

    await asyncio.to_thread(asyncio.run, start_and_end())
    await nudge.send(config.redis_url or "")
    await nudge.close()
