"""Push through Firebase Cloud Messaging, HTTP v1. Off until an organisation turns it on; then content-free (P6)."""

import asyncio
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
from firebase_admin import messaging
from firebase_admin.exceptions import FirebaseError

from api.core import bearer
from api.core import http_client as http
from jobs.channels import firebase
from jobs.channels.base import Gone, Later, Outgoing, Refused, Result, Sent, send_each

MOST_BYTES = 4096
LONGEST_LIFE = timedelta(days=28)
TIMEOUT = timedelta(seconds=10)
STREAMS = 100
"""Requests on their way at once, per connection: what a server lets through HTTP/2 by default."""

_TEMPORARY = {401, 408, 429, *range(500, 600)}
_INSTALLATION = re.compile(r"[cdef][A-Za-z0-9_-]{21}")


class Fcm:
    """The push channel. An address is a registration token or a Firebase installation id."""

    def __init__(
        self,
        account: firebase.Account,
        *,
        url: str,
        timeout: timedelta = TIMEOUT,
        connections: int = 1,
        root_certificate: bytes | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url = f"{url.rstrip('/')}/v1/projects/{account.project}/messages:send"
        self._bearer = bearer.Bearer(account, timeout)
        secure = url.startswith("https:")
        self._clients = [
            http.Http(timeout=timeout, http2=secure, root_certificate=root_certificate) for _ in range(connections)
        ]
        self._gate = asyncio.Semaphore(STREAMS * connections)
        self._turn = 0
        self._now = now

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        return await send_each(items, self._send, self._gate)

    async def close(self) -> None:
        for client in self._clients:
            await client.close()

    async def _send(self, item: Outgoing) -> Result:
        body = firebase.encode(message(item))
        if len(body) > MOST_BYTES:
            return Refused("too-large")
        try:
            reply = await self._post(body)
        except http.Unreachable as error:
            return Later(str(error))
        except bearer.Unavailable:
            return Later("no-token")
        return outcome(reply, self._now())

    async def _post(self, body: bytes) -> http.Reply:
        token = await self._bearer.get()
        reply = await self._post_as(token, body)
        if _is_stale(reply) and (renewed := await self._bearer.renew(token)):
            reply = await self._post_as(renewed, body)
        return reply

    async def _post_as(self, token: str, body: bytes) -> http.Reply:
        self._turn = (self._turn + 1) % len(self._clients)
        return await self._clients[self._turn].post(self._url, body, {"Authorization": f"Bearer {token}"})


def message(item: Outgoing) -> messaging.Message:
    """The message of one item. Raises ValueError (on encoding) when FCM couldn't take it."""
    life = min(item.expires_at - item.at, LONGEST_LIFE) if item.expires_at else LONGEST_LIFE
    key = _key(item.collapse_key or item.dedupe_id)
    made = messaging.Message(
        notification=messaging.Notification(title=item.title, body=item.body),
        # `tag`: each message's own, so that no push takes another's place on the screen.
        data={"id": item.dedupe_id, "tag": key, **({"link": item.link} if item.link else {})},
        android=_android(item, key, life),
        apns=_apns(item, key, life),
        webpush=_webpush(item, key, life),
    )
    # Set after the fact: the constructor warns of `token`, which phones in the field keep for years.
    field = "fid" if _INSTALLATION.fullmatch(item.address) else "token"
    setattr(made, field, item.address)
    return made


def _android(item: Outgoing, key: str, life: timedelta) -> messaging.AndroidConfig:
    return messaging.AndroidConfig(
        # Google keeps four collapse keys for a phone that is off, and a hundred messages without one.
        collapse_key=key if item.collapse_key else None,
        priority="high" if item.urgent else "normal",
        ttl=timedelta(seconds=int(life.total_seconds())),
        notification=messaging.AndroidNotification(tag=key),
    )


def _apns(item: Outgoing, key: str, life: timedelta) -> messaging.APNSConfig:
    headers = {
        "apns-collapse-id": key,
        "apns-expiration": str(int((item.at + life).timestamp())),
        "apns-priority": "10" if item.urgent else "5",
    }
    return messaging.APNSConfig(headers=headers)


def _webpush(item: Outgoing, key: str, life: timedelta) -> messaging.WebpushConfig:
    headers = {"TTL": str(int(life.total_seconds())), "Urgency": "high" if item.urgent else "normal", "Topic": key}
    https = item.link if item.link and item.link.startswith("https://") else None
    return messaging.WebpushConfig(headers=headers, fcm_options=messaging.WebpushFCMOptions(link=https))


def _key(text: str) -> str:
    """32 characters that every platform takes (web push allows no more), and that tell nothing."""
    return urlsafe_b64encode(sha256(text.encode()).digest()[:24]).decode()


def outcome(reply: http.Reply, now: datetime) -> Result:
    """What an answer of `messages:send` means. Only 404 with UNREGISTERED says that an address is dead."""
    if reply.status == 200:
        return _accepted(reply.body)
    error = firebase.error_of(reply.status, reply.body)
    reason = _reason(reply.status, error)
    if reply.status == 404 and isinstance(error, messaging.UnregisteredError):
        return Gone(reason)
    if isinstance(error, messaging.ThirdPartyAuthError):  # a 401 about Apple's or the browser's key, not about ours
        return Refused(reason)
    if reply.status in _TEMPORARY or 300 <= reply.status < 400:
        return Later(reason, http.wait_of(reply, now))
    return Refused(reason)


class _Accepted(msgspec.Struct):
    name: str


def _accepted(body: bytes) -> Result:
    try:
        return Sent(msgspec.json.decode(body, type=_Accepted).name)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Later("garbled")  # a proxy's page, say


def _reason(status: int, error: FirebaseError | None) -> str:
    if error is None:
        return f"http-{status}"
    return type(error).__name__.removesuffix("Error")


def _is_stale(reply: http.Reply) -> bool:
    return reply.status == 401 and not isinstance(firebase.error_of(401, reply.body), messaging.ThirdPartyAuthError)
