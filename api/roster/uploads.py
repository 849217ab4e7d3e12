"""Reads uploads beside the event loop, a few at a time: a large workbook takes a second of a core and much memory."""

import asyncio
import zlib
from collections.abc import Sequence

import msgspec

from api.core.errors import Unavailable
from api.roster import rules
from api.roster.errors import Damaged
from api.roster.files import upload
from api.roster.files.marked import marked
from api.roster.files.tables import Upload
from api.roster.rules import Checked, Reading
from api.roster.sentences import show
from api.roster.values import OrgKind
from schemas.roster.rows import BadRow, Roster

AT_ONCE = 2
ALL_FAULTS = 100_000  # that a marked copy names


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

    async def mark(
        self, data: bytes, kind: OrgKind, known: Roster, reading: Reading, beside: Sequence[BadRow], language: str
    ) -> bytes:
        """A stored upload as a workbook that names every fault beside its row. `beside`: what today's roster adds. Raises Damaged, Unavailable."""
        if self._gate.locked():
            raise Unavailable(retry_after=10)
        async with self._gate:
            return await asyncio.to_thread(_mark, data, kind, known, reading, beside, language)


def _check(data: bytes, file_name: str | None, kind: OrgKind, known: Roster, reading: Reading) -> tuple[bytes, Checked]:
    if file_name is None:
        return data, rules.check(_stored(data), kind, known, reading)
    found = rules.scrub(upload.read(data, file_name), kind, reading.own)
    kept = zlib.compress(msgspec.json.encode(found), 1)
    return kept, rules.check(found, kind, known, reading)


def _mark(
    data: bytes, kind: OrgKind, known: Roster, reading: Reading, beside: Sequence[BadRow], language: str
) -> bytes:
    found = _stored(data)
    checked = rules.check(found, kind, known, reading, most=ALL_FAULTS)
    problems: dict[tuple[str, int], list[str]] = {}
    for bad in checked.bad_rows or beside:
        shown = show(bad, language)
        line = f"{shown.column}：{shown.message}" if shown.column else shown.message
        problems.setdefault((shown.sheet, shown.row), []).append(line)
    return marked(found.tables, {sheet.name: sheet.heading_row for sheet in checked.sheets}, problems)


def _stored(data: bytes) -> Upload:
    try:
        return msgspec.json.decode(zlib.decompress(data), type=Upload)
    except (zlib.error, msgspec.DecodeError) as error:
        raise Damaged from error  # what was stored before its form changed


DESK = Desk()
