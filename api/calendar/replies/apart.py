"""Has mails that could take long read in processes of their own, a few at a time: anybody may write to an invite's address."""

import asyncio

import msgspec

from api.calendar.replies.reading import Outcome, ReadTask, Unreadable
from api.core import programs
from api.core.errors import Unavailable

MODULE = "api.calendar.replies.reading"
AT_ONCE = 2
WAITING = 20
WAIT = 60.0
"""Seconds by the clock. The process has fewer of CPU, so only a busy machine lets it come to this."""


class Desk:
    """Where the large mails of this process are read. The mail server comes again with one that finds too many waiting."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._here = 0

    async def read(self, task: ReadTask) -> Outcome:
        """Raises Unavailable. Whatever ends the process makes the mail unreadable."""
        if self._here >= AT_ONCE + WAITING:
            raise Unavailable(retry_after=60)
        self._here += 1
        try:
            async with self._gate:
                return await _run(task)
        finally:
            self._here -= 1


async def _run(task: ReadTask) -> Outcome:
    try:
        code, answer = await programs.run("-s", "-P", "-m", MODULE, data=msgspec.msgpack.encode(task), wait=WAIT)
    except TimeoutError as error:
        raise Unavailable(retry_after=60) from error
    return msgspec.msgpack.decode(answer, type=Outcome) if code == 0 else Unreadable(kind="TooMuch")


DESK = Desk()
