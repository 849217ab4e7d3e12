"""The stream by which an open app hears that something changed for its person (HTML Living Standard, server-sent events).

Rights are checked when telling: before each word the session is asked again, and where its person belongs today. The words
say nothing of what changed, which an app then reads as ever.
"""

import time
from collections.abc import AsyncGenerator
from typing import Any

import asyncpg
from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent, ServerSentEventMessage

from api.core.access import ME, Actor
from api.core.live import Topic
from api.core.services import Services
from api.core.unit_of_work import Reading
from api.http import principal
from api.http.auth import Token
from api.http.operation_names import NEUTRAL
from api.http.principal import Session
from api.http.request_runner import RequestRunner
from api.http.streams import SCOPE_KEY, Stream, Streams

HEARTBEAT = 20.0
"""Seconds after which a comment shows proxies that the stream lives: ours waits 60 s (`deploy/nginx.conf`)."""
ASKED_EVERY = 3
"""After how many heartbeats the session is asked for again, where nothing is to be told."""
LIFE = 900.0
"""Seconds of one stream at most; the app opens the next one."""


class ChangesController(Controller):
    """What an open app hears by itself."""

    path = "/me/changes"
    opt = NEUTRAL
    tags = ("Yourself",)

    @get(operation_id="followChanges", opt={"action": ME}, media_type="text/event-stream")
    async def follow_changes(
        self,
        request: Request[Any, Any, Any],
        runner: NamedDependency[RequestRunner],
        services: NamedDependency[Services],
        streams: NamedDependency[Streams],
    ) -> ServerSentEvent:
        """Tells an open app that something changed for you, as server-sent events.

        Event `ready` comes first. Event `changed` has one word as its data: `inbox`, `diary` or `visits`; read again what you
        show. `inbox` stands for messages and all else that waits for you. Event `replaced`: your session has a newer stream, and this one ends. Event `ended`: the session is over. A
        stream that ends without `ready` has no room; ask again later. A session has one stream.
        """
        actor = await runner.read_untraced(_actor)  # an open page alone is nobody's presence
        session = await runner.session()
        events = _events(request, services, streams, actor, runner.token(), frozenset(session.all_org_ids))
        # The second one is nginx's: it passes each event on at once.
        return ServerSentEvent(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def _actor(uow: Reading) -> Actor:
    uow.require_self()
    return uow.actor


async def _events(
    request: "Request[Any, Any, Any]",
    services: Services,
    streams: Streams,
    actor: Actor,
    token: Token,
    org_ids: frozenset[int],
) -> AsyncGenerator[ServerSentEventMessage]:
    """The stream takes its place when it begins to be sent, so that who hangs up before leaves none behind."""
    session_id = actor.session_id
    stream = streams.open(actor.account_id, session_id, services.config.redis_url) if session_id else None
    if stream is None:
        yield ServerSentEventMessage(comment="xinqiao")
        return
    stream.org_ids = org_ids
    try:
        request.scope[SCOPE_KEY] = stream  # type: ignore[literal-required]
        yield ServerSentEventMessage(event="ready", data="", comment="xinqiao")
        async for message in _told(services, stream, token):
            yield message
        yield ServerSentEventMessage(event="replaced" if stream.replaced else "over")
    finally:
        streams.close(stream)


async def _told(services: Services, stream: Stream, token: Token) -> AsyncGenerator[ServerSentEventMessage]:
    """Until the stream ends, its session does, or its time is over: each at another moment, so that not all come back at once."""
    until, quiet = time.monotonic() + LIFE * (1 - stream.stream_id.int % 1000 / 4000), 0
    while time.monotonic() < until:
        changes = await stream.next(HEARTBEAT)
        if stream.ended:
            return
        quiet = 0 if changes else (quiet + 1) % ASKED_EVERY
        if changes or not quiet:
            try:
                session = await _find_session(services, token)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
                return
            if session is None:
                yield ServerSentEventMessage(event="ended")
                return
            for topic in sorted(_topics(stream, session, changes)):
                yield ServerSentEventMessage(event="changed", data=topic)
        if not changes:
            yield ServerSentEventMessage(comment="", data=None)


def _topics(stream: Stream, session: Session, changes: set[tuple[int, Topic]]) -> set[Topic]:
    """What is said of these changes. Of an organisation that its person left there is one last word, so that what is shown of it goes."""
    before, stream.org_ids = stream.org_ids or frozenset(), frozenset(session.all_org_ids)
    topics: set[Topic] = {topic for org_id, topic in changes if org_id in stream.org_ids}
    if before - stream.org_ids:
        topics.add("inbox")
    return topics


async def _find_session(services: Services, token: Token) -> Session | None:
    async with services.pool.acquire() as conn:
        return await principal.find_session(conn, token, services.clock.now())
