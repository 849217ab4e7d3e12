"""Many posts at once over a few HTTP/2 connections: what a push service wants, for a few microseconds each.

A client for everybody hands each request through a future, a task and a thread: 100 µs and more. Here a batch is one future, requests
that fit are written together, and what they share is told to the peer once. Nothing is tried twice, save what the peer says that it has not seen.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

import certifi

from jobs.channels.frames import Broken
from jobs.channels.http2_connection import STREAMS, Answer, Batch, Connection, Request

MOMENT = 0.01
"""Seconds until a batch that is faster than its pace goes on."""


class Pace:
    """So many a second, and no more than a tenth of that at once."""

    def __init__(self, rate: float) -> None:
        self._rate, self._most = rate, max(1.0, rate / 10)
        self._left, self._at = self._most, 0.0

    def take(self, now: float) -> bool:
        """Whether one more is due at `now`, in seconds of a clock that never goes back."""
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Http2:
    """Posts to one address. Connections are opened as they are needed, kept, and opened again when they end.

    Each request ends within `timeout` of being written. `pace`: requests a second at most. `root_certificate` (PEM) is trusted besides the
    usual ones.
    """

    def __init__(
        self, url: str, *, timeout: timedelta, connections: int, pace: float, root_certificate: bytes | None = None
    ) -> None:
        self.url = urlsplit(url)
        self.timeout = timeout.total_seconds()
        self.waiting: deque[Request] = deque()
        self._most = connections
        self._pace = Pace(pace)
        self._next: asyncio.TimerHandle | None = None
        self.opened: list[Connection] = []
        self._opening: set[asyncio.Task[None]] = set()
        self._tls = _trusting(root_certificate) if self.url.scheme == "https" else None
        self._closed = False

    async def post_many(self, bodies: Sequence[bytes], token: str, patience: float) -> list[Answer]:
        """One POST of JSON for each body; the answers in their order. After `patience` seconds nothing more is begun."""
        batch = Batch(len(bodies))
        if self._closed or not bodies:
            return ["connection"] * len(bodies)
        self.waiting += [Request(batch, place, token, body) for place, body in enumerate(bodies)]
        end = asyncio.get_running_loop().call_later(patience, self._give_up, batch)
        self.go_on()
        try:
            await batch.done
        finally:
            end.cancel()
            self._give_up(batch)
        return [answer or "connection" for answer in batch.answers]

    def _give_up(self, batch: Batch) -> None:
        given_up = [request for request in self.waiting if request.batch is batch]
        if given_up:
            self.waiting = deque(request for request in self.waiting if request.batch is not batch)
        for request in given_up:
            request.fail("no-time")

    def go_on(self) -> None:
        """Sends what fits, and opens another connection where that is not all."""
        for connection in list(self.opened):
            connection.fill()
        if not self.waiting or self._closed:
            return
        busy = len(self.waiting) + sum(len(connection.requests) for connection in self.opened)
        wanted = min(self._most, -(-busy // STREAMS)) - len(self.opened) - len(self._opening)
        for _ in range(wanted):
            opening = asyncio.get_running_loop().create_task(self._connect())
            self._opening.add(opening)
            opening.add_done_callback(self._opening.discard)

    def may_send(self, now: float) -> bool:
        """Whether one more request is within the pace; if not, it goes on a moment later."""
        if self._pace.take(now):
            return True
        self._next = self._next or asyncio.get_running_loop().call_later(MOMENT, self._go_on_later)
        return False

    def _go_on_later(self) -> None:
        self._next = None
        self.go_on()

    async def _connect(self) -> None:
        why, connection = "connection", None
        try:
            async with asyncio.timeout(self.timeout):
                connection = await self._connected()
        except TimeoutError:
            why = "timeout"
        except (OSError, Broken):
            pass
        finally:
            self._opening.discard(asyncio.current_task())  # pyright: ignore[reportArgumentType]  # this one, which is a task
        if connection is None:
            self._failed(why)
        elif not connection.leaving:
            self.opened.append(connection)
            self.go_on()

    async def _connected(self) -> "Connection":
        loop, port = asyncio.get_running_loop(), self.url.port or (443 if self._tls else 80)
        _, connection = await loop.create_connection(
            lambda: Connection(self), self.url.hostname or "", port, ssl=self._tls
        )
        try:
            await connection.ready
        except BaseException:
            connection.abort("connection")
            raise
        return connection

    def _failed(self, why: str) -> None:
        """Without any connection nobody waits for the next try: when to try again is the task's business."""
        if not self.opened:
            failed, self.waiting = self.waiting, deque()
            for request in failed:
                request.fail(why)

    def left(self, connection: "Connection", unseen: Sequence[Request]) -> None:
        """A connection takes nothing more. `unseen`: what the peer says that it has not read."""
        if connection in self.opened:
            self.opened.remove(connection)
        for request in unseen:
            if request.again:
                request.fail("connection")
            else:
                request.again = True
                self.waiting.appendleft(request)
        self.go_on()

    async def close(self) -> None:
        """Ends requests and connections."""
        self._closed = True
        if self._next:
            self._next.cancel()
        opening = list(self._opening)
        for task in opening:
            task.cancel()
        await asyncio.gather(*opening, return_exceptions=True)
        for connection in list(self.opened):
            connection.abort("connection")
        self._failed("connection")


def _trusting(root_certificate: bytes | None) -> ssl.SSLContext:
    """Checks names and certificates as usual, and speaks HTTP/2."""
    context = ssl.create_default_context()
    with suppress(OSError):  # an image without it trusts what it has
        context.load_verify_locations(certifi.where())
    if root_certificate:
        context.load_verify_locations(cadata=root_certificate.decode())
    context.set_alpn_protocols(["h2"])
    return context
