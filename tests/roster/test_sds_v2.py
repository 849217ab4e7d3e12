"""A Microsoft SDS v2 set, of four files: roles and grades of people stand with them, and nothing tells the school year."""

import msgspec

from api.roster.files import upload
from api.roster.rules import Checked, Reading, check
from schemas.roster.rows import Roster, RosterStudent
from tests.roster.test_exchange import SDS, zip_of

ONE_SEX = [("学生", 2, "性别", "required"), ("学生", 3, "性别", "required")]
"""A set has no place for the sex of anybody, but in the demographics of v2.1."""
V2 = {
    "orgs.csv": "sourcedId,name,type,parentSourcedId\n1,学校,school,\n",
    "users.csv": (
        "sourcedId,orgSourcedIds,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms,role,grade\n"
        "S1,1,a,小明,王,pw1,,,,,student,7\nS2,1,b,José,García,pw2,,,,,student,8\n"
        "T1,1,c,建华,郑,pw3,,,,16400000102,teacher,\nP1,1,d,红,李,pw4,,,,16400000103,principal,\n"
    ),
    "classes.csv": "sourcedId,orgSourcedId,title,sessionSourcedId,courseSourcedId\nC1,1,七年级(1)班,,\nC2,1,启航班,,\n",
    "enrollments.csv": "classSourcedId,userSourcedId,role\nC1,S1,student\nC2,S2,student\nC1,T1,teacher\n",
}


def checked(files: dict[str, str], year: int | None = None) -> Checked:
    return check(upload.read(zip_of(files), "set.zip"), "school", reading=Reading(school_year=year))


def codes(found: Checked) -> list[tuple[str, int, str, str]]:
    return [(bad.sheet, bad.row, bad.column, bad.code) for bad in found.bad_rows]


def test_a_v2_set_is_a_school_once_its_year_and_roles_are_settled() -> None:
    asked = checked(V2)
    assert [fault for fault in codes(asked) if fault[3] == "year_needed"] == [("学生", 2, "班级", "year_needed")]
    assert [(ask.kind, ask.word) for ask in asked.asks] == [("role", "principal")]
    found = check(
        upload.read(zip_of(V2), "set.zip"),
        "school",
        reading=Reading(school_year=2026, own={("role", "principal"): "leader"}),
    )
    assert codes(found) == ONE_SEX, "and nothing of classes"
    (derived,) = [note.params for note in found.notes if note.code == "classes_derived"]
    assert derived == {"names": "七年级(1)班、八年级启航班", "year": "2026"}
    kept = str(upload.read(zip_of(V2), "").tables)
    assert not any(word in kept for word in ("pw1", "pw4"))


def test_a_v2_1_set_without_sessions_is_asked_for_its_year_once() -> None:
    bare = {name: text for name, text in SDS.items() if name != "academicSessions.csv"}
    assert [code for *_, code in codes(checked(bare))] == ["year_needed"]
    found = checked(bare, 2026)
    assert codes(found) == []
    assert found.roster is not None
    assert [(c.school_year, c.grade, c.name) for c in found.roster.classes.values()] == [
        (2026, "七年级", "七年级(1)班")
    ]
    assert {(x.person, x.class_key) for x in found.roster.lessons.values()} == {("16400000102", (2026, "七年级(1)班"))}


def test_a_set_without_sexes_leaves_who_is_here_as_they_are_and_says_what_to_do_for_newcomers() -> None:
    here = RosterStudent(
        number="S1", name="王小明", sex="female", class_key=(2026, "七年级(1)班"), support=(), home=None
    )
    known, reading = Roster(students={"S1": here}), Reading(school_year=2026, own={("role", "principal"): "leader"})
    found = check(upload.read(zip_of(V2), "set.zip"), "school", known, reading)
    assert codes(found) == ONE_SEX[1:], "of the newcomer alone"
    assert "set_lacks_sex" in [note.code for note in found.notes]
    both = {"S1": here, "S2": msgspec.structs.replace(here, number="S2", name="José García", sex="male")}
    found = check(upload.read(zip_of(V2), "set.zip"), "school", Roster(students=both), reading)
    assert found.roster is not None
    assert {one.number: one.sex for one in found.roster.students.values()} == {"S1": "female", "S2": "male"}
    told = check(upload.read(zip_of(SDS), "set.zip"), "school")
    assert "set_lacks_sex" not in [note.code for note in told.notes]
