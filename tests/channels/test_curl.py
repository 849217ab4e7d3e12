"""The client of push services against servers that leave, break off, allow little, or say nothing (h2 on the other side)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from api.core.http_client import Reply
from jobs.channels.curl import LONGEST, STREAMS, Curl
from jobs.channels.pace import Pace
from tests.doubles.http2 import Http2Connection
from tests.doubles.messages import Answer, Request
from tests.doubles.server import HttpDouble

BODY = b"b" * 4000


class Peer(HttpDouble):
    """Answers each body with its length. `before` is called with each request and its connection."""

    http2 = True

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.before: Any = None
        self.said: Answer | None = None

    async def answer(self, request: Request) -> Answer:
        self.seen.append(request.headers["authorization"])
        if self.before:
            await self.before()
        return self.said or Answer(200, str(len(request.body)).encode())

    @property
    def connections(self) -> list[Http2Connection]:
        return [one for one in self.open if isinstance(one, Http2Connection)]


class World(SimpleNamespace):
    peer: Peer
    client: Curl

    async def post(self, count: int, bearer: str = "t", body: bytes = BODY, patience: float = 30) -> list[Any]:
        return await self.client.post_many([body] * count, bearer, patience)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with Peer() as peer:
        client = Curl(f"{peer.url}/send", timeout=timedelta(seconds=20), connections=2, pace=Pace(1e6))
        yield World(peer=peer, client=client)
        await client.close()
        await asyncio.wait_for(peer.emptied(), 30)


OK = Reply(status=200, body=b"4000", retry_after=None)


async def test_more_than_the_windows_hold_goes_through_and_a_new_bearer_is_told(world: World) -> None:
    assert await world.post(STREAMS) == [OK] * STREAMS
    assert await world.post(50, "u" * 3000) == [OK] * 50
    assert await world.post(50, "t") == [OK] * 50
    assert world.peer.seen == ["Bearer t"] * STREAMS + [f"Bearer {'u' * 3000}"] * 50 + ["Bearer t"] * 50
    assert world.peer.opened == 1, "what fits one connection opens no other"


async def test_a_peer_that_leaves_gets_the_rest_on_another_connection(world: World) -> None:
    async def leave() -> None:
        world.peer.before = None
        (connection,) = world.peer.connections
        connection.leave(last=9)  # five requests: streams have odd numbers

    world.peer.before = leave
    assert await world.post(90) == [OK] * 90
    assert world.peer.opened == 2


async def test_a_peer_that_breaks_off_leaves_no_answer_and_the_next_batch_arrives(world: World) -> None:
    async def end() -> None:
        world.peer.before = None
        for connection in world.peer.connections:
            connection.end()

    world.peer.before = end
    answers = await world.post(20)
    assert answers.count("connection") >= 19, "one may have been sent again: a phone shows it once, by its tag"
    assert await world.post(5) == [OK] * 5


async def test_a_silent_connection_is_given_up(world: World) -> None:
    client = Curl(f"{world.peer.url}/send", timeout=timedelta(seconds=1.5), connections=1, pace=Pace(1e6))
    world.peer.before = world.peer.stall
    assert await client.post_many([BODY] * 30, "t", 30) == ["timeout"] * 30
    world.peer.before = None
    opened = world.peer.opened
    assert await client.post_many([BODY], "t", 30) == [OK]
    assert world.peer.opened == opened + 1, "the silent one may be dead"
    await client.close()


async def test_who_stops_waiting_leaves_nothing_behind(world: World) -> None:
    world.peer.before = world.peer.stall
    stopped = asyncio.ensure_future(world.post(STREAMS * 3))
    await world.peer.reached(STREAMS * 2)
    stopped.cancel()
    with suppress(asyncio.CancelledError):
        await stopped
    world.peer.release()
    assert await world.post(5) == [OK] * 5
    assert len(world.peer.seen) == STREAMS * 2 + 5, "what was not begun is not begun any more"


async def test_an_endless_answer_is_cut_off_and_a_wait_is_read(world: World) -> None:
    world.peer.said = Answer(200, b"x" * (LONGEST + 1))
    assert await world.post(1) == ["connection"]
    world.peer.said = Answer(503, b"later", {"Retry-After": "120"})
    assert await world.post(1) == [Reply(status=503, body=b"later", retry_after="120")]


async def test_what_speaks_no_http2_and_what_is_not_there_is_no_answer() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Curl(f"http://127.0.0.1:{port}/send", timeout=timedelta(seconds=1), connections=2, pace=Pace(1e6))
    assert set(await client.post_many([BODY] * 3, "t", 30)) <= {"timeout", "connection"}
    server.close()
    assert await client.post_many([BODY] * 3, "t", 30) == ["connection"] * 3
    await client.close()
    assert await client.post_many([BODY], "t", 30) == ["connection"], "it is closed"


async def test_a_batch_goes_on_as_its_pace_allows(world: World) -> None:
    client, loop = (
        Curl(f"{world.peer.url}/send", timeout=timedelta(seconds=20), connections=2, pace=Pace(200, ramp=0)),
        asyncio.get_running_loop(),
    )
    started = loop.time()
    assert await client.post_many([BODY] * 100, "t", 30) == [OK] * 100
    assert loop.time() - started >= 0.39, "twenty at once, then two hundred a second"
    await client.close()


async def test_a_service_that_says_too_many_is_sent_a_tenth(world: World) -> None:
    pace, loop = Pace(1e6), asyncio.get_running_loop()
    pace.take(loop.time() - 1000)
    client = Curl(f"{world.peer.url}/send", timeout=timedelta(seconds=20), connections=2, pace=pace)
    assert await client.post_many([BODY] * 3, "t", 30) == [OK] * 3
    assert pace.rate(loop.time()) == 1e6
    world.peer.said = Answer(429, b"")
    await client.post_many([BODY] * 3, "t", 30)
    assert 1e5 <= pace.rate(loop.time()) < 2e5
    await client.close()
