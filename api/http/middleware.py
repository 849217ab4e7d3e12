"""The outermost layer: limits, headers, ETag and 304, one log line and one measurement a request.

Plain ASGI around the whole app, so that unknown paths pass it too.
"""

import time
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import blake2b
from typing import Any, TypeAlias

import structlog
from litestar.datastructures import Headers
from prometheus_client import Counter, Histogram

from api.core.errors import TooMany
from api.http import language, operation_names, problems
from api.http.app_files import is_app
from api.http.auth import COOKIE, PLAIN_COOKIE
from api.http.limits import Limits

# ASGI's own shapes, as loose as ASGI has them.
Scope: TypeAlias = Any
Message: TypeAlias = Any
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

log = structlog.get_logger("request")

REQUESTS = Counter("xinqiao_requests_total", "Requests by operation and status", ["operation", "status"])
SECONDS = Histogram(
    "xinqiao_request_seconds",
    "Time to answer, by operation",
    ["operation"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10),
)

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(self)"),
]
# For everything but the app, which says its own: an answer of the API runs nothing, and our own pages load their style alone.
_CSP = (
    b"content-security-policy",
    b"default-src 'none'; style-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
)
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


@cache
def _meters(operation: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(operation, str(status)), SECONDS.labels(operation)


class Middleware:
    """Wraps the app. `session_rate` and `address_rate` are requests a second; bursts are three times as many.

    `ticks` gives seconds of a monotonic clock, by which allowances fill again.
    """

    def __init__(
        self,
        app: App,
        *,
        session_rate: float,
        address_rate: float,
        secure: bool,
        ticks: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app = app
        self._ticks = ticks
        self._limits = Limits(session_rate=session_rate, address_rate=address_rate)
        self._headers = [*_HEADERS, *([_HSTS] if secure else [])]
        self._cookie = COOKIE if secure else PLAIN_COOKIE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        if scope["method"] == "HEAD" and not is_app(scope["path"]):
            # Calendars ask so for a feed's ETag (RFC 9110 §9.3.2): every read answers it, without its body.
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        answer = Answer(scope, send, self._headers)
        client, token = scope.get("client"), _token_in(Headers.from_scope(scope), self._cookie)
        address = client[0] if client else ""
        wait = (
            self._limits.take_file(address, self._ticks())
            if is_app(scope["path"])
            else self._limits.take(token, address, self._ticks())
        )
        if wait:
            await self._refuse(scope, answer, wait)
        else:
            await self._app(scope, receive, answer)
            self._limits.learn(token, scope, answer.status)
        self._note(scope, answer.status, (answer.answered_at or time.perf_counter()) - started)

    async def _refuse(self, scope: Scope, send: Send, wait: int) -> None:
        reader = language.preferred(Headers.from_scope(scope).get("accept-language"))
        body = problems.write(TooMany(), reader)
        headers = [(b"content-type", problems.MEDIA_TYPE.encode()), (b"retry-after", str(wait).encode())]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 429, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        operation = operation_names.name_of(scope.get("route_handler"), scope["method"])
        status = operation_names.status_of(operation, status)
        requests, timing = _meters(operation, status)
        requests.inc()
        timing.observe(seconds)
        if operation_names.is_logged(operation, status):
            # No path, query, address or account: ids in a log are personal data.
            log.info("request", operation=operation, status=status, ms=round(seconds * 1000, 1))


class Answer:
    """The send side of one request: holds the start back until the body is there, so that reads get an ETag."""

    def __init__(self, scope: Scope, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._scope = scope
        self._send = send
        self._extra = headers
        self._start: Any = None
        self.status = 0
        self.answered_at = 0.0
        """When the answer began: a stream goes on for long after that."""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.answered_at = time.perf_counter()
            self._start = message
            return
        if message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            body = message.get("body", b"")
            headers = self._finish(start, body, whole=not message.get("more_body"))
            if headers is None:
                await self._send_not_modified(start)
                return
            await self._send({"type": "http.response.start", "status": start["status"], "headers": headers})
        await self._send(message)

    def _finish(self, start: Any, body: bytes, *, whole: bool) -> list[tuple[bytes, bytes]] | None:
        """The headers to send, or None when the client has this very answer already."""
        headers: list[tuple[bytes, bytes]] = list(start["headers"])
        headers += [(k.encode(), v.encode()) for k, v in self._scope.get("xinqiao.headers", {}).items()]
        names = {name.lower() for name, _ in headers}
        headers += [h for h in self._extra if h[0] not in names]
        if b"content-security-policy" not in names:
            headers.append(_CSP)
        if b"cache-control" not in names:
            headers.append((b"cache-control", b"private, no-cache"))
        self._headers = headers
        if start["status"] != 200 or self._scope["method"] != "GET" or not whole or self._confidential(headers):
            return headers
        etag = next((v for k, v in headers if k == b"etag"), b"")
        if not etag or etag.startswith(b'"v'):
            etag = _etag(etag, body)
            headers[:] = [h for h in headers if h[0] != b"etag"] + [(b"etag", etag)]
        asked = Headers.from_scope(self._scope).get("if-none-match", "")
        known = {t.strip().removeprefix("W/") for t in asked.split(",")}
        return None if known & {"*", etag.decode()} else headers

    @staticmethod
    def _confidential(headers: list[tuple[bytes, bytes]]) -> bool:
        return any(k == b"cache-control" and b"no-store" in v for k, v in headers)

    async def _send_not_modified(self, start: Any) -> None:
        self.status = 304
        kept = [h for h in self._headers if h[0] not in {b"content-length", b"content-type"}]
        await self._send({"type": "http.response.start", "status": 304, "headers": kept})
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def _without_body(send: Send) -> Send:
    """The send side of a HEAD request: the headers of the read, `content-length` too, and no content.

    The answer is over with its headers. What would go on, as a stream does, hears that nobody listens: else the connection
    would seem free to a proxy, and its next request would wait for the end of this one.
    """

    async def send_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return send_headers


def _token_in(headers: Headers, session_cookie: str) -> str:
    """The session's token as it is carried, and nothing beside it: another cookie, space or letter is no other session."""
    if words := headers.get("authorization", "").split():
        return words[-1]
    cookies = (cookie.strip().partition("=") for cookie in headers.get("cookie", "").split(";"))
    return next((value for name, _, value in cookies if name == session_cookie), "")


def _etag(version: bytes, body: bytes) -> bytes:
    """`"v3.…"` or `"…"`. One version of an object shows differently to each person and as time passes: its text counts, too."""
    digest = blake2b(body, digest_size=12).hexdigest().encode()
    return b'"%b.%b"' % (version.strip(b'"'), digest) if version else b'"%b"' % digest
