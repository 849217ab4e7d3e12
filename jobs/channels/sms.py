"""SMS through a provider's gateway: one POST of JSON each, with an idempotency key, so that a retry isn't a second SMS."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from api.core import http_client as http
from jobs.channels.base import Later, Outgoing, Refused, Result, Sent, send_each

TIMEOUT = timedelta(seconds=10)
AT_ONCE = 20

_OURS = {401, 402, 403}
"""A wrong secret or an empty account: the operator's to mend, not this message's fault."""
_TEMPORARY = {408, 409, 425, 429, *range(300, 400), *range(500, 600)}


class Sms:
    """The SMS channel. Addresses are phone numbers in E.164; the gateway takes `{"to", "text", "id"}`."""

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        timeout: timedelta = TIMEOUT,
        root_certificate: bytes | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url = url
        self._secret = secret
        self._http = http.Http(timeout=timeout, root_certificate=root_certificate)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._now = now

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        return await send_each(items, self._send, self._gate)

    async def close(self) -> None:
        await self._http.close()

    async def _send(self, item: Outgoing) -> Result:
        body = msgspec.json.encode({"to": item.address, "text": text_of(item), "id": item.dedupe_id})
        headers = {"Authorization": f"Bearer {self._secret}", "Idempotency-Key": item.dedupe_id}
        try:
            reply = await self._http.post(self._url, body, headers)
        except http.Unreachable as error:
            return Later(str(error))
        return outcome(reply, self._now())


def text_of(item: Outgoing) -> str:
    """What the phone shows."""
    return "\n".join(part for part in (item.title, item.body, item.link) if part)


def outcome(reply: http.Reply, now: datetime) -> Result:
    """What the gateway's answer means."""
    reason = f"http-{reply.status}"
    if 200 <= reply.status < 300:
        return Sent(_id_of(reply.body))
    if reply.status in _TEMPORARY | _OURS:
        return Later(reason, http.wait_of(reply, now))
    return Refused(reason)


class _Taken(msgspec.Struct):
    id: str


def _id_of(body: bytes) -> str | None:
    try:
        return msgspec.json.decode(body, type=_Taken).id
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
