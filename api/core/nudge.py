"""Tells the relay that something is due now. A hint for speed: whatever is missed, the relay's sweep finds."""

import asyncio
from weakref import WeakKeyDictionary

import redis.asyncio as redis
from redis.exceptions import RedisError

CHANNEL = "xinqiao:due"

# A connection lives and dies with its event loop: another loop can neither use nor close it.
_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, "redis.Redis"]] = WeakKeyDictionary()
_running: set[asyncio.Task[None]] = set()


def soon(redis_url: str | None) -> None:
    """Sends the nudge beside the request, which neither waits for it nor fails with it."""
    if redis_url is None or len(_running) > 8:  # a nudge on its way wakes the relay for all of us
        return
    task = asyncio.get_running_loop().create_task(send(redis_url))
    _running.add(task)
    task.add_done_callback(_running.discard)


async def send(redis_url: str) -> None:
    """Sends the nudge; a Valkey that is down or slow is passed over after half a second."""
    clients = _clients.setdefault(asyncio.get_running_loop(), {})
    client = clients.get(redis_url)
    if client is None:
        client = clients[redis_url] = redis.Redis.from_url(redis_url, socket_timeout=0.5, socket_connect_timeout=0.5)  # pyright: ignore[reportUnknownMemberType]
    try:
        await client.publish(CHANNEL, b"1")  # pyright: ignore[reportUnknownMemberType]
    except (RedisError, OSError, TimeoutError):
        return


async def close() -> None:
    """Closes the connections of this event loop."""
    for client in _clients.pop(asyncio.get_running_loop(), {}).values():
        await client.aclose()
