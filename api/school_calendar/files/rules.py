"""Reading school calendars that others wrote: what an entry is, and which days it means. Pure.

Schools write `国庆放假 | 2026年10月1日-8日`; phones and providers write one event a day, `国庆节（休）`, `国庆节（班）`.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeAlias

import msgspec

from api.school_calendar import rules
from schemas.school_calendar.rows import CalendarEntry, EntryKind
from schemas.school_calendar.wire import CalendarEntryNew

_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日天"
_KINDS: tuple[tuple[EntryKind, re.Pattern[str]], ...] = (
    ("theme", re.compile(r"主题[月周]|主题教育|[心宣][理传].*[月周]$|\btheme\b|\bawareness\b")),
    (
        "workday",
        re.compile(r"补班|补课|调课|上班|[(（]班[)）]|调休上|^调休$|补周|补星期|make-?up|working day|^workday$"),
    ),
    ("exam", re.compile(r"考试|月考|期中|期末|统考|测试|会考|中考|高考|\bexams?\b")),
    (
        "closed",
        re.compile(
            r"放假|假期|停课|休息|休假|[(（]休[)）]|节假|[寒暑春秋]假|\bclosed\b|\bholidays?\b|\bno school\b|\bbreak\b"
        ),
    ),
    ("term", re.compile(r"学期|\bterm\b|\bsemester\b")),
)
_FOLLOWS = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天1-7])")
_WEEKDAY = re.compile(r"[一二三四五六日天1-7]")
_DATE = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_BARE = re.compile(r"\s*(\d{1,2})\s*[日号]?\s*")
_RANGE = re.compile(r"\s*(?:至|到|~|～|—+|–|--|(?<=[日号\d])\s*-\s*(?=\d{1,2}[日月号]|\d{4}))\s*")
_COLUMNS = {
    "kind": ("类型", "类别", "种类", "性质", "kind", "type"),
    "name": ("名称", "事项", "内容", "安排", "节假日", "节日", "活动", "说明", "name", "title", "summary", "event"),
    "first": ("开始日期", "开始时间", "开始", "第一天", "起始", "起", "日期", "时间", "start", "start date", "first day", "date", "from"),
    "last": ("结束日期", "结束时间", "结束", "最后一天", "截止", "止", "end", "end date", "last day", "until", "to"),
    "follows": ("按星期几", "按周几", "上周几的课", "follows"),
}  # fmt: skip
_HEADING_ROWS = 10

Cells: TypeAlias = Sequence[str]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as a file says it."""

    name: str
    first_day: date
    last_day: date
    kind: EntryKind | None
    follows_weekday: int | None


def kind_of(text: str) -> EntryKind | None:
    """What kind of entry words mean; None when they do not tell."""
    found = text.casefold().strip()
    return next((kind for kind, words in _KINDS if words.search(found)), None)


def follows(text: str, kind: EntryKind | None) -> int | None:
    """Whose timetable a make-up workday has: `补周五的课` is 5."""
    found = _FOLLOWS.search(text) if kind == "workday" else None
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else min(_WEEKDAYS.index(found[1]) + 1, 7)


def line(name: str, first_day: date, last_day: date, kind: EntryKind | None, more: str = "") -> Line:
    """An entry with what its words say. A day of work for many days is none."""
    name = " ".join(name.split())[:40]
    return Line(
        name=name, first_day=first_day, last_day=last_day, kind=kind, follows_weekday=follows(f"{name} {more}", kind)
    )


def days_of(first: str, last: str) -> tuple[date, date] | None:
    """The days of two cells, or of one that holds both (`10月1日至8日` after a year). None when they are no dates."""
    if not last.strip():
        parts = _RANGE.split(first.strip())
        first, last = parts[0], parts[1] if len(parts) == 2 else ""
    begins = _date(first, None)
    if begins is None:
        return None
    ends = _date(last, begins) if last.strip() else begins
    return (begins, ends) if ends is not None else None


def _date(text: str, after: date | None) -> date | None:
    """A date; what it leaves out is that of the first one, and the year after when it would be before it."""
    text = text.strip()
    found = _DATE.match(text)
    try:
        if found is None:
            bare = _BARE.fullmatch(text)
            return date(after.year, after.month, int(bare[1])) if bare and after else None
        if found[1] is None and after is None:
            return None
        year = int(found[1]) if found[1] else after.year if after else 0
        day = date(year, int(found[2]), int(found[3]))
        return day if found[1] or after is None or day >= after else day.replace(year=year + 1)
    except ValueError:
        return None


def read_table(rows: Iterable[Cells]) -> tuple[list[Line], int] | None:
    """The entries of a table and how many lines are none. None when no row has headings for a name and a date."""
    columns: dict[str, int] | None = None
    lines: list[Line] = []
    skipped = 0
    for number, cells in enumerate(rows):
        if columns is None:
            if number >= _HEADING_ROWS:
                return None
            columns = _headings(cells)
            continue
        if any(cell.strip() for cell in cells):
            found = _row(cells, columns)
            lines += [found] if found else []
            skipped += found is None
    return (lines, skipped) if columns is not None else None


def _headings(cells: Cells) -> dict[str, int] | None:
    names = [re.sub(r"[\s*：:（(].*$", "", cell.strip().casefold()) or cell.strip().casefold() for cell in cells]
    found: dict[str, int] = {}
    for field, words in _COLUMNS.items():
        at = next((names.index(word) for word in words if word in names), None)
        if at is not None and at not in found.values():
            found[field] = at
    return found if {"name", "first"} <= found.keys() else None


def _row(cells: Cells, columns: dict[str, int]) -> Line | None:
    def cell(field: str) -> str:
        at = columns.get(field, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    days = days_of(cell("first"), cell("last"))
    if days is None or not cell("name"):
        return None
    kind = kind_of(cell("kind")) or kind_of(cell("name"))
    weekday = f"周{cell('follows')}" if _WEEKDAY.fullmatch(cell("follows")) else cell("follows")
    return line(cell("name"), *days, kind, weekday)


def joined(lines: Iterable[Line]) -> list[Line]:
    """Lines by date, without repetitions; days of one name that follow each other are one entry, except make-up workdays."""
    found: list[Line] = []
    for new in sorted(set(lines), key=lambda one: (one.kind or "", one.name, one.first_day, one.last_day)):
        before = found[-1] if found else None
        if (
            before
            and new.kind != "workday"
            and (before.kind, before.name) == (new.kind, new.name)
            and new.first_day - before.last_day <= _DAY
        ):
            found[-1] = msgspec.structs.replace(before, last_day=max(before.last_day, new.last_day))
        else:
            found.append(new)
    return sorted(found, key=lambda one: (one.first_day, one.last_day, one.name))


def wrong_line(one: Line, known: Sequence[CalendarEntry], today: date) -> rules.Code | None:
    """Why a line cannot be added, or None. One without a kind is looked at as a closed day, until somebody chooses."""
    kind = one.kind or "closed"
    entry = CalendarEntryNew(
        kind=kind,
        first_day=one.first_day,
        last_day=one.last_day,
        follows_weekday=one.follows_weekday,
        name=one.name,
    )
    if found := rules.wrong_entry(entry, today):
        return found[1]
    same = any(
        (e.kind, e.first_day, e.last_day) == (kind, one.first_day, one.last_day) for e in known if not e.inherited
    )
    return "duplicate" if same else None
