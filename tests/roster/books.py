"""Files as people make them: good ones, and each kind of bad one, built byte by byte in the test."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]  # ships without types

from api.roster.columns import BY_NAME
from api.roster.files import upload
from api.roster.rules import Checked, check
from schemas.roster.rows import Roster

YEAR = "2026-2027"
TEACHER = "16400000104"
PHONE_A, PHONE_B, PHONE_C = "16400000101", "16400000102", "16400000103"

Rows = list[list[Any]]
Book = dict[str, Rows]


def student(
    number: str = "S1", name: str = "王小明", sex: str = "男", klass: str = "七年级(1)班", **more: str
) -> list[Any]:
    """A row of sheet 学生; `more` by column."""
    return _row("学生", {"学号": number, "姓名": name, "性别": sex, "班级": klass, **more})


def guardian(
    number: str = "S1", phone: str = PHONE_A, name: str = "王大明", relation: str = "父亲", **more: str
) -> list[Any]:
    """A row of sheet 家长."""
    return _row("家长", {"姓名": name, "关系": relation, "手机号": phone, "学生学号": number, **more})


def staff(
    number: str = "T1", phone: str = PHONE_B, name: str = "郑建华", roles: str = "学校管理员", **more: str
) -> list[Any]:
    """A row of sheet 教职工."""
    return _row("教职工", {"工号": number, "姓名": name, "手机号": phone, "角色": roles, **more})


def _row(sheet: str, values: Mapping[str, str]) -> list[Any]:
    columns = [c.name for c in BY_NAME[sheet].columns]
    assert set(values) <= set(columns)
    return [values.get(c, "") for c in columns]


def school() -> Book:
    """The smallest whole school: two classes, two students, a guardian, two staff."""
    return {
        "班级": [["七年级", "七年级(1)班", YEAR], ["七年级", "七年级(2)班", YEAR]],
        "学生": [student(), student("S2", "李小红", "女", "七年级(2)班", 留守="是", 家庭住址="青禾路1号")],
        "家长": [guardian(), guardian("S2", PHONE_C, "李大红", "奶奶")],
        "教职工": [
            staff(),
            staff(
                "T2",
                "16400000104",
                "周丽华",
                "班主任",
                任教班级="七年级(1)班:数学;七年级(2)班:数学",
                班主任班级="七年级(1)班",
            ),
        ],
    }


def more_students(book: Book, count: int) -> Book:
    """The small school with this many more students, each with a guardian."""
    for n in range(count):
        book["学生"].append(student(f"P{n:03d}", "赵明明", "女", "七年级(2)班"))
        book["家长"].append(guardian(f"P{n:03d}", f"1640001{n:04d}", "赵父亲"))
    return book


def heading(sheet: str) -> list[str]:
    """The headings of a sheet."""
    return [c.name for c in BY_NAME[sheet].columns]


def xlsx(book: Mapping[str, Sequence[Sequence[Any]]], *, headings: bool = True) -> bytes:
    """A workbook as any program writes it: a str is text, a number a number, a str with `=` a formula."""
    buffer = io.BytesIO()
    file: Any = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, rows in book.items():
        page = file.add_worksheet(name)
        for at, row in enumerate([heading(name), *rows] if headings and name in BY_NAME else rows):
            for column, cell in enumerate(row):
                page.write(at, column, cell)
    file.close()
    return buffer.getvalue()


def csv_text(sheet: str, rows: Sequence[Sequence[Any]], delimiter: str = ",") -> str:
    """One sheet as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([heading(sheet), *rows])
    return out.getvalue()


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """What is in a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(book: Mapping[str, Sequence[Sequence[Any]]], known: Roster | None = None) -> Checked:
    """What the importer says of a school's workbook."""
    return check(upload.read(xlsx(book), "名单.xlsx"), "school", known or Roster())


def faults(book: Mapping[str, Sequence[Sequence[Any]]]) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and code of everything wrong in a school's workbook."""
    return [(b.sheet, b.row, b.column, b.code) for b in checked(book).bad_rows]
