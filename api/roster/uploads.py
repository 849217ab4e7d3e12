"""Reads uploads beside the event loop, a few at a time: a large workbook takes a second of a core and much memory."""

import asyncio
import zlib

import msgspec

from api.core.errors import Unavailable
from api.roster import rules
from api.roster.errors import Damaged
from api.roster.files import upload
from api.roster.files.tables import Upload
from api.roster.rules import Checked, Reading
from api.roster.values import OrgKind
from schemas.roster.rows import Roster

AT_ONCE = 2


class Desk:
    """Where the uploads of this process are read. A request that finds it full is asked to come again; a worker waits."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._gate = asyncio.Semaphore(at_once)

    async def check(
        self, data: bytes, file_name: str | None, kind: OrgKind, known: Roster, reading: Reading, *, wait: bool
    ) -> tuple[bytes, Checked]:
        """What a file says, and what of it may be stored. Without a name `data` is what was stored. Raises FileRefused, Unavailable."""
        if self._gate.locked() and not wait:
            raise Unavailable(retry_after=10)
        async with self._gate:
            return await asyncio.to_thread(_check, data, file_name, kind, known, reading)


def _check(data: bytes, file_name: str | None, kind: OrgKind, known: Roster, reading: Reading) -> tuple[bytes, Checked]:
    if file_name is None:
        return data, rules.check(_stored(data), kind, known, reading)
    found = rules.scrub(upload.read(data, file_name), kind, reading.own)
    kept = zlib.compress(msgspec.json.encode(found), 1)
    return kept, rules.check(found, kind, known, reading)


def _stored(data: bytes) -> Upload:
    try:
        return msgspec.json.decode(zlib.decompress(data), type=Upload)
    except (zlib.error, msgspec.DecodeError) as error:
        raise Damaged from error  # what was stored before its form changed


DESK = Desk()
