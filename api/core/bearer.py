"""The bearer token of an API, of Google, WeCom or WeChat: fetched in a thread, by one task for all, before the old one ends."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

log = structlog.get_logger("bearer")

MARGIN = 300.0
"""Seconds before its end in which a token is replaced; the old one serves while that fails."""
RENEW_EVERY = 60.0
"""Seconds between two renewals that a 401 asked for: a server that says 401 to everything costs one token a minute."""
PAUSE = 10.0
"""Seconds of rest after a failed fetch, in which nobody waits for another."""
UNSTATED = timedelta(minutes=5)


class Unavailable(Exception):
    """No token: the token endpoint is down, too slow, or refuses the account (then the message is http-400)."""


class Minter(Protocol):
    """Something that fetches a token and the time at which it ends, blocking."""

    def fetch(self, timeout: timedelta) -> tuple[str, datetime | None]: ...


class Bearer:
    """Keeps one token fresh. `monotonic` is a clock in seconds."""

    def __init__(self, minter: Minter, timeout: timedelta, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._minter = minter
        self._timeout = timeout
        self._monotonic = monotonic
        self._token = ""
        self._replace_at = self._ends_at = self._renewed_at = self._rests_until = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def get(self) -> str:
        """A token that is good for now. Raises Unavailable."""
        if self._monotonic() >= self._replace_at:
            try:
                await self._fetch()
            except Unavailable:
                if self._monotonic() >= self._ends_at:
                    raise
        return self._token

    async def renew(self, rejected: str) -> str | None:
        """A token other than the one that got a 401; None when asking again so soon would not help."""
        if self._token == rejected:
            if self._monotonic() - self._renewed_at < RENEW_EVERY:
                return None
            await self._fetch()
            self._renewed_at = self._monotonic()
        return self._token if self._token != rejected else None

    async def _fetch(self) -> None:
        if self._monotonic() < self._rests_until:
            raise Unavailable
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._replace())
            self._fetching.add_done_callback(self._fetched)
        # Shielded: a sender that is cancelled must not take the token from the others.
        await asyncio.shield(self._fetching)

    def _fetched(self, task: asyncio.Task[None]) -> None:
        self._fetching = None
        if not task.cancelled():
            task.exception()  # it is told to those who wait, if any still do

    async def _replace(self) -> None:
        try:
            token, end = await asyncio.to_thread(self._minter.fetch, self._timeout)
        except Exception as error:
            why = str(error) if isinstance(error, Unavailable) else "not understood"
            log.warning("no-token", why=why, exc_info=error)
            self._rests_until = self._monotonic() + PAUSE
            raise Unavailable(why) from error
        life = (end - datetime.now(UTC) if end else UNSTATED).total_seconds()
        self._token = token
        self._ends_at = self._monotonic() + life
        self._replace_at = self._ends_at - min(MARGIN, life / 2)
