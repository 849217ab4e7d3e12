"""Where pictures wait for their turn: one place for each school, and a line that ends."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from api.notices.errors import PicturesBusy

AT_ONCE = 2
OF_SCHOOL = 6
"""Pictures of one school that wait or are worked on; only one of them is worked on, so that crafted ones hold up their own school."""
WAITING = 24
"""Pictures of all schools: each waits with up to 10 MB in memory."""
RETRY_AFTER = 15


class Room:
    """The places of one process of the service."""

    def __init__(self, at_once: int = AT_ONCE, of_school: int = OF_SCHOOL, waiting: int = WAITING) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._of_school, self._waiting = of_school, waiting
        self._inside: Counter[int] = Counter()
        self._turns: dict[int, asyncio.Lock] = {}

    @asynccontextmanager
    async def place(self, org_id: int) -> AsyncGenerator[None]:
        """Waits for the school's turn and then for a place. Raises PicturesBusy at once where too many wait already."""
        if self._inside.total() >= self._waiting or self._inside[org_id] >= self._of_school:
            raise PicturesBusy(retry_after=RETRY_AFTER)
        self._inside[org_id] += 1
        try:
            async with self._turns.setdefault(org_id, asyncio.Lock()), self._places:
                yield
        finally:
            self._leave(org_id)

    def _leave(self, org_id: int) -> None:
        self._inside[org_id] -= 1
        if not self._inside[org_id]:
            del self._inside[org_id], self._turns[org_id]
