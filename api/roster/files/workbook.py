"""Reads .xlsx. Calamine gives the values; before it sees a byte, the parts are unpacked within limits, every sheet is
scanned for formulas and its true extent, and the archive is written again, so that nothing declared by a stranger is trusted.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from api.roster.columns import normal
from api.roster.errors import Damaged, Macros, TooManyRows, WrongType
from api.roster.files import archive, values
from api.roster.files.tables import MARKED_COLUMNS, MAX_COLUMNS, MAX_ROWS, Raw, Text, Upload, text
from api.roster.files.values import Walked

BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHEETS = "xl/worksheets/"
_STYLES = "xl/styles.xml"
_PARTS = ("xl/sharedStrings.xml", _STYLES, BOOK, _RELATIONS, "[Content_Types].xml", "_rels/.rels")
_MAX_ELEMENTS = 6_000_000
# A number format such as 000 or "T"0000, which shows 7 as 007 or T0007; what it says of negative numbers or zero counts for nothing.
_PADDED = re.compile(r'(?:"([^";]{0,8})"|([A-Za-z]))?(0{2,20})(?:;.*)?', re.DOTALL)


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
    padded = _padded_formats(parts.get(_STYLES, b""))
    # Every sheet part, also one that no table of contents names: calamine may find it by a way of its own.
    found = {
        path: _Scan(names_of.get(path, path), padded).run(parts[path]) for path in parts if path.startswith(_SHEETS)
    }
    walked = {name: found[path] for name, path in sheets.items()}
    clean = archive.pack(parts)
    parts.clear()  # a large workbook is held once, not twice
    return Upload(tables=values.tables(clean, walked, to_text))


def _is_needed(name: str) -> bool:
    return name in _PARTS or (name.startswith(_SHEETS) and name.endswith(".xml"))


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


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that does not exist
        raise Damaged from error


def _no_doctype(*_: object) -> None:
    raise Damaged  # Office never writes one; entities could grow without bound


def _padded_formats(styles: bytes) -> dict[str, tuple[str, int]]:
    """The cell styles that show an integer with leading zeros: what stands before it, and how many digits."""
    if not styles:
        return {}
    codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in _elements(styles, "numFmt")}
    padded: dict[str, tuple[str, int]] = {}
    for at, style in enumerate(_elements_in(styles, "cellXfs", "xf")):
        if found := _PADDED.fullmatch(codes.get(style.get("numFmtId", ""), "")):
            padded[str(at)] = (found[1] or found[2] or "", len(found[3]))
    return padded


def _elements_in(content: bytes, parent: str, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = tag.rpartition(":")[2]
        if plain == name and inside[0]:
            found.append(attributes)
        elif plain not in {"alignment", "protection", name}:
            inside[0] = plain == parent

    _parse(content, start)
    return found


class _Scan:
    """Walks one sheet's XML: where formulas are, and how far cells with content reach.

    Calamine lays a sheet out as a full rectangle: one cell at XFD1048576 would ask for hundreds of gigabytes.
    """

    def __init__(self, sheet: str, padded: Mapping[str, tuple[str, int]]) -> None:
        self._sheet = sheet
        self._padded = padded
        self._walked = Walked()
        self._row = 0
        self._column = -1
        self._elements = 0
        self._error = False
        self._format: tuple[str, int] | None = None
        self._digits: list[str] | None = None

    def run(self, content: bytes) -> Walked:
        """Notes where formulas, error values and numbers with leading zeros are. Raises TooManyRows, Damaged."""
        if self._padded:
            _parse(content, self._start, self._end, self._characters)
        else:
            _parse(content, self._start)
        return self._walked

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MAX_ELEMENTS:
            self._refuse()
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._column = -1
            self._walked.hidden += attributes.get("hidden") in {"1", "true"}
        elif name == "c":
            self._place(attributes.get("r"))
            kind = attributes.get("t", "n")
            self._error = kind == "e"
            self._format = self._padded.get(attributes.get("s", "")) if kind == "n" else None
        elif name in {"v", "is", "f"}:
            if self._row > MAX_ROWS + 1 or self._column >= MARKED_COLUMNS:
                self._refuse()
            if self._error and name == "v":
                self._walked.errors.add((self._row, self._column))
            if name == "f":
                self._walked.formulas.add((self._row, self._column))

            if name == "v" and self._format:
                self._digits = []

    def _characters(self, text: str) -> None:
        if self._digits is not None:
            self._digits.append(text)

    def _end(self, _: str) -> None:
        if self._digits is None or self._format is None:
            return
        number, (before, width) = "".join(self._digits), self._format
        self._digits = None
        if number.isascii() and number.isdigit() and len(number) <= 15:
            self._walked.shown[self._row, self._column] = before + number.zfill(width)

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
