"""Microsoft SDS v1 sets: their files as those of OneRoster, so that one reader follows one set of rules.

Sections are the classes. One without a course, or whose course is called homeroom, is a homeroom: where there are such, the others are
left out, as a student is in many of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Record = Mapping[str, str]
_HOMEROOMS = frozenset({"", "homeroom", "班会", "行政班", "班级"})
_STUDENT, _STAFF, _GUARDIAN = "student:", "staff:", "guardian:"
TAKEN: Mapping[str, frozenset[str]] = {
    "school": frozenset({"sis id", "name"}),
    "student": frozenset({"sis id", "school sis id", "first name", "last name", "grade", "gender", "status"}),
    "teacher": frozenset({"sis id", "school sis id", "first name", "last name", "phone", "status"}),
    "section": frozenset({"sis id", "school sis id", "section name", "course name", "course subject", "term startdate", "status"}),
    "studentenrollment": frozenset({"section sis id", "sis id"}),
    "teacherroster": frozenset({"section sis id", "sis id"}),
    "user": frozenset({"email", "first name", "last name", "phone", "sis id"}),
    "guardianrelationship": frozenset({"sis id", "email", "role"}),
}  # fmt: skip
"""The columns that are read, by file; both in lower case."""


class Line(NamedTuple):
    """A record with the number of its row in its file."""

    at: int
    of: Record


Sets = Mapping[str, Sequence[Line]]


def is_v1(names: Mapping[str, Sequence[str]]) -> bool:
    """Whether files with these headings, by name, are such a set."""
    return {"student", "teacher", "section"} <= set(names) and "sis id" in names["student"]


def as_oneroster(sets: Sets) -> dict[str, list[Line]]:
    """The same people, classes and ties under the names of OneRoster."""
    students, teachers, guardians = (sets.get(name, ()) for name in ("student", "teacher", "user"))
    users = [
        *(_user(line, _STUDENT, line.of.get("sis id", ""), "student") for line in students),
        *(_user(line, _STAFF, line.of.get("sis id", ""), "teacher") for line in teachers),
        *(_user(line, _GUARDIAN, _mail(line.of), "guardian") for line in guardians),
    ]
    return {
        "users": users,
        "demographics": [
            Line(line.at, {"usersourcedid": _STUDENT + line.of.get("sis id", ""), "sex": line.of.get("gender", "")})
            for line in students
        ],
        "classes": _classes(sets),
        "enrollments": _enrollments(sets),
        "relationships": [
            Line(
                line.at,
                {
                    "usersourcedid": _STUDENT + line.of.get("sis id", ""),
                    "relationshipusersourcedid": _GUARDIAN + _mail(line.of),
                    "relationshiprole": line.of.get("role", ""),
                },
            )
            for line in sets.get("guardianrelationship", ())
        ],
        "academicsessions": [
            Line(line.at, {"schoolyear": year}) for line in sets.get("section", ()) if (year := _school_year(line.of))
        ],
    }


def _user(line: Line, before: str, number: str, role: str) -> Line:
    one = line.of
    known = {
        "sourcedid": before + number,
        "role": role,
        "givenname": one.get("first name", ""),
        "familyname": one.get("last name", ""),
        "email": one.get("email", ""),
        "phone": one.get("phone", ""),
    }
    return Line(line.at, known)


def _mail(record: Record) -> str:
    return record.get("email", "").lower()


def _classes(sets: Sets) -> list[Line]:
    grades = _grades(sets)
    return [
        Line(
            line.at,
            {
                "sourcedid": (section := line.of.get("sis id", "")),
                "title": line.of.get("section name", ""),
                "grades": grades.get(section, ""),
                "classtype": "homeroom" if _is_homeroom(line.of) else "scheduled",
            },
        )
        for line in sets.get("section", ())
    ]


def _is_homeroom(section: Record) -> bool:
    return (section.get("course subject", "") or section.get("course name", "")).strip().lower() in _HOMEROOMS


def _grades(sets: Sets) -> dict[str, str]:
    """The grade that most students of a section are in: the section itself has none."""
    of_student = {line.of.get("sis id", ""): line.of.get("grade", "") for line in sets.get("student", ())}
    counted: dict[str, Counter[str]] = {}
    for line in sets.get("studentenrollment", ()):
        grade = of_student.get(line.of.get("sis id", ""), "")
        counted.setdefault(line.of.get("section sis id", ""), Counter()).update([grade] if grade else [])
    return {section: grades.most_common(1)[0][0] for section, grades in counted.items() if grades}


def _enrollments(sets: Sets) -> list[Line]:
    homerooms = {line.of.get("sis id", "") for line in sets.get("section", ()) if _is_homeroom(line.of)}
    roster = sets.get("teacherroster", ())
    teachers = Counter(line.of.get("section sis id", "") for line in roster)
    enrolled = [_enrolled(line, _STUDENT, "student", leads=False) for line in sets.get("studentenrollment", ())]
    for line in roster:
        section = line.of.get("section sis id", "")
        # The one teacher of a homeroom leads the class; of several nobody knows who does.
        enrolled.append(_enrolled(line, _STAFF, "teacher", leads=section in homerooms and teachers[section] == 1))
    return enrolled


def _enrolled(line: Line, before: str, role: str, *, leads: bool) -> Line:
    return Line(
        line.at,
        {
            "classsourcedid": line.of.get("section sis id", ""),
            "usersourcedid": before + line.of.get("sis id", ""),
            "role": role,
            "primary": "true" if leads else "false",
        },
    )


def _school_year(section: Record) -> str:
    """The year in which the school year of a term ends; it begins in autumn."""
    written = section.get("term startdate", "")
    digits = "".join(c for c in written if c.isdigit())
    if len(digits) != 8 or not digits.startswith("20"):
        return ""
    year, month = int(digits[:4]), int(digits[4:6])
    return str(year + 1 if month >= 7 else year)
