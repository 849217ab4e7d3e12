"""A class that a file writes in another way than the school is asked about once, and is never a second class beside it."""

from api.roster.files import upload
from api.roster.rules import Reading, check, complete, kept_leads
from api.roster.rules.classes import nearest
from api.roster.words import Own
from schemas.roster.rows import Roster, RosterLesson
from tests.roster import books
from tests.roster.books import PHONE_B, staff
from tests.roster.test_kept import codes, read

SAME: Own = {
    ("class", "七(1)班"): "七年级(1)班",
    ("class", "七(2)班"): "七年级(2)班",
    ("class", "七年级1班"): "七年级(1)班",
    ("class", "702班"): "七年级(2)班",
    ("class", "初一1班"): "七年级(1)班",
    ("class", "2026级2班"): "七年级(2)班",
}


def known() -> Roster:
    """The small school, whose classes are 七年级(1)班 and 七年级(2)班."""
    roster = books.checked(books.school()).roster
    assert roster is not None
    return roster


def test_a_sheet_of_classes_written_in_another_way_makes_no_second_ones() -> None:
    got = read("17-class-names.xlsx", known=known())
    assert {(("class", a.word), a.meaning) for a in got.asks} == set(SAME.items())
    assert all(ask.choices == ["七年级(1)班", "七年级(2)班", "+"] for ask in got.asks)
    got = read("17-class-names.xlsx", own=SAME, known=known())
    assert (codes(got), got.asks) == ([], [])
    assert got.roster is not None
    assert list(got.roster.classes) == [(2026, "七年级(1)班"), (2026, "七年级(2)班")]
    assert [s.class_key[1] for s in got.roster.students.values()] == ["七年级(1)班", "七年级(1)班", "七年级(2)班"]
    assert [x.class_key[1] for x in got.roster.lessons.values() if x.part == "class_teacher"] == [
        "七年级(1)班",
        "七年级(2)班",
    ]


def test_a_question_offers_classes_as_people_count_them() -> None:
    names = ["九年级(1)班", "八年级(1)班", "七年级(10)班", "七年级(2)班"]
    assert nearest([], names, {}, []) == [*reversed(names), "+"]


def test_a_person_may_say_that_it_is_a_new_class() -> None:
    own: Own = {**SAME, ("class", "七(2)班"): "+"}
    got = read("17-class-names.xlsx", own=own, known=known())
    assert got.roster is not None
    assert (2026, "七(2)班") in got.roster.classes


def test_a_class_that_is_listed_in_two_ways_is_listed_twice() -> None:
    book = books.school()
    book["班级"].append(["七年级", "七(1)班", books.YEAR])
    got = check(upload.read(books.xlsx(book), ""), "school", known(), Reading(own=SAME))
    assert codes(got) == [("班级", 4, "班级名称", "class_twice")]


def test_a_year_of_entry_is_another_class_a_year_later() -> None:
    """2026级2班 was settled as 七年级(2)班; in the next school year it is in the eighth grade."""
    rows = [["八年级", "八年级(2)班", "2027-2028"], ["七年级", "七年级(2)班", "2027-2028"]]
    book = {"班级": rows, "学生": [books.student("S1", klass="2026级2班")]}
    got = check(upload.read(books.xlsx(book), ""), "school", reading=Reading(own=SAME))
    assert [(a.word, a.meaning) for a in got.asks] == [("2026级2班", "八年级(2)班")]


def test_new_people_take_no_class_from_its_class_teacher() -> None:
    now = known()
    book = {"教职工": [staff(), staff("T9", "16400000177", "新老师", "班主任", 班主任班级="七年级(1)班")]}
    got = check(upload.read(books.xlsx(book), ""), "school", now)
    assert got.roster is not None
    wanted = complete(now, got.roster, got.said, got.given, "new")
    leads = {x.class_key[1]: x.person for x in wanted.lessons.values() if x.part == "class_teacher"}
    assert leads == {"七年级(1)班": books.TEACHER}
    assert kept_leads(now, got.roster) == ["七年级(1)班"]
    replaced = complete(now, got.roster, got.said, got.given, "classes")
    assert _lead(replaced) == "16400000177"
    assert PHONE_B in wanted.staff


def _lead(roster: Roster) -> str:
    lesson: RosterLesson = next(x for x in roster.lessons.values() if x.part == "class_teacher")
    return lesson.person
