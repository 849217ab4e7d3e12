"""A Microsoft SDS v1 set is read by the rules of our own workbook."""

from api.roster.files import upload
from api.roster.rules import check
from tests.roster.test_exchange import roster_of, zip_of

V1 = {
    "School.csv": "SIS ID,Name\n1,学校\n",
    "Section.csv": (
        "SIS ID,School SIS ID,Section Name,Course Name,Term StartDate\nC1,1,七年级(1)班,Homeroom,2026-09-01\n"
        "C2,1,七年级(2)班,,2026-09-01\nM1,1,数学 1,数学,2026-09-01\n"
    ),
    "Student.csv": (
        "SIS ID,School SIS ID,Username,First Name,Last Name,Password,Grade,Gender,Status,Birthdate\n"
        "1001,1,a,小明,王,pw1,7,male,Active,2013-01-01\n1002,1,b,小红,李,pw2,7,female,Active,\n1003,1,c,走,了,,7,male,Inactive,\n"
    ),
    "Teacher.csv": (
        "SIS ID,School SIS ID,Username,First Name,Last Name,Password,Phone\n"
        "1001,1,t,建华,郑,pw,16400000102\n2,1,u,丽华,周,pw,16400000104\n"
    ),
    "StudentEnrollment.csv": "Section SIS ID,SIS ID\nC1,1001\nC2,1002\nM1,1001\nC1,1003\n",
    "TeacherRoster.csv": "Section SIS ID,SIS ID\nC1,1001\nC2,1001\nC2,2\nM1,2\n",
    "User.csv": "Email,First Name,Last Name,Phone,SIS ID\nDad@example.com,大明,王,16400000101,\n",
    "GuardianRelationship.csv": "SIS ID,Email,Role\n1001,dad@example.com,Parent\n",
}


def test_a_v1_set_is_a_school() -> None:
    roster = roster_of(V1)
    assert [(c.school_year, c.grade, c.name) for c in roster.classes.values()] == [
        (2026, "七年级", "七年级(1)班"),
        (2026, "七年级", "七年级(2)班"),
    ]
    assert {(s.number, s.name, s.class_key[1]) for s in roster.students.values()} == {
        ("1001", "王小明", "七年级(1)班"),
        ("1002", "李小红", "七年级(2)班"),
    }
    # A student and a teacher of one number are two people.
    assert {(s.number, s.name) for s in roster.staff.values()} == {("1001", "郑建华"), ("2", "周丽华")}
    assert {(t.number, t.person, t.relation) for t in roster.guardianships.values()} == {
        ("1001", "16400000101", "other")
    }
    assert {(x.class_key[1], x.person, x.part) for x in roster.lessons.values()} == {
        ("七年级(1)班", "16400000102", "class_teacher"),
        ("七年级(2)班", "16400000102", "subject_teacher"),
        ("七年级(2)班", "16400000104", "subject_teacher"),
    }


def test_what_is_not_read_of_it_is_said_and_not_kept() -> None:
    found = upload.read(zip_of(V1), "sds.zip")
    (note,) = [n for n in check(found, "school").notes if n.code == "never_kept"]
    assert note.params["columns"] == "Username、Password、Birthdate"
    assert not any(word in str(found.tables) for word in ("pw1", "2013-01-01"))


def test_sheets_of_our_own_of_those_names_are_no_set() -> None:
    text = "学号,姓名,性别,班级\nS1,王小明,男,七年级(1)班\n"
    found = upload.read(zip_of(dict.fromkeys(("student.csv", "teacher.csv", "section.csv"), text)), "x.zip")
    assert [table.name for table in found.tables] == ["student", "teacher", "section"]
