"""Frames and header blocks of HTTP/2 (RFC 9113, RFC 7541), as far as a client needs them that only posts."""

import struct
from collections.abc import Iterator

from hpack import Decoder, HPACKError

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 5, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS, PADDED, PRIORITY = 0x1, 0x1, 0x4, 0x8, 0x20
HEADER_TABLE_SIZE, ENABLE_PUSH, MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE = 1, 2, 3, 4
CANCEL = 8
MOST = 1 << 14
"""Bytes of a frame, unless a peer asks for more, which nobody here does."""
WINDOW = (1 << 16) - 1
TABLE = 4096
LAST_STREAM = (1 << 31) - 3

_HEAD = struct.Struct(">HBBBI")


class Broken(Exception):
    """The peer did not speak HTTP/2."""


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """One frame."""
    size = len(payload)
    return _HEAD.pack(size >> 8, size & 0xFF, kind, flags, stream) + payload


def settings(**values: int) -> bytes:
    """A SETTINGS frame; `table`, `push`."""
    names = {"table": HEADER_TABLE_SIZE, "push": ENABLE_PUSH}
    return frame(SETTINGS, 0, 0, b"".join(struct.pack(">HI", names[name], value) for name, value in values.items()))


def read_settings(payload: bytes) -> dict[int, int]:
    """What a SETTINGS frame says. Raises Broken."""
    if len(payload) % 6:
        raise Broken
    return dict(struct.iter_unpack(">HI", payload))


def number(payload: bytes, at: int = 0) -> int:
    """31 bits of a payload. Raises Broken."""
    if len(payload) < at + 4:
        raise Broken
    return int.from_bytes(payload[at : at + 4]) & 0x7FFFFFFF


def without_padding(flags: int, payload: bytes) -> bytes:
    """The payload of DATA or HEADERS. Raises Broken."""
    if flags & PADDED:
        if not payload or payload[0] >= len(payload):
            raise Broken
        payload = payload[1 : len(payload) - payload[0]]
    return payload


class Reader:
    """Cuts what arrives into frames."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, int, int, bytes]]:
        """Kind, flags, stream and payload of each whole frame. Raises Broken."""
        data = self._rest + data if self._rest else data
        at, end = 0, len(data)
        while end - at >= 9:
            high, low, kind, flags, stream = _HEAD.unpack_from(data, at)
            size = high << 8 | low
            if size > MOST:
                raise Broken
            if end - at - 9 < size:
                break
            at += 9 + size
            yield kind, flags, stream & 0x7FFFFFFF, data[at - size : at]
        self._rest = data[at:]


class Requests:
    """Header blocks of one connection's requests, which differ in nothing but their length.

    What repeats stands in the connection's table after the first request, the bearer as well: nobody else's requests share the
    connection, so that nothing can be guessed by the size of its messages.
    """

    def __init__(self, scheme: str, authority: str, path: str) -> None:
        self._method = b"\x83" + (b"\x87" if scheme == "https" else b"\x86")
        self._fixed = [(4, path), (1, authority), (31, "application/json")]
        self._limit = TABLE
        self._token = ""
        self._begin = b""

    def limit(self, table: int) -> None:
        """The peer keeps a table of so many bytes, told before the first request."""
        self._limit = min(table, TABLE)
        self._begin = b"" if self._limit == TABLE else _integer(0x20, 5, self._limit)

    def block(self, token: str, length: int) -> bytes:
        """The headers of a POST of JSON of so many bytes."""
        return (self._again if token == self._token else self._first(token)) + b"\x0f\x0d" + _text(str(length))

    _again = b""

    def _first(self, token: str) -> bytes:
        """Fills the table; with another token than before it is emptied first."""
        lines = [*self._fixed, (23, f"Bearer {token}")]
        begin = b"\x20" + _integer(0x20, 5, self._limit) if self._token else self._begin
        begin, self._begin = begin or self._begin, b""
        names = {1: ":authority", 4: ":path", 23: "authorization", 31: "content-type"}
        if sum(32 + len(names[name]) + len(value) for name, value in lines) > self._limit:
            plain = b"".join(_integer(0, 4, name) + _text(value) for name, value in lines)
            return begin + self._method + plain
        self._token = token
        self._again = self._method + bytes(0x80 | place for place in (65, 64, 63, 62))
        return begin + self._method + b"".join(_integer(0x40, 6, name) + _text(value) for name, value in lines)


def _integer(first: int, bits: int, value: int) -> bytes:
    most = (1 << bits) - 1
    if value < most:
        return bytes([first | value])
    found, value = bytearray([first | most]), value - most
    while value >= 128:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def _text(value: str) -> bytes:
    written = value.encode()
    return _integer(0, 7, len(written)) + written


def read_head(block: bytes) -> tuple[int, str | None]:
    """Status and Retry-After of an answer. Raises Broken.

    We allow the peer no table, so each block stands by itself. Of a plain 200 nothing else matters.
    """
    at = 1 if block[:1] == b"\x20" else 0
    if block[at : at + 1] == b"\x88":
        return 200, None
    decoder = Decoder()
    decoder.max_allowed_table_size = decoder.header_table_size = 0
    try:
        found = {bytes(name): bytes(value) for name, value, *_ in decoder.decode(block, raw=True)}
        after = found.get(b"retry-after")
        return int(found[b":status"]), after.decode("latin-1") if after is not None else None
    except (HPACKError, KeyError, ValueError) as error:
        raise Broken from error
