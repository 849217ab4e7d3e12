"""Reads CSV: one file for one sheet, or a zip of them named after the sheets. UTF-8 with or without BOM, or GB18030."""

import csv
import io
import re
from pathlib import PurePosixPath

from api.roster.columns import BY_NAME, SHEETS, normal
from api.roster.errors import BrokenCsv, TooManyRows, UnknownCsv, WrongEncoding, WrongType
from api.roster.files import archive
from api.roster.files.tables import MAX_COLUMNS, MAX_ROWS, Text, Unreadable, Upload, table, text
from schemas.roster.rows import BadRow

_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE]\+\d+")


def read(data: bytes, file_name: str) -> Upload:
    """One sheet; the others of the roster stay as they are. Raises FileRefused."""
    bad: list[BadRow] = []
    rows = _rows(_decode(data), file_name)
    return Upload(tables=[table(_sheet(file_name, rows), rows, bad)], partial=True, bad=bad)


def read_zip(data: bytes) -> Upload:
    """A zip of CSV files, one a sheet. Raises FileRefused."""
    parts = archive.unpack(data, _is_csv)
    if not parts:
        raise WrongType
    bad: list[BadRow] = []
    tables = [
        table(_sheet(name, rows), rows, bad)
        for name, rows in ((name, _rows(_decode(content), name)) for name, content in parts.items())
    ]
    return Upload(tables=tables, partial=False, bad=bad)


def _is_csv(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() == ".csv" and not path.name.startswith(".") and "__MACOSX" not in path.parts


def _decode(data: bytes) -> str:
    if b"\x00" in data:
        raise WrongEncoding  # UTF-16, or no text at all
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongEncoding


def _rows(content: str, file_name: str) -> list[tuple[int, list[Text]]]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=_delimiter(content), strict=True)
    rows: list[tuple[int, list[Text]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MAX_ROWS + 1 or len(cells) > MAX_COLUMNS:
                raise TooManyRows(sheet=_stem(file_name), rows=MAX_ROWS, columns=MAX_COLUMNS)
            rows.append((number, [_cell(c) for c in cells]))
    except csv.Error as error:
        raise BrokenCsv(file=_stem(file_name), line=reader.line_num) from error
    return rows


def _delimiter(content: str) -> str:
    first = content.partition("\n")[0]
    return max(",\t;", key=first.count)


def _cell(raw: str) -> Text:
    # A spreadsheet would run it when the file is opened, and show something else than what we read.
    if raw.startswith("="):
        return Unreadable("formula")
    if _EXPONENT.fullmatch(raw.strip()):
        return Unreadable("number_too_long")
    return text(raw)


def _stem(file_name: str) -> str:
    return normal(PurePosixPath(file_name).stem)


def _sheet(file_name: str, rows: list[tuple[int, list[Text]]]) -> str:
    """The sheet meant: by the file's name, or the one most of whose headings are there."""
    if (stem := _stem(file_name)) in BY_NAME:
        return stem
    heading = [c for c in (rows[0][1] if rows else []) if isinstance(c, str)]

    def share(at: int) -> float:
        columns = {SHEETS[at].heading(c) for c in heading} - {None}
        musts = {c.name for c in SHEETS[at].columns if c.must}
        return len(columns & musts) / len(musts) + len(columns) / 1000

    best = max(range(len(SHEETS)), key=share)
    if share(best) < 0.6:
        raise UnknownCsv(file=_stem(file_name)[:60])
    return SHEETS[best].name
