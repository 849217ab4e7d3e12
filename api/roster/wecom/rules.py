"""A school's directory in WeCom as the sheets of our workbook, so that the same rules hold. Pure functions.

WeCom knows no student number, no sex and no name of a parent. Of who is or was here these are taken from the roster; of others they are
faults, which a person fills in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.core.name_folding import compared
from api.roster.columns import BY_KEY
from api.roster.files.tables import MAX_ROWS, Table, Text, Upload, clean
from api.roster.rules.cells import folded_number
from api.roster.values import RELATION_NAMES
from schemas.roster.rows import Roster, RosterGuardian, RosterStudent, Sex, SheetKey, Snapshot
from schemas.roster.wecom import CLASS, GRADE, Department, Directory, Parent, Student

_SEXES: dict[Sex, str] = {"male": "男", "female": "女"}
_STUDENT = ("学号", "姓名", "性别", "班级", "年级")
_GUARDIAN = ("姓名", "关系", "手机号", "学生学号")
_GRADUATED = 1

PersonOf = Callable[[str], str | None]
"""Whom a number stands for in the roster: the key of a person, or None where the text is no number."""


def is_too_large(directory: Directory) -> bool:
    """Whether no school has so many people."""
    return max(len(directory.students), sum(len(one.parents) for one in directory.students)) > MAX_ROWS


def to_upload(directory: Directory, snapshot: Snapshot, person_of: PersonOf) -> Upload:
    """The sheets of students and parents. Colleagues and lessons stay as they are: WeCom does not name them."""
    now, former = snapshot.now, snapshot.former
    made = _Sheets(
        now=now,
        students={**former.students, **now.students},
        guardians={**former.guardians, **now.guardians},
        person_of=person_of,
        departments={one.id: one for one in directory.departments},
    )
    here = [one for one in directory.students if made.classes_of(one)]
    made.find_numbers(here)
    students = _table("students", _STUDENT, (made.student(one) for one in here))
    if not any(parent.mobile for one in here for parent in one.parents):
        return Upload(tables=[students], notes=["wecom_lacks", "wecom_no_mobiles"])
    parents = _table("guardians", _GUARDIAN, (made.parent(one, parent) for one in here for parent in one.parents))
    return Upload(tables=[students, parents], notes=["wecom_lacks"])


def _table(key: SheetKey, columns: tuple[str, ...], rows: Iterable[list[str]]) -> Table:
    filled: list[tuple[int, list[Text]]] = [(at, [clean(cell) for cell in row]) for at, row in enumerate(rows, start=2)]
    return Table(name=BY_KEY[key].name, rows=[(1, list(columns)), *filled])


@dataclass(slots=True, kw_only=True)
class _Sheets:
    """`students`, `guardians`: who is or was here. `numbers`: the student number of each student of the directory, by the id there."""

    now: Roster
    students: Mapping[str, RosterStudent]
    guardians: Mapping[str, RosterGuardian]
    person_of: PersonOf
    departments: Mapping[int, Department]
    numbers: dict[str, str] = field(default_factory=dict[str, str])

    def find_numbers(self, students: Sequence[Student]) -> None:
        """The id that the school chose is the number. Where it is none of today's: that of a child of the same name and the same parent."""
        own = {one.student_userid: folded_number(one.student_userid) for one in students}
        children: dict[str, set[str]] = {}
        for number, person in self.now.guardianships:
            if number not in own.values():
                children.setdefault(person, set()).add(number)
        for one in students:
            number = own[one.student_userid]
            fit = set[str]() if number in self.students else self._children_named(one, children)
            self.numbers[one.student_userid] = fit.pop() if len(fit) == 1 else number or one.student_userid

    def _children_named(self, student: Student, children: Mapping[str, set[str]]) -> set[str]:
        of_parents = (children.get(self.person_of(one.mobile) or "", set[str]()) for one in student.parents)
        name = compared(student.name)
        return {number for of in of_parents for number in of if compared(self.now.students[number].name) == name}

    def classes_of(self, student: Student) -> list[Department]:
        """The classes of a student that have not graduated."""
        found = [self.departments[one] for one in student.department if one in self.departments]
        return [one for one in found if one.type == CLASS and not self._is_over(one)]

    def student(self, student: Student) -> list[str]:
        number = self.numbers[student.student_userid]
        known, classes = self.students.get(number), self.classes_of(student)
        name = known.name if known and compared(known.name) == compared(student.name) else student.name
        # Of two classes neither is theirs: the blank cell is a fault that a person settles.
        one = classes[0] if len(classes) == 1 else None
        return [
            number,
            name,
            _SEXES[known.sex] if known else "",
            one.name if one else "",
            self._grade(one) if one else "",
        ]

    def parent(self, student: Student, parent: Parent) -> list[str]:
        number, person = self.numbers[student.student_userid], self.person_of(parent.mobile)
        known = self.guardians.get(person or "")
        tie = self.now.guardianships.get((number, person or ""))
        relation = parent.relation or RELATION_NAMES[tie.relation if tie else "other"]
        return [known.name if known else "", relation, parent.mobile, number]

    def _grade(self, one: Department) -> str:
        above = self.departments.get(one.parentid)
        return above.name if above and above.type == GRADE else ""

    def _is_over(self, one: Department) -> bool:
        above = self.departments.get(one.parentid)
        return _GRADUATED in (one.is_graduated, above.is_graduated if above else 0)
