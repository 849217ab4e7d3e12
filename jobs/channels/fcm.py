"""Push through Firebase Cloud Messaging, HTTP v1. Off until an organisation turns it on; then content-free (P6)."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_hex

import msgspec
from firebase_admin import messaging
from firebase_admin.exceptions import FirebaseError

from api.core import bearer
from api.core import http_client as http
from api.core.http_client import Reply
from jobs.channels import base, firebase
from jobs.channels.base import Gone, Later, Outgoing, Refused, Result, Sent
from jobs.channels.curl import Answer, Curl
from jobs.channels.pace import Pace

MOST_BYTES = 4096
LONGEST_LIFE = timedelta(days=28)
TIMEOUT = timedelta(seconds=10)
CONNECTIONS = 10
"""At most, each with a hundred pushes on their way: FCM answers within a tenth of a second."""
PACE = 10_000.0
"""Pushes a second: FCM's usual quota, of a project. A worker reaches it within two minutes of its first push (`Pace`)."""
SHAPES = 64
"""Kinds of messages that are remembered."""

_AN_ID, _A_KEY, _AN_ADDRESS, _A_FID = (f"{letter}{token_hex(11)[1:]}" for letter in "mkac")
"""Stand in the pieces of a body for what differs; nobody outside can know them."""
_PLACES = re.compile(rb"([mkac][0-9a-f]{21})")

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
        connections: int = CONNECTIONS,
        pace: float = PACE,
        root_certificate: bytes | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        url = f"{url.rstrip('/')}/v1/projects/{account.project}/messages:send"
        self._bearer = bearer.Bearer(account, timeout)
        self._client = Curl(
            url, timeout=timeout, connections=connections, pace=Pace(pace), root_certificate=root_certificate
        )
        self._bodies = Bodies()
        self._now = now

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        results: list[Result | None] = []
        bodies: list[bytes] = []
        for item in items:
            written = self._written(item)
            results.append(None if isinstance(written, bytes) else written)
            if isinstance(written, bytes):
                bodies.append(written)
        try:
            sent = iter(await self._post(bodies) if bodies else ())
        except bearer.Unavailable:
            sent = iter([Later("no-token")] * len(bodies))
        return [next(sent) if result is None else result for result in results]

    async def close(self) -> None:
        await self._client.close()

    def _written(self, item: Outgoing) -> bytes | Result:
        """The body of one message, or why it is not sent."""
        if item.expires_at and item.at >= item.expires_at:
            return Refused("expired")
        try:
            body = self._bodies.of(item)
        except Exception as error:  # a fault of ours with one item must not lose the others
            return base.faulty(error)
        return body if len(body) <= MOST_BYTES else Refused("too-large")

    async def _post(self, bodies: Sequence[bytes]) -> list[Result]:
        """Sends each once; what is refused for an old bearer once more with a new one."""
        token = await self._bearer.get()
        answers = await self._client.post_many(bodies, token, base.PATIENCE)
        stale = [place for place, answer in enumerate(answers) if isinstance(answer, Reply) and _is_stale(answer)]
        if stale:
            again = await self._post_again([bodies[place] for place in stale], token)
            for place, answer in zip(stale, again, strict=False):
                answers[place] = answer
        now = self._now()
        return [Later(answer) if isinstance(answer, str) else outcome(answer, now) for answer in answers]

    async def _post_again(self, bodies: Sequence[bytes], token: str) -> list[Answer]:
        """The answers under a new bearer; none when there is none, since those of the first time then stand."""
        try:
            renewed = await self._bearer.renew(token)
        except bearer.Unavailable:
            return ["no-token"] * len(bodies)
        return await self._client.post_many(bodies, renewed, base.PATIENCE) if renewed else []


class Bodies:
    """Bodies of requests. firebase-admin writes one of each kind; those that differ in nothing but whom they are for are put together
    from its pieces.
    """

    def __init__(self) -> None:
        self._pieces: dict[Outgoing, list[bytes]] = {}

    def of(self, item: Outgoing) -> bytes:
        """The body for one item. Raises ValueError when FCM could not take it."""
        if not item.address or not item.dedupe_id:
            raise ValueError("an address and an id are needed")
        installation = _INSTALLATION.fullmatch(item.address) is not None
        address = _A_FID if installation else _AN_ADDRESS
        collapse = _A_KEY if item.collapse_key else None
        kind = msgspec.structs.replace(
            item, dedupe_id=_AN_ID, address=address, collapse_key=collapse, name="", topic=""
        )
        pieces = self._pieces.get(kind)
        if pieces is None:
            if len(self._pieces) >= SHAPES:
                self._pieces.clear()
            pieces = self._pieces[kind] = _PLACES.split(firebase.encode(message(kind, _A_KEY)))
        key = _key(item.collapse_key or item.dedupe_id).encode()
        values = {
            _AN_ID.encode(): msgspec.json.encode(item.dedupe_id)[1:-1],
            _A_KEY.encode(): key,
            address.encode(): msgspec.json.encode(item.address)[1:-1],
        }
        return b"".join([values.get(piece, piece) for piece in pieces])


def message(item: Outgoing, key: str | None = None) -> messaging.Message:
    """The message of one item. Raises ValueError (on encoding) when FCM couldn't take it."""
    life = min(item.expires_at - item.at, LONGEST_LIFE) if item.expires_at else LONGEST_LIFE
    key = key or _key(item.collapse_key or item.dedupe_id)
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


def outcome(reply: Reply, now: datetime) -> Result:
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


def _is_stale(reply: Reply) -> bool:
    return reply.status == 401 and not isinstance(firebase.error_of(401, reply.body), messaging.ThirdPartyAuthError)
