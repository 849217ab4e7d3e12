"""Writes workbooks: the empty template that schools are handed, and filled ones of the demo, in the very same shape."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]  # ships without types; this file and `marked` alone write workbooks

from api.roster.columns import GUIDE, Sheet, sheets_of
from api.roster.files.tables import MAX_ROWS
from api.roster.values import OrgKind
from schemas.roster.rows import SheetKey

Rows = Iterable[Sequence[str]]
# xlsxwriter has no types of its own.
AnyBook = Any
AnyPage = Any

TEXT_FORMAT = 49  # the built-in number format "@"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_GUIDE_ZH = (
    "填写说明",
    "1. 每张表第一行是表头，请不要改动表名和表头，也不要删除列；不需要的内容留空。",
    "2. 从第二行起每行一条，不要合并单元格，不要写公式。",
    "3. 学号、工号、手机号请按文本填写，避免 Excel 改动数字。",
    "4. 上传后先试算：逐行指出错误，并列出将新增、修改、离开的人数；确认后才会生效。",
    "5. 空着的格子不会改动原来的内容；要去掉住址、角色或任课请填“无”，要去掉支持情况请填“否”。",
    "6. 全校名单中没有的人记为离开，不会删除；只含几个班的名单不影响其他班。会离开或去掉的逐项列出，并需再次确认。",
    "7. 一个手机号只能属于一个人；同一个人既是教职工又是家长时，两处姓名须一致。",
    "8. 只记录需要支持的情况（是或空），任何诊断都不得写入名单。",
)
_GUIDE_EN = (
    "How to fill this in",
    "1. The first row of each sheet holds the headings. Keep sheet names, headings and columns; leave empty what you do not need.",
    "2. One row a record from row 2 on; no merged cells, no formulas.",
    "3. Enter student numbers, staff numbers and phone numbers as text, so that Excel does not change digits.",
    "4. An upload is first tried out: it names every wrong row and what would change; nothing changes until you say so.",
    "5. A blank cell changes nothing. Enter 无 to remove an address, roles or lessons, and 否 to remove a need for support.",
    (
        "6. People missing from a whole school's list are ended, never deleted; a list of some classes leaves the others alone."
        " Every loss is named and asks for a yes."
    ),
    "7. A phone number belongs to one person; somebody who is staff and guardian has the same name in both sheets.",
    "8. Needs for support only (是 or empty). A diagnosis must never be written into the roster.",
)


_LEFT_OUT = (
    "因法院命令，有 {count} 行（学生及其家长）没有列在这份名单中。您再次上传这份名单，不会改动这些人。",
    (
        "Because of a court's order {count} rows (students and their guardians) are not in this list."
        " Uploading it again yourself changes nothing of them."
    ),
)


def template(kind: OrgKind) -> bytes:
    """The empty workbook for an organisation of this kind."""
    return workbook(kind, {})


def workbook(kind: OrgKind, rows: Mapping[SheetKey, Rows], left_out: int = 0) -> bytes:
    """A workbook with these rows; each row has a text for every column of its sheet, in order. `left_out`: rows that its reader may not see."""
    buffer = BytesIO()
    book: AnyBook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheets = sheets_of(kind)
    for sheet in sheets:
        page: AnyPage = book.add_worksheet(sheet.name)
        _head(book, page, sheet)
        _body(page, rows.get(sheet.key, ()))
    _guide(book, sheets, left_out)
    book.close()
    return buffer.getvalue()


def bare(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook as offices keep them: sheets of any name, and nothing but what stands in them."""
    buffer = BytesIO()
    book: AnyBook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    for name, rows in sheets.items():
        page: AnyPage = book.add_worksheet(name)
        for number, row in enumerate(rows):
            _row(page, number, row)
    book.close()
    return buffer.getvalue()


def _head(book: AnyBook, page: AnyPage, sheet: Sheet) -> None:
    # Text for the whole column, so that a long number typed here keeps its digits.
    as_text = book.add_format({"num_format": TEXT_FORMAT})
    must = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "num_format": TEXT_FORMAT})
    may = book.add_format({"bold": True, "bg_color": "#E2EFDA", "border": 1, "num_format": TEXT_FORMAT})
    page.freeze_panes(1, 0)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.wide, as_text)
        page.write_string(0, at, column.name, must if column.must and not column.blank else may)
        page.write_comment(0, at, f"{column.note_zh}\n{column.note_en}", {"x_scale": 2})
        if column.choices:
            choices: dict[str, object] = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            page.data_validation(1, at, MAX_ROWS, at, choices)


def _body(page: AnyPage, rows: Rows) -> None:
    for number, row in enumerate(rows, start=1):
        _row(page, number, row)


def _row(page: AnyPage, number: int, row: Sequence[str]) -> None:
    for at, cell in enumerate(row):
        if cell:
            page.write_string(number, at, cell)


def _guide(book: AnyBook, sheets: Sequence[Sheet], left_out: int) -> None:
    page: AnyPage = book.add_worksheet(GUIDE)
    title, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 1, 14, wrap)
    page.set_column(2, 3, 60, wrap)
    notes = [one.format(count=left_out) for one in _LEFT_OUT] if left_out else []
    lines: list[tuple[str, ...]] = [(line,) for line in (*_GUIDE_ZH, "", *_GUIDE_EN, "", *notes, "")]
    lines.append(("表 Sheet", "列 Column", "填写要求", "What it takes"))
    for sheet in sheets:
        for column in sheet.columns:
            star = "*" if column.must and not column.blank else ""
            lines.append((sheet.name, column.name + star, column.note_zh, column.note_en))
    bold = {_GUIDE_ZH[0], _GUIDE_EN[0], "表 Sheet"}
    for number, line in enumerate(lines):
        if len(line) == 1 and line[0]:
            page.merge_range(number, 0, number, 3, line[0], title if line[0] in bold else wrap)
            continue
        for at, cell in enumerate(line):
            page.write_string(number, at, cell, title if line[0] in bold else wrap)
