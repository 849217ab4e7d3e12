"""The HTTP client for services outside: native, HTTP/1.1 or HTTP/2, connections reused, no retries."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.request import RequestBuilder

LONGEST_RETRY_AFTER = timedelta(days=1)
TOO_OFTEN_WAIT = timedelta(minutes=1)
"""After a 429 without Retry-After. FCM's documents ask for it; refused requests count against a quota too."""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A whole answer: its body has been read, so its connection is free again."""

    status: int
    body: bytes
    retry_after: str | None


class Unreachable(Exception):
    """No answer: a timeout, a refused or broken connection. The request may have arrived."""


class Http:
    """A client whose every request ends within `timeout`, from connecting to the last byte of the answer.

    With `http2` it speaks nothing else: left to find out, it would open a connection for each request of a first burst.
    `root_certificate` (PEM) is trusted besides the usual ones.
    """

    def __init__(self, *, timeout: timedelta, http2: bool = False, root_certificate: bytes | None = None) -> None:
        builder = ClientBuilder().follow_redirects(False).timeout(timeout).connect_timeout(timeout)
        builder = builder.http2_prior_knowledge() if http2 else builder.http1_only()
        builder = builder.pool_idle_timeout(timedelta(seconds=60)).tcp_keepalive(timedelta(seconds=30))
        if root_certificate:
            builder = builder.add_root_certificate_pem(root_certificate)
        self._client: Client | None = builder.build()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST of JSON. Raises Unreachable when no whole answer comes back. Once cancelled it still runs out its time."""
        client = self._opened()
        return await _answered(
            client.post(url).headers({"Content-Type": "application/json", **headers}).body_bytes(body)
        )

    async def get(self, url: str) -> Reply:
        """One GET. Raises Unreachable as `post` does."""
        return await _answered(self._opened().get(url))

    def _opened(self) -> Client:
        if self._client is None:
            raise Unreachable("closed")
        return self._client

    async def close(self) -> None:
        """Ends requests and connections. The library's own close leaves idle connections to the last reference."""
        client, self._client = self._client, None
        if client:
            await client.close()


async def _answered(request: RequestBuilder) -> Reply:
    """The whole answer. No cause is passed on: the library's errors name the address, which may carry a token."""
    try:
        response = await request.build().send()
        content = bytes(await response.bytes())
    except TimeoutError:
        raise Unreachable("timeout") from None
    except PyreqwestError:
        raise Unreachable("connection") from None
    return Reply(status=response.status, body=content, retry_after=response.get_header("retry-after"))


def wait_of(reply: Reply, now: datetime) -> timedelta | None:
    """How long the other side wants to be left alone: as it says, or a minute after "too many requests"."""
    asked = retry_after(reply.retry_after, now)
    return TOO_OFTEN_WAIT if asked is None and reply.status == 429 else asked


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wait that a Retry-After header asks for, in seconds or as an HTTP date (RFC 9110 §10.2.3); at most a day."""
    if value is None:
        return None
    try:
        # A negative one may be too large for a timedelta, "-inf" among them.
        wait = timedelta(seconds=min(max(float(value), 0.0), LONGEST_RETRY_AFTER.total_seconds()))
    except ValueError:
        wait = _until(value, now)
    return None if wait is None else min(max(wait, timedelta()), LONGEST_RETRY_AFTER)


def _until(value: str, now: datetime) -> timedelta | None:
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
