"""Workbooks as six kinds of people write them: one small school, and the habits of each writer as changes of its sheets."""

import csv
import io
from collections.abc import Callable, Mapping
from functools import reduce
from uuid import UUID

import msgspec

from api.roster.files import oneroster
from schemas.roster.rows import Roster
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_C, Rows, guardian, student
from tests.roster.test_opendocument import cell, ods, row, sheet

Sheets = Mapping[str, Rows]
Habit = Callable[[Sheets], Sheets]
PHONE_D, PHONE_E = "16400000121", "16400000122"


def people() -> dict[str, Rows]:
    """The school that all of them write, as the four sheets of the template."""
    book = books.school()
    book["学生"] += [student("S3", "欧阳娜娜", "女"), student("S4", "阿依古丽·买买提", "女", "七年级(2)班", 困难="是")]
    book["家长"] = [
        guardian("S1", PHONE_A, "王大明", "父亲"),
        guardian("S1", PHONE_D, "陈雪梅", "母亲"),
        guardian("S2", PHONE_C, "李大红", "奶奶"),
        guardian("S3", PHONE_E, "欧阳锋", "父亲"),
    ]
    return {name: [books.heading(name), *rows] for name, rows in book.items()}


def roster(*, needs: bool = True) -> Roster:
    """What everybody means."""
    found = books.checked({name: rows[1:] for name, rows in people().items()}).roster
    assert found is not None
    if needs:
        return found
    plain = {number: msgspec.structs.replace(one, support=()) for number, one in found.students.items()}
    return msgspec.structs.replace(found, students=plain)


def wide(who: tuple[str, str] = ("家长1", "家长2"), *, relations: bool = True) -> dict[str, Rows]:
    """The students with their guardians in one sheet. `who`: what the columns of the guardians begin with."""
    sheets = people()
    guardians: dict[str, Rows] = {}
    for one in sheets["家长"][1:]:
        guardians.setdefault(one[3], []).append(one)
    fields = ("姓名", "关系", "电话") if relations else ("姓名", "电话")
    rows: Rows = [
        ["班级", "学籍号", "学生姓名", "性别", "家庭住址", "是否留守", "困难", *(w + f for w in who for f in fields)]
    ]
    for number, name, sex, klass, home, _, _, left, _, hardship, *_ in sheets["学生"][1:]:
        mine = [[g[0], g[1], g[2]] if relations else [g[0], g[2]] for g in guardians.get(number, [])]
        cells = [cell for one in mine for cell in one]
        rows.append([klass, number, name, sex, home, left, hardship, *cells, *[""] * (2 * len(fields) - len(cells))])
    return {"花名册": rows}


# Habits


def every(change: Callable[[str, Rows], Rows]) -> Habit:
    return lambda sheets: {name: change(name, rows) for name, rows in sheets.items()}


def title(text: str = "青禾区第一初级中学2026学年信息表") -> Habit:
    return every(lambda _, rows: [[text], *rows])


def renamed(words: Mapping[str, str]) -> Habit:
    return every(lambda _, rows: [[words.get(head, head) for head in rows[0]], *rows[1:]])


def cells(column: str, change: Callable[[str], object]) -> Habit:
    """Each filled cell of a column is written in another way."""

    def changed(_: str, rows: Rows) -> Rows:
        places = {at for at, head in enumerate(rows[0]) if column in head}
        return [rows[0], *([change(c) if at in places and c else c for at, c in enumerate(one)] for one in rows[1:])]

    return every(changed)


def more(heading: str, value: str) -> Habit:
    return every(lambda _, rows: [[*rows[0], heading], *([*one, value] for one in rows[1:])])


def below(*lines: str) -> Habit:
    return every(lambda _, rows: [*rows, *([line] for line in lines)])


def without_empty(sheets: Sheets) -> Sheets:
    """Columns that nobody filled in are left out."""
    return {name: _columns(rows, [at for at in range(len(rows[0])) if any(one[at] for one in rows[1:])]) for name, rows in sheets.items()}  # fmt: skip


def turned(sheets: Sheets) -> Sheets:
    """The last column stands first."""
    return {name: _columns(rows, list(range(len(rows[0])))[::-1]) for name, rows in sheets.items()}


def _columns(rows: Rows, places: list[int]) -> Rows:
    return [[one[at] for at in places] for one in rows]


def apart(sheets: Sheets) -> Sheets:
    """An empty row between any two."""
    return {name: [line for one in rows for line in (one, [""])] for name, rows in sheets.items()}


def two_lines(sheets: Sheets) -> Sheets:
    """A line of groups above the headings."""
    return {name: [["基本信息", *[""] * 2, "其他"], *rows] for name, rows in sheets.items()}


def only(*names: str) -> Habit:
    return lambda sheets: {name: rows for name, rows in sheets.items() if name in names}


# Programs


def excel(sheets: Sheets) -> bytes:
    return books.xlsx(sheets, headings=False)


def libre(sheets: Sheets) -> bytes:
    return ods(*(sheet(name, *(row(*map(cell, one)) for one in rows)) for name, rows in sheets.items()))


def csv_in(encoding: str, delimiter: str = ",") -> Callable[[Sheets], bytes]:
    """A zip of CSV files; one sheet alone is one file."""

    def text(rows: Rows) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        return out.getvalue().encode(encoding)

    def write(sheets: Sheets) -> bytes:
        parts = {f"{name}.csv": text(rows) for name, rows in sheets.items()}
        return books.zipped(parts) if len(parts) > 1 else next(iter(parts.values()))

    return write


def system(change: Callable[[str, str], str] = lambda _, text: text, folder: str = "") -> bytes:
    """A OneRoster set of the same people. `change` writes each file in another way."""
    one = roster()
    keys = dict.fromkeys([*one.guardians, *one.staff])
    school = oneroster.School(
        org_id=1,
        name="学校",
        kind="school",
        class_ids={key: UUID(int=at) for at, key in enumerate(one.classes)},
        accounts={person: UUID(int=100 + at) for at, person in enumerate(keys)},
    )
    parts = books.parts_of(oneroster.write(one, school, {person: person for person in keys}))
    return books.zipped({folder + name: change(name, part.decode()).encode() for name, part in parts.items()})


def filled(name: str, column: str, value: str) -> Callable[[str, str], str]:
    """Fills a column of one file of a set."""

    def change(file: str, text: str) -> str:
        if file != name:
            return text
        reader = csv.DictReader(io.StringIO(text))
        out = io.StringIO()
        writer = csv.DictWriter(out, list(reader.fieldnames or ()))
        writer.writeheader()
        writer.writerows({**record, column: value} for record in reader)
        return out.getvalue()

    return change


def written(sheets: Sheets, program: Callable[[Sheets], bytes], *habits: Habit) -> bytes:
    """What somebody saves."""
    return program(reduce(lambda known, habit: habit(known), habits, sheets))
