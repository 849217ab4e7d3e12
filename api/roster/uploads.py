"""Reads uploads beside the event loop, a few at a time: a large workbook takes a second of a core and much memory."""

import asyncio

from api.core.errors import Unavailable
from api.roster import rules
from api.roster.files import upload
from api.roster.rules import Checked
from api.roster.values import OrgKind
from schemas.roster.rows import Covers, Roster

AT_ONCE = 2


class Desk:
    """Where the uploads of this process are read. A request that finds it full is asked to come again; a worker waits."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._gate = asyncio.Semaphore(at_once)

    async def check(
        self, data: bytes, file_name: str, kind: OrgKind, known: Roster, covers: Covers | None, *, wait: bool
    ) -> Checked:
        """What a file says. Raises FileRefused, Unavailable."""
        if self._gate.locked() and not wait:
            raise Unavailable(retry_after=10)
        async with self._gate:
            return await asyncio.to_thread(_check, data, file_name, kind, known, covers)


def _check(data: bytes, file_name: str, kind: OrgKind, known: Roster, covers: Covers | None) -> Checked:
    return rules.check(upload.read(data, file_name), kind, known, covers)


DESK = Desk()
