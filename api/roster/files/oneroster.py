"""Writes a roster as a OneRoster 1.2 set, which `exchange` reads as the same people.

`sourcedId` is the student or staff number. Addresses and needs for support stay here: other systems have no use for them.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from api.core.login_addresses import kind_of
from api.roster.files import archive
from api.roster.files.exchange import RELATIONS, grade_code
from api.roster.values import RELATION_NAMES, ROLES, OrgKind
from schemas.roster.rows import ClassKey, Relation, Roster, RosterGuardianship, RosterStaff, RosterStudent

MEDIA_TYPE = "application/octet-stream"
_EVERY = "sourcedId,status,dateLastModified,"
COLUMNS: dict[str, str] = {
    "orgs": "name,type,identifier,parentSourcedId",
    "academicSessions": "title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "classes": (
        "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
        "subjectCodes,periods"
    ),
    "users": (
        "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,"
        "password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,"
        f"primaryOrgSourcedId,pronouns,{RELATIONS}"
    ),
    "roles": "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
    "enrollments": "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "demographics": (
        "birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,"
        "white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,"
        "cityOfBirth,publicSchoolResidenceStatus"
    ),
}
"""What the standard has, in its order. `password` and much else always stand empty."""
_ABSENT = [
    "categories",
    "classResources",
    "courseResources",
    "lineItemLearningObjectiveIds",
    "lineItems",
    "lineItemScoreScales",
    "resources",
    "resultLearningObjectiveIds",
    "results",
    "resultScoreScales",
    "scoreScales",
    "userProfiles",
    "userResources",
]
_KINDS: dict[OrgKind, str] = {"school": "school", "bureau": "district"}
_ROLE_NAMES = {code: name for name, code in ROLES.items()}
_AS_AGENT: dict[Relation, str] = {
    "father": "parent",
    "mother": "parent",
    "grandparent": "relative",
    "relative": "relative",
    "other": "guardian",
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_OF_TWO = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "司徒",
        "夏侯",
        "宇文",
        "长孙",
        "端木",
        "南宫",
        "百里",
        "独孤",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """Whose roster it is. `class_ids` and `accounts` give ids to what has no number of its own."""

    org_id: int
    name: str
    kind: OrgKind
    class_ids: Mapping[ClassKey, UUID]
    accounts: Mapping[str, UUID]


def write(roster: Roster, school: School, phones: Mapping[str, str]) -> bytes:
    """The set as a zip. `phones`: by the roster's key of a person."""
    made = _Writer(roster=roster, school=school, org=str(school.org_id), phones=phones)
    made.run()
    files = {f"{name}.csv": _csv(columns, made.rows.get(name, [])) for name, columns in COLUMNS.items()}
    return archive.pack({"manifest.csv": _manifest(), **files})


def _csv(columns: str, rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, (_EVERY + columns).split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _manifest() -> bytes:
    said = {
        "propertyName": "value",
        "manifest.version": "1.0",
        "oneroster.version": "1.2",
        **{f"file.{name}": "bulk" for name in COLUMNS},
        **{f"file.{name}": "absent" for name in _ABSENT},
        "source.systemName": "Xinqiao",
        "source.systemCode": "xinqiao",
    }
    return "".join(f"{name},{value}\r\n" for name, value in said.items()).encode()


@dataclass(slots=True, kw_only=True)
class _Writer:
    roster: Roster
    school: School
    org: str
    phones: Mapping[str, str]
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict[str, list[dict[str, str]]])
    ties: dict[str, list[RosterGuardianship]] = field(default_factory=dict[str, list[RosterGuardianship]])
    parts: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    subjects: dict[tuple[ClassKey, str], str] = field(default_factory=dict[tuple[ClassKey, str], str])

    def run(self) -> None:
        for tie in self.roster.guardianships.values():
            self.ties.setdefault(tie.number, []).append(tie)
            self.parts.setdefault(tie.person, set()).add(_AS_AGENT[tie.relation])
        self._add("orgs", sourcedId=self.org, name=self.school.name, type=_KINDS.get(self.school.kind, "department"))
        for year in sorted({one.school_year for one in self.roster.classes.values()}):
            self._year(year)
        for key in sorted(self.roster.classes):
            self._class(key, "")
        for student in sorted(self.roster.students.values(), key=lambda one: one.number):
            self._student(student)
        for person in sorted(self.roster.guardians, key=self._id):
            self._guardian(person)
        for one in sorted(self.roster.staff.values(), key=lambda one: one.number):
            self._colleague(one)
        for key in sorted(self.roster.lessons):
            self._lesson(*key)

    def _add(self, file: str, **cells: str) -> None:
        self.rows.setdefault(file, []).append(cells)

    def _id(self, person: str) -> str:
        """A colleague's number, set apart from an equal student number; a guardian who is none has no number."""
        if (one := self.roster.staff.get(person)) is None:
            return str(self.school.accounts[person])
        return f"staff:{one.number}" if one.number in self.roster.students else one.number

    def _year(self, year: int) -> None:
        title, named = f"{year}-{year + 1}", {"type": "schoolYear", "schoolYear": str(year + 1)}
        days = {"startDate": f"{year}-09-01", "endDate": f"{year + 1}-08-31"}
        self._add("academicSessions", sourcedId=str(year), title=title, **named, **days)

    def _class(self, key: ClassKey, subject: str) -> str:
        """A homeroom, or a class in which a homeroom is taught a subject: that one has the homeroom's code."""
        one = self.roster.classes[key]
        same = {"grades": grade_code(one.grade), "subjects": subject, "title": f"{one.name} {subject}".strip()}
        class_id = str(self.school.class_ids[key]) + (f":{subject}" if subject else "")
        course, kind = f"course:{class_id}", "scheduled" if subject else "homeroom"
        ids = {"courseSourcedId": course, "schoolSourcedId": self.org, "termSourcedIds": str(key[0])}
        self._add("courses", sourcedId=course, schoolYearSourcedId=str(key[0]), orgSourcedId=self.org, **same)
        self._add("classes", sourcedId=class_id, classCode=one.name, classType=kind, **ids, **same)
        return class_id

    def _user(self, user: str, name: str, person: str = "", **cells: str) -> None:
        family, given = divided(name)
        names = {"username": user, "familyName": family, "givenName": given}
        address = self.phones.get(person, "")
        more = {"email" if kind_of(address) == "mail" else "sms": address, "primaryOrgSourcedId": self.org}
        self._add("users", sourcedId=user, enabledUser="true", **names, **more, **cells)

    def _roles(self, user: str, roles: list[str]) -> None:
        for at, role in enumerate(roles):
            kind, role_id = "secondary" if at else "primary", f"{user}:{role}"
            self._add("roles", sourcedId=role_id, userSourcedId=user, roleType=kind, role=role, orgSourcedId=self.org)

    def _student(self, one: RosterStudent) -> None:
        ties = sorted(self.ties.get(one.number, []), key=lambda tie: tie.contact_order)
        relations = ",".join(f"{RELATION_NAMES[tie.relation]}:{tie.contact_order}" for tie in ties)
        more = {
            "identifier": one.number,
            "agentSourcedIds": ",".join(self._id(tie.person) for tie in ties),
            "grades": grade_code(self.roster.classes[one.class_key].grade),
            RELATIONS: relations,
        }
        self._user(one.number, one.name, **more)
        self._roles(one.number, ["student"])
        self._add("demographics", sourcedId=one.number, sex=one.sex)
        self._enrol(one.number, str(self.school.class_ids[one.class_key]), "student", primary=False)

    def _guardian(self, person: str) -> None:
        if person not in self.roster.staff:
            self._user(self._id(person), self.roster.guardians[person].name, person)
            self._roles(self._id(person), sorted(self.parts[person]))

    def _colleague(self, one: RosterStaff) -> None:
        user = self._id(one.person)
        self._user(user, one.name, one.person, identifier=one.number)
        roles = ["teacher"] if self.school.kind == "school" else []
        roles += [f"ext:{_ROLE_NAMES[role]}" for role in one.roles]
        self._roles(user, [*roles, *sorted(self.parts.get(one.person, ()))])

    def _lesson(self, key: ClassKey, person: str, part: str, subject: str) -> None:
        class_id = str(self.school.class_ids[key])
        if subject:
            class_id = self.subjects.get((key, subject)) or self._class(key, subject)
            self.subjects[key, subject] = class_id
        self._enrol(self._id(person), class_id, "teacher", primary=part == "class_teacher")

    def _enrol(self, user: str, class_id: str, role: str, *, primary: bool) -> None:
        ids = {"classSourcedId": class_id, "schoolSourcedId": self.org, "userSourcedId": user}
        said = {"role": role, "primary": "true" if primary else "false"}
        self._add("enrollments", sourcedId=str(len(self.rows.get("enrollments", ())) + 1), **ids, **said)


def divided(name: str) -> tuple[str, str]:
    """Family name and given name; a name that no rule divides stands whole as the given one."""
    if _HAN_NAME.fullmatch(name):
        at = 2 if len(name) > 2 and name[:2] in _OF_TWO else 1
        return name[:at], name[at:]
    if " " in name and not _HAN.search(name):
        given, _, family = name.rpartition(" ")
        return family, given
    return "-", name
