"""Reads CSV: one file for one sheet, or a zip of them named after the sheets. UTF-8, GB18030, or Excel's UTF-16."""

import csv
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from api.roster.columns import normal
from api.roster.errors import BrokenCsv, Damaged, TooManyRows, UnknownCsv, WrongEncoding, WrongType
from api.roster.files import archive, exchange
from api.roster.files.tables import MARKED_COLUMNS, MAX_COLUMNS, MAX_ROWS, Table, Text, Unreadable, Upload, filled, text

_MAX_LINE = 1_000_000
"""Bytes of a line: a row of full cells has half of it."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE]\+\d+")


def read(data: bytes, file_name: str) -> Upload:
    """One sheet; the others of the roster stay as they are. Raises FileRefused."""
    return Upload(tables=[_table(data, file_name)])


def read_zip(data: bytes) -> Upload:
    """A zip of CSV files, one a sheet, or a OneRoster or SDS set. Raises FileRefused."""
    parts = archive.unpack(data, _is_csv)
    if not parts:
        raise WrongType
    tables = [_table(content, name) for name, content in parts.items()]
    files = {table.name.lower(): table for table in tables}
    if len(files) < len(tables):
        raise Damaged  # two files of one name: nobody knows which one counts
    return exchange.read(files) if exchange.is_exchange(files) else Upload(tables=tables)


def _table(data: bytes, file_name: str) -> Table:
    if not _has_short_lines(data):
        raise BrokenCsv(file=_stem(file_name), line=data.count(b"\n") + 1)
    rows = filled(_rows(_decode(data), file_name))
    if all(len(cells) < 2 for _, cells in rows):
        raise UnknownCsv(file=_stem(file_name)[:60])
    return Table(name=_stem(file_name)[:60], rows=rows)


def _is_csv(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() == ".csv" and not path.name.startswith(".") and "__MACOSX" not in path.parts


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's "Unicode text"
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise WrongEncoding from error
    if b"\x00" in data:
        raise WrongEncoding
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongEncoding


def _rows(content: str, file_name: str) -> list[tuple[int, list[Text]]]:
    reader = csv.reader(_lines(content), delimiter=_delimiter(content), strict=True)
    rows: list[tuple[int, list[Text]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MAX_ROWS + 1 or len(cells) > MARKED_COLUMNS:
                raise TooManyRows(sheet=_stem(file_name), rows=MAX_ROWS, columns=MAX_COLUMNS)
            rows.append((number, [_cell(c) for c in cells]))
    except csv.Error as error:
        raise BrokenCsv(file=_stem(file_name), line=reader.line_num) from error
    return rows


def _lines(content: str) -> Iterator[str]:
    """One by one: a buffer of the whole text takes four bytes for each of its characters."""
    return (found.group() for found in _LINE.finditer(content))


def _has_short_lines(data: bytes) -> bool:
    at = 0
    while len(data) - at > _MAX_LINE:
        ends = (data.rfind(mark, at, at + _MAX_LINE) for mark in (b"\n", b"\r"))
        if (end := max(ends)) < 0:
            return False
        at = end + 1
    return True


def _delimiter(content: str) -> str:
    first = content.partition("\n")[0]
    return max(",\t;", key=first.count)


def _cell(raw: str) -> Text:
    # A spreadsheet would run it when the file is opened, and show something else than what we read.
    if raw.startswith("="):
        return Unreadable("formula")
    if _EXPONENT.fullmatch(raw.strip()):
        return Unreadable("digits_lost")
    return text(raw)


def _stem(file_name: str) -> str:
    return normal(PurePosixPath(file_name).stem)
