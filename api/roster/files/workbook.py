"""Reads .xlsx. Calamine gives the values; before it sees a byte, the parts are unpacked within limits, every sheet is
scanned for formulas and its true extent, and the archive is written again, so that nothing declared by a stranger is trusted.
"""

import posixpath
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from api.roster.columns import normal
from api.roster.errors import Damaged, Macros, TooManyRows, WrongType
from api.roster.files import archive
from api.roster.files.tables import MAX_COLUMNS, MAX_ROWS, Raw, Table, Text, Unreadable, Upload, filled, text

BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHEETS = "xl/worksheets/"
_PARTS = ("xl/sharedStrings.xml", "xl/styles.xml", BOOK, _RELATIONS, "[Content_Types].xml", "_rels/.rels")
_MAX_ELEMENTS = 6_000_000


def read(data: bytes, to_text: Callable[[Raw], Text] = text) -> Upload:
    """All sheets of a workbook as text. `to_text`: what a cell says, where dates are wanted. Raises FileRefused."""
    names = archive.names(data)
    if BOOK not in names:
        raise WrongType
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Macros
    parts = archive.unpack(data, _is_needed)
    sheets = _sheets(parts)
    names_of = {path: name for name, path in sheets.items()}
    # Every sheet part, also one that no table of contents names: calamine may find it by a way of its own.
    found = {path: _Scan(names_of.get(path, path)).run(parts[path]) for path in parts if path.startswith(_SHEETS)}
    scans = {name: found[path] for name, path in sheets.items()}
    return Upload(tables=_tables(archive.pack(parts), scans, to_text), partial=False)


def _is_needed(name: str) -> bool:
    return name in _PARTS or (name.startswith(_SHEETS) and name.endswith(".xml"))


def _tables(clean: bytes, scans: "dict[str, _Scan]", to_text: Callable[[Raw], Text]) -> list[Table]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(clean)) as book:
            return [
                Table(
                    name=normal(sheet.name)[:60],
                    rows=filled(_rows(book, sheet.name, scans[sheet.name], to_text)),
                    hidden=sheet.visible != SheetVisibleEnum.Visible,
                    hidden_rows=scans[sheet.name].hidden,
                )
                for sheet in book.sheets_metadata
                if sheet.name in scans
            ]
    except (CalamineError, ValueError, OSError) as error:
        raise Damaged from error
    except BaseException as error:
        # A panic inside calamine is no Exception in Python; it says that the file is broken, not the process.
        if type(error).__name__ == "PanicException":
            raise Damaged from error
        raise


def _rows(
    book: CalamineWorkbook, name: str, scan: "_Scan", to_text: Callable[[Raw], Text]
) -> list[tuple[int, list[Text]]]:
    rows: list[tuple[int, list[Text]]] = []
    for at, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
        rows.append((at, [to_text(c) for c in cells]))
    for places, code in ((scan.formulas, "formula"), (scan.errors, "excel_error")):
        for row, column in places:
            while len(rows) < row:
                rows.append((len(rows) + 1, []))
            cells = rows[row - 1][1]
            cells += [""] * (column + 1 - len(cells))
            cells[column] = Unreadable(code)
    return rows


def _sheets(parts: dict[str, bytes]) -> dict[str, str]:
    """The part of every worksheet by name, as the workbook's own tables of contents say."""
    if any(name not in parts for name in (BOOK, _RELATIONS)):
        raise Damaged
    targets = {r["Id"]: r.get("Target", "") for r in _elements(parts[_RELATIONS], "Relationship") if "Id" in r}
    found: dict[str, str] = {}
    for sheet in _elements(parts[BOOK], "sheet"):
        ids = [v for k, v in sheet.items() if k.rpartition(":")[2] == "id"]
        path = posixpath.normpath(posixpath.join("/xl", targets.get(ids[0], "") if ids else "")).lstrip("/")
        if path.startswith(_SHEETS) and path in parts:
            if (name := sheet.get("name", "")) in found:
                raise Damaged  # Excel refuses two sheets of one name
            found[name] = path
    return found


def _elements(content: bytes, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append(attributes)

    _parse(content, start)
    return found


def _parse(content: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that does not exist
        raise Damaged from error


def _no_doctype(*_: object) -> None:
    raise Damaged  # Office never writes one; entities could grow without bound


class _Scan:
    """Walks one sheet's XML: where formulas are, and how far cells with content reach.

    Calamine lays a sheet out as a full rectangle: one cell at XFD1048576 would ask for hundreds of gigabytes.
    """

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._row = 0
        self._column = -1
        self._elements = 0
        self._error = False
        self.formulas: set[tuple[int, int]] = set()
        self.errors: set[tuple[int, int]] = set()
        self.hidden = 0

    def run(self, content: bytes) -> "_Scan":
        """Notes the places of formulas and error values: row from 1, column from 0. Raises TooManyRows, Damaged."""
        _parse(content, self._start)
        return self

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MAX_ELEMENTS:
            self._refuse()
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._column = -1
            self.hidden += attributes.get("hidden") in {"1", "true"}
        elif name == "c":
            self._place(attributes.get("r"))
            self._error = attributes.get("t") == "e"
        elif name in {"v", "is", "f"}:
            if self._row > MAX_ROWS + 1 or self._column >= MAX_COLUMNS:
                self._refuse()
            if self._error and name == "v":
                self.errors.add((self._row, self._column))
            if name == "f":
                self.formulas.add((self._row, self._column))

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip("0123456789")
        column = 0
        for c in letters[:4].upper():
            column = column * 26 + ord(c) - 64
        self._row = _number(reference[len(letters) :]) or self._row
        self._column = column - 1

    def _refuse(self) -> None:
        raise TooManyRows(sheet=normal(self._sheet), rows=MAX_ROWS, columns=MAX_COLUMNS)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) < 10 else None
