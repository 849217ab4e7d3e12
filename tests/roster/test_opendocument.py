"""OpenDocument spreadsheets, and numbers that a format shows with leading zeros."""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]  # ships without types

from api.roster import errors
from api.roster.files import upload
from api.roster.files.opendocument import KIND
from api.roster.files.tables import MAX_ROWS, Table, Unreadable
from tests.roster import books
from tests.roster.school import School

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_HIDDEN = (
    '<style:style style:name="no" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def cell(value: Any, shown: str = "", more: str = "") -> str:
    """A cell as LibreOffice writes it."""
    if value == "":
        return f"<table:table-cell{more}/>"
    kind = f'float" office:value="{value}' if isinstance(value, int | float) else "string"
    return f'<table:table-cell office:value-type="{kind}"{more}><text:p>{escape(shown or str(value))}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def sheet(name: str, *rows: str, more: str = "") -> str:
    """A sheet with the million empty rows that LibreOffice writes below the last."""
    below = row(
        '<table:table-cell table:number-columns-repeated="16384"/>', more=' table:number-rows-repeated="1048000"'
    )
    return f'<table:table table:name="{name}"{more}>{"".join(rows)}{below}</table:table>'


def ods(*sheets: str, **parts: bytes) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}>'
        f"<office:automatic-styles>{_HIDDEN}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    return books.zipped(
        {"mimetype": KIND, "content.xml": content.encode(), "META-INF/manifest.xml": b"<manifest/>", **parts}
    )


def as_ods(book: books.Book) -> bytes:
    return ods(
        *(
            sheet(name, *(row(*(cell(c) for c in cells)) for cells in [books.heading(name), *rows]))
            for name, rows in book.items()
        )
    )


def tables(data: bytes) -> list[Table]:
    return upload.read(data, "").tables


def test_a_school_in_ods_is_the_school_in_xlsx() -> None:
    book = books.school()
    assert [t.rows for t in tables(as_ods(book))] == [t.rows for t in tables(books.xlsx(book))]


async def test_it_imports(school: School) -> None:
    done = await school.applied(as_ods(books.more_students(books.school(), 2)), "名单.ods", covers="school")
    assert done["changes"]["students"]["added"] == 2


def test_what_the_walk_finds() -> None:
    data = ods(
        sheet(
            "一",
            row(cell("学号"), cell("", more=' table:number-columns-repeated="2"'), cell("姓名")),
            row(more=' table:number-rows-repeated="2"'),
            row(cell(7, "007"), cell("a", more=' table:number-columns-repeated="2"'), cell(7.5, "07.5")),
            row(cell(3, "3", ' table:formula="of:=1+2"'), cell("x", more=' table:visibility="x"')),
            row(cell("王"), more=' table:visibility="filter" table:number-rows-repeated="2"'),
        ),
        sheet("藏", row(cell("secret")), more=' table:style-name="no"'),
    )
    first, hidden = tables(data)
    assert first.rows == [
        (1, ["学号", "", "", "姓名"]),
        (4, ["007", "a", "a", "7.5"]),
        (5, [Unreadable("formula"), "x", "", ""]),
        (6, ["王", "", "", ""]),
        (7, ["王", "", "", ""]),
    ]
    assert (first.hidden_rows, first.hidden, hidden.hidden) == (1, False, True)


def test_a_note_at_a_number_is_not_its_text() -> None:
    noted = cell(7, "007").replace("<text:p>", "<office:annotation><text:p>0</text:p></office:annotation><text:p>")
    assert tables(ods(sheet("一", row(noted))))[0].rows == [(1, ["007"])]


@pytest.mark.parametrize(
    ("error", "data"),
    [
        (errors.TooManyRows, ods(sheet("一", row(cell("x"), more=f' table:number-rows-repeated="{MAX_ROWS + 2}"')))),
        (errors.TooManyRows, ods(sheet("一", row(cell("x", more=' table:number-columns-repeated="61"'))))),
        (errors.TooManyRows, ods(sheet("一", row(more=' table:number-rows-repeated="99999"'), row(cell("x"))))),
        (errors.TooManyRows, ods(sheet("一", row(cell("x").replace("x<", 'x<text:s text:c="9000000"/>' * 3 + "<"))))),
        (errors.TooManyRows, ods(sheet("一", row(cell("x" * 500, more=' table:number-columns-repeated="30"'), more=' table:number-rows-repeated="3000"')))),
        (errors.TooManyRows, ods(sheet("一", row(cell("x", more=' table:number-columns-repeated="30"'), more=' table:number-rows-repeated="4000"')))),
        (errors.Damaged, ods(sheet("一", row(cell("x").replace("x<", '<text:s text:c="2000000000"/><'))))),
        (errors.Damaged, ods(sheet("一", row(cell("x", more=' table:number-columns-repeated="999999999"'))))),
        (errors.Damaged, ods(sheet("一", row(cell("x"))), sheet("一", row(cell("y"))))),
        (errors.Damaged, ods("<table:table>")),
        (errors.Macros, ods(sheet("一", row(cell("x"))), **{"Basic/Standard/Module1.xml": b"<x/>"})),
        (errors.Encrypted, ods(sheet("一", row(cell("x"))), **{"META-INF/manifest.xml": b"<m><encryption-data/></m>"})),
        (errors.WrongType, books.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})),
    ],
)  # fmt: skip
def test_what_is_refused(error: type[errors.FileRefused], data: bytes) -> None:
    with pytest.raises(error):
        upload.read(data, "a.ods")


def test_entities_are_refused() -> None:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(errors.Damaged):
        upload.read(books.zipped({"mimetype": KIND, "content.xml": evil}), "a.ods")


def formatted(cells: Sequence[tuple[Any, str]]) -> list[Any]:
    buffer = io.BytesIO()
    book: Any = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("一")
    for at, (value, form) in enumerate(cells):
        page.write(0, at, value, book.add_format({"num_format": form, "align": "center"}))
    book.close()
    return tables(buffer.getvalue())[0].rows[0][1]


def test_numbers_keep_the_zeros_that_their_format_shows() -> None:
    cells = [(7, "000"), (2026001, "00000000"), (7, '"T"0000'), (7, "0"), (7.5, "000"), (-7, "000"), ("7", "000"), (1234, "000;-000")]  # fmt: skip
    assert formatted(cells) == ["007", "02026001", "T0007", "7", "7.5", "-7", "7", "1234"]
