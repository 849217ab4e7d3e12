"""A small HTTP server on loopback for the doubles: it can stall, break connections and count them."""

import asyncio
import socket
import ssl
import struct
from typing import Self

import httptools

from tests.doubles.http2 import Http2Connection
from tests.doubles.messages import Answer, Request, Reset


class HttpDouble:
    """Subclasses say what to answer. Use as an async context manager; `url` is where it listens. Over TLS it speaks
    HTTP/2 and nothing else, and without TLS if `http2` says so.
    """

    http2 = False

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.open: set[_Connection | Http2Connection] = set()
        self.opened = 0
        self.requests = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self.asked = asyncio.Event()
        self._released = asyncio.Event()
        self._tls = tls
        self._emptied = asyncio.Event()
        self._server: asyncio.Server | None = None

    async def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    async def handle(self, request: Request) -> Answer:
        """Answers, and keeps count of what is being answered."""
        self.requests += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self.asked.set()
        try:
            return await self.answer(request)
        finally:
            self.in_flight -= 1

    async def stall(self) -> None:
        """Answers nothing until the test says so."""
        await self._released.wait()

    def release(self) -> None:
        self._released.set()

    async def reached(self, requests: int) -> None:
        """Waits until so many requests have come."""
        while self.requests < requests:
            self.asked.clear()
            await self.asked.wait()

    async def emptied(self) -> None:
        """Waits until no connection is open."""
        while self.open:
            self._emptied.clear()
            await self._emptied.wait()

    @property
    def url(self) -> str:
        assert self._server
        port = self._server.sockets[0].getsockname()[1]
        return f"https://localhost:{port}" if self._tls else f"http://127.0.0.1:{port}"

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        kind = Http2Connection if self._tls or self.http2 else _Connection
        if self._tls:
            self._tls.set_alpn_protocols(["h2"])
        self._server = await loop.create_server(lambda: kind(self), "127.0.0.1", 0, ssl=self._tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        for connection in list(self.open):
            connection.end()
        await self._server.wait_closed()

    def came(self, connection: "_Connection | Http2Connection") -> None:
        self.open.add(connection)
        self.opened += 1

    def went(self, connection: "_Connection | Http2Connection") -> None:
        self.open.discard(connection)
        if not self.open:
            self._emptied.set()


class _Connection(asyncio.Protocol):
    """One client's connection. httptools calls the on_… methods."""

    def __init__(self, double: HttpDouble) -> None:
        self._double = double
        self._parser = httptools.HttpRequestParser(self)
        self._request = Request()
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._double.came(self)

    def connection_lost(self, exc: Exception | None) -> None:
        for task in self._tasks:
            task.cancel()
        self._double.went(self)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.abort()

    def on_message_begin(self) -> None:
        self._request = Request()

    def on_url(self, url: bytes) -> None:
        self._request.path += url.decode()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._request.headers[name.decode().lower()] = value.decode()

    def on_body(self, body: bytes) -> None:
        self._request.body += body

    def on_message_complete(self) -> None:
        self._request.method = self._parser.get_method().decode()
        task = asyncio.get_running_loop().create_task(self._answer(self._request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: Request) -> None:
        try:
            self._write(await self._double.handle(request))
        except Reset:
            self._reset()

    def _write(self, answer: Answer) -> None:
        head = [f"HTTP/1.1 {answer.status} -", f"Content-Length: {len(answer.body)}"]
        head += [f"{name}: {value}" for name, value in answer.headers.items()]
        self._transport.write("\r\n".join([*head, "", ""]).encode() + answer.body)

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._transport.abort()

    def end(self) -> None:
        self._transport.abort()
