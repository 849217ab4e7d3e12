"""The open streams of this process: who is to hear of a change, and which session has one already."""

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import Any
from uuid import UUID

import redis.asyncio as redis
import structlog
from litestar.datastructures import State
from redis.exceptions import RedisError

from api.core import live
from api.core.db import uuid7
from api.core.live import Hint, Taken, Topic

log = structlog.get_logger("streams")

MOST = 3000
"""Open at once in one process, below its connections (`api/cli/bounded.py`), so that ordinary requests have room."""
MOST_OF_ONE = 8
"""Of one account, on all its devices: one person leaves room for the others. The oldest ends."""
SPREAD = 10.0
"""Seconds over which everybody of an organisation is told."""
SCOPE_KEY = "xinqiao.stream"
"""Where a request has its stream, so that a server that ends can end it (`api/cli/bounded.py`)."""
_AGAIN = 1.0
"""Seconds until Valkey is tried again."""


class Stream:
    """One session's stream. It holds which words to say next, each once, however many changes there were."""

    def __init__(self, account_id: UUID, session_id: UUID) -> None:
        self.account_id = account_id
        self.session_id = session_id
        self.stream_id = uuid7()
        self.ended = self.replaced = False
        self.org_ids: frozenset[int] | None = None
        """Where its person belonged when the session was asked for last."""
        self._waiting: set[tuple[int, Topic]] = set()
        self._wake = asyncio.Event()

    def tell(self, org_id: int, topic: Topic) -> None:
        """Notes a change, to be said soon."""
        self._waiting.add((org_id, topic))
        self._wake.set()

    def end(self, *, replaced: bool = False) -> None:
        """Ends it. `replaced`: the session has a newer one."""
        self.ended, self.replaced = True, self.replaced or replaced
        self._wake.set()

    async def next(self, seconds: float) -> set[tuple[int, Topic]]:
        """What changed, by organisation; nothing after so many seconds, or at its end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()
        waiting, self._waiting = self._waiting, set()
        return waiting


class Streams:
    """All streams of a process, and its one subscription in Valkey. Without Valkey no stream is open: apps then ask as before."""

    def __init__(self) -> None:
        self.listening = False
        self._of: defaultdict[UUID, set[Stream]] = defaultdict(set)
        self._by_session: dict[UUID, Stream] = {}

    def __len__(self) -> int:
        return len(self._by_session)

    def open(self, account_id: UUID, session_id: UUID, redis_url: str | None) -> Stream | None:
        """A stream, in the place of the session's earlier one. None: there is no room, or nothing to hear."""
        if not self.listening or (len(self) >= MOST and session_id not in self._by_session):
            return None
        stream = Stream(account_id, session_id)
        mine = self._of.get(account_id, set())
        oldest = min(mine, key=lambda one: one.stream_id) if len(mine) >= MOST_OF_ONE else None
        for earlier in (self._by_session.get(session_id), oldest):
            if earlier:
                earlier.end(replaced=True)
                self.close(earlier)
        self._by_session[session_id] = stream
        self._of[account_id].add(stream)
        live.publish_soon(redis_url, Taken(session_id=session_id, stream_id=stream.stream_id))
        return stream

    def close(self, stream: Stream) -> None:
        """Forgets it. Repeating this changes nothing."""
        if self._by_session.get(stream.session_id) is stream:
            del self._by_session[stream.session_id]
        mine = self._of.get(stream.account_id, set())
        mine.discard(stream)
        if not mine:
            self._of.pop(stream.account_id, None)

    def hear(self, hint: Hint) -> None:
        """Passes a hint on to whom it is for."""
        if isinstance(hint, Taken):
            stream = self._by_session.get(hint.session_id)
            if stream and stream.stream_id < hint.stream_id:  # two that began at once: the newer one stays
                stream.end(replaced=True)
            return
        for topic, people in hint.topics.items():
            for account_id in people & self._of.keys():
                for stream in self._of[account_id]:
                    stream.tell(hint.org_id, topic)
        for topic in hint.everybody:
            self._tell_everybody(hint.org_id, topic)

    def _tell_everybody(self, org_id: int, topic: Topic) -> None:
        """Each at another moment: a session is asked for before each word, and thousands at once would hold requests up."""
        loop = asyncio.get_running_loop()
        for stream in self._by_session.values():
            if stream.org_ids is None or org_id in stream.org_ids:
                loop.call_later(SPREAD * (stream.stream_id.int % 1000 / 1000), stream.tell, org_id, topic)

    async def listen(self, redis_url: str) -> None:
        """Hears hints until cancelled. Where Valkey goes away all streams end: what was not heard, apps then read."""
        client: Any = redis.Redis.from_url(redis_url, health_check_interval=10)  # pyright: ignore[reportUnknownMemberType]
        try:
            while True:
                try:
                    await self._subscribe(client)
                except (RedisError, OSError, TimeoutError) as error:
                    log.warning("not-listening", error=type(error).__name__)
                finally:
                    self._end_all()
                await asyncio.sleep(_AGAIN)
        finally:
            await client.aclose()

    async def _subscribe(self, client: Any) -> None:
        async with client.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(live.CHANNEL)
            await subscription.ping()
            self.listening = True
            while True:
                message = await subscription.get_message(timeout=5)
                if message and message["type"] == "message" and (hint := live.decode(message["data"])):
                    self.hear(hint)

    def _end_all(self) -> None:
        self.listening = False
        for stream in [*self._by_session.values()]:
            stream.end()


def provide_streams(state: State) -> Streams:
    """Litestar dependency `streams`."""
    return state["streams"]
