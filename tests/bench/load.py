"""A small HTTP/1.1 load generator: keep-alive connections, one request in flight on each, no parsing beyond need.

It shares the machine with the server, so it must cost little: about 30 µs a request.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

import msgspec

MakeRequest = Callable[[int], bytes]


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What a slice of load saw. Times are seconds."""

    seconds: float
    times: list[float]
    statuses: dict[int, int]
    body: bytes

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """The time within which `share` (0 to 1) of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def request(method: str, path: str, token: str | None = None, body: bytes = b"", headers: str = "") -> bytes:
    """The bytes of a request. `headers` are whole lines, each ending in CRLF."""
    auth = f"Authorization: Bearer {token}\r\n" if token else ""
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: bench\r\n{auth}{kind}{headers}\r\n".encode() + body


async def drive(port: int, clients: int, seconds: float, make: MakeRequest, *, at_most: int | None = None) -> Load:
    """Keeps `clients` busy for `seconds`, or until `at_most` requests were made; `make(n)` gives the n-th request."""
    state = _State(make, time.perf_counter() + seconds, at_most)
    started = time.perf_counter()
    await asyncio.gather(*(_client(port, state) for _ in range(clients)))
    took = time.perf_counter() - started
    return Load(seconds=took, times=state.times, statuses=dict(state.statuses), body=state.body)


class _State:
    def __init__(self, make: MakeRequest, until: float, at_most: int | None) -> None:
        self.make = make
        self.until = until
        self.left = at_most if at_most is not None else 1 << 60
        self.number = 0
        self.times: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.body = b""

    def next(self) -> bytes | None:
        if self.left == 0 or time.perf_counter() >= self.until:
            return None
        self.left -= 1
        self.number += 1
        return self.make(self.number)


async def _client(port: int, state: _State) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (message := state.next()) is not None:
        started = time.perf_counter()
        writer.write(message)
        status, state.body = await answer(reader)
        state.times.append(time.perf_counter() - started)
        state.statuses[status] += 1
    writer.close()


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Reads one whole answer: its status and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    at = head.lower().find(b"content-length:")
    length = int(head[at + 15 : head.index(b"\r", at)]) if at >= 0 else 0
    return int(head[9:12]), await reader.readexactly(length) if length else b""
