"""The API as a browser's own session uses it, and waiting for a state."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from playwright.async_api import APIRequestContext

WAIT = 30
"""Seconds that anything may take on a machine with other work. A wait ends as soon as what it waits for is there."""


class Api:
    """The API as a browser's own session uses it."""

    def __init__(self, request: APIRequestContext, url: str) -> None:
        self._request = request
        self._origin = url

    async def get(self, path: str) -> Any:
        """An answer; fails when it is none."""
        answer = await self._request.get(f"/api/v1/{path}")
        assert answer.ok, await answer.text()
        return await answer.json()

    async def send(self, path: str, body: object = None, method: str = "POST", version: int | None = None) -> Any:
        """A write; fails when it is refused."""
        headers = {"origin": self._origin, "idempotency-key": uuid4().hex}
        headers |= {"if-match": f'"v{version}"'} if version is not None else {}
        answer = await self._request.fetch(f"/api/v1/{path}", method=method, data=body, headers=headers)
        assert answer.ok, await answer.text()
        return None if answer.status == 204 else await answer.json()


async def eventually(look: Callable[[], Any], seconds: float = WAIT) -> Any:
    """What `look` finds as soon as it finds something; fails after some seconds."""

    async def looked() -> Any:
        return look()

    return await until(looked, lambda found: found is not None, seconds)


async def until(look: Callable[[], Awaitable[Any]], holds: Callable[[Any], bool] = bool, seconds: float = WAIT) -> Any:
    """Waits for a state and returns it; fails after some seconds, and says what stood there instead."""
    last = asyncio.get_running_loop().time() + seconds
    while not holds(found := await look()):
        assert asyncio.get_running_loop().time() < last, f"it did not come about: after {seconds} s there is {found!r}"
        await asyncio.sleep(0.05)
    return found
