"""Writes what an import ends or removes as a CSV file that a spreadsheet opens as it stands."""

import csv
import io
from collections.abc import Iterable

from schemas.roster.rows import LossKind
from schemas.roster.wire import LossShown

_KINDS: dict[LossKind, tuple[str, str]] = {
    "student": ("学生离开", "Student leaves"),
    "staff": ("教职工离开", "Staff member leaves"),
    "class": ("班级结束", "Class ends"),
    "guardianship": ("不再是家长", "No longer guardian"),
    "lesson": ("不再任课", "No longer teaches"),
    "home": ("去掉家庭住址", "Home address removed"),
    "support": ("去掉支持情况", "Need for support removed"),
    "role": ("去掉角色", "Role removed"),
}
_HEADINGS = ("变化", "编号", "姓名", "内容"), ("Change", "Number", "Name", "Detail")
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def losses_csv(rows: Iterable[LossShown], language: str) -> bytes:
    """The list in the reader's language, with a byte order mark: without it a spreadsheet reads Chinese as another encoding."""
    english = language == "en"
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS[english])
    for row in rows:
        writer.writerow([_KINDS[row.kind][english], *map(plain, (row.number, row.name, row.detail))])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def plain(cell: str) -> str:
    """The cell as a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
