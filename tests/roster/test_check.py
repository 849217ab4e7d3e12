"""Every fault of a row is told with sheet, row, column and code, all at once; what is only untidy is understood."""

import pytest

from api.roster import rules
from api.roster.columns import SHEETS
from api.roster.files import upload
from api.roster.rules import check
from api.roster.rules.cells import KEPT
from api.roster.sentences import SENTENCES, say, show
from api.roster.values import ROLES
from schemas.roster.rows import Roster
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, PHONE_C, checked, faults, guardian, school, staff, student


def with_row(sheet: str, at: int, row: list[str]) -> books.Book:
    """The small school with one row replaced (or added at the end)."""
    book = school()
    book[sheet][at:] = [row, *book[sheet][at + 1 :]]
    if sheet == "学生":  # whose guardian would have no found if it is the number that is wrong
        del book["家长"][1]
    return book


def test_a_good_school() -> None:
    got = checked(school())
    assert got.bad_rows == []
    assert got.roster is not None
    assert list(got.roster.students) == ["S1", "S2"]
    assert got.roster.students["S2"].support == ("left_behind",)
    assert got.roster.students["S2"].class_key == (2026, "七年级(2)班")
    assert got.roster.guardianships["S2", PHONE_C].relation == "grandparent"
    assert {(lesson.part, lesson.subject) for lesson in got.roster.lessons.values()} == {
        ("class_teacher", ""),
        ("subject_teacher", "数学"),
    }
    # Class teachers and subject teachers follow from their classes; only roles for the whole school are kept.
    assert {s.number: s.roles for s in got.roster.staff.values()} == {"T1": ("school_admin",), "T2": ()}


def test_untidy_but_clear() -> None:
    book = school()
    book["学生"][0] = student(
        " Ｓ１", "王 小 明", "男", "七年级（1） 班", 留守="√", 困难="否", 经度="113.2643851", 纬度="23.1"
    )
    book["家长"][0] = guardian("S1", "+86 164-0000-0101", "王大明", "爸爸")
    book["教职工"][1] = staff(
        "T2",
        PHONE_C,
        "李大红",
        "班主任；任课教师\n心理老师",
        任教班级="七年级（2）班：数学，七年级(1)班",
        班主任班级="七年级(1)班",
    )
    book["班级"] = [["七年级", "七年级(1)班", 2026], ["七年级", "七年级 (2) 班", "2026—27学年"]]
    got = checked(book)
    assert got.bad_rows == []
    assert got.roster is not None
    found = got.roster.students["S1"]
    assert (found.name, found.class_key, found.support) == ("王小明", (2026, "七年级(1)班"), ("left_behind",))
    assert found.home is not None
    assert (found.home.longitude, found.home.latitude) == (113.264385, 23.1)
    assert PHONE_A in got.roster.guardians
    # The same person, staff and guardian, with one phone.
    assert got.roster.staff[PHONE_C].roles == ("counsellor",)
    assert got.roster.guardians[PHONE_C].name == "李大红"


@pytest.mark.parametrize(
    ("sheet", "row", "expected"),
    [
        ("班级", ["", "七年级(2)班", "2026"], ("年级", "required")),
        ("班级", ["七年级", "七年级(2)班", "26学年"], ("学年", "year_wrong")),
        ("班级", ["七年级", "七年级(2)班", "2026-2028"], ("学年", "year_wrong")),
        ("班级", ["七年级", "七年级(2)班", "2027"], ("学年", "years_mixed")),
        ("学生", student("", "李小红", "女", "七年级(2)班"), ("学号", "required")),
        ("学生", student("S 2!", "李小红", "女", "七年级(2)班"), ("学号", "number_wrong")),
        ("学生", student("S1", "李小红", "女", "七年级(2)班"), ("学号", "number_twice")),
        ("学生", student("S2", "李小红2", "女", "七年级(2)班"), ("姓名", "name_wrong")),
        ("学生", student("S2", "···", "女", "七年级(2)班"), ("姓名", "name_wrong")),
        ("学生", student("S2", "李" * 51, "女", "七年级(2)班"), ("姓名", "too_long")),
        ("学生", student("S2", "李小红", "女同学", "七年级(2)班"), ("性别", "sex_wrong")),
        ("学生", student("S2", "李小红", "女", "七年级(9)班"), ("班级", "class_unknown")),
        ("学生", student("S2", "李小红", "女", "七年级(2)班", 留守="父母在外"), ("留守", "flag_wrong")),
        ("学生", student("S2", "李小红", "女", "七年级(2)班", 残疾="智力障碍"), ("残疾", "diagnosis_value")),
        ("学生", student("S2", "李小红(抑郁)", "女", "七年级(2)班"), ("姓名", "diagnosis_value")),
        (
            "学生",
            student("S2", "李小红", "女", "七年级(2)班", 家庭住址="青禾路1号，曾自残"),
            ("家庭住址", "diagnosis_value"),
        ),
        ("学生", student("S2", "李小红", "女", "七年级(2)班", 经度="113.1"), ("经度", "place_half")),
        ("学生", student("S2", "李小红", "女", "七年级(2)班", 经度="23.1", 纬度="23.1"), ("经度", "place_wrong")),
        ("学生", student("S2", "李小红", "女", "七年级(2)班", 经度="113.1", 纬度="北纬23"), ("纬度", "place_wrong")),
        ("家长", guardian("S2", "1640000010", "李大红"), ("手机号", "phone_wrong")),
        ("家长", guardian("S2", "12400000101", "李大红"), ("手机号", "phone_wrong")),
        ("家长", guardian("S2", "0755-12345678", "李大红"), ("手机号", "phone_wrong")),
        ("家长", guardian("S2", PHONE_C, "李大红", "邻居"), ("关系", "relation_wrong")),
        ("家长", guardian("S9", PHONE_C, "李大红"), ("学生学号", "student_unknown")),
        ("家长", guardian("S1", PHONE_A, "王大明"), ("学生学号", "guardian_twice")),
        ("家长", guardian("S2", PHONE_A, "李大红"), ("手机号", "phone_shared")),
        ("家长", guardian("S2", PHONE_C, "李大红", 联系顺序="0"), ("联系顺序", "order_wrong")),
        ("家长", guardian("S2", PHONE_C, "李大红", 联系顺序="第一"), ("联系顺序", "order_wrong")),
        ("家长", guardian("S2", PHONE_C, "李大红", 邮箱="a@b"), ("邮箱", "email_wrong")),
        ("教职工", staff("T1", PHONE_C, "李大红", "校领导"), ("工号", "number_twice")),
        ("教职工", staff("T2", PHONE_B, "郑建华", "校领导"), ("手机号", "staff_twice")),
        ("教职工", staff("T2", PHONE_C, "另一人", "校领导"), ("手机号", "phone_shared")),
        ("教职工", staff("T2", PHONE_C, "李大红", "保安"), ("角色", "role_wrong")),
        ("教职工", staff("T2", PHONE_C, "李大红", "教育局管理员"), ("角色", "role_not_here")),
        ("教职工", staff("T2", PHONE_C, "李大红", "班主任"), ("班主任班级", "class_teacher_without_class")),
        ("教职工", staff("T2", PHONE_C, "李大红", 任教班级="七年级(9)班:数学"), ("任教班级", "class_unknown")),
        ("教职工", staff("T2", PHONE_C, "李大红", 任教班级=":数学"), ("任教班级", "lesson_wrong")),
        ("教职工", staff("T2", PHONE_C, "李大红", 班主任班级="七年级(9)班"), ("班主任班级", "class_unknown")),
    ],
)
def test_one_fault(sheet: str, row: list[str], expected: tuple[str, str]) -> None:
    """Exactly one fault is told for one mistake, at its place."""
    assert faults(with_row(sheet, 1, row)) == [(sheet, 3, *expected)]


def test_a_phone_of_two_people_names_both() -> None:
    book = with_row("教职工", 1, staff("T2", PHONE_A, "周丽华", "校领导"))
    (bad,) = checked(book).bad_rows
    for language, words in (
        ("zh-CN", ("“家长”表第 2 行", "王大明", "周丽华")),
        ("en", ("sheet 家长, row 2", "王大明", "周丽华")),
    ):
        assert all(word in show(bad, language).message for word in words)


def test_all_faults_at_once() -> None:
    book = school()
    book["学生"] += [student("S1", "王", "?", "无"), student("S4", "", "男", "七年级(1)班")]
    book["家长"] += [guardian("S4", "1", "", "?"), guardian("S5", PHONE_B, "赵六")]
    assert faults(book) == [
        ("学生", 4, "性别", "sex_wrong"),
        ("学生", 4, "班级", "class_unknown"),
        ("学生", 4, "学号", "number_twice"),
        ("学生", 5, "姓名", "required"),
        ("家长", 4, "姓名", "required"),
        ("家长", 4, "关系", "relation_wrong"),
        ("家长", 4, "手机号", "phone_wrong"),
        ("家长", 5, "学生学号", "student_unknown"),
        ("教职工", 2, "手机号", "phone_shared"),
    ]


def test_two_class_teachers_of_one_class() -> None:
    book = school()
    book["教职工"].append(staff("T3", PHONE_C, "李大红", "班主任", 班主任班级="七年级(1)班"))
    assert faults(book) == [("教职工", 4, "班主任班级", "class_teachers_two")]


def test_order_of_contact() -> None:
    book = school()
    book["家长"] = [
        guardian("S1", f"1640000020{n}", "王大明", 联系顺序=order) for n, order in enumerate(["", "1", "", "4"])
    ]
    got = checked(book).roster
    assert got is not None
    assert [tie.contact_order for tie in got.guardianships.values()] == [2, 1, 3, 4]
    book["家长"].append(guardian("S1", "16400000209", "王大明", 联系顺序="4"))
    assert faults(book) == [("家长", 6, "联系顺序", "order_twice")]
    book["家长"] = [guardian("S1", f"164000003{n:02d}", "王大明") for n in range(10)]
    assert faults(book) == [("家长", 11, "联系顺序", "guardians_many")]


def test_mail_of_one_guardian_differs() -> None:
    book = school()
    book["家长"] = [
        guardian("S1", 邮箱="a@b.example"),
        guardian("S2"),
        guardian("S2", PHONE_C),
        guardian("S1", PHONE_C),
    ]
    assert faults(book) == []
    book["家长"][1] = guardian("S2", 邮箱="c@b.example")
    assert faults(book) == [("家长", 3, "邮箱", "email_differs")]


def test_nobody_could_import_again() -> None:
    book = school()
    book["教职工"][0] = staff(roles="校领导")
    roster = checked(book).roster
    assert roster is not None
    assert [(b.sheet, b.row, b.column, b.code) for b in rules.stranded(roster)] == [("教职工", 0, "角色", "no_admin")]


def raw(book: dict[str, list[list[str]]]) -> list[tuple[str, int, str, str]]:
    """Faults of a workbook whose headings are given too."""
    got = check(upload.read(books.xlsx(book, headings=False), ""), "school")
    return [(b.sheet, b.row, b.column, b.code) for b in got.bad_rows]


def headed() -> dict[str, list[list[str]]]:
    return {name: [books.heading(name), *rows] for name, rows in school().items()}


def test_sheets_missing_unknown_and_empty() -> None:
    book = headed()
    del book["家长"]
    assert raw(book) == []
    # What is not there stays as it is: so 家长 refers to students that the school does not have.
    book = headed()
    del book["学生"]
    assert [code for *_, code in raw(book)] == ["student_unknown", "student_unknown"]
    assert raw({**headed(), "Sheet2": [[]]}) == []
    assert raw({**headed(), "备份": [["x"]]}) == [("备份", 0, "", "sheet_unknown")]
    assert raw({name: rows[:1] for name, rows in headed().items()}) == [("班级", 0, "", "sheet_empty")]
    assert raw({"价格": [["商品", "价格"], ["苹果", "3"]]}) == [("价格", 0, "", "sheet_unknown")]


def test_headings_missing_and_more_than_is_needed() -> None:
    book = headed()
    book["学生"][0] = [*book["学生"][0], "备注", "姓名", "抑郁量表"]
    book["家长"][0][2] = "qq"
    assert raw(book) == [
        ("学生", 1, "抑郁量表", "diagnosis_column"),
        ("家长", 1, "手机号", "header_missing"),
    ]


def test_headings_by_their_usual_other_names() -> None:
    book = headed()
    book["家长"][0] = ["家长姓名", "与学生关系", "手机号码*", "学号", "联系顺序", "电子邮箱"]
    assert raw(book) == []
    book["家长"][0] = ["家长姓名", "与学生关系", "手机号码*", "学号", "联系顺序", ""]
    book["家长"][1][5] = "a@b.example"
    got = check(upload.read(books.xlsx(book, headings=False), ""), "school")
    assert [(n.sheet, n.code, n.params) for n in got.notes] == [("家长", "columns_ignored", {"columns": "F"})]


def test_empty_rows_between_are_skipped_and_counted() -> None:
    book = school()
    book["学生"] = [[""] * 17, book["学生"][0], [""] * 17, student("S2", "李小红", "?", "七年级(2)班")]
    assert faults(book) == [("学生", 5, "性别", "sex_wrong")]


def test_a_centre_has_staff_alone() -> None:
    rows = [staff(roles="学校管理员;心理教师"), staff("T2", PHONE_C, "李大红", "班主任")]
    got = check(upload.read(books.xlsx({"教职工": rows}), ""), "centre")
    assert [(b.row, b.code) for b in got.bad_rows] == [
        (3, "role_not_here"),
    ]
    got = check(upload.read(books.xlsx(school()), ""), "bureau")
    assert [b.code for b in got.bad_rows if b.row == 0] == ["sheet_not_here"] * 3
    got = check(upload.read(books.xlsx({"教职工": [staff(roles="学校管理员;教育局管理员")]}), ""), "bureau")
    assert got.roster is not None
    assert [s.roles for s in got.roster.staff.values()] == [("officer", "school_admin")]


def test_a_single_csv_refers_to_what_is_known() -> None:
    known = checked(school()).roster
    assert known is not None

    def of(sheet: str, row: list[str], base: Roster = known) -> list[str]:
        file = upload.read(books.csv_text(sheet, [row]).encode(), "a.csv")
        return [b.code for b in check(file, "school", base).bad_rows]

    assert of("学生", student("S7", "赵六", "男", "七年级(2)班")) == []
    assert of("学生", student("S7", "赵六", "男", "七年级(3)班")) == ["class_unknown"]
    assert of("家长", guardian("S2", PHONE_A, "赵六")) == []
    assert of("家长", guardian("S7", PHONE_A, "赵六")) == ["student_unknown"]
    assert of("教职工", staff(任教班级="七年级(2)班:数学")) == []
    assert of("教职工", staff(任教班级="七年级(2)班:数学"), Roster()) == ["class_unknown"]


def test_faults_beyond_the_cap_are_counted() -> None:
    book = school()
    book["学生"] = [student(f"N{n}", "王", "?", "七年级(1)班") for n in range(KEPT + 500)]
    got = checked(book)
    assert (len(got.bad_rows), got.bad_count) == (KEPT, KEPT + 502)  # two guardians lose their students, too


def test_every_code_is_said_in_both_languages() -> None:
    for code, (zh, en) in SENTENCES.items():
        assert zh
        assert (
            en.isascii() or any(s.name in en for s in SHEETS) or "“" in en or any(r in en for r in (*ROLES, "男", "是"))
        ), code


def test_a_value_cannot_reach_into_a_sentence() -> None:
    assert "{row}" in say("sex_wrong", {"value": "{row}"}, "en")
