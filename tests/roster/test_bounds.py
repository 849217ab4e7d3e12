"""What a small file may cost: questions, classes and lines are bounded, so that none multiplies with another."""

import tracemalloc

import msgspec
import pytest

from api.roster import errors
from api.roster.files import csvfile
from api.roster.files.tables import Table, Text, Upload
from api.roster.rules import Reading, check
from api.roster.rules.cells import MAX_ASKS, MAX_CHOICES
from api.roster.rules.classes import MAX_CLASSES
from api.roster.rules.reading import AS_IT_IS, Checked
from api.roster.words import NEW
from schemas.roster.rows import Roster, RosterClass
from tests.roster import books

HEADINGS: list[Text] = ["学号", "姓名", "性别", "班级"]


def students(names: list[str]) -> Table:
    rows: list[list[Text]] = [HEADINGS, *([f"S{at:05}", "王小明", "男", name] for at, name in enumerate(names))]
    return Table(name="学生", rows=list(enumerate(rows, start=1)))


def classes(names: list[str]) -> Table:
    rows: list[list[Text]] = [["学年", "年级", "班级名称"], *([books.YEAR, "七年级", name] for name in names)]
    return Table(name="班级", rows=list(enumerate(rows, start=1)))


def read(*tables: Table, known: Roster | None = None, reading: Reading = AS_IT_IS) -> Checked:
    return check(Upload(tables=list(tables)), "school", known or Roster(), reading)


def test_unknown_names_and_classes_of_a_file_do_not_multiply() -> None:
    """3,000 classes and 15,000 unknown names were 45 million texts: 8.7 GB, and 90 seconds in which nobody was answered."""
    tables = [
        classes([f"七年级({at})班" for at in range(3000)]),
        students([f"未知班{at}" for at in range(5000)]),
    ]
    tracemalloc.start()
    got = read(*tables)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "classes_many" in {bad.code for bad in got.bad_rows}
    assert len(msgspec.json.encode([got.asks, got.notes, got.groups])) < 1_000_000
    assert peak < 60_000_000


def test_questions_and_their_choices_are_bounded_and_the_rest_is_asked_later() -> None:
    known = Roster(classes={(2026, f"八年级({at})班"): grade_8(at) for at in range(150)})
    known.classes[2026, "七年级(7)班"] = RosterClass(school_year=2026, grade="七年级", name="七年级(7)班")
    got = read(students([f"未知班{at}" for at in range(200)]), known=known)
    assert [len(got.asks), {len(ask.choices) for ask in got.asks}] == [MAX_ASKS, {MAX_CHOICES}]
    assert all(ask.choices[-1] == NEW for ask in got.asks)
    assert [(n.code, n.params) for n in got.notes if n.code == "asks_later"] == [("asks_later", {"count": "140"})]
    got = read(students(["7(9)班", "7(9)班"]), known=known)
    assert [(a.word, a.count, a.choices[0]) for a in got.asks] == [("7(9)班", 2, "七年级(7)班")]


def grade_8(at: int) -> RosterClass:
    return RosterClass(school_year=2026, grade="八年级", name=f"八年级({at})班")


@pytest.mark.parametrize("listed", [True, False])
def test_a_file_of_more_classes_than_a_school_has_is_refused_once(listed: bool) -> None:
    names = [f"7({at})班" for at in range(5000)]
    got = read(classes(names) if listed else students(names), reading=Reading(school_year=2026))
    assert [(bad.code, bad.params) for bad in got.bad_rows] == [("classes_many", {"limit": f"{MAX_CLASSES}"})]


def test_a_line_longer_than_any_row_is_refused_before_it_is_decoded() -> None:
    data = "学号,姓名\n1,".encode() + b"x" * 20_000_000 + b"\n"
    tracemalloc.start()
    with pytest.raises(errors.BrokenCsv):
        csvfile.read(data, "学生.csv")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_lines_end_as_any_system_ends_them() -> None:
    for end in ("\n", "\r\n", "\r"):
        table = csvfile.read(f'学号,姓名{end}S1,"王{end}明"{end}S2,李'.encode(), "学生.csv").tables[0]
        assert [len(cells) for _, cells in table.rows] == [2, 2, 2]
