"""A whole file: understood, checked, and what is said about it."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from api.roster.files.tables import Upload
from api.roster.rules.cells import KEPT, Faults
from api.roster.rules.check import File
from api.roster.rules.classes import Classes
from api.roster.rules.layouts import fields_of
from api.roster.rules.sheets import Read, rows_of
from api.roster.values import OrgKind
from api.roster.words import NO_WORDS, Own
from schemas.roster.rows import Ask, BadRow, ColumnRead, Covers, FaultGroup, Roster, Said, SheetKey, SheetRead
from schemas.roster.wire import Counts

NOTHING = Roster()
CLASSES: frozenset[SheetKey] = frozenset({"classes"})
_SAMPLES, _SAMPLE, _LOOKED_AT = 3, 24, 60  # of a column: values shown, characters of each, and rows they are taken from
_TITLED = re.compile(r"(20\d\d)(?:\s*[-–—~/至]\s*20\d\d)?\s*(?:学年|年秋|年度|级?学年)")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has settled of a file: what it covers, its school year, and the school's own words."""

    covers: Covers | None = None
    school_year: int | None = None
    own: Own = NO_WORDS


AS_IT_IS = Reading()


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says. With any bad row there is no roster. `given`: the sheets that hold any row. `covers`: what a person has stated."""

    roster: Roster | None
    said: Said
    covers: Covers | None
    school_year: int | None
    given: frozenset[SheetKey]
    counts: Counts
    bad_rows: list[BadRow]
    bad_count: int
    groups: list[FaultGroup]
    notes: list[BadRow]
    asks: list[Ask]
    sheets: list[SheetRead]


def check(
    upload: Upload, kind: OrgKind, known: Roster = NOTHING, reading: Reading = AS_IT_IS, *, most: int = KEPT
) -> Checked:
    """Reads an upload for an organisation of this kind. `known` answers for sheets that the file leaves out.

    `reading`: what a person has settled.
    """
    faults = Faults(most=most)
    rows, reads = rows_of(upload, kind, reading.own, faults)
    keys: frozenset[SheetKey] = frozenset(read.layout.key for read in reads if read.layout.key)
    unread = keys - rows.keys()
    year = reading.school_year or titled_year(upload) or max((year for year, _ in known.classes), default=None)
    classes = _classes(reading, rows, unread, known, year)
    file = File(faults=faults, kind=kind, rows=rows, known=known, classes=classes, unread=unread)
    sizes: dict[SheetKey, int] = {key: len(of) for key, of in rows.items()}
    file.read()
    faults.sort([table.name for table in upload.tables])
    faults.note_later()
    given: frozenset[SheetKey] = frozenset(key for key, size in sizes.items() if size)
    if classes.made:
        given |= CLASSES
        faults.note("", "classes_derived", names="、".join(name for _, name in list(classes.made)[:60]), year=f"{year}")
    return Checked(
        roster=file.roster if faults.count == 0 else None,
        said=file.said,
        covers=reading.covers,
        school_year=year,
        given=given,
        counts=_counts(file, sizes),
        bad_rows=faults.rows,
        bad_count=faults.count,
        groups=list(faults.groups.values()),
        notes=faults.notes,
        asks=list(faults.asks.values()),
        sheets=[sheet_read(read) for read in reads],
    )


def _classes(
    reading: Reading, rows: Mapping[SheetKey, Any], unread: Collection[SheetKey], known: Roster, year: int | None
) -> Classes:
    return Classes(
        own=reading.own,
        year=year,
        unread="classes" in unread,
        derive="students" in rows and "classes" not in rows and not any(y == year for y, _ in known.classes),
    )


def titled_year(upload: Upload) -> int | None:
    """The school year that a title above the headings, or a sheet's name, tells."""
    for table in upload.tables:
        first = [cell for _, cells in table.rows[:2] for cell in cells[:3] if isinstance(cell, str)]
        for text in (table.name, *first):
            if found := _TITLED.search(text):
                return int(found[1])
    return None


def sheet_read(read: Read) -> SheetRead:
    """How a sheet is read, to be shown and changed."""
    layout = read.layout
    return SheetRead(
        name=read.table.name,
        key=layout.key,
        heading_row=read.table.rows[layout.heading_at][0],
        columns=[
            ColumnRead(heading=one.heading, field=one.field, samples=_samples(read, one.at)) for one in layout.columns
        ],
        fields=fields_of(layout.key) if layout.key else [],
    )


def _samples(read: Read, at: int) -> list[str]:
    """What the first cells of a column say, each once, to recognise it by. What is never stored stands there as a star."""
    first = read.table.rows[read.layout.heading_at + 1 :][:_LOOKED_AT]
    cells = [cells[at] for _, cells in first if at < len(cells)]
    said = dict.fromkeys(" ".join(cell.split())[:_SAMPLE] for cell in cells if isinstance(cell, str))
    return [one for one in said if one not in {"", "*"}][:_SAMPLES]


def _counts(file: File, sizes: Mapping[SheetKey, int]) -> Counts:
    cared = {number for number, _ in file.roster.guardianships}
    return Counts(
        classes=sizes.get("classes", 0) or len(file.classes.made),
        students=sizes.get("students", 0),
        guardians=len(file.roster.guardians),
        staff=sizes.get("staff", 0),
        students_without_guardian=sum(n not in cared for n in file.roster.students) if "guardians" in sizes else 0,
    )
