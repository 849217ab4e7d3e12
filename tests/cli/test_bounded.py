"""What a slow or endless client may hold of the server that we start. Kind of fault: a limit that nobody set."""

import asyncio
import resource
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from api.cli import serving
from api.cli.bounded import CONNECTIONS, FILES, BoundedProtocol, Joining, allow_files

REQUEST = b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello"


class Small(BoundedProtocol):
    """The same with limits that a test can wait for."""

    header_bytes = 2000
    header_seconds = 0.3
    body_seconds = 0.3
    most_connections = 8


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the body."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def served() -> AsyncGenerator[int]:
    """The port of a server with small limits."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(echo, http=Small, lifespan="off", log_config=None, access_log=False))
        task = asyncio.create_task(server.serve([listener]))
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task


async def talk(port: int, *pieces: bytes) -> bytes:
    """All that the server says until it hangs up, or has answered a whole request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        async with asyncio.timeout(30):
            return await reader.read(200)
    except ConnectionError:
        return b"hung up"
    finally:
        writer.close()


def status(answer: bytes) -> bytes:
    return answer.partition(b"\r\n")[0].removeprefix(b"HTTP/1.1 ")[:3]


async def test_ordinary_requests_pass_also_many_on_one_connection() -> None:
    async with served() as port:
        assert status(await talk(port, REQUEST)) == b"200"
        assert status(await talk(port, REQUEST[:10], REQUEST[10:50], REQUEST[50:])) == b"200"
        large = b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 500000\r\n\r\n" + b"x" * 500_000
        assert status(await talk(port, large)) == b"200"
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(3):
            writer.write(REQUEST)
            assert status(await reader.readuntil(b"hello")) == b"200"
            await asyncio.sleep(0.4)  # idle for longer than headers may take
        writer.close()


class Pieces(asyncio.Transport):
    """Notes what is sent at once."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: Any) -> None:
        self.sent.append(bytes(data))

    def writelines(self, list_of_data: Any) -> None:
        self.sent.append(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


async def test_the_head_of_an_answer_is_sent_with_its_body() -> None:
    to = Pieces()
    joining = Joining(to, asyncio.get_running_loop())
    joining.write(b"head ")
    assert to.sent == []
    joining.write(b"body")
    assert to.sent == [b"head body"]
    joining.write(b"an event of a stream")
    await asyncio.sleep(0)
    assert to.sent[1:] == [b"an event of a stream"]


async def test_what_is_held_back_is_sent_before_the_end_and_never_after_it() -> None:
    to = Pieces()
    joining = Joining(to, asyncio.get_running_loop())
    joining.write(b"408")
    joining.close()
    assert (to.sent, to.closed) == ([b"408"], True)
    joining.write(b"too late")
    await asyncio.sleep(0)
    assert to.sent == [b"408"]


async def test_the_server_joins_what_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[tuple[bytes, ...]] = []

    class Noting(Joining):
        def write(self, data: Any) -> None:
            if self._held is not None:
                joined.append((bytes(self._held), bytes(data)))
            super().write(data)

    monkeypatch.setattr("api.cli.bounded.Joining", Noting)
    async with served() as port:
        await talk(port, REQUEST)
    [(head, body)] = joined
    assert (status(head), body) == (b"200", b"hello")


async def test_headers_are_bounded_in_size() -> None:
    async with served() as port:
        many = b"".join(b"x-%d: y\r\n" % n for n in range(400))
        for head in (b"x: " + b"y" * 3000 + b"\r\n\r\n", many + b"\r\n", many, b"x: " + b"y" * 3000):
            assert status(await talk(port, b"GET / HTTP/1.1\r\nhost: x\r\n" + head)) == b"431"
        assert status(await talk(port, b"GET /" + b"y" * 3000 + b" HTTP/1.1\r\nhost: x\r\n\r\n")) == b"431"


async def test_headers_and_bodies_are_bounded_in_time() -> None:
    async with served() as port:
        slow = [b"GET / HTTP/1.1\r\n", *(b"x-%d: y\r\n" % n for n in range(60))]
        silent, dripping, body = await asyncio.gather(talk(port), talk(port, *slow), talk(port, REQUEST[:-1]))
        dripped = status(dripping)
        assert [status(answer) for answer in (silent, dripping, body)] == [b"408", dripped, b"408"]
        assert dripped in {b"408", b"hun"}, "a client that is still sending may not hear why"


async def test_a_second_request_of_a_connection_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its headers, and its body by the limit of bodies."""
    async with served() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST)
        assert status(await reader.readuntil(b"hello")) == b"200"
        writer.write(REQUEST[:20])
        async with asyncio.timeout(4):  # a connection without a request in it ends after 5 s anyway
            assert status(await reader.read(200)) == b"408"
        writer.close()
        monkeypatch.setattr(Small, "header_seconds", 60)
        assert status(await talk(port, REQUEST[:-1])) == b"408"


async def test_connections_are_bounded_and_come_free_again() -> None:
    async with served() as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(8)]
        assert status(await talk(port)) == b"503"
        for _, writer in held:
            writer.close()
        async with asyncio.timeout(30):  # the server sees at its own pace that they are gone
            while (answer := status(await talk(port, REQUEST))) in {b"503", b"hun"}:
                pass
        assert answer == b"200"


def test_the_server_that_we_start_has_these_limits(monkeypatch: Any) -> None:
    given: dict[str, Any] = {}

    def run(_: str, **settings: Any) -> None:
        given.update(settings)

    monkeypatch.setattr(uvicorn, "run", run)
    serving.serve("127.0.0.1", 8000, 1, ("10.0.0.0/8",))
    config = uvicorn.Config(echo, **{key: given[key] for key in ("http", "loop", "log_config")})
    config.load()
    assert config.http_protocol_class is BoundedProtocol
    assert (given["proxy_headers"], given["forwarded_allow_ips"]) == (True, ["10.0.0.0/8"])
    serving.serve("127.0.0.1", 8000, 1, ())
    assert given["proxy_headers"] is False, "nobody is believed about who is behind them"


def test_as_many_files_are_open_as_connections_are_taken() -> None:
    """1,024 are usual: who connected beyond them was hung up on without an answer."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if before[1] == resource.RLIM_INFINITY else min(before[1], FILES)
    assert FILES > CONNECTIONS
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
        allow_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, before[1])
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        allow_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= before[0], "never lowered"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
