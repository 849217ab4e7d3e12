"""Receipts as a list for a spreadsheet or to print, in the reader's language. Pure."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from api.core.local_time import sortable
from schemas.notices.rows import ReceiptRow
from schemas.notices.wire import NoticeKind

_HEADINGS = {
    False: ("年级", "班级", "学号", "学生", "姓名", "身份", "打开时间", "回复时间", "情况"),
    True: ("Grade", "Class", "Student number", "Student", "Name", "Role", "Opened", "Answered", "State"),
}
_PARTS = {"guardian": ("家长", "Guardian"), "student": ("学生", "Student"), "staff": ("教职工", "Staff")}
_STATES = {
    "answered": ("已回复", "Answered"),
    "disagreed": ("已签字，不同意", "Signed, does not agree"),
    "opened": ("打开过，未回复", "Opened, not answered"),
    "read": ("已读", "Read"),
    "unread": ("未打开", "Not opened"),
}


def headings(english: bool) -> Sequence[str]:
    """The names of the columns."""
    return _HEADINGS[english]


def to_rows(found: Iterable[ReceiptRow], kind: NoticeKind, zone: tzinfo, english: bool) -> list[list[str]]:
    """A row for each person and student, with times as the school's clock shows them."""
    return [
        [
            *(row.grade, row.class_name, row.student_number, row.student_name or "", row.name),
            _PARTS[row.part][english],
            sortable(row.opened_at, zone),
            sortable(None if kind == "information" else row.answered_at, zone),
            _STATES[_state(row, kind)][english],
        ]
        for row in found
    ]


def _state(row: ReceiptRow, kind: NoticeKind) -> str:
    if row.opened_at is None:
        return "unread"
    if kind == "information":
        return "read"
    if row.answered_at and row.agrees is False:
        return "disagreed"
    return "answered" if row.answered_at else "opened"
