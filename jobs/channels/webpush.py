"""Web push: a message to a browser (RFC 8030), sealed for it (RFC 8291), from a sender it knows (VAPID, RFC 8292)."""

import asyncio
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
from py_vapid import Vapid02
from pywebpush import WebPusher

from api.core import http_client as http
from api.core.vapid import Vapid
from jobs.channels.base import Gone, Later, Outgoing, Refused, Result, Sent, send_each

TIMEOUT = timedelta(seconds=10)
SIDE_BY_SIDE = 50
LONGEST_LIFE = timedelta(days=28)
PROOF_LIFE = timedelta(hours=12)
"""RFC 8292 §2 allows 24 hours; half of that forgives a clock that is off."""
MOST_BYTES = 3000
"""Of plain text: push services take 4096 sealed."""
SILENCES = 3
"""After so many requests in a row without an answer, a service is left in peace for a while."""
PAUSE = timedelta(seconds=30)

# The check of an address must find the same host in it as the client that calls it. Parsers differ: at `https://10.0.0.1\.push.example`
# one sees a name that ends in push.example, another calls 10.0.0.1. So nothing but letters, digits, dots and hyphens.
_PLAIN = re.compile(r"(https?://[a-z0-9.-]+(?::[1-9][0-9]{0,4})?)(?:/[!-~]*)?", re.IGNORECASE | re.ASCII)
_TAKEN = {200, 201, 202}
_DEAD = {404, 410}
_TEMPORARY = {408, 429, *range(500, 600)}


class _Keys(msgspec.Struct, frozen=True):
    p256dh: str
    auth: str


class _Subscription(msgspec.Struct, frozen=True):
    endpoint: str
    keys: _Keys


@dataclass(slots=True)
class _Service:
    """What is known of a push service: our proof for it, and how often in a row and when last it did not answer."""

    proof: str = ""
    proof_until: datetime | None = None
    silences: int = 0
    silent_at: datetime | None = None

    def is_silent(self, now: datetime) -> bool:
        """Each request to a service that is cut off takes its whole timeout: mail and SMS of the same batch would wait."""
        return self.silences >= SILENCES and self.silent_at is not None and now - self.silent_at < PAUSE


class WebPush:
    """The channel of browsers. An address is a subscription as JSON.

    Anybody may register any endpoint, so requests go to the known `services` alone: origins, `*` for a part of a name.
    """

    def __init__(
        self,
        vapid: Vapid,
        services: Sequence[str],
        *,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._key = Vapid02.from_string(vapid.private)  # pyright: ignore[reportUnknownMemberType]
        self._contact = vapid.contact
        self._services = services
        self._client = http.Http(timeout=timeout)
        self._gate = asyncio.Semaphore(SIDE_BY_SIDE)
        self._now = now
        self._known: dict[str, _Service] = {}

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        return await send_each(items, self._send, self._gate)

    async def close(self) -> None:
        await self._client.close()

    async def _send(self, item: Outgoing) -> Result:
        subscription = msgspec.json.decode(item.address, type=_Subscription)  # a ValueError where it is none
        origin = origin_of(subscription.endpoint)
        if origin is None or not any(fnmatchcase(origin, service) for service in self._services):
            return Refused("unknown-service")
        text = _text(item)
        if len(text) > MOST_BYTES:
            return Refused("too-large")
        service = self._known.setdefault(origin, _Service())
        if service.is_silent(self._now()):
            return Later("service-silent")
        headers = {**_headers(item), "Authorization": self._proof(service, origin, item.at)}
        return await self._post(service, subscription, _seal(subscription, text), headers)

    async def _post(
        self, service: _Service, subscription: _Subscription, body: bytes, headers: Mapping[str, str]
    ) -> Result:
        try:
            reply = await self._client.post(subscription.endpoint, body, headers)
        except http.Unreachable as error:
            service.silences, service.silent_at = service.silences + 1, self._now()
            return Later(str(error))
        service.silences = 0
        return _outcome(reply, self._now())

    def _proof(self, service: _Service, origin: str, at: datetime) -> str:
        """The proof of the sender for one push service; renewed after half of its life."""
        if service.proof_until is None or service.proof_until - at < PROOF_LIFE / 2:
            service.proof_until = at + PROOF_LIFE
            claims = {"aud": origin, "sub": self._contact, "exp": int(service.proof_until.timestamp())}
            service.proof = self._key.sign(claims)["Authorization"]  # pyright: ignore[reportUnknownMemberType]
        return service.proof


def origin_of(endpoint: str) -> str | None:
    """`https://push.example` of an address; None for what is written in any but the plainest way."""
    found = _PLAIN.fullmatch(endpoint)
    return found[1].lower() if found else None


def _text(item: Outgoing) -> bytes:
    path = urlsplit(item.link).path if item.link else "/"
    shown = {"title": item.title, "body": item.body, "url": path or "/", "tag": _tag(item)}
    return msgspec.json.encode(shown)


def _tag(item: Outgoing) -> str:
    """Each message's own, so that no push takes another's place on the screen; a second try of the same does."""
    key = item.collapse_key or item.dedupe_id
    return urlsafe_b64encode(sha256(key.encode()).digest()[:24]).decode()


def _seal(subscription: _Subscription, text: bytes) -> bytes:
    """Raises ValueError for keys that are none."""
    pusher = WebPusher({"endpoint": subscription.endpoint, "keys": msgspec.to_builtins(subscription.keys)})
    return bytes(cast("Any", pusher.encode(text))["body"])  # pyright: ignore[reportUnknownMemberType]


def _headers(item: Outgoing) -> dict[str, str]:
    life = min(item.expires_at - item.at, LONGEST_LIFE) if item.expires_at else LONGEST_LIFE
    return {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(life.total_seconds())),
        "Urgency": "high" if item.urgent else "normal",
        # At most 32 characters (RFC 8030 §5.4): a later one takes the earlier one's place, also of a second try.
        "Topic": _tag(item),
    }


def _outcome(reply: http.Reply, now: datetime) -> Result:
    """What an answer means. Only 404 and 410 say that a subscription is over (RFC 8030 §7.3)."""
    reason = f"http-{reply.status}"
    if reply.status in _TAKEN:
        return Sent(None)
    if reply.status in _DEAD:
        return Gone(reason)
    if reply.status in _TEMPORARY or 300 <= reply.status < 400:
        return Later(reason, http.wait_of(reply, now))
    return Refused(reason)
