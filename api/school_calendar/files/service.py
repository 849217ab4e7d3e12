"""Reads a school's calendar from a file. Nothing is stored: who looks at it adds what they want."""

import asyncio
import re
from datetime import timedelta

import structlog

from api.core.access import Resource
from api.core.errors import Unavailable
from api.core.local_time import local_day
from api.core.unit_of_work import Reading
from api.roster.files import service as sheets
from api.school_calendar import actions
from api.school_calendar.errors import UnknownCalendarFile, sentence
from api.school_calendar.files import ics, rules
from api.school_calendar.files.rules import Line
from api.school_calendar.loading import load
from api.school_calendar.rules import Code
from schemas.input import FIRST_YEAR, LAST_YEAR
from schemas.school_calendar.wire import CalendarFile, CalendarFileEntry

LARGEST = 256 * 1024
"""Bytes of a file; a year of a phone's calendar has fewer."""
_UNPACKED = 2 * 1024 * 1024
"""Bytes of a workbook's parts: some thousand lines."""
_EVENTS, _LINE = 2000, 4000
"""Events of a calendar, and bytes of one of its lines: the parser holds the interpreter, about half a second for so much."""
_GATE = asyncio.Semaphore(1)
MOST = 300
"""Entries that are answered; a school year has fewer."""
_KEPT = timedelta(days=200)
"""What ended longer ago is of no use."""
log = structlog.get_logger("school_calendar")


async def read_file(uow: Reading, file_name: str, data: bytes) -> CalendarFile:
    """What a file would add. Raises UnknownCalendarFile, or as reading a roster does."""
    uow.require(actions.SCHOOL_CALENDAR_EDIT, Resource(org_id=uow.actor.org_id, kind="school_calendar"))
    calendar = await load(uow)
    today = local_day(uow.now, calendar.time_zone)
    if _GATE.locked():
        raise Unavailable(retry_after=10)
    async with _GATE:
        lines, skipped = await asyncio.to_thread(_read, file_name, data)
    recent = [
        line
        for line in lines
        if line.last_day >= today - _KEPT and line.first_day.year >= FIRST_YEAR and line.last_day.year <= LAST_YEAR
    ]
    entries = rules.joined(recent)[:MOST]
    return CalendarFile(
        source=file_name[-100:],
        last_day=max((line.last_day for line in entries), default=None),
        skipped=skipped + len(lines) - len(recent),
        entries=[_to_wire(uow, line, rules.wrong_line(line, calendar.entries, today)) for line in entries],
    )


def _read(file_name: str, data: bytes) -> tuple[list[Line], int]:
    """Tells by its bytes, never by its name, what a file is."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper() == b"BEGIN:VCALENDAR":
        if data.upper().count(b"BEGIN:VEVENT") > _EVENTS or max(map(len, _unfolded(data))) > _LINE:
            raise UnknownCalendarFile
        try:
            return ics.read_ics(data)
        except Exception as error:  # a parser of other people's files: whatever it meets is their mistake
            log.info("calendar-unreadable", kind=type(error).__name__)
            raise UnknownCalendarFile from error
    if sheets.unpacked_size(data) > _UNPACKED:
        raise UnknownCalendarFile
    found = [read for rows in sheets.read_rows(data, file_name) if (read := rules.read_table(rows))]
    if not found:
        raise UnknownCalendarFile
    return [line for lines, _ in found for line in lines], sum(skipped for _, skipped in found)


def _unfolded(data: bytes) -> list[bytes]:
    """Its lines, those put together that were folded (RFC 5545 §3.1)."""
    return re.sub(rb"\r?\n[ \t]", b"", data).splitlines()


def _to_wire(uow: Reading, line: Line, code: Code | None) -> CalendarFileEntry:
    return CalendarFileEntry(
        kind=line.kind,
        first_day=line.first_day,
        last_day=line.last_day,
        follows_weekday=line.follows_weekday,
        name=line.name,
        problem=sentence(uow, code) if code else None,
    )
