"""A push service: opens each message as the browser would, and checks who sends it (RFC 8030, 8291, 8292)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict, deque
from datetime import datetime, timedelta
from os import urandom
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from tests.doubles.messages import Answer, Request, Reset
from tests.doubles.server import HttpDouble


def plain(data: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


class Subscriber:
    """A browser: its keys, and what it was told."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = urandom(16)
        self.told: list[Any] = []

    @property
    def address(self) -> str:
        """As it is kept of a device."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": plain(point), "auth": plain(self._auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys})

    def open(self, body: bytes) -> Any:
        """What the page's worker gets to see."""
        plain_text: Any = http_ece.decrypt(  # pyright: ignore[reportUnknownMemberType]
            body, private_key=self._key, auth_secret=self._auth, version="aes128gcm"
        )
        return json.loads(plain_text)


class PushDouble(HttpDouble):
    """`script` holds what to answer next at a path, else 201. A retry under the same Topic takes the first one's place."""

    def __init__(self, public: str, now: datetime) -> None:
        super().__init__()
        self._public = public
        self.now = now
        self.subscribers: dict[str, Subscriber] = {}
        self.script: dict[str, deque[int | str]] = defaultdict(deque)
        self.waiting: dict[tuple[str, str], Any] = {}
        self.retry_after: str | None = None

    def subscribe(self, name: str = "a") -> Subscriber:
        """A new browser."""
        made = self.subscribers[f"/push/{name}"] = Subscriber(f"{self.url}/push/{name}")
        return made

    async def answer(self, request: Request) -> Answer:
        step = self.script[request.path].popleft() if self.script[request.path] else 201
        if step == "stall":
            await self.stall()
        if step == "reset":
            raise Reset
        if wrong := self._wrong(request):
            return Answer(400, wrong.encode())
        if isinstance(step, int) and step >= 300:
            return Answer(step, b"", {"Retry-After": self.retry_after} if self.retry_after else {})
        browser = self.subscribers[request.path]
        self.waiting[request.path, request.headers["topic"]] = browser.open(request.body)
        browser.told = [text for (path, _), text in self.waiting.items() if path == request.path]
        return Answer(201 if step == 201 else 503, b"")

    def _wrong(self, request: Request) -> str | None:
        headers = request.headers
        if request.path not in self.subscribers or headers.get("content-encoding") != "aes128gcm":
            return "what"
        if not headers.get("ttl", "").isdigit() or headers.get("urgency") not in {"normal", "high"}:
            return "how"
        if not 1 <= len(headers.get("topic", "")) <= 32 or len(request.body) > 4096:
            return "how much"
        return self._stranger(headers.get("authorization", ""))

    def _stranger(self, proof: str) -> str | None:
        scheme, _, rest = proof.partition(" ")
        parts = dict(part.split("=", 1) for part in rest.split(","))
        if scheme != "vapid" or parts.get("k") != self._public:
            return "who"
        if not Vapid02.verify(proof):  # pyright: ignore[reportUnknownMemberType]
            return "forged"
        text = parts["t"].split(".")[1]
        claims = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        life = claims["exp"] - self.now.timestamp()
        known = claims["aud"] == self.url and claims["sub"].startswith("mailto:")
        return None if known and 0 < life <= timedelta(hours=24).total_seconds() else "when"
