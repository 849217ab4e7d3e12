"""The values of a spreadsheet, by calamine: it is given an archive that we wrote ourselves, of parts that were walked before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from api.roster.columns import normal
from api.roster.errors import Damaged
from api.roster.files.tables import Raw, Table, Text, Unreadable, filled, text

Place = tuple[int, int]
"""Row from 1, column from 0."""


@dataclass(slots=True, kw_only=True)
class Walked:
    """What was found where in one sheet: what its values do not tell. `shown`: a number as its format shows it, such as 007."""

    formulas: set[Place] = field(default_factory=set[Place])
    errors: set[Place] = field(default_factory=set[Place])
    shown: dict[Place, str] = field(default_factory=dict[Place, str])
    hidden: int = 0


def tables(clean: bytes, walked: Mapping[str, Walked], to_text: Callable[[Raw], Text]) -> list[Table]:
    """The sheets that were walked, by their names. Raises Damaged."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(clean)) as book:
            return [
                Table(
                    name=normal(sheet.name)[:60],
                    rows=filled(_rows(book, sheet.name, walked[sheet.name], to_text)),
                    hidden=sheet.visible != SheetVisibleEnum.Visible,
                    hidden_rows=walked[sheet.name].hidden,
                )
                for sheet in book.sheets_metadata
                if sheet.name in walked
            ]
    except (CalamineError, ValueError, OSError) as error:
        raise Damaged from error
    except BaseException as error:
        # A panic inside calamine is no Exception in Python; it says that the file is broken, not the process.
        if type(error).__name__ == "PanicException":
            raise Damaged from error
        raise


def _rows(
    book: CalamineWorkbook, name: str, walked: Walked, to_text: Callable[[Raw], Text]
) -> list[tuple[int, list[Text]]]:
    raw = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows: list[tuple[int, list[Text]]] = []
    for at, cells in enumerate(raw, start=1):
        rows.append((at, [to_text(c) for c in cells]))
        cells.clear()  # a large sheet is held once, not as values and as text
    for place, shown in walked.shown.items():
        _put(rows, place, text(shown))
    for places, code in ((walked.formulas, "formula"), (walked.errors, "excel_error")):
        for place in places:
            _put(rows, place, Unreadable(code))
    return rows


def _put(rows: list[tuple[int, list[Text]]], place: Place, cell: Text) -> None:
    row, column = place
    while len(rows) < row:
        rows.append((len(rows) + 1, []))
    cells = rows[row - 1][1]
    cells += [""] * (column + 1 - len(cells))
    cells[column] = cell
