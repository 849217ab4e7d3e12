"""What remains of a stream whose client went away, asked for headers alone, or asks again and again."""

import asyncio
import socket
import struct
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

import pytest

from api.core.clock import FixedClock
from api.core.config import Config
from api.http import streams
from tests.http.ears import SOON, Served, ear, ready_ear, serving
from tests.jobs.city import until
from tests.world import Person, World


@pytest.fixture
async def server(config: Config, clock: FixedClock) -> AsyncGenerator[Served]:
    """A server whose streams are counted."""
    async with serving(config, clock) as server:
        yield server


async def ask(server: Served, person: Person, method: str = "GET") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection of its own, with the request written."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.address).port)
    line = f"{method} /api/v1/me/changes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.token}\r\n\r\n"
    writer.write(line.encode())
    await writer.drain()
    return reader, writer


@pytest.mark.parametrize("how", ["at-once", "reset", "after-headers", "after-ready"])
async def test_who_hangs_up_leaves_no_place_taken(server: Served, world: World, how: str) -> None:
    who = world.people
    for person in (who.mother, who.father, who.wang, who.chen, who.lin):
        reader, writer = await ask(server, person)
        if how == "reset":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif how != "at-once":
            await asyncio.wait_for(reader.readuntil(b"ready" if how == "after-ready" else b"\r\n\r\n"), SOON)
        writer.close()
    async with ready_ear(server.address, who.gao.token):  # asked for after the others
        await until(lambda: _is_alone(server), SOON)


async def _is_alone(server: Served) -> bool:
    return len(server.app.state["streams"]) == 1


async def test_headers_alone_end_the_answer(server: Served, world: World) -> None:
    """The next request on the same connection is answered, as a proxy that keeps connections sends it."""
    reader, writer = await ask(server, world.people.mother, "HEAD")
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)
    assert head.startswith(b"HTTP/1.1 200"), head
    writer.write(b"GET /api/v1/hotlines HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await writer.drain()
    assert (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)).startswith(b"HTTP/1.1 ")
    writer.close()
    async with ready_ear(server.address, world.people.gao.token):
        await until(lambda: _is_alone(server), SOON)


async def test_one_person_leaves_room_for_others(server: Served, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST", 4)
    monkeypatch.setattr(streams, "MOST_OF_ONE", 2)
    tokens = [(await world.sign_in(world.people.mother, assurance=1)).headers["authorization"][7:] for _ in range(3)]
    async with (
        ready_ear(server.address, tokens[0]) as first,
        ready_ear(server.address, tokens[1]),
        ready_ear(server.address, tokens[2]),
        ready_ear(server.address, world.people.gao.token),
        ear(server.address, world.people.wang.token) as last,
    ):
        assert await first.next() == ("replaced", "")
        assert await last.next() == ("ready", "")
