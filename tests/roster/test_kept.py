"""Workbooks as schools keep them, and what a clerk sees of each: understood, and said where it is read in another way."""

from pathlib import Path

import pytest

from api.roster.files import upload
from api.roster.rules import Checked, Reading, check, scrub
from api.roster.rules.unnumbered import person_of
from api.roster.sentences import say
from api.roster.words import WORDS, Own
from schemas.roster.rows import Roster
from tests.roster import books
from tests.roster.books import guardian, student

KEPT = Path(__file__).parent / "kept"


def read(name: str, year: int | None = None, own: Own | None = None, known: Roster | None = None) -> Checked:
    """What is said of one of them."""
    reading = Reading(school_year=year, own=own or {})
    found = scrub(upload.read((KEPT / name).read_bytes(), name), "school", reading.own)
    return check(found, "school", known or Roster(), reading)


def notes(got: Checked) -> set[tuple[str, str]]:
    """Sheet and sentence of what is said."""
    return {(note.sheet, say(note.code, note.params, "zh-CN")) for note in got.notes}


def codes(got: Checked) -> list[tuple[str, int, str, str]]:
    return [(b.sheet, b.row, b.column, b.code) for b in got.bad_rows]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("09-title-row.xlsx", {(s, "表头在第 2 行，上面的内容没有读取。") for s in ("班级", "学生", "家长", "教职工")}),
        ("10-two-line-header.xlsx", {("家长", "表头在第 2 行，上面的内容没有读取。")}),
        (
            "11-hidden.xlsx",
            {("代码表", "这张表是隐藏的，没有读取。"), ("学生", "有 1 行被筛选或隐藏，也已读取。")},
        ),
        (
            "12-extra-columns.xlsx",
            {("学生", "没有读取也不会保存这些列：身份证号。"), ("学生", "没有读取这些列：民族、备注。")},
        ),
        (
            "14-synonyms.xlsx",
            {("教职工", "2 位教职工写的是班主任，但表里没有“班主任班级”这一列，不知道是哪个班的，没有登记。")},
        ),
        ("15-only-needed-columns.xlsx", set[tuple[str, str]]()),
        ("29-total-row.xlsx", {("学生", "跳过了合计、填表人等行：第 5、6 行。")}),
    ],
)
def test_understood_and_said(name: str, said: set[tuple[str, str]]) -> None:
    got = read(name)
    assert (codes(got), got.asks, notes(got)) == ([], [], said)
    assert got.roster is not None
    assert sorted(got.roster.students) == ["20260101", "20260102", "20260201"]
    assert (len(got.roster.guardians), len(got.roster.staff)) == (4, 3)


def test_no_number_of_an_identity_card_is_kept() -> None:
    for name in ("12-extra-columns.xlsx", "16-wide.xlsx"):
        found = scrub(upload.read((KEPT / name).read_bytes(), name), "school", {})
        assert "3301062013" not in repr(found).replace("G3301062013", "")
    rows = [student("330106201301011234"), student("S2", 家庭住址="青禾路1号 330106201301011234")]
    found = scrub(upload.read(books.csv_text("学生", rows).encode(), "学生.csv"), "school", {})
    assert "3301062013" not in repr(found)
    got = check(found, "school", reading=Reading(school_year=2026))
    assert codes(got)[:2] == [("学生", 2, "学号", "id_number"), ("学生", 3, "家庭住址", "id_number")]


def test_one_wide_sheet() -> None:
    asked = read("16-wide.xlsx")
    assert codes(asked) == [("七年级学生花名册", 2, "班级", "year_needed")]  # once, not forty times
    assert "namesakes" not in {note.code for note in asked.notes}  # nobody knows yet who is in which class
    got = read("16-wide.xlsx", 2026)
    assert (codes(got), got.asks) == ([], [])
    assert got.roster is not None
    assert [(c.grade, c.name, c.school_year) for c in got.roster.classes.values()] == [
        ("七年级", "七(1)班", 2026),
        ("七年级", "七(2)班", 2026),
    ]
    assert (len(got.roster.students), len(got.roster.guardians), len(got.roster.guardianships)) == (40, 80, 80)
    ties = [t for t in got.roster.guardianships.values() if t.number == "G33010620130000100"]
    assert [(t.person, t.relation, t.contact_order) for t in ties] == [
        ("13800000000", "father", 1),
        ("13700000000", "mother", 2),
    ]
    assert got.said.denied["G33010620130000100"] == ("left_behind",)
    columns = {c.heading: c.field for c in got.sheets[0].columns}
    assert (columns["家长1电话"], columns["学籍号"], columns["是否留守"]) == ("家长1手机号", "学号", "留守")


def test_a_wide_sheet_beside_known_classes_makes_no_new_ones() -> None:
    known = books.checked(books.school()).roster
    got = read("16-wide.xlsx", None, known=known)
    assert {(a.word, a.meaning, a.count) for a in got.asks} == {
        ("七(1)班", "七年级(1)班", 20),
        ("七(2)班", "七年级(2)班", 20),
    }
    settled: Own = {("class", "七(1)班"): "七年级(1)班", ("class", "七(2)班"): "+"}
    got = read("16-wide.xlsx", None, settled, known)
    assert got.asks == []
    assert got.roster is not None
    assert {s.class_key for s in got.roster.students.values()} == {(2026, "七年级(1)班"), (2026, "七(2)班")}


def test_one_class_each_after_one_confirmation() -> None:
    got = read("17-class-names.xlsx")
    assert codes(got) == []
    assert {a.word: a.meaning for a in got.asks} == {
        "七年级1班": "七(1)班",
        "702班": "七(2)班",
        "初一1班": "七(1)班",
        "2026级2班": "七(2)班",
    }
    own: Own = {("class", a.word): a.meaning or "" for a in got.asks}
    got = read("17-class-names.xlsx", own=own)
    assert got.asks == []
    assert got.roster is not None
    assert [s.class_key[1] for s in got.roster.students.values()] == ["七(1)班", "七(1)班", "七(2)班"]
    assert len(got.roster.classes) == 2


def test_names_are_kept_and_folded() -> None:
    got = read("18-names.xlsx")
    assert codes(got) == [("学生", 14, "姓名", "name_wrong"), ("学生", 16, "姓名", "private_character")]
    rows = books.school()
    rows["学生"] = [
        student(f"S{n}", name)
        for n, name in enumerate(
            [
                "阿依古丽•买买提",
                "阿依古丽･买买提",
                "阿依古丽．买买提",
                "阿依古丽.买买提",
                "欧阳  娜娜",
                "José  García",
                "李〇",
                "𠮷田𪚥",
                "王\ue81e",
            ]
        )
    ]
    rows["家长"] = []
    roster = books.checked(rows).roster
    assert roster is not None
    assert [s.name for s in roster.students.values()] == [
        *["阿依古丽·买买提"] * 4, "欧阳娜娜", "José García", "李〇", "𠮷田𪚥", "王\u9fb4",
    ]  # fmt: skip


def test_sexes_relations_and_roles_are_read_as_they_are_written() -> None:
    got = read("19-sex.xlsx")
    assert codes(got) == []
    assert got.roster is not None
    assert [s.sex for s in got.roster.students.values()] == ["male", "female", "female", "male", "male"]
    got = read("28-relations.xlsx")
    assert codes(got) == []
    assert [(a.word, a.meaning) for a in got.asks] == [("公公", "grandparent")]
    assert got.roster is not None
    relations = [t.relation for t in got.roster.guardianships.values()]
    assert relations == ["father", "mother", "father", "grandparent", "grandparent", "mother", "relative", "relative"]


def test_a_role_that_gives_rights_is_asked_about_once() -> None:
    got = read("34-roles.xlsx")
    assert codes(got) == []
    assert {(a.word, a.meaning) for a in got.asks} == {("德育主任", "leader"), ("副校长", "leader")}
    # Only roles that a school has are offered, and that can be settled so.
    offered = {choice for ask in got.asks for choice in ask.choices}
    assert "officer" not in offered
    assert offered <= {*WORDS.values["role"].values(), ""}
    own: Own = {("role", "德育主任"): "", ("role", "副校长"): "leader"}
    got = read("34-roles.xlsx", own=own)
    assert got.asks == []
    assert got.roster is not None
    roles = {s.number: s.roles for s in got.roster.staff.values()}
    assert (roles["T004"], roles["T005"], roles["T006"]) == ((), ("leader",), ("counsellor",))


def test_unicode_text_of_excel() -> None:
    got = read("25-unicode-text.txt", 2026)
    assert codes(got) == []
    assert got.roster is not None
    assert [s.name for s in got.roster.students.values()] == ["李煜", "王小雨", "张子涵"]


def test_lost_digits_are_explained() -> None:
    known = read("09-title-row.xlsx").roster
    got = read("26-exp.csv", known=known)
    assert codes(got) == [("26-exp", 2, "手机号", "digits_lost"), ("26-exp", 3, "手机号", "digits_lost")]
    assert "已经丢失" in say("digits_lost", {}, "zh-CN")


def test_no_false_alarm_about_diagnoses() -> None:
    got = read("33-diagnosis-words.xlsx")
    assert codes(got) == []
    assert got.roster is not None
    assert got.roster.students["20260201"].support == ("hardship", "left_behind")


def test_equal_faults_are_one_group() -> None:
    book = books.school()
    book["学生"] = [student(f"N{n}", "王小明", "?" if n % 2 else "x") for n in range(1600)]
    got = books.checked(book)
    group = next(g for g in got.groups if g.first.code == "sex_wrong")
    assert (group.count, group.rows, group.values) == (1600, [2, 3, 4, 5, 6], ["x", "?"])
    assert {a.word: a.count for a in got.asks} == {"x": 800, "?": 800}


def test_a_school_settles_a_heading_a_sheet_and_a_value() -> None:
    book = {"名单": [["编码", "姓名", "性别", "班级", "电话"], ["S1", "王小明", "汉子", "七年级(1)班", "16400000101"]]}
    data = books.xlsx(book)
    assert [b.code for b in check(upload.read(data, ""), "school").bad_rows] != []
    own: Own = {
        ("sheet", "名单"): "学生",
        ("students", "编码"): "学号",
        ("sex", "汉子"): "male",
        ("students", "电话"): "",
    }
    got = check(upload.read(data, ""), "school", reading=Reading(school_year=2026, own=own))
    assert codes(got) == []
    assert got.roster is not None
    assert (list(got.roster.students), got.roster.guardians) == (["S1"], {})


def test_error_values_of_excel_are_no_empty_cells() -> None:
    parts = books.parts_of(books.xlsx(books.school()))
    sheet = parts["xl/worksheets/sheet2.xml"].replace(b'<c r="B2" t="s">', b'<c r="B2" t="e">', 1)
    parts["xl/worksheets/sheet2.xml"] = __import__("re").sub(
        rb'(<c r="B2" t="e"[^>]*>)<v>\d+</v>', rb"\1<v>#N/A</v>", sheet
    )
    got = check(upload.read(books.zipped(parts), ""), "school")
    assert codes(got) == [("学生", 2, "姓名", "excel_error")]


def test_fathers_and_mothers_in_columns_of_their_own() -> None:
    heading = ["学号", "姓名", "性别", "班级", "父亲姓名", "父亲电话", "母亲", "母亲手机号", "监护人"]
    row = ["S1", "王小明", "男", "七年级1班", "王大明", "16400000101", "李大红", "16400000102"]
    rows = [[*row, "赵秀英"], ["S2", "王小红", "女", *row[3:], "王大明"]]
    got = check(upload.read(books.xlsx({"Sheet1": [heading, *rows]}), ""), "school", reading=Reading(school_year=2026))
    assert codes(got) == []
    assert got.roster is not None
    both = [("father", "16400000101"), ("mother", "16400000102")]
    assert [(t.relation, t.person) for t in got.roster.guardianships.values()] == [
        *both,
        ("other", person_of("S1", "赵秀英")),
        *both,  # who is named again without the number is no second person
    ]
    assert any(said.startswith("2 位家长没有手机号。") for _, said in notes(got))


def test_two_guardians_in_one_row_and_one_in_two_rows() -> None:
    book = books.school()
    book["家长"] = [guardian("S1"), guardian("S1")]
    assert books.faults(book) == [("家长", 3, "学生学号", "guardian_twice")]


def test_a_class_teachers_own_headings() -> None:
    rows = [
        ["2026学年新生登记（班主任汇总）"],
        ["NO.", "孩子姓名", "男/女", "所在班", "全国学籍号", "爸爸", "爸爸电话", "妈妈", "妈妈电话"],
        ["1", "郑子涵", "女", "七年级(3)班", "G330106201301", "郑大勇", "16400130001", "沈丽", "16400130002"],
    ]
    found = check(upload.read(books.xlsx({"Sheet1": rows}), ""), "school", reading=Reading(school_year=2026))
    assert found.bad_rows == []
    assert found.roster is not None
    [one] = found.roster.students.values()
    assert (one.number, one.name, one.sex, one.class_key) == (
        "G330106201301",
        "郑子涵",
        "female",
        (2026, "七年级(3)班"),
    )
    assert sorted(tie.relation for tie in found.roster.guardianships.values()) == ["father", "mother"]
