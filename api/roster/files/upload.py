"""Tells by its bytes, never by its name, what an uploaded file is, and reads it."""

from collections.abc import Callable

from api.roster.errors import Encrypted, FileEmpty, FileTooLarge, OldExcel, TooManyRows, WrongType
from api.roster.files import archive, csvfile, opendocument, workbook
from api.roster.files.tables import MAX_COLUMNS, MAX_FILE, MAX_ROWS, Raw, Text, Upload, is_problems, text

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"{\\rtf", b"<")


def read(data: bytes, file_name: str, to_text: Callable[[Raw], Text] = text) -> Upload:
    """Reads a workbook (.xlsx, .ods), a CSV file or a zip of CSV files as text. Raises FileRefused with what to do instead."""
    if len(data) > MAX_FILE:
        raise FileTooLarge(limit=MAX_FILE >> 20)
    if not data.strip():
        raise FileEmpty
    if data.startswith(_OLE):
        raise Encrypted if _LOCKED in data else OldExcel
    if data.startswith(_ZIP):
        return _narrow(_read_zip(data, to_text))
    if data.lstrip().startswith(_OTHERS):
        raise WrongType
    return _narrow(csvfile.read(data, file_name))


def is_text(data: bytes) -> bool:
    """Whether what could be read is one text, and no workbook or set of files: any text can be taken for a CSV file."""
    return not data.startswith(_ZIP)


def _narrow(upload: Upload) -> Upload:
    """The same. Raises TooManyRows for a column beyond the limit, unless it is the one that a marked copy has."""
    for table in upload.tables:
        beyond = [cells[MAX_COLUMNS] for _, cells in table.rows if len(cells) > MAX_COLUMNS]
        if any(cell != "" for cell in beyond) and not any(isinstance(c, str) and is_problems(c) for c in beyond):
            raise TooManyRows(sheet=table.name, rows=MAX_ROWS, columns=MAX_COLUMNS)
    return upload


def _read_zip(data: bytes, to_text: Callable[[Raw], Text]) -> Upload:
    names = archive.names(data)
    if "mimetype" in names and "content.xml" in names:
        return opendocument.read(data, to_text)
    if any(name in names for name in ("[Content_Types].xml", workbook.BOOK, "mimetype")):
        return workbook.read(data, to_text)
    return csvfile.read_zip(data)
