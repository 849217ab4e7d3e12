"""Tables that other features read, a workbook or CSV within the limits of a roster, with its dates; and lists that they hand out."""

from collections.abc import Sequence
from datetime import date, datetime

from api.roster.files import archive, lists, template, upload
from api.roster.files.tables import Raw, Text, text

XLSX = template.MEDIA_TYPE


def read_rows(data: bytes, file_name: str) -> list[list[list[str]]]:
    """The visible sheets of a file as rows of text; a date is ISO 8601, and a cell that cannot be read is empty. Raises FileRefused."""
    tables = upload.read(data, file_name, _to_text).tables
    return [
        [[cell if isinstance(cell, str) else "" for cell in cells] for _, cells in table.rows]
        for table in tables
        if not table.hidden
    ]


def unpacked_size(data: bytes) -> int:
    """Bytes of the parts of a zip, by what it says of itself: reading stops where a part is longer. 0 for what is none."""
    return archive.unpacked_size(data) if data.startswith(b"PK") else 0


def write_csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A list as CSV in UTF-8 with a byte order mark; no cell is read as a formula."""
    return lists.write_csv(headings, rows)


def write_xlsx(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The same as a workbook; every cell is text."""
    return lists.write_xlsx(headings, rows)


def _to_text(raw: Raw) -> Text:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, date) else text(raw)
