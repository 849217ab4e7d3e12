"""What every reader returns: tables of text, with precise names for a cell's content."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import msgspec

from api.roster.columns import is_plain, normal
from schemas.text import VISIBLE

MAX_FILE = 20 * 1024 * 1024  # bytes of an upload
MAX_UNPACKED = 100 * 1024 * 1024  # bytes after decompression, all parts together
MAX_PARTS = 500
MAX_ROWS = 30_000
MAX_COLUMNS = 60
MARKED_COLUMNS = MAX_COLUMNS + 1  # with the one that `marked` adds
MAX_CELL = 500  # characters

PROBLEMS = "问题"
"""The heading of the column that `marked` adds; it is never read."""
UNREAD = "#无法读取"
"""Stands in a marked copy for a cell that could not be read, so that the copy does not leave it blank."""
# Excel's error values, as they stand in CSV and in copied cells.
_ERROR_VALUE = re.compile(r"#(?:N/A|VALUE!|REF!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#{2,})")

Raw: TypeAlias = int | float | str | bool | date | datetime | time | timedelta | None


class Unreadable(msgspec.Struct, frozen=True):
    """Marks a cell whose content was refused, so that no other error is reported for it."""

    code: str


Text: TypeAlias = str | Unreadable


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet as text: its rows that hold anything, each with its number as the spreadsheet counts.

    `hidden`: the whole sheet is. `hidden_rows`: how many of its rows a filter or a person has hidden.
    """

    name: str
    rows: list[tuple[int, list[Text]]]
    hidden: bool = False
    hidden_rows: int = 0


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that could be read. `not_taken`: columns and files left out. `notes`: codes of what is said of it, see `sentences`."""

    tables: list[Table]
    not_taken: list[str] = []
    notes: list[str] = []


def text(raw: Raw) -> Text:
    """A cell as text: a number without the `.0` that Excel gives it, letters and digits half-width, no line noise."""
    if raw is None or isinstance(raw, str):
        return clean(raw or "")
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, int | float):
        return _number(raw)
    return Unreadable("date_in_text")


def _number(raw: float) -> Text:
    # Excel keeps 15 digits and writes zeros for the rest: a student number cut so would name another student.
    if abs(raw) >= 1e15:
        return Unreadable("number_too_long")
    return str(int(raw)) if float(raw).is_integer() else repr(raw)


def clean(raw: str) -> Text:
    """A cell as plain text by the rule of `schemas.text`; formatting that turns the direction is dropped, not refused."""
    if len(raw) > MAX_CELL * 4:
        return Unreadable("too_long")
    cell = normal(raw)
    if len(cell) > MAX_CELL:
        return Unreadable("too_long")
    if cell.startswith("#"):
        return _marked(cell)
    if is_plain(cell) or (cell.isascii() and cell.isprintable()):
        return cell
    return _plain(cell)


def _marked(cell: str) -> Text:
    if cell == UNREAD:
        return Unreadable("unread")
    return Unreadable("excel_error") if _ERROR_VALUE.fullmatch(cell) else _plain(cell)


def _plain(cell: str) -> Text:
    for c in cell:
        kind = unicodedata.category(c)
        if kind in {"Cc", "Cs"} and c != "\n":
            return Unreadable("control_character")
        if kind in {"Co", "Cn"} or c == "\ufffd":
            return Unreadable("private_character")
    return cell if not cell or re.search(VISIBLE, cell) else Unreadable("control_character")


def filled(rows: list[tuple[int, list[Text]]]) -> list[tuple[int, list[Text]]]:
    """The rows that hold anything."""
    return [(number, cells) for number, cells in rows if any(c != "" for c in cells)]


def is_problems(heading: str) -> bool:
    """Whether a column is the one that `marked` adds."""
    return heading.split(maxsplit=1)[:1] == [PROBLEMS]


def letter(at: int) -> str:
    """A column as the spreadsheet names it: 0 is A."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
