"""Writes a list as CSV or as a workbook. A spreadsheet shows every cell as it stands and runs none."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]  # ships without types

from api.roster.files.losses import plain
from api.roster.files.template import TEXT_FORMAT

# xlsxwriter has no types of its own.
AnyBook = Any
AnyPage = Any


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, without which a spreadsheet reads Chinese as another encoding."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet; every cell is text, the headings stay in view."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: AnyBook = xlsxwriter.Workbook(buffer, options)
    text, bold = book.add_format({"num_format": TEXT_FORMAT}), book.add_format({"bold": True})
    page: AnyPage = book.add_worksheet()
    page.write_row(0, 0, headings, bold)
    page.freeze_panes(1, 0)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            page.write_string(at, column, cell, text)
    page.autofit()
    book.close()
    return buffer.getvalue()
