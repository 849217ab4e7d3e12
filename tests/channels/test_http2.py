"""The client of push services against servers that leave, break off, allow little, or say nothing (h2 on the other side)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from h2.settings import SettingCodes, Settings
from hypothesis import given
from hypothesis import strategies as st

from api.core.http_client import Reply
from jobs.channels import frames, http2_connection
from jobs.channels.http2 import Http2, Pace
from jobs.channels.http2_connection import STREAMS
from tests.doubles.http2 import Http2Connection
from tests.doubles.messages import Answer, Request
from tests.doubles.server import HttpDouble

BODY = b"b" * 4000


class Peer(HttpDouble):
    """Answers each body with its length. `before` is called with each request and its connection."""

    http2 = True

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[SettingCodes, int] = {}
        self.seen: list[str] = []
        self.before: Any = None

    def came(self, connection: Any) -> None:
        if self.told and isinstance(connection, Http2Connection):
            connection.h2.local_settings = Settings(client=False, initial_values=self.told)
            connection.h2.decoder.max_allowed_table_size = connection.h2.local_settings.header_table_size
        super().came(connection)

    async def answer(self, request: Request) -> Answer:
        self.seen.append(request.headers["authorization"])
        if self.before:
            await self.before()
        return Answer(200, str(len(request.body)).encode())

    @property
    def connections(self) -> list[Http2Connection]:
        return [one for one in self.open if isinstance(one, Http2Connection)]


class World(SimpleNamespace):
    peer: Peer
    client: Http2

    async def post(self, count: int, bearer: str = "t", body: bytes = BODY, patience: float = 30) -> list[Any]:
        return await self.client.post_many([body] * count, bearer, patience)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with Peer() as peer:
        client = Http2(f"{peer.url}/send", timeout=timedelta(seconds=20), connections=2, pace=1e6)
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


@pytest.mark.parametrize("table", [0, 200, 4096])
async def test_a_peer_that_allows_little_gets_little(world: World, table: int) -> None:
    world.peer.told = {SettingCodes.MAX_CONCURRENT_STREAMS: 7, SettingCodes.HEADER_TABLE_SIZE: table}
    assert await world.post(60) == [OK] * 60
    assert world.peer.most_in_flight <= 7


async def test_a_peer_whose_window_is_too_small_is_given_up(world: World) -> None:
    world.peer.told = {SettingCodes.INITIAL_WINDOW_SIZE: 1000}
    assert await world.post(3) == ["connection"] * 3
    assert await world.post(1, body=b"b" * 900) == [Reply(status=200, body=b"900", retry_after=None)]


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
    # Ten are written in one piece; what did not leave yet would go on with the next connection.
    assert await world.post(10) == ["connection"] * 10
    assert await world.post(5) == [OK] * 5


async def test_a_silent_connection_is_given_up_and_a_long_idle_one_is_not_used_again(world: World) -> None:
    assert await world.post(1) == [OK]
    client = Http2(f"{world.peer.url}/send", timeout=timedelta(seconds=1.5), connections=1, pace=1e6)
    world.peer.before = world.peer.stall
    assert await client.post_many([BODY] * 30, "t", 30) == ["timeout"] * 30
    world.peer.before = None
    assert await client.post_many([BODY], "t", 30) == [OK]
    await client.close()
    opened = world.peer.opened
    world.client.opened[0].heard_at -= http2_connection.IDLE
    assert await world.post(1) == [OK]
    assert world.peer.opened == opened + 1


async def test_a_connection_that_says_nothing_any_more_is_dropped() -> None:
    ended = list[asyncio.Event]()

    async def hush(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ended.append(asyncio.Event())
        writer.write(frames.settings())
        with suppress(ConnectionError):
            await reader.read(-1)  # until it is closed
        ended[-1].set()
        writer.close()

    server = await asyncio.start_server(hush, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Http2(f"http://127.0.0.1:{port}/send", timeout=timedelta(seconds=0.5), connections=1, pace=1e6)
    for number in range(2):
        assert await client.post_many([BODY] * 3, "t", 30) == ["timeout"] * 3
        await asyncio.wait_for(ended[number].wait(), 30)
    await client.close()
    server.close()


async def test_what_speaks_no_http2_and_what_is_not_there_is_no_answer() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Http2(f"http://127.0.0.1:{port}/send", timeout=timedelta(seconds=20), connections=2, pace=1e6)
    for _ in range(2):
        assert await client.post_many([BODY] * 3, "t", 30) == ["connection"] * 3
        assert await client.post_many([BODY] * 3, "t", 30) == ["connection"] * 3
        server.close()
    await client.close()
    assert await client.post_many([BODY], "t", 30) == ["connection"], "it is closed"


@given(st.floats(1, 1e5), st.lists(st.floats(0, 0.2), min_size=1, max_size=200))
def test_a_pace_lets_no_more_through_than_its_rate(rate: float, steps: list[float]) -> None:
    pace, now, taken = Pace(rate), 100.0, 0
    for step in steps:
        now += step
        taken += sum(pace.take(now) for _ in range(50))
        assert taken <= max(1.0, rate / 10) + (now - 100.0) * rate + 1
    assert pace.take(now + 10 / rate)


async def test_a_batch_goes_on_as_its_pace_allows(world: World) -> None:
    client, loop = (
        Http2(f"{world.peer.url}/send", timeout=timedelta(seconds=20), connections=2, pace=200),
        asyncio.get_running_loop(),
    )
    started = loop.time()
    assert await client.post_many([BODY] * 100, "t", 30) == [OK] * 100
    assert loop.time() - started >= 0.39, "twenty at once, then two hundred a second"
    await client.close()
