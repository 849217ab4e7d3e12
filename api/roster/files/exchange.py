"""Reads OneRoster (1.1, 1.2) and Microsoft SDS (v1, v2, v2.1) zips: their files become the sheets of our workbook, and the same rules hold.

`sourcedId` is the student or staff number. Passwords, birth dates, race and similar flags are not taken over, so they are never stored.
"""

import re
from collections.abc import Mapping, Sequence

from api.roster.columns import BY_KEY
from api.roster.files import sds_v1
from api.roster.files.sds_v1 import Line, Record
from api.roster.files.tables import Table, Text, Upload
from schemas.roster.rows import SheetKey

RELATIONS = "metadata.xinqiao.relations"
"""A column of our own export: relation and order of contact of each of a student's agents."""
_STUDENT, _TEACHER = "student", "teacher"
_GUARDIANS = frozenset({"guardian", "parent", "relative"})
_GRADES = ("", *(f"{n}年级" for n in "一二三四五六七八九"), "高一", "高二", "高三")
_HAN = re.compile(r"[\u3400-\u9fff]")
_GIVES_NO_NAME = "-"
_GRADE = "年级"
_TAKEN = frozenset({"users", "roles", "classes", "enrollments", "relationships", "academicsessions", "demographics"})
_OF_DEMOGRAPHICS = frozenset({"sourcedid", "usersourcedid", "sex", "status", "datelastmodified"})
_GONE = frozenset({"tobedeleted", "inactive"})
_NOT_TAKEN = frozenset({"password", "birthdate", "username", "userids"})


def is_exchange(files: Mapping[str, Table]) -> bool:
    """Whether files, by name in lower case and without ending, are such a set."""
    return {"users", "orgs"} <= set(files) or _is_v1(files)


def _is_v1(files: Mapping[str, Table]) -> bool:
    return sds_v1.is_v1({name: _heads(table) for name, table in files.items()})


def read(files: Mapping[str, Table]) -> Upload:
    """The sheets that a set of files amounts to. `files`: by name, in lower case and without ending."""
    v1 = _is_v1(files)
    sets = {name: _lines(table) for name, table in files.items() if name in (sds_v1.TAKEN if v1 else _TAKEN)}
    exchange = _Exchange(sds_v1.as_oneroster(sets) if v1 else sets)
    tables = [
        Table(name=BY_KEY[key].name, rows=[(1, [*_columns(key)]), *rows])
        for key, rows in exchange.sheets().items()
        if rows
    ]
    notes = [] if exchange.tells_sexes() else ["set_lacks_sex"]
    return Upload(tables=tables, not_taken=_not_taken(files, v1=v1), notes=notes)


def _heads(table: Table) -> list[str]:
    return [head.strip().lower() if isinstance(head, str) else "" for head in table.rows[0][1]]


def _lines(table: Table) -> list[Line]:
    names, rows = _heads(table), table.rows[1:]
    lines = [
        Line(at, {n: c if isinstance(c, str) else "" for n, c in zip(names, cells, strict=False)}) for at, cells in rows
    ]
    return [line for line in lines if _is_here(line.of)]


def _is_here(record: Record) -> bool:
    return record.get("status", "").lower() not in _GONE and record.get("enableduser", "").lower() != "false"


def _not_taken(files: Mapping[str, Table], *, v1: bool) -> list[str]:
    known = sds_v1.TAKEN if v1 else {*_TAKEN, "orgs", "manifest"}
    heads = [
        head
        for name, table in files.items()
        for at, head in enumerate(table.rows[0][1])
        if isinstance(head, str) and _is_left_out(name, head.strip().lower(), v1=v1) and _is_filled(table, at)
    ]
    return [*dict.fromkeys(heads), *(f"{name}.csv" for name in files if name not in known)]


def _is_filled(table: Table, at: int) -> bool:
    return any(cells[at] != "" for _, cells in table.rows[1:] if at < len(cells))


def _is_left_out(name: str, head: str, *, v1: bool) -> bool:
    if v1:
        return name in sds_v1.TAKEN and head not in sds_v1.TAKEN[name]
    return head in _NOT_TAKEN or (name == "demographics" and head not in _OF_DEMOGRAPHICS)


class _Exchange:
    """One set of files, with its records by their ids."""

    def __init__(self, sets: Mapping[str, Sequence[Line]]) -> None:
        self._users = {line.of.get("sourcedid", ""): line for line in sets.get("users", [])}
        self._sexes = {
            _user(line.of) or line.of.get("sourcedid", ""): line.of.get("sex", "")
            for line in sets.get("demographics", [])
        }
        self._roles: dict[str, list[str]] = {}
        for line in sets.get("roles", []):
            self._roles.setdefault(_user(line.of), []).append(line.of.get("role", "").lower())
        for user, line in self._users.items():
            if role := line.of.get("role", "").lower():  # 1.1 has it here
                self._roles.setdefault(user, []).append(role)
        self._year = _school_year(sets.get("academicsessions", []))
        every = {line.of.get("sourcedid", ""): line for line in sets.get("classes", [])}
        homerooms = {c: line for c, line in every.items() if line.of.get("classtype", "").lower() == "homeroom"}
        self._classes = homerooms or every
        self._subjects = self._subject_classes(every)
        self._enrolments: dict[tuple[str, str], list[Record]] = {}
        for line in sets.get("enrollments", []):
            if line.of.get("classsourcedid", "") in {*self._classes, *self._subjects}:
                self._enrolments.setdefault((_user(line.of), _role(line.of)), []).append(line.of)
        self._ties = sets.get("relationships", [])

    def tells_sexes(self) -> bool:
        """Whether the set says anybody's sex: SDS v2 has no place for it, and demographics may be left out."""
        return any(self._sexes.values())

    def sheets(self) -> dict[SheetKey, list[tuple[int, list[Text]]]]:
        """The rows of our sheets. A set need not have sessions, nor SDS v2 a grade of a class: then classes come from the students, and a person gives the year."""
        dated = self._classes.values() if self._year else ()
        found: dict[SheetKey, list[tuple[int, list[Text]]]] = {
            "classes": [_row("classes", line.at, self._class(line.of)) for line in dated],
            "students": [],
            "guardians": self._guardians(),
            "staff": [],
        }
        for user, line in self._users.items():
            roles = self._roles.get(user, [])
            if _STUDENT in roles:
                found["students"].append(_row("students", line.at, self._student(user, line.of)))
            elif roles and not set(roles) <= _GUARDIANS:
                found["staff"].append(_row("staff", line.at, self._staff(user, line.of, roles)))
        return found

    def _class(self, one: Record) -> dict[str, str]:
        return {"年级": _grade(one.get("grades", "")), "班级名称": one.get("title", ""), "学年": self._year}

    def _student(self, user: str, one: Record) -> dict[str, str]:
        mine = self._enrolments.get((user, _STUDENT), [])
        titles = [self._title(one) for one in mine if one["classsourcedid"] in self._classes]
        grades = [
            one.get("grade", ""),
            *(
                self._classes[e["classsourcedid"]].of.get("grades", "")
                for e in mine
                if e["classsourcedid"] in self._classes
            ),
        ]
        # Of two classes neither is theirs: the blank cell is an error that a person settles.
        return {
            _GRADE: next((_grade(grade) for grade in grades if grade), ""),
            "学号": _number(user),
            "姓名": _name(one),
            "性别": self._sexes.get(user, ""),
            "班级": titles[0] if len(titles) == 1 else "",
        }

    def _staff(self, user: str, one: Record, roles: list[str]) -> dict[str, str]:
        mine = self._enrolments.get((user, _TEACHER), [])
        led = [self._title(enrolment) for enrolment in mine if enrolment.get("primary", "").lower() == "true"]
        taught = [self._title(enrolment) for enrolment in mine if enrolment.get("primary", "").lower() != "true"]
        known = [_role_name(role) for role in dict.fromkeys(roles) if role not in _GUARDIANS]
        return {
            "工号": _number(user),
            "姓名": _name(one),
            "手机号": _phone(one),
            "邮箱": one.get("email", ""),
            "角色": ";".join(known),
            "任教班级": ";".join(taught),
            "班主任班级": ";".join(led),
        }

    def _guardians(self) -> list[tuple[int, list[Text]]]:
        rows: list[tuple[int, list[Text]]] = []
        relations = self._relations()
        for (student, agent), (at, role) in self._all_ties().items():
            if agent in self._users and student in self._users:
                cells = self._guardian(student, agent, role) | relations.get((student, agent), {})
                rows.append(_row("guardians", at, cells))
        return rows

    def _all_ties(self) -> dict[tuple[str, str], tuple[int, str]]:
        """Row and role by student and guardian; a relationship says more than a student's list of agents."""
        ties: dict[tuple[str, str], tuple[int, str]] = {}
        for user, line in self._users.items():
            if _STUDENT in self._roles.get(user, []):
                agents = [agent.strip() for agent in line.of.get("agentsourcedids", "").split(",")]
                ties |= {(user, agent): (line.at, "") for agent in agents if agent}
        for line in self._ties:
            key = (_user(line.of), line.of.get("relationshipusersourcedid", ""))
            ties[key] = (line.at, line.of.get("relationshiprole", ""))
        return ties

    def _guardian(self, student: str, agent: str, role: str) -> dict[str, str]:
        one = self._users[agent].of
        role = role.lower() or next(iter(self._roles.get(agent, [])), "")
        parent = (
            {"male": "父亲", "female": "母亲"}.get(self._sexes.get(agent, "").lower()) if role == "parent" else None
        )
        relation = parent or ("其他亲属" if role == "relative" else "其他")
        return {
            "姓名": _name(one),
            "关系": relation,
            "手机号": _phone(one),
            "学生学号": _number(student),
            "邮箱": one.get("email", ""),
        }

    def _title(self, enrolment: Record) -> str:
        """The name of the class, with the subject where it is taught in a class of its own."""
        class_id = enrolment["classsourcedid"]
        return self._subjects.get(class_id) or self._classes[class_id].of.get("title", "")

    def _subject_classes(self, every: Mapping[str, Line]) -> dict[str, str]:
        """The scheduled classes that have the code of a homeroom, each as a lesson of that homeroom."""
        codes = {code: line.of.get("title", "") for line in self._classes.values() if (code := _code(line.of))}
        return {
            one: f"{codes[_code(line.of)]}:{line.of.get('subjects', '')}"
            for one, line in every.items()
            if one not in self._classes and _code(line.of) in codes
        }

    def _relations(self) -> dict[tuple[str, str], dict[str, str]]:
        """Relation and order of contact by student and guardian, where our own export says them."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for user, line in self._users.items():
            agents = line.of.get("agentsourcedids", "").split(",")
            for agent, said in zip(agents, line.of.get(RELATIONS, "").split(","), strict=False):
                relation, _, order = said.partition(":")
                found[user, agent.strip()] = {"关系": relation, "联系顺序": order} if relation else {}
        return found


def _row(key: SheetKey, at: int, cells: Mapping[str, str]) -> tuple[int, list[Text]]:
    return at, [cells.get(column, "") for column in _columns(key)]


def _columns(key: SheetKey) -> tuple[str, ...]:
    """Those of our sheet; of students also the grade, for classes that come from them."""
    own = tuple(column.name for column in BY_KEY[key].columns)
    return (*own, _GRADE) if key == "students" else own


def _user(record: Record) -> str:
    return record.get("usersourcedid", "")


def _code(one: Record) -> str:
    return one.get("classcode", "")


def _number(sourced_id: str) -> str:
    """The student or staff number; before a colon stands only what keeps two equal numbers apart."""
    return sourced_id.rpartition(":")[2]


def _role_name(role: str) -> str:
    return "科任教师" if role in {_TEACHER, "aide"} else role.removeprefix("ext:")


def _role(record: Record) -> str:
    return record.get("role", "").lower()


def _name(one: Record) -> str:
    parts = (one.get("familyname", ""), one.get("givenname", ""))
    family, given = ("" if part == _GIVES_NO_NAME else part for part in parts)
    return f"{family}{given}" if _HAN.search(family + given) else f"{given} {family}".strip()


def _phone(one: Record) -> str:
    return one.get("sms", "") or one.get("phone", "")


def grade_code(grade: str) -> str:
    """A grade as OneRoster counts it, 07 for 七年级; another one as it is named."""
    return f"{_GRADES.index(grade):02d}" if grade in _GRADES[1:] else grade


def _grade(grades: str) -> str:
    first = grades.split(",", maxsplit=1)[0].strip()
    return _GRADES[int(first)] if first.isdigit() and 0 < int(first) < len(_GRADES) else first


def _school_year(sessions: Sequence[Line]) -> str:
    """The school year that began last; a year's sessions begin in its autumn, and `schoolYear` there is the year of its end."""
    ends = [line.of.get("schoolyear", "") for line in sessions if line.of.get("schoolyear", "").isdigit()]
    return str(max(map(int, ends)) - 1) if ends else ""
