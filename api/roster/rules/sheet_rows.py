"""A roster as the rows of its workbook: what is written so is read as the same roster."""

import hashlib
from collections.abc import Collection, Iterable, Mapping

import msgspec

from api.core.login_addresses import kind_of
from api.roster.columns import BY_KEY
from api.roster.values import RELATION_NAMES, ROLES, SEXES, SUPPORT
from schemas.roster.rows import (
    Roster,
    RosterClass,
    RosterGuardianship,
    RosterLesson,
    RosterStaff,
    RosterStudent,
    SheetKey,
)

_SEX_NAMES = {code: name for name, code in SEXES.items()}
_ROLE_NAMES = {code: name for name, code in ROLES.items()}


def sheet_rows(roster: Roster, phones: Mapping[str, str]) -> dict[SheetKey, list[list[str]]]:
    """The rows of every sheet, a text for each column. `phones`: by the roster's key of a person.

    An email address stands there of who signs in by it. Others are left blank: a person may have changed theirs to a private one, and a blank
    cell changes nothing.
    """
    lessons: dict[str, list[RosterLesson]] = {}
    for lesson in roster.lessons.values():
        lessons.setdefault(lesson.person, []).append(lesson)
    classes = sorted(roster.classes.values(), key=lambda one: one.key)
    students = sorted(roster.students.values(), key=lambda one: (one.class_key, one.number))
    ties = sorted(roster.guardianships.values(), key=lambda one: (one.number, one.contact_order))
    staff = sorted(roster.staff.values(), key=lambda one: one.number)
    return {
        "classes": [_row("classes", _of_class(one)) for one in classes],
        "students": [_row("students", _of_student(one)) for one in students],
        "guardians": [_row("guardians", _of_tie(one, roster, phones)) for one in ties],
        "staff": [_row("staff", _of_staff(one, phones, lessons.get(one.person, []))) for one in staff],
    }


def digest_of(rows: Mapping[SheetKey, list[list[str]]], without: Collection[str] = ()) -> str:
    """SHA-256 of the rows of a roster, in hex: two installations with one digest hold the same people. `without`: columns left out."""
    digest = hashlib.sha256()
    for key in sorted(rows):
        kept = [at for at, column in enumerate(BY_KEY[key].columns) if column.name not in without]
        for row in sorted([row[at] for at in kept] for row in rows[key]):
            digest.update(msgspec.json.encode([key, *row]) + b"\n")
    return digest.hexdigest()


def _row(key: SheetKey, cells: Mapping[str, str]) -> list[str]:
    return [cells.get(column.name, "") for column in BY_KEY[key].columns]


def _of_class(one: RosterClass) -> dict[str, str]:
    year = f"{one.school_year}-{one.school_year + 1}"
    return {"年级": one.grade, "班级名称": one.name, "学年": year}


def _of_student(one: RosterStudent) -> dict[str, str]:
    row = {"学号": one.number, "姓名": one.name, "性别": _SEX_NAMES[one.sex], "班级": one.class_key[1]}
    if one.home:
        row["家庭住址"] = one.home.address
        if one.home.longitude is not None and one.home.latitude is not None:
            row |= {"经度": _degrees(one.home.longitude), "纬度": _degrees(one.home.latitude)}
    return row | {SUPPORT[code]: "是" for code in one.support}


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _of_tie(tie: RosterGuardianship, roster: Roster, phones: Mapping[str, str]) -> dict[str, str]:
    return {
        "姓名": roster.guardians[tie.person].name,
        "关系": RELATION_NAMES[tie.relation],
        **_login(phones.get(tie.person, "")),
        "学生学号": tie.number,
        "联系顺序": str(tie.contact_order),
    }


def _login(address: str) -> dict[str, str]:
    return {"邮箱" if kind_of(address) == "mail" else "手机号": address}


def _of_staff(one: RosterStaff, phones: Mapping[str, str], lessons: Iterable[RosterLesson]) -> dict[str, str]:
    mine = sorted(lessons, key=lambda lesson: lesson.key)
    return {
        "工号": one.number,
        "姓名": one.name,
        **_login(phones.get(one.person, "")),
        "角色": ";".join(_ROLE_NAMES[role] for role in one.roles),
        "任教班级": ";".join(_lesson(lesson) for lesson in mine if lesson.part == "subject_teacher"),
        "班主任班级": ";".join(lesson.class_key[1] for lesson in mine if lesson.part == "class_teacher"),
    }


def _lesson(lesson: RosterLesson) -> str:
    return f"{lesson.class_key[1]}:{lesson.subject}" if lesson.subject else lesson.class_key[1]
