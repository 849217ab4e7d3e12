"""One HTTP/2 connection that posts, and what is known of each request on it."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Protocol, cast
from urllib.parse import SplitResult

from api.core.http_client import Reply
from jobs.channels import frames
from jobs.channels.frames import Broken

STREAMS = 100
"""Requests on their way at once, per connection: what servers let through by default."""
WIDE = 1 << 20
"""Bytes of answers that a peer may send on a connection before we say that we have read them."""
LONGEST = 1 << 16
"""Bytes of an answer's headers at most."""
IDLE = 60.0
"""Seconds without a word after which a connection is not used again: something on the way may have forgotten it."""

Answer = Reply | str
"""An answer, or why there is none: `timeout`, `connection`, `no-time`. The request may have arrived."""


class Batch:
    """Requests that somebody waits for together."""

    def __init__(self, count: int) -> None:
        self.answers: list[Answer | None] = [None] * count
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._left = count

    def settle(self, place: int, answer: Answer) -> None:
        """The answer of one request; the first counts."""
        if self.answers[place] is None:
            self.answers[place] = answer
            self._left -= 1
            if not self._left and not self.done.done():
                self.done.set_result(None)


class Request:
    """One request, and what has come of its answer."""

    __slots__ = ("again", "answer", "batch", "body", "place", "retry_after", "sent_at", "status", "token")

    def __init__(self, batch: Batch, place: int, token: str, body: bytes) -> None:
        self.batch, self.place, self.token, self.body = batch, place, token, body
        self.sent_at, self.status, self.again = 0.0, 0, False
        self.retry_after: str | None = None
        self.answer = b""

    def fail(self, why: str) -> None:
        """There is no answer."""
        self.batch.settle(self.place, why)

    def end(self) -> None:
        """The answer is whole."""
        whole = Reply(status=self.status, body=self.answer, retry_after=self.retry_after)
        self.batch.settle(self.place, whole if self.status else "connection")


class Owner(Protocol):
    """What a connection wants of those who share it."""

    url: SplitResult
    timeout: float
    waiting: deque[Request]

    def left(self, connection: "Connection", unseen: Sequence[Request]) -> None: ...
    def go_on(self) -> None: ...
    def may_send(self, now: float) -> bool: ...


class Connection(asyncio.Protocol):
    """One connection. `requests` are under way, by stream, in the order of their sending."""

    def __init__(self, owner: Owner) -> None:
        self.requests: dict[int, Request] = {}
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._owner = owner
        self._reader = frames.Reader()
        self._blocks = frames.Requests(owner.url.scheme, owner.url.netloc, owner.url.path)
        self._loop = asyncio.get_running_loop()
        self._stream, self._most, self._room, self._width = 1, STREAMS, frames.WINDOW, frames.WINDOW
        self.heard_at, self._unsaid, self.leaving, self._why = 0.0, 0, False, "connection"
        self._timer: asyncio.TimerHandle | None = None
        self._partial: tuple[int, int, bytes] | None = None
        self._settings: dict[int, int] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        widened = (WIDE - frames.WINDOW).to_bytes(4)
        hello = frames.settings(table=0, push=0) + frames.frame(frames.WINDOW_UPDATE, 0, 0, widened)
        self._transport.write(frames.PREFACE + hello)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        if not self.ready.done():
            self.ready.set_exception(Broken())
            self.ready.exception()  # nobody may wait for it any more
        lost, self.requests = self.requests, {}
        for request in lost.values():
            request.fail(self._why)
        self.leaving = True
        self._owner.left(self, ())

    def abort(self, why: str) -> None:
        """Ends at once; what is under way has no answer."""
        self._why = why
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self.heard_at = self._loop.time()
        try:
            for kind, flags, stream, payload in self._reader.feed(data):
                self._on(kind, flags, stream, payload)
        except Broken:
            self.abort("connection")
            return
        if self.leaving and not self.requests:
            self._transport.close()
        elif self._owner.waiting:
            self.fill()

    def fill(self) -> None:
        """Writes as many requests as the peer lets through, in one piece."""
        waiting, now, pieces = self._owner.waiting, self._loop.time(), list[bytes]()
        if waiting and not self.requests and self.heard_at + IDLE < now:
            self._leave(self._stream)
        while waiting and not self.leaving and len(self.requests) < self._most:
            size = len(waiting[0].body)
            if size > min(self._width, frames.MOST):
                waiting.popleft().fail("connection")
                continue
            if size > self._room or not self._owner.may_send(now):
                break
            request, stream = waiting.popleft(), self._stream
            request.sent_at = now
            self.requests[stream] = request
            self._stream, self._room = stream + 2, self._room - size
            block = self._blocks.block(request.token, size)
            pieces += (
                frames.frame(frames.HEADERS, frames.END_HEADERS, stream, block),
                frames.frame(frames.DATA, frames.END_STREAM, stream, request.body),
            )
        if pieces:
            self._transport.write(b"".join(pieces))
            self._timer = self._timer or self._loop.call_later(self._owner.timeout, self._look)
        if self._stream > frames.LAST_STREAM:
            self._leave(self._stream)

    def _look(self) -> None:
        """Ends what has taken too long. A peer that has said nothing since then is gone."""
        self._timer, now, timeout = None, self._loop.time(), self._owner.timeout
        late = [stream for stream, request in self.requests.items() if request.sent_at + timeout <= now + 0.001]
        if any(self.requests[stream].sent_at >= self.heard_at for stream in late):
            self.abort("timeout")
            return
        for stream in late:
            cancel = frames.frame(frames.RST_STREAM, 0, stream, frames.CANCEL.to_bytes(4))
            self._transport.write(cancel)
            self.requests.pop(stream).fail("timeout")
        for request in self.requests.values():
            self._timer = self._loop.call_at(request.sent_at + timeout, self._look)
            break
        self._owner.go_on()

    def _on(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        if self._partial and kind != frames.CONTINUATION:
            raise Broken
        match kind:
            case frames.HEADERS:
                block = frames.without_padding(flags, payload)
                self._on_headers(stream, flags, block[5:] if flags & frames.PRIORITY else block)
            case frames.DATA:
                self._on_data(stream, flags, payload)
            case frames.CONTINUATION if self._partial and self._partial[0] == stream:
                _, first, begun = self._partial
                self._on_headers(stream, first | flags, begun + payload)
            case _:
                self._on_control(kind, flags, stream, payload)

    def _on_control(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        match kind:
            case frames.SETTINGS if not flags & frames.ACK:
                self._on_settings(frames.read_settings(payload))
            case frames.RST_STREAM:
                if stream in self.requests:
                    self.requests.pop(stream).fail("connection")
            case frames.PING if not flags & frames.ACK:
                self._transport.write(frames.frame(frames.PING, frames.ACK, 0, payload))
            case frames.GOAWAY:
                self._leave(frames.number(payload))
            case frames.WINDOW_UPDATE if not stream:
                self._room += frames.number(payload)
            case frames.PUSH_PROMISE | frames.CONTINUATION:
                raise Broken
            case _:
                pass

    def _on_headers(self, stream: int, flags: int, block: bytes) -> None:
        if len(block) > LONGEST:
            raise Broken
        if not flags & frames.END_HEADERS:
            self._partial = (stream, flags, block)
            return
        self._partial, request = None, self.requests.get(stream)
        if request is None:
            return
        if not request.status:  # else trailers
            status, request.retry_after = frames.read_head(block)
            request.status = status if status >= 200 else 0
        if flags & frames.END_STREAM:
            self.requests.pop(stream).end()

    def _on_data(self, stream: int, flags: int, payload: bytes) -> None:
        self._unsaid += len(payload)
        if self._unsaid > WIDE // 2:
            self._transport.write(frames.frame(frames.WINDOW_UPDATE, 0, 0, self._unsaid.to_bytes(4)))
            self._unsaid = 0
        request = self.requests.get(stream)
        if request is None:
            return
        request.answer += frames.without_padding(flags, payload) if flags & frames.PADDED else payload
        if flags & frames.END_STREAM:
            self.requests.pop(stream).end()

    def _on_settings(self, said: dict[int, int]) -> None:
        """The peer's first settings come before any request; a table that changes later is not worth following."""
        table = said.get(frames.HEADER_TABLE_SIZE)
        if not self.ready.done():
            self._blocks.limit(frames.TABLE if table is None else table)
            self.ready.set_result(None)
        elif table is not None and table != self._settings.get(frames.HEADER_TABLE_SIZE, frames.TABLE):
            self._leave(self._stream)
        self._settings |= said
        self._most = min(said.get(frames.MAX_CONCURRENT_STREAMS, self._most), STREAMS)
        self._width = said.get(frames.INITIAL_WINDOW_SIZE, self._width)
        self._transport.write(frames.frame(frames.SETTINGS, frames.ACK, 0))

    def _leave(self, last: int) -> None:
        """Takes nothing more; what the peer has read is still answered."""
        self.leaving = True
        unseen = [stream for stream in self.requests if stream > last]
        self._owner.left(self, [self.requests.pop(stream) for stream in reversed(unseen)])
        if not self.requests:
            self._transport.close()
