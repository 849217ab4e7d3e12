"""Forty workbooks of six writers: what a clerk sees of each, and that all of them say the same school once it is settled."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from api.roster.files import upload
from api.roster.rules import Checked, Reading, check, scrub
from api.roster.words import Own
from schemas.roster.rows import Roster
from tests.roster import writers as w
from tests.roster.writers import written


class Seen(NamedTuple):
    """What is said of a file, what is asked, and what is wrong, before anything is settled."""

    notes: frozenset[str] = frozenset()
    asks: Mapping[str, str | None] = {}
    bad: tuple[str, ...] = ()


def said(*notes: str) -> Seen:
    return Seen(notes=frozenset(notes))


FINE = Seen()
KEPT_OUT = said("never_kept")
TITLED = said("heading_row")
DERIVED = said("classes_derived")
CLASSES = {"七(1)班": "七年级(1)班", "七(2)班": "七年级(2)班"}
WORDS_OF_OFFICES = {
    "学号": "学籍号",
    "姓名": "名字",
    "班级": "所在班级",
    "手机号": "联系电话",
    "家庭住址": "现住址",
    "角色": "职务",
}
DIGITS: Callable[[str], object] = int
DASHED: Callable[[str], object] = lambda phone: f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
ABROAD: Callable[[str], object] = lambda phone: f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}"
SEXES: Callable[[str], object] = lambda sex: {"男": 1, "女": 2}[sex]
FULL: Callable[[str], object] = lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
SPACED: Callable[[str], object] = lambda name: f" {name[:1]} {name[1:]} "
SHORT: Callable[[str], object] = lambda name: name.replace("年级", "", 1)
PACKED: Callable[[str], object] = lambda name: f"70{name[4]}班"
DOTTED: Callable[[str], object] = lambda name: name.replace("·", "•")
GUARDIANS = {"父亲": "父子", "母亲": "母女", "奶奶": "奶"}
RELATED: Callable[[str], object] = lambda relation: GUARDIANS[relation]
TICKS: Callable[[str], object] = lambda flag: "√" if flag == "是" else flag
TOTALS = w.below("合计", "填表人:周丽华", "备注:以上信息请核对")

FILES: dict[str, tuple[bytes, Seen]] = {
    # A newcomer fills in the template, and writes as people write.
    "newcomer": (written(w.people(), w.excel), FINE),
    "newcomer-narrow": (written(w.people(), w.excel, w.without_empty), FINE),
    "newcomer-numbers": (written(w.people(), w.excel, w.cells("手机号", DIGITS)), FINE),
    "newcomer-dashes": (written(w.people(), w.excel, w.cells("手机号", DASHED), w.cells("姓名", DOTTED)), FINE),
    "newcomer-spaces": (written(w.people(), w.excel, w.cells("姓名", SPACED)), FINE),
    "newcomer-full-width": (written(w.people(), w.excel, w.cells("班级", FULL), w.cells("学号", FULL)), FINE),
    "newcomer-abroad": (written(w.people(), w.excel, w.cells("手机号", ABROAD), w.apart), FINE),
    # The office has its own headings, titles, totals and columns.
    "office-title": (written(w.people(), w.excel, w.title()), TITLED),
    "office-two-lines": (written(w.people(), w.excel, w.two_lines), TITLED),
    "office-words": (written(w.people(), w.excel, w.renamed(WORDS_OF_OFFICES)), FINE),
    "office-totals": (written(w.people(), w.excel, TOTALS), said("rows_skipped")),
    "office-extra": (
        written(w.people(), w.excel, w.more("民族", "汉"), w.more("身份证号", "330106201301011234")),
        said("columns_ignored", "never_kept"),
    ),
    "office-empty-extra": (written(w.people(), w.excel, w.more("备注", "")), said("columns_ignored")),
    "office-turned": (written(w.people(), w.excel, w.turned, w.title()), TITLED),
    "office-all": (
        written(w.people(), w.excel, w.renamed(WORDS_OF_OFFICES), TOTALS, w.more("民族", "汉"), w.title()),
        said("heading_row", "rows_skipped", "columns_ignored"),
    ),
    # A copy saved as text, by whichever program is at hand.
    "text-utf8": (written(w.people(), w.csv_in("utf-8")), FINE),
    "text-bom": (written(w.people(), w.csv_in("utf-8-sig"), w.title()), TITLED),
    "text-gbk": (written(w.people(), w.csv_in("gb18030"), w.cells("性别", SEXES)), FINE),
    "text-unicode": (written(w.people(), w.csv_in("utf-16", "\t")), FINE),
    "text-semicolons": (written(w.people(), w.csv_in("gb18030", ";"), w.only("班级", "学生", "家长")), FINE),
    "text-names": (written(w.people(), w.csv_in("utf-8"), w.cells("姓名", DOTTED), w.without_empty), FINE),
    "text-one": (written(w.people(), w.csv_in("gb18030", "\t"), w.only("学生")), DERIVED._replace(bad=("year_needed",), notes=frozenset())),
    # LibreOffice.
    "libre": (written(w.people(), w.libre), FINE),
    "libre-numbers": (written(w.people(), w.libre, w.cells("手机号", DIGITS), w.cells("性别", SEXES)), FINE),
    "libre-title": (written(w.people(), w.libre, w.title(), TOTALS), said("heading_row", "rows_skipped")),
    "libre-relations": (written(w.people(), w.libre, w.cells("关系", RELATED), w.cells("留守", TICKS)), FINE),
    "libre-short": (
        written(w.people(), w.libre, lambda s: {**s, "学生": w.cells("班级", SHORT)({"学生": s["学生"]})["学生"]}),
        Seen(asks=CLASSES),
    ),
    # A class teacher keeps one sheet of everything.
    "teacher": (written(w.wide(), w.excel, w.title()), said("heading_row", "classes_derived")),
    "teacher-no-year": (written(w.wide(), w.excel), Seen(bad=("year_needed",))),
    "teacher-parents": (written(w.wide(("父亲", "母亲"), relations=False), w.excel, w.title()), said("heading_row", "classes_derived")),
    "teacher-digits": (written(w.wide(), w.excel, w.cells("电话", DIGITS), w.title()), said("heading_row", "classes_derived")),
    "teacher-csv": (written(w.wide(), w.csv_in("gb18030"), w.title()), said("heading_row", "classes_derived")),
    "teacher-libre": (written(w.wide(), w.libre, w.title(), w.more("民族", "汉")), said("heading_row", "classes_derived", "columns_ignored")),
    "teacher-ticks": (written(w.wide(), w.excel, w.cells("困难", TICKS), w.cells("关系", RELATED), w.title()), said("heading_row", "classes_derived")),
    "teacher-packed": (written(w.wide(), w.libre, w.cells("班级", PACKED), w.title()), said("heading_row", "classes_derived")),
    # Another system of the school.
    "system": (w.system(), KEPT_OUT),
    "system-folder": (w.system(folder="export/"), KEPT_OUT),
    "system-bom": (w.system(lambda _, text: f"\ufeff{text}"), KEPT_OUT),
    "system-passwords": (w.system(w.filled("users.csv", "password", "pw-330106201301011234")), KEPT_OUT),
    "system-gone": (w.system(lambda name, text: text + "x,tobedeleted,,C,x,student,,,\r\n" if name == "enrollments.csv" else text), KEPT_OUT),
}  # fmt: skip


def seen(got: Checked) -> Seen:
    return Seen(
        notes=frozenset(note.code for note in got.notes),
        asks={ask.word: ask.meaning for ask in got.asks},
        bad=tuple(dict.fromkeys(bad.code for bad in got.bad_rows)),
    )


def people_of(roster: Roster) -> tuple[object, ...]:
    """The students with their class, of which the place alone counts, as its name may be the file's; and all other people."""
    return (
        {(s.number, s.name, s.sex, "1" in s.class_key[1], s.support) for s in roster.students.values()},
        {(x.person, x.part, x.subject, "1" in x.class_key[1]) for x in roster.lessons.values()},
        {(s.number, s.name, s.person, s.roles) for s in roster.staff.values()},
    )


def ties_of(roster: Roster, *, told: bool) -> set[tuple[object, ...]]:
    """The guardians of each student. `told`: the file says how they are related."""
    return {
        (t.number, t.person, roster.guardians[t.person].name, t.relation if told else "", t.contact_order)
        for t in roster.guardianships.values()
    }


def test_there_are_forty() -> None:
    assert len(FILES) == 40


@pytest.mark.parametrize("name", list(FILES))
def test_what_a_clerk_sees_and_what_comes_of_it(name: str) -> None:
    data, expected = FILES[name]
    found = scrub(upload.read(data, f"{name}.csv"), "school", {})
    assert "3301062013" not in repr(found)
    got = check(found, "school")
    assert seen(got) == expected
    own: Own = {(ask.kind, ask.word): ask.meaning or "" for ask in got.asks}
    done = check(found, "school", reading=Reading(school_year=2026, own=own))
    assert (done.bad_rows, done.asks) == ([], [])
    assert done.roster is not None
    students, *staff = people_of(done.roster)
    wanted, *wanted_staff = people_of(w.roster(needs=not name.startswith("system")))  # a set has no place for needs
    assert students == wanted
    if "staff" in done.given:
        assert staff == wanted_staff
    if "guardians" in done.given:
        told = name != "teacher-parents"
        assert ties_of(done.roster, told=told) == ties_of(w.roster(), told=told)
    assert done.given >= {"students"}
