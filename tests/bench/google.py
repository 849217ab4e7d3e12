"""FCM as fast as it must be not to be what is measured: TLS, HTTP/2, the bearer and the shape of each message checked, answers after 80 ms.

The double of the tests (h2) takes a millisecond for each push. This one reads whole frames and little else.
"""

import asyncio
import ssl
from functools import partial
from typing import Self, cast

import msgspec
from hpack import Decoder

from tests.bench import frames
from tests.doubles.token import PROJECT, TokenDouble

ANSWER = 0.08
"""Seconds until a push is answered."""
_PATH = f"/v1/projects/{PROJECT}/messages:send"
_HEAD = b"\x88"


class Push(msgspec.Struct, forbid_unknown_fields=True):
    """A message of ours."""

    token: str
    notification: dict[str, str]
    data: dict[str, str]
    android: msgspec.Raw
    apns: msgspec.Raw
    webpush: msgspec.Raw


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """A request."""

    message: Push


class Google:
    """Use as an async context manager; `url` is where it listens. `taken`: addresses of pushes; `all_taken` is set with the `wanted`-th.

    `answer_after`: seconds until a push is answered.
    """

    def __init__(self, tokens: TokenDouble, tls: ssl.SSLContext, answer_after: float = ANSWER) -> None:
        self.tokens = tokens
        self.answer_after = answer_after
        self.taken: list[str] = []
        self.wanted = 0
        self.all_taken = asyncio.Event()
        self._tls = tls
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        if self._server is None:
            raise RuntimeError("not started")
        return f"https://localhost:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._tls.set_alpn_protocols(["h2"])
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Connection(self), "127.0.0.1", 0, ssl=self._tls
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            self._server.close()

    def answer(self, body: bytes) -> tuple[bytes, bytes]:
        """The header block and the body of the answer to one push."""
        return _HEAD, self.take(body)

    def take(self, body: bytes) -> bytes:
        """The answer to one push that is taken. Raises ValueError for what is none."""
        self.taken.append(msgspec.json.decode(body, type=Body).message.token)
        if len(self.taken) >= self.wanted:
            self.all_taken.set()
        return b'{"name":"projects/%s/messages/%d"}' % (PROJECT.encode(), len(self.taken))


class _Connection(asyncio.Protocol):
    def __init__(self, google: Google) -> None:
        self._google = google
        self._reader, self._decoder = frames.Reader(), Decoder()
        self._begun = False
        self._known: set[bytes] = set()
        self._bodies: dict[int, bytes] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        wide = (1 << 24).to_bytes(4)
        self._transport.write(frames.frame(frames.SETTINGS, 0, 0) + frames.frame(frames.WINDOW_UPDATE, 0, 0, wide))

    def data_received(self, data: bytes) -> None:
        if not self._begun:
            self._begun, data = True, data.removeprefix(frames.PREFACE)
        answers = [answer for one in self._reader.feed(data) if (answer := self._on(*one))]
        if answers:
            asyncio.get_running_loop().call_later(self._google.answer_after, partial(self._say, answers))

    def _say(self, answers: list[tuple[int, bytes]]) -> None:
        pieces: list[bytes] = []
        for stream, body in answers:
            head, answer = self._google.answer(body)
            pieces += (
                frames.frame(frames.HEADERS, frames.END_HEADERS, stream, head),
                frames.frame(frames.DATA, frames.END_STREAM, stream, answer),
            )
        if not self._transport.is_closing():
            self._transport.write(b"".join(pieces))

    def _on(self, kind: int, flags: int, stream: int, payload: bytes) -> tuple[int, bytes] | None:
        if kind == frames.SETTINGS and not flags & frames.ACK:
            self._transport.write(frames.frame(frames.SETTINGS, frames.ACK, 0))
        if kind == frames.HEADERS and payload not in self._known:
            self._check(payload)
        if kind != frames.DATA:
            return None
        body = self._bodies.pop(stream, b"") + payload
        if flags & frames.END_STREAM:
            return stream, body
        self._bodies[stream] = body
        return None

    def _check(self, block: bytes) -> None:
        """The path and the bearer. A short block changes no table: the same bytes say the same again."""
        said = {bytes(name): bytes(value) for name, value, *_ in self._decoder.decode(block, raw=True)}
        bearer = said[b"authorization"].decode().removeprefix("Bearer ")
        if bearer not in self._google.tokens.valid or said[b":path"].decode() != _PATH:
            self._transport.abort()
        if len(block) < 20:
            self._known.add(block)
