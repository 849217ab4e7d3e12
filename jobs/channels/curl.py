"""Many posts at once over a few HTTP/2 connections, by libcurl: what a push service wants, for a few microseconds each.

A client for everybody hands each request through a future, a task and a thread: 100 µs and more. Here a batch is one future, and libcurl
runs in the event loop: it says which sockets it waits for (curl_multi_fdset(3)) and goes on when one is ready. Its interface for many sockets
(CURLMOPT_SOCKETFUNCTION(3)) took three times as long for a thousand requests on ten of them.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from email.parser import BytesHeaderParser
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import certifi
import pycurl

from api.core.http_client import Reply
from jobs.channels.pace import Pace
from jobs.channels.stop import is_stopped, when_stopped

STREAMS = 100
"""Requests on their way at once, per connection: what servers let through by default."""
LONGEST = 16_000
"""Bytes of an answer at most."""
TOO_MANY = 429
"""RFC 6585 §4: the service counts more requests than it takes."""
IDLE = 60
"""Seconds after which an idle connection is not used again: something on the way may have forgotten it."""

Answer = Reply | str
"""An answer, or why there is none: `timeout`, `connection`, `no-time`. All but the last may have arrived."""


MOMENT = 0.01
"""Seconds until a batch that is faster than its pace goes on."""
LONGEST_WAIT = 1.0
"""Seconds until libcurl is asked again what it waits for."""


class _Batch:
    """Requests that somebody waits for together."""

    def __init__(self, bodies: Sequence[bytes], token: str) -> None:
        self.bodies = bodies
        self.token = token
        self.answers: list[Answer] = ["no-time"] * len(bodies)
        self.left = len(bodies)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def settle(self, place: int, answer: Answer) -> None:
        """The answer of one request."""
        self.answers[place] = answer
        self.left -= 1
        if not self.left and not self.done.done():
            self.done.set_result(None)


class _Post:
    """A handle of libcurl with the request that it carries. Used again for the next one."""

    def __init__(self, url: str, timeout: timedelta, trusted: str) -> None:
        self.batch: _Batch
        self.place = 0
        self.handle = handle = pycurl.Curl()
        handle.setopt(pycurl.URL, url)
        handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE)
        handle.setopt(pycurl.PIPEWAIT, 1)  # an open connection with room comes before a new one
        handle.setopt(pycurl.MAXAGE_CONN, IDLE)
        handle.setopt(pycurl.TCP_KEEPALIVE, 1)
        handle.setopt(pycurl.TIMEOUT_MS, int(timeout.total_seconds() * 1000))
        handle.setopt(pycurl.MAXFILESIZE, LONGEST)
        handle.setopt(pycurl.NOSIGNAL, 1)
        handle.setopt(pycurl.CAINFO, trusted)

    def carry(self, batch: _Batch, place: int) -> None:
        """Takes the next request."""
        self.batch, self.place = batch, place
        self._head, self._body = BytesIO(), BytesIO()
        self.handle.setopt(pycurl.POSTFIELDS, batch.bodies[place])
        self.handle.setopt(
            pycurl.HTTPHEADER, [f"Authorization: Bearer {batch.token}", "Content-Type: application/json", "Expect:"]
        )
        self.handle.setopt(pycurl.HEADERFUNCTION, self._head.write)
        self.handle.setopt(pycurl.WRITEFUNCTION, self._body.write)

    def reply(self) -> Reply:
        """The whole answer."""
        status, wait = self.handle.getinfo(pycurl.RESPONSE_CODE), None
        if status != 200:
            _, _, fields = self._head.getvalue().partition(b"\r\n")
            wait = BytesHeaderParser().parsebytes(fields)["retry-after"]
        return Reply(status=status, body=self._body.getvalue(), retry_after=wait)


class Curl:
    """Posts to one address. Connections are opened as they are needed, kept, and opened again when they end.

    Each request ends within `timeout` of being sent. `pace`: how many leave; a 429 slows it down. `root_certificate` (PEM) is trusted besides the usual
    ones. What a server left unread on a connection that it closed, libcurl sends once more; nothing else is tried twice.
    """

    def __init__(
        self, url: str, *, timeout: timedelta, connections: int, pace: Pace, root_certificate: bytes | None = None
    ) -> None:
        # A file: libcurl compares what a request trusts with each connection, byte by byte were it in memory.
        self._both = _both(root_certificate) if root_certificate else None
        trusted = self._both.name if self._both else _usual()
        self._new = lambda: _Post(url, timeout, trusted)
        self._connections = connections
        self._pace = pace
        self._waiting: deque[tuple[_Batch, int]] = deque()
        self._running: dict[pycurl.Curl, _Post] = {}
        self._idle: list[_Post] = []
        self._multi: pycurl.CurlMulti | None = None
        self._sockets: tuple[list[int], list[int], list[int]] = ([], [], [])
        self._timer: asyncio.TimerHandle | None = None
        self._paced = False
        self._closed = False

    async def post_many(self, bodies: Sequence[bytes], token: str, patience: float) -> list[Answer]:
        """One POST of JSON for each body; the answers in their order. After `patience` seconds, or once it is stopped, nothing more is begun."""
        if self._closed or not bodies:
            return ["connection"] * len(bodies)
        if is_stopped():
            return ["no-time"] * len(bodies)
        batch = _Batch(bodies, token)
        when_stopped(lambda: self._give_up(batch))
        self._waiting.extend((batch, place) for place in range(len(bodies)))
        self._go_on()
        end = asyncio.get_running_loop().call_later(patience, self._give_up, batch)
        try:
            await batch.done
        finally:
            end.cancel()
            self._give_up(batch)
        return batch.answers

    async def close(self) -> None:
        """Ends requests and connections."""
        self._closed = True
        while self._waiting:
            batch, place = self._waiting.popleft()
            batch.settle(place, "connection")
        self._fail()
        if self._both:
            self._both.close()

    def _give_up(self, batch: _Batch) -> None:
        waiting = [place for of, place in self._waiting if of is batch]
        if waiting:
            self._waiting = deque(one for one in self._waiting if one[0] is not batch)
        for place in waiting:
            batch.settle(place, "no-time")

    def _fill(self) -> pycurl.CurlMulti:
        """Hands libcurl as many requests as the connections take at once."""
        multi = self._multi = self._multi or self._open()
        now = asyncio.get_running_loop().time()
        self._paced = False
        while self._waiting and len(self._running) < STREAMS * self._connections:
            if not self._pace.take(now):
                self._paced = True
                break
            post = self._idle.pop() if self._idle else self._new()
            post.carry(*self._waiting.popleft())
            self._running[post.handle] = post
            multi.add_handle(post.handle)
        return multi

    def _open(self) -> pycurl.CurlMulti:
        multi = pycurl.CurlMulti()
        multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, self._connections)
        multi.setopt(pycurl.M_MAX_CONCURRENT_STREAMS, STREAMS)
        return multi

    def _drop(self) -> None:
        """Ends all connections; the next request opens new ones."""
        self._forget()
        if self._multi:
            self._multi.close()
        self._multi = None

    def _go_on(self) -> None:
        """Fills libcurl, lets it do what can be done now, notes what has ended, and waits for its sockets."""
        self._forget()
        while True:
            multi = self._fill()
            try:
                multi.perform()
            except pycurl.error:
                self._fail()
                return
            if not self._collect(multi) or not self._waiting or self._paced:
                break
        wait = self._watch(multi) if self._running else MOMENT
        if self._running or self._paced:
            wait = min(wait, MOMENT) if self._paced else wait
            self._timer = asyncio.get_running_loop().call_later(wait, self._go_on)

    def _fail(self) -> None:
        """libcurl itself gave up: nobody gets an answer, and the next request starts afresh."""
        for post in list(self._running.values()):
            self._end(post, "connection")
        self._drop()

    def _collect(self, multi: pycurl.CurlMulti) -> bool:
        """Whether requests have ended."""
        ended, late, more = 0, False, 1
        while more:
            more, whole, failed = multi.info_read(STREAMS * self._connections)
            for handle in whole:
                self._end(self._running[handle], None)
            for handle, code, _ in failed:
                late |= code == pycurl.E_OPERATION_TIMEDOUT
                self._end(self._running[handle], "timeout" if code == pycurl.E_OPERATION_TIMEDOUT else "connection")
            ended += len(whole) + len(failed)
        if late and not self._running:
            self._drop()  # nobody answers on these connections: they may be dead
        return ended > 0

    def _watch(self, multi: pycurl.CurlMulti) -> float:
        """Goes on when a socket is ready, or after the seconds that it returns."""
        loop = asyncio.get_running_loop()
        reading, writing, _ = self._sockets = multi.fdset()
        for socket in reading:
            loop.add_reader(socket, self._go_on)
        for socket in writing:
            loop.add_writer(socket, self._go_on)
        longest = LONGEST_WAIT if reading or writing else MOMENT
        wait = multi.timeout() / 1000
        return min(wait, longest) if wait >= 0 else longest  # negative: no time of its own

    def _forget(self) -> None:
        """Before libcurl acts: it closes sockets, and the next may get the number of one."""
        loop = asyncio.get_running_loop()
        reading, writing, _ = self._sockets
        for socket in reading:
            loop.remove_reader(socket)
        for socket in writing:
            loop.remove_writer(socket)
        self._sockets = ([], [], [])
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def _end(self, post: _Post, why: str | None) -> None:
        """A request has its answer, or none."""
        del self._running[post.handle]
        if self._multi:
            self._multi.remove_handle(post.handle)
        self._idle.append(post)
        answer = why or post.reply()
        if isinstance(answer, Reply) and answer.status == TOO_MANY:
            self._pace.slow_down(asyncio.get_running_loop().time())
        post.batch.settle(post.place, answer)


def _usual() -> str:
    """The file of who vouches for servers here: the system's or the one that SSL_CERT_FILE names, else the one of a package."""
    return ssl.get_default_verify_paths().cafile or certifi.where()


def _both(root_certificate: bytes) -> IO[bytes]:
    """The same and one more."""
    both = NamedTemporaryFile(suffix=".pem")  # noqa: SIM115  # as long as the client
    both.write(Path(_usual()).read_bytes() + b"\n" + root_certificate)
    both.flush()
    return both
