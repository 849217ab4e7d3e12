"""An uploaded file as a workbook again, with a column 问题 that says beside each row what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]  # ships without types

from api.roster.files.tables import PROBLEMS, UNREAD, Table, Text, is_problems
from api.roster.files.template import TEXT_FORMAT, AnyBook, AnyPage

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31  # of a sheet, as Excel has it
_WIDTH, _WIDTH_OF_PROBLEMS = 14, 60

Problems = Mapping[tuple[str, int], Sequence[str]]
"""What is wrong, by the name of the sheet and the row; row 0 is the whole sheet."""


def marked(tables: Sequence[Table], headings: Mapping[str, int], problems: Problems) -> bytes:
    """A workbook of all visible tables, every cell as text in its own row. `headings`: the heading row of each table."""
    buffer = BytesIO()
    book: AnyBook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    visible = [table for table in tables if not table.hidden]
    names = _sheet_names(visible)
    known = {table.name for table in visible}
    unplaced = [line for (sheet, _), lines in problems.items() if sheet not in known for line in lines]
    for table, name in zip(visible, names, strict=True):
        page: AnyPage = book.add_worksheet(name)
        _write(book, page, table, headings.get(table.name, 1), problems, unplaced)
        unplaced = []
    book.close()
    return buffer.getvalue()


def _write(
    book: AnyBook, page: AnyPage, table: Table, heading: int, problems: Problems, unplaced: Sequence[str]
) -> None:
    plain = book.add_format({"num_format": TEXT_FORMAT})
    wrong = book.add_format({"num_format": TEXT_FORMAT, "bg_color": "#FCE4D6", "text_wrap": True})
    dropped = _marked_before(table, heading)
    width = max((len(cells) for _, cells in table.rows), default=0) - len(dropped)
    page.set_column(0, max(width - 1, 0), _WIDTH, plain)
    page.set_column(width, width, _WIDTH_OF_PROBLEMS, wrong)
    for number, cells in table.rows:
        kept = [cell for at, cell in enumerate(cells) if at not in dropped]
        for at, cell in enumerate(kept):
            if cell != "":
                page.write_string(number - 1, at, _shown(cell), plain)
        if number != heading and (lines := problems.get((table.name, number))):
            page.write_string(number - 1, width, "\n".join(lines), wrong)
    whole = [*problems.get((table.name, 0), ()), *problems.get((table.name, heading), ()), *unplaced]
    page.write_string(heading - 1, width, "\n".join([PROBLEMS, *whole]), wrong)
    page.freeze_panes(heading, 0)


def _shown(cell: Text) -> str:
    return cell if isinstance(cell, str) else UNREAD


def _marked_before(table: Table, heading: int) -> set[int]:
    """The places of 问题 in a copy that was made before."""
    heads = [cells for number, cells in table.rows if number == heading]
    return {at for cells in heads for at, cell in enumerate(cells) if isinstance(cell, str) and is_problems(cell)}


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    """Names that Excel takes, each once."""
    taken: set[str] = set()
    names: list[str] = []
    for at, table in enumerate(tables, start=1):
        name = _FORBIDDEN.sub("_", table.name).strip("' ")[:_LONGEST_NAME] or f"Sheet{at}"
        if name.lower() in taken:
            name = f"{name[: _LONGEST_NAME - 6]} ({at})"
        taken.add(name.lower())
        names.append(name)
    return names
