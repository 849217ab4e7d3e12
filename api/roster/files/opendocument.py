"""Reads .ods, as LibreOffice and WPS write it. As with .xlsx every sheet is walked within limits before calamine sees it."""

from collections.abc import Callable
from xml.parsers import expat

from api.roster.columns import normal
from api.roster.errors import Damaged, Encrypted, Macros, TooManyRows, WrongType
from api.roster.files import archive, values
from api.roster.files.tables import MARKED_COLUMNS, MAX_COLUMNS, MAX_ROWS, Raw, Text, Upload, text
from api.roster.files.values import Place, Walked

KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT, _MIMETYPE, _MANIFEST = "content.xml", "mimetype", "META-INF/manifest.xml"
_PARTS = (_MIMETYPE, _CONTENT, _MANIFEST)
_MACROS = ("Basic/", "Scripts/")
_MAX_ELEMENTS = 6_000_000
_MAX_REPEATED = 100_000
"""Filled cells that are there by repetition alone."""
_MAX_TEXT = 20_000_000
"""Characters of all cells, each counted as often as its cell is repeated: calamine writes them all out."""
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_VALUES = ("office:value-type", "calcext:value-type")


def read(data: bytes, to_text: Callable[[Raw], Text] = text) -> Upload:
    """All sheets of an OpenDocument spreadsheet as text. `to_text`: as for a workbook. Raises FileRefused."""
    if any(name.startswith(_MACROS) for name in archive.names(data)):
        raise Macros
    parts = archive.unpack(data, lambda name: name in _PARTS)
    if not parts.get(_MIMETYPE, b"").startswith(KIND) or _CONTENT not in parts:
        raise WrongType
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise Encrypted
    walked = _Walk().run(parts[_CONTENT])
    clean = archive.pack({_MANIFEST: b"<manifest/>", **parts})
    return Upload(tables=values.tables(clean, walked, to_text))


class _Walk:
    """Walks the one part that holds all sheets: how far their content reaches, where formulas are, how numbers are shown.

    Empty rows and cells may be repeated a million times, as LibreOffice does below the last row; filled ones only within the limits.
    """

    def __init__(self) -> None:
        self._sheets: dict[str, Walked] = {}
        self._sheet = Walked()
        self._name = ""
        self._row, self._row_end = 0, 0
        self._column, self._column_end = 0, 0
        self._elements = self._aside = 0
        self._number: str | None = None
        self._text: list[str] = []
        self._length = self._expanded = self._repeated_cells = 0

    def run(self, content: bytes) -> dict[str, Walked]:
        """What was found in each sheet. Raises TooManyRows, Damaged."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise Damaged from error
        return self._sheets

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MAX_ELEMENTS:
            self._refuse()
        if tag == "office:annotation":
            self._aside += 1
        elif tag == "table:table":
            self._begin_sheet(attributes.get("table:name", ""))
        elif tag == "table:table-row":
            self._row, self._column_end = self._row_end + 1, 0
            self._row_end += _repeated(attributes.get("table:number-rows-repeated"))
            if attributes.get("table:visibility") in {"collapse", "filter"} and self._row <= MAX_ROWS:
                self._sheet.hidden += 1
        elif tag in _CELLS:
            self._column = self._column_end
            self._column_end += _repeated(attributes.get("table:number-columns-repeated"))
            self._cell(attributes)
        elif tag == "text:s":  # so many spaces
            self._lengthen(_repeated(attributes.get("text:c")))

    def _begin_sheet(self, name: str) -> None:
        if name in self._sheets:
            raise Damaged
        self._sheet = self._sheets[name] = Walked()
        self._name, self._row, self._row_end = name, 0, 0

    def _cell(self, attributes: dict[str, str]) -> None:
        kinds = {attributes.get(kind) for kind in _VALUES} - {None}
        formula = "table:formula" in attributes
        self._number = attributes.get("office:value") if "float" in kinds else None
        self._text = []
        self._length = 0
        if not kinds and not formula:
            return
        if self._row_end > MAX_ROWS + 1 or self._column_end > MARKED_COLUMNS:
            self._refuse()
        self._repeated_cells += self._spread() - 1
        if self._repeated_cells > _MAX_REPEATED:
            self._refuse()
        if formula:
            self._sheet.formulas.update(self._places())
        elif "error" in kinds:
            self._sheet.errors.update(self._places())

    def _places(self) -> list[Place]:
        columns = range(self._column, self._column_end)
        return [(row, column) for row in range(self._row, self._row_end + 1) for column in columns]

    def _spread(self) -> int:
        """How many cells the current one stands for."""
        return (self._row_end - self._row + 1) * (self._column_end - self._column)

    def _lengthen(self, count: int) -> None:
        self._length += count
        if self._length > _MAX_TEXT:
            self._refuse()

    def _characters(self, text: str) -> None:
        self._lengthen(len(text))
        if self._number is not None and not self._aside:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if tag == "office:annotation":
            self._aside -= 1
        elif tag in _CELLS:
            self._expanded += self._length * self._spread() if self._row_end <= MAX_ROWS + 1 else 0
            self._length = 0
            if self._expanded > _MAX_TEXT:
                self._refuse()
            self._end_number()

    def _end_number(self) -> None:
        if self._number is not None:
            shown = "".join(self._text).strip()
            if shown.startswith("0") and shown.isascii() and shown.isdigit() and shown.lstrip("0") == self._number:
                self._sheet.shown.update(dict.fromkeys(self._places(), shown))
            self._number = None

    def _refuse(self) -> None:
        raise TooManyRows(sheet=normal(self._name), rows=MAX_ROWS, columns=MAX_COLUMNS)


def _repeated(count: str | None) -> int:
    if count is None:
        return 1
    if not (count.isascii() and count.isdigit() and 0 < len(count) < 8):
        raise Damaged
    return max(int(count), 1)


def _no_doctype(*_: object) -> None:
    raise Damaged
