"""From rows to a roster: every row is read and compared with every other; all faults are told at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.roster.columns import class_name
from api.roster.rules.cells import Faults, Place, Row
from api.roster.rules.classes import MAX_CLASSES, Classes
from api.roster.rules.namesakes import note_namesakes
from api.roster.rules.sheets import Rows
from api.roster.rules.unnumbered import colleague_of, drop_doubles, is_mailed, join_mailed, person_of
from api.roster.values import NONE, ROLES, SUPPORT, OrgKind, role_fits
from api.roster.words import IGNORE, WORDS, folded
from schemas.roster.rows import (
    ClassKey,
    Roster,
    RosterClass,
    RosterGuardian,
    RosterGuardianship,
    RosterLesson,
    RosterStaff,
    RosterStudent,
    Said,
    SheetKey,
)

_TEACHER = re.compile(r"\w{1,8}(教师|老师)")


@dataclass(slots=True)
class Phone:
    """Who uses a phone number, and where that was said first."""

    name: str
    place: Place


@dataclass(slots=True)
class File:
    """One file while it is read. `unread`: sheets that lack a column. Every first occurrence is kept with its place, so that a second one can name it; the rows themselves are
    let go of one by one, since they are many."""

    faults: Faults
    kind: OrgKind
    rows: Rows
    known: Roster
    classes: Classes
    unread: frozenset[SheetKey] = frozenset()
    roster: Roster = field(default_factory=Roster)
    said: Said = field(default_factory=Said)
    phones: dict[str, Phone] = field(default_factory=dict[str, Phone])
    seen: dict[tuple[str, str], Place] = field(default_factory=dict[tuple[str, str], Place])
    orders: dict[str, set[int]] = field(default_factory=dict[str, set[int]])

    def read(self) -> None:
        for row in _each(self.rows.get("classes", [])):
            self._class(row)
        if "classes" not in self.rows:
            for year, name in self.known.classes:
                if year == self.classes.year:
                    self.classes.add(name, (year, name))
        for row in _each(self.rows.get("students", [])):
            self._student(row)
        # Orders that were written count first; those left empty then take what is free.
        for row in self.rows.get("guardians", []):
            self._order(row)
        for row in _each(self.rows.get("guardians", [])):
            self._guardian(row)
        join_mailed(self.roster, self.said)
        drop_doubles(self.roster)
        for row in _each(self.rows.get("staff", [])):
            self._staff(row)
        self.roster.classes.update(self.classes.made)
        note_namesakes(self.faults, self.known.students, self.roster.students)

    def _class(self, row: Row) -> None:
        grade, year = row.text("年级", must=True, most=20), row.year("学年")
        written = row.class_name("班级名称")
        name = self.classes.name_of(row, written, year, self.known.classes) if written and year else written
        if len(self.roster.classes) >= MAX_CLASSES and name not in self.classes.by_name:
            self._too_many(row)
        elif written and name and self._first(row, "class", name, "班级名称", "class_twice") and grade and year:
            one = RosterClass(school_year=year, grade=grade, name=name)
            self.classes.add(name, one.key)
            self.classes.add(written, one.key)
            self.roster.classes[one.key] = one
            self._same_year(row, year)
        elif written and name:
            self.classes.add(written, (0, name))

    def _too_many(self, row: Row) -> None:
        if not self.classes.asked:
            row.fault("班级名称", "classes_many", limit=MAX_CLASSES)
        self.classes.asked = self.classes.unread = True

    def _same_year(self, row: Row, year: int) -> None:
        first = next(iter(self.roster.classes.values()))
        if first.school_year != year:
            _, other = self.seen[("class", first.name)]
            row.fault("学年", "years_mixed", other_row=other, other=f"{first.school_year}-{first.school_year + 1}")

    def _student(self, row: Row) -> None:
        row.check_diagnoses()
        number, name = row.number_of("学号"), row.name("姓名")
        here = self.known.students.get(number or "")
        sex = row.sex("性别", here.sex if here else None)
        klass, home = self._klass(row, "班级", row.class_name("班级"), row.text("年级") or ""), row.home()
        support = self._support(row, number or "")
        if not number or not self._first(row, "student", number, "学号", "number_twice"):
            return
        # Also a student with faults is known to the other sheets, so that one fault is told once.
        self.roster.students[number] = RosterStudent(
            number=number, name=name or "", sex=sex or "male", class_key=klass or (0, ""), support=support, home=home
        )

    def _support(self, row: Row, number: str) -> tuple[str, ...]:
        said = {code: row.flag(column) for code, column in SUPPORT.items() if row.filled(column)}
        if denied := tuple(code for code, yes in said.items() if yes is False):
            self.said.denied[number] = denied
        if row.text("家庭住址") == NONE:
            self.said.homeless.add(number)
        return tuple(sorted(code for code, yes in said.items() if yes))

    def _klass(self, row: Row, column: str, name: str | None, grade: str = "") -> ClassKey | None:
        return self.classes.find(row, column, name, grade) if name else None

    def _order(self, row: Row) -> None:
        number, order = (row.text("学生学号") or "").upper(), row.text("联系顺序")
        if number and order in set("123456789"):
            self.orders.setdefault(number, set()).add(int(order))

    def _guardian(self, row: Row) -> None:
        row.check_diagnoses()
        name, relation, number = row.name("姓名"), row.relation("关系"), row.number_of("学生学号")
        order, email = row.order("联系顺序"), row.email("邮箱")
        phone = self._contact(row, number, name, email)
        if phone and name and self._one_person(row, phone, name):
            self._add_guardian(row, phone, name, email or "")
        if number and self._is_unknown(number):
            row.fault("学生学号", "student_unknown", value=number)
        elif (
            number
            and phone
            and order is not None
            and self._first(row, f"tie {number}", phone, "学生学号", "guardian_twice")
        ):
            place = self._place(row, number, order)
            tie = RosterGuardianship(number=number, person=phone, relation=relation or "other", contact_order=place)
            self.roster.guardianships[tie.key] = tie
            if not order:
                self.said.unordered.add(tie.key)

    def _contact(self, row: Row, number: str | None, name: str | None, email: str | None) -> str | None:
        """The phone number, or else the email address, or what stands for a guardian without either."""
        phone = row.phone("手机号", must=False)
        if phone != "":
            return phone
        if email != "":
            self.faults.note(row.table, "guardian_by_mail", count=1)
            return email and row.login("邮箱", email)
        self.faults.note(row.table, "guardian_without_phone", count=1)
        return person_of(number, name) if number and name else None

    def _add_guardian(self, row: Row, phone: str, name: str, email: str) -> None:
        before = self.roster.guardians.get(phone)
        if before and before.email and email and before.email != email:
            row.fault("邮箱", "email_differs", other_row=self.phones[phone].place[1])
        email = "" if is_mailed(phone) else (before.email if before else "") or email
        self.roster.guardians[phone] = RosterGuardian(person=phone, name=name, email=email)

    def _is_unknown(self, number: str) -> bool:
        if "students" in self.unread:
            return False
        if "students" in self.rows:
            return number not in self.roster.students
        return number not in self.known.students

    def _place(self, row: Row, number: str, order: int) -> int:
        if order:
            self._first(row, f"order {number}", str(order), "联系顺序", "order_twice")
            return order
        taken = self.orders.setdefault(number, set())
        free = next((n for n in range(1, 10) if n not in taken), 0)
        if not free:
            row.fault("联系顺序", "guardians_many")
        taken.add(free)
        return free or 9

    def _staff(self, row: Row) -> None:
        number, name, phone = row.number_of("工号"), row.name("姓名"), row.phone("手机号", must=False)
        email, roles, led = row.email("邮箱"), self._roles(row), self._led(row)
        if phone == "":
            phone, email = self._without_phone(row, number, name, email), ""
        if number:
            self._first(row, "staff number", number, "工号", "number_twice")
        if phone and name:
            self._one_person(row, phone, name)
        if "class_teacher" in roles and not led and row.lines("班主任班级") is not None:
            if "班主任班级" in row.columns:
                row.fault("班主任班级", "class_teacher_without_class")
            else:
                self.faults.note(row.table, "class_teacher_of_none", count=1)
        if not phone or not self._first(row, "staff", phone, "手机号", "staff_twice"):
            return
        kept = tuple(sorted(set(roles) - {"class_teacher", "subject_teacher"}))
        self.roster.staff[phone] = RosterStaff(
            person=phone, number=number or "", name=name or "", email=email or "", roles=kept
        )
        for column, people in (
            ("角色", self.said.roles),
            ("任教班级", self.said.taught),
            ("班主任班级", self.said.led),
        ):
            if row.filled(column):
                people.add(phone)
        self._lessons(row, phone, led)

    def _without_phone(self, row: Row, number: str | None, name: str | None, email: str | None) -> str | None:
        """The email address of a colleague without a phone number, or what stands for one who has neither."""
        if email != "":
            return email and row.login("邮箱", email)
        self.faults.note(row.table, "colleague_without_phone", count=1)
        return colleague_of(number, name) if number and name else None

    def _roles(self, row: Row) -> list[str]:
        roles: list[str] = []
        for item in row.items("角色"):
            role = _role(row, item, self.kind)
            if role is None:
                row.fault("角色", "role_wrong", value=item, choices="、".join(ROLES))
            elif role and not role_fits(role, self.kind):
                row.fault("角色", "role_not_here", value=item)
            elif role:
                roles.append(role)
        return roles

    def _led(self, row: Row) -> list[str]:
        """The classes whose class teacher somebody is; a name that holds a separator itself is one class."""
        whole = class_name(row.lines("班主任班级") or "")
        led = [whole] if whole in self.classes.by_name else [class_name(item) for item in row.items("班主任班级")]
        if any(len(name) > 40 for name in led):
            row.fault("班主任班级", "too_long", limit=40)
        return [name for name in led if len(name) <= 40]

    def _lessons(self, row: Row, phone: str, led: list[str]) -> None:
        for item in row.items("任教班级"):
            name, _, subject = (part.strip() for part in item.partition(":"))
            if not name or len(subject) > 20:
                row.fault("任教班级", "lesson_wrong", value=item)
            elif klass := self._klass(row, "任教班级", class_name(name)):
                self._lesson(RosterLesson(class_key=klass, person=phone, part="subject_teacher", subject=subject))
        for name in led:
            klass = self._klass(row, "班主任班级", name)
            if klass and self._first(row, "class teacher", klass[1], "班主任班级", "class_teachers_two"):
                self._lesson(RosterLesson(class_key=klass, person=phone, part="class_teacher", subject=""))

    def _lesson(self, lesson: RosterLesson) -> None:
        self.roster.lessons[lesson.key] = lesson

    def _one_person(self, row: Row, phone: str, name: str) -> bool:
        """A phone is a person, and so is an email address in its place: the second name for one number is a fault that names both rows."""
        first = self.phones.setdefault(phone, Phone(name=name, place=row.place))
        if first.name == name:
            return True
        where = {"other_sheet": first.place[0], "other_row": first.place[1], "other_name": first.name}
        row.fault("邮箱" if is_mailed(phone) else "手机号", "phone_shared", value=phone, name=name, **where)
        return False

    def _first(self, row: Row, what: str, value: str, column: str, code: str) -> bool:
        """Whether this value is the first of its kind; a later one is a fault that names the first row."""
        first = self.seen.setdefault((what, value), row.place)
        if first is not row.place:
            row.fault(column, code, value=value, other_row=first[1])
        return first is row.place


def _each(rows: list[Row]) -> Iterator[Row]:
    """The rows from first to last; none is kept."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _role(row: Row, item: str, kind: OrgKind) -> str | None:
    """A role's code; empty for one that gives nothing. 语文教师 teaches, and 心理健康教师(专职) is a counsellor."""
    word = item.split("(", maxsplit=1)[0].strip() or item
    if folded(word) not in WORDS.values["role"] and _TEACHER.fullmatch(word):
        return "subject_teacher"
    taken = set(WORDS.values["role"].values())
    return row.meaning("role", word, [*(r for r in ROLES.values() if r in taken and role_fits(r, kind)), IGNORE])
