"""uvicorn's HTTP protocol with limits that it lacks: size and time of headers, time of a body, connections.

What a slow or endless client holds must be bounded without a proxy in front: 40 MB of headers were taken, and 150
connections that sent a byte now and then lived on. And the head of an answer travels with its body.
"""

import resource
from asyncio import AbstractEventLoop, TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.http.streams import SCOPE_KEY, Stream

HEADER_BYTES = 16 * 1024
"""Of a request's first line and headers. nginx in front takes 4 × 8 kB (`deploy/nginx.conf`)."""
HEADER_SECONDS = 10.0
BODY_SECONDS = 60.0
"""Of a whole body: 20 MB of a roster at 3 Mbit/s."""
CONNECTIONS = 8192
"""Open at once, of one process: 5,000 families who ask for a lecture's seats in one moment, beside the streams of open apps."""


FILES = CONNECTIONS + 1024
"""Open at once: connections, and what the process itself needs."""


def allow_files() -> None:
    """Raises this process's own limit of open files to `FILES`, as far as the system lets it. Usual are 1,024, so few connections were taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return
    most = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class Joining(Transport):
    """Sends the head of an answer together with its body. uvicorn writes them one by one, and uvloop would send each by itself.

    One piece is held back, until the next one or the end of this turn of the event loop.
    """

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._held: bytes | bytearray | memoryview | None = None

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._held is None:
            self._held = data
            self._loop.call_soon(self._flush)
        else:
            held, self._held = self._held, None
            self._transport.writelines((held, data))

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def _flush(self) -> None:
        held, self._held = self._held, None
        if held is not None and not self._transport.is_closing():
            self._transport.write(held)


class BoundedProtocol(HttpToolsProtocol):
    """One connection. A client that breaks a limit is answered with a status and disconnected."""

    header_bytes = HEADER_BYTES
    header_seconds = HEADER_SECONDS
    body_seconds = BODY_SECONDS
    most_connections = CONNECTIONS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head = self._named = 0
        self._in_head = True
        self._timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        self.transport = Joining(transport, self.loop)
        if len(self.connections) > self.most_connections:
            self._end(b"503 Service Unavailable", b"retry-after: 5\r\n")
        else:
            self._wait(self.header_seconds)  # also for a first byte that never comes

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The process is to end. A stream would go on until it is cut; this ends it, so that others are served elsewhere at once."""
        super().shutdown()
        stream = self.cycle.scope.get(SCOPE_KEY) if self.cycle else None  # pyright: ignore[reportUnnecessaryComparison]
        if isinstance(stream, Stream):
            stream.end()

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        # Whatever follows the headers in the same piece is body. It counts only while no headers have ended.
        if self._in_head and self._head > self.header_bytes:
            self._end(b"431 Request Header Fields Too Large")
        elif self._timer is None:
            self._wait_for_rest()

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._named += len(name) + len(value) + 4
        if len(self.url) + self._named > self.header_bytes:
            self._end(b"431 Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        self._in_head, self._head, self._named = False, 0, 0
        if self.transport.is_closing():
            return
        self._stop()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head = True
        self._stop()
        if not self.transport.is_closing():
            super().on_message_complete()

    def _wait_for_rest(self) -> None:
        """Bounds the time of a request that did not come whole: most come in one piece, and need no timer."""
        if not self._in_head:
            self._wait(self.body_seconds)
        elif self._head:
            self._wait(self.header_seconds)

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self._end, b"408 Request Timeout")

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self, status: bytes, header: bytes = b"") -> None:
        """Answers once, if nothing was answered yet, and hangs up."""
        self._stop()
        if self.transport.is_closing():
            return
        started = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete  # pyright: ignore[reportUnnecessaryComparison]
        if not started:
            self.transport.write(b"HTTP/1.1 %b\r\n%bcontent-length: 0\r\nconnection: close\r\n\r\n" % (status, header))
        self.transport.close()
