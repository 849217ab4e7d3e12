"""OneRoster and SDS zips are read by the rules of our own workbook, and what nobody may store is left out."""

import pytest

from api.roster.errors import Damaged
from api.roster.files import upload
from api.roster.rules import Checked, check
from schemas.roster.rows import Roster
from tests.roster import books
from tests.roster.school import School

SESSIONS = "sourcedId,status,title,type,startDate,endDate,parentSourcedId,schoolYear\nY,active,2026,schoolYear,2026-09-01,2027-07-10,,2027\n"
ORGS = "sourcedId,status,name,type\n1,active,学校,school\n"
ONEROSTER = {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\n",
    "orgs.csv": ORGS,
    "academicSessions.csv": SESSIONS,
    "classes.csv": "sourcedId,status,title,grades,classType,termSourcedIds\nC1,active,七年级(1)班,07,homeroom,Y\nC9,active,数学,07,scheduled,Y\n",
    "users.csv": (
        "sourcedId,status,enabledUser,username,givenName,familyName,email,sms,phone,agentSourcedIds,password\n"
        "S1,active,true,a,小明,王,,,,\"G1,G2\",pw1\nS2,active,true,b,José,García,,,,G1,pw2\nS3,tobedeleted,true,c,走,了,,,,,\n"
        "G1,active,true,d,大明,王,,+86 164 0000 0101,,,\nG2,active,true,e,红,李,,16400000103,,,\n"
        "T1,active,true,f,建华,郑,,16400000102,,,\nT2,active,true,g,丽华,周,,,16400000104,,\nT3,active,false,h,退,休,,,,,\n"
    ),
    "roles.csv": (
        "sourcedId,status,userSourcedId,roleType,role\n"
        "1,active,S1,primary,student\n2,active,S2,primary,student\n3,active,G1,primary,parent\n4,active,G2,primary,guardian\n"
        "5,active,T1,primary,teacher\n6,active,T2,primary,teacher\n7,active,T3,primary,teacher\n8,active,S3,primary,student\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,classSourcedId,userSourcedId,role,primary\n1,active,C1,S1,student,\n2,active,C1,S2,student,\n"
        "3,active,C9,S1,student,\n4,active,C1,T2,teacher,true\n5,active,C1,T1,teacher,false\n6,active,C1,S3,student,\n7,tobedeleted,C1,T1,teacher,true\n"
    ),
    "demographics.csv": "sourcedId,status,birthDate,sex,white\nS1,active,2013-01-01,male,true\nS2,active,2013-01-01,female,false\nG1,active,,male,\n",
}  # fmt: skip
SDS = {
    "orgs.csv": ORGS,
    "users.csv": ONEROSTER["users.csv"],
    "roles.csv": ONEROSTER["roles.csv"],
    "classes.csv": "sourcedId,orgSourcedId,title,sessionSourcedIds,grades\nC1,1,七年级(1)班,Y,7\n",
    "academicSessions.csv": SESSIONS,
    "enrollments.csv": "classSourcedId,userSourcedId,role\nC1,S1,student\nC1,S2,student\nC1,T1,teacher\n",
    "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\nS1,G2,relative\n",
    "demographics.csv": "userSourcedId,sex\nS1,male\nS2,female\n",
}


def zip_of(files: dict[str, str]) -> bytes:
    return books.zipped({name: text.encode() for name, text in files.items()})


def checked(files: dict[str, str]) -> Checked:
    return check(upload.read(zip_of(files), "set.zip"), "school")


def roster_of(files: dict[str, str]) -> Roster:
    found = checked(files)
    assert found.bad_rows == []
    assert found.roster is not None
    return found.roster


def test_a_oneroster_set_is_a_school() -> None:
    roster = roster_of(ONEROSTER)
    assert [(c.school_year, c.grade, c.name) for c in roster.classes.values()] == [(2026, "七年级", "七年级(1)班")]
    assert [(s.number, s.name, s.sex) for s in roster.students.values()] == [
        ("S1", "王小明", "male"),
        ("S2", "José García", "female"),
    ]
    assert {(t.number, t.person, t.relation) for t in roster.guardianships.values()} == {
        ("S1", "16400000101", "father"),
        ("S1", "16400000103", "other"),
        ("S2", "16400000101", "father"),
    }
    assert {(s.number, s.name) for s in roster.staff.values()} == {("T1", "郑建华"), ("T2", "周丽华")}
    assert {(x.person, x.part) for x in roster.lessons.values()} == {
        ("16400000104", "class_teacher"),
        ("16400000102", "subject_teacher"),
    }


def test_what_is_to_be_deleted_is_not_there() -> None:
    kept = ONEROSTER["users.csv"].replace("S3,tobedeleted", "S3,active")
    demographics = ONEROSTER["demographics.csv"] + "S3,active,,male,\n"
    there = roster_of({**ONEROSTER, "users.csv": kept, "demographics.csv": demographics})
    assert set(there.students) == {"S1", "S2", "S3"}
    assert set(roster_of(ONEROSTER).students) == {"S1", "S2"}


def test_an_sds_set_is_the_same_school() -> None:
    roster = roster_of(SDS)
    assert [s.class_key for s in roster.students.values()] == [(2026, "七年级(1)班")] * 2
    assert roster.guardianships["S1", "16400000103"].relation == "relative"


def test_what_nobody_may_store_is_left_out_and_said() -> None:
    found = checked(ONEROSTER)
    (note,) = [n for n in found.notes if n.code == "never_kept"]
    assert note.params["columns"] == "username、password、birthDate、white"
    kept = str(upload.read(zip_of(ONEROSTER), "").tables)
    assert not any(word in kept for word in ("pw1", "2013-01-01", "tobedeleted"))


def test_a_role_that_gives_rights_is_asked_about() -> None:
    roles = ONEROSTER["roles.csv"].replace("T1,primary,teacher", "T1,primary,administrator")
    assert [(a.kind, a.word) for a in checked({**ONEROSTER, "roles.csv": roles}).asks] == [("role", "administrator")]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("male,true", ",true", ("学生", "性别", "required")),
        ("+86 164 0000 0101", "+44 20 7946 0000", ("家长", "手机号", "phone_wrong")),
    ],
)
def test_what_is_missing_is_an_error_of_our_rules(old: str, new: str, fault: tuple[str, str, str]) -> None:
    bad = checked({name: text.replace(old, new) for name, text in ONEROSTER.items()}).bad_rows
    assert (bad[0].sheet, bad[0].column, bad[0].code) == fault


def test_a_student_of_two_classes_is_settled_by_a_person() -> None:
    two = {**SDS, "classes.csv": SDS["classes.csv"] + "C2,1,七年级(2)班,Y,7\n"}
    two["enrollments.csv"] += "C2,S1,student\n"
    assert [(b.sheet, b.column, b.code) for b in checked(two).bad_rows] == [("学生", "班级", "required")]


async def test_it_is_uploaded_and_applied(school: School) -> None:
    done = await school.applied(zip_of(ONEROSTER), "oneroster.zip", covers="new")
    assert done["changes"]["students"]["added"] == 0  # S1 and S2 are here already
    fresh = {name: text.replace("S2", "S7") for name, text in ONEROSTER.items()}
    done = await school.applied(zip_of(fresh), "oneroster.zip", covers="new")
    assert done["changes"]["students"]["added"] == 1


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(Damaged):
        upload.read(zip_of({**ONEROSTER, "a/users.csv": "sourcedId,name\nx,y\n"}), "set.zip")
