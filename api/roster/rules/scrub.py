"""What an upload loses before any of it is stored: identity card numbers, and columns that are never kept."""

import re

import msgspec

from api.roster.columns import sheets_of
from api.roster.files.tables import Table, Text, Unreadable, Upload
from api.roster.rules.layouts import find_layout, is_never_kept
from api.roster.values import OrgKind
from api.roster.words import IGNORE, Own

# GB 11643: place, day of birth, order, check digit. 学籍号 is such a number behind a letter and may be kept.
_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)


def scrub(upload: Upload, kind: OrgKind, own: Own) -> Upload:
    """The upload as it may be stored. A number in a column that is read is refused there, elsewhere it is dropped."""
    return msgspec.structs.replace(upload, tables=[_scrub(table, kind, own) for table in upload.tables])


def _scrub(table: Table, kind: OrgKind, own: Own) -> Table:
    if table.hidden:
        return msgspec.structs.replace(table, rows=[(number, []) for number, _ in table.rows[:1]])
    layout = find_layout(table, sheets_of(kind), own)
    never = {column.at for column in layout.columns if column.field == IGNORE and is_never_kept(column.heading)}
    read = {column.at for column in layout.columns if column.field != IGNORE}
    for _, cells in table.rows[layout.heading_at + 1 :]:
        for at, cell in enumerate(cells):
            if at in never:
                cells[at] = "*" if cell != "" else ""
            elif isinstance(cell, str) and len(cell) >= 18 and _ID_NUMBER.search(cell):
                cells[at] = _replaced(cell, read=at in read)
    return table


def _replaced(cell: str, *, read: bool) -> Text:
    return Unreadable("id_number") if read else _ID_NUMBER.sub("*", cell)
