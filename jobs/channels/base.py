"""What every channel takes and gives back: plain values, one result per item, in order.

A channel sends and reports. It never writes to the database, never waits to try again (`next_try` says when the task
should), and one bad answer never spoils a batch.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Literal, Protocol
from zlib import crc32

import msgspec
import structlog

from jobs.channels.stop import is_stopped
from schemas.calendar.rows import Invite

log = structlog.get_logger("channel")

ChannelKind = Literal["push", "webpush", "wecom", "wechat", "mail", "sms"]

ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=10)
"""FCM asks for at least 10 seconds before a second try, and more each time."""
LONGEST_WAIT = timedelta(hours=1)
PATIENCE = 60.0
"""Seconds after which a batch starts nothing new: a provider that stalls must not hold a worker."""


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one address. Its creator keeps confidential text out of it (DESIGN §4).

    `dedupe_id` is the same each time the same resource is sent. `at` is the instant of this sending. A later resource with
    the same `collapse_key` takes the place of an earlier one on the device. `name` is the recipient's, for mail. `org_id` is in whose
    name it is sent, and `topic` what is told, the same for everybody whom it is told to.
    """

    dedupe_id: str
    address: str
    title: str
    body: str
    at: datetime
    link: str | None = None
    collapse_key: str | None = None
    expires_at: datetime | None = None
    urgent: bool = False
    name: str = ""
    invite: Invite | None = None
    org_id: int = 0
    topic: str = ""


class Sent(msgspec.Struct, frozen=True):
    """The provider took it, under this id of its own (if it gave one)."""

    final: ClassVar[bool] = True
    provider_id: str | None


class Gone(msgspec.Struct, frozen=True):
    """The address is dead for good: prune it. Only FCM's UNREGISTERED and a push service's 404 and 410 say so."""

    final: ClassVar[bool] = True
    reason: str


class Later(msgspec.Struct, frozen=True):
    """Temporary: try again, not before `retry_after` if the provider named a time. It may have been delivered.

    Those with the same `together` are tried again at one time.
    """

    final: ClassVar[bool] = False
    reason: str
    retry_after: timedelta | None = None
    together: str | None = None


class Refused(msgspec.Struct, frozen=True):
    """Permanent, for this resource on this channel; the address may be fine. Another channel may do."""

    final: ClassVar[bool] = True
    reason: str


Result = Sent | Gone | Later | Refused
"""Reasons are short codes without personal data, fit for logs and metrics."""


class Channel(Protocol):
    """A way to reach people. Safe to call from several tasks of one event loop."""

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        """Sends each item once; the results are in the order of the items. Raises nothing but CancelledError."""
        ...

    async def close(self) -> None:
        """Ends connections."""
        ...


def next_try(item: Outgoing, later: Later, attempt: int) -> timedelta | None:
    """How long to wait after try number `attempt` (the first is 1); None when it is time to give up.

    Waits double, are spread so that a batch doesn't come back at once, and never undercut the provider's wish.
    """
    if attempt >= ATTEMPTS:
        return None
    wait = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    spread = crc32(f"{later.together or item.dedupe_id}:{attempt}".encode(errors="replace")) / 2**32
    wait = max(wait, later.retry_after or wait) * (1 + spread / 2)
    return None if item.expires_at and item.at + wait >= item.expires_at else wait


async def send_each(
    items: Sequence[Outgoing], send: Callable[[Outgoing], Awaitable[Result]], gate: asyncio.Semaphore
) -> list[Result]:
    """Runs `send` for each item side by side, as many at once as `gate` lets through."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE

    async def one(item: Outgoing) -> Result:
        async with gate:
            return Later("no-time") if loop.time() > until else await guarded(item, send)

    return list(await asyncio.gather(*map(one, items)))


async def guarded(item: Outgoing, send: Callable[[Outgoing], Awaitable[Result]]) -> Result:
    """One item's result, whatever happens: what was stopped or has expired isn't sent, what can't be written is refused."""
    if is_stopped():
        return Later("stopped")
    if item.expires_at and item.at >= item.expires_at:
        return Refused("expired")
    try:
        return await send(item)
    except Exception as error:  # a fault of ours with one item must not lose the others
        return faulty(error)


def faulty(error: Exception) -> Result:
    """The result of an item that could not be written or sent. A ValueError says that it never can."""
    if isinstance(error, ValueError):
        log.warning("malformed", exc_info=error)
        return Refused("malformed")
    log.exception("fault", exc_info=error)
    return Later("fault")
