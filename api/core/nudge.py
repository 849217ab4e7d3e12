"""Tells the relay that something is due now. A hint for speed: whatever is missed, the relay's sweep finds."""

import asyncio
from collections.abc import Coroutine
from typing import Any
from weakref import WeakKeyDictionary

import redis.asyncio as redis
from redis.exceptions import RedisError

CHANNEL = "xinqiao:due"

# A connection lives and dies with its event loop: another loop can neither use nor close it.
_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, "redis.Redis"]] = WeakKeyDictionary()
# For each event loop and address whose nudge is on its way: whether another one was asked for since.
_asked: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, bool]] = WeakKeyDictionary()
# What is on its way, by event loop: `close` waits for it, since a connection that is closed under a message raises.
_running: WeakKeyDictionary[asyncio.AbstractEventLoop, set[asyncio.Task[None]]] = WeakKeyDictionary()


def soon(redis_url: str | None) -> None:
    """Sends the nudge beside the request, which neither waits for it nor fails with it. Many at once become two."""
    if redis_url is None:
        return
    loop = asyncio.get_running_loop()
    asked = _asked.setdefault(loop, {})
    if redis_url in asked:
        asked[redis_url] = True
        return
    asked[redis_url] = False
    beside(_send_all(redis_url, asked))


def beside(sending: Coroutine[Any, Any, None]) -> None:
    """Sends something beside the request or task, which neither waits for it nor fails with it."""
    loop = asyncio.get_running_loop()
    running = _running.setdefault(loop, set())
    task = loop.create_task(sending)
    running.add(task)
    task.add_done_callback(running.discard)


async def _send_all(redis_url: str, asked: dict[str, bool]) -> None:
    """One nudge, and one more for all who asked while it was on its way: the relay may have looked before they committed."""
    try:
        await send(redis_url)
        while asked[redis_url]:
            asked[redis_url] = False
            await send(redis_url)
    finally:
        del asked[redis_url]


async def send(redis_url: str) -> None:
    """Sends the nudge."""
    await publish(redis_url, CHANNEL, b"1")


async def publish(redis_url: str, channel: str, message: bytes) -> None:
    """Publishes something on a channel; a Valkey that is down or slow is passed over after half a second."""
    clients = _clients.setdefault(asyncio.get_running_loop(), {})
    client = clients.get(redis_url)
    if client is None:
        client = clients[redis_url] = redis.Redis.from_url(redis_url, socket_timeout=0.5, socket_connect_timeout=0.5)  # pyright: ignore[reportUnknownMemberType]
    try:
        await client.publish(channel, message)  # pyright: ignore[reportUnknownMemberType]
    except (RedisError, OSError, TimeoutError):
        return


async def close() -> None:
    """Closes the connections of this event loop, once what is on its way was sent or given up."""
    if running := _running.get(asyncio.get_running_loop()):
        await asyncio.wait(running)
    for client in _clients.pop(asyncio.get_running_loop(), {}).values():
        await client.aclose()
