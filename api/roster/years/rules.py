"""A new school year: the roster that follows from today's and from what a person said of each class. Pure."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from api.roster.rules.merge import consistent
from schemas.roster.rows import ClassKey, LessonKey, Part, Roster, RosterClass, RosterLesson, RosterStudent
from schemas.roster.years.wire import ClassStep, SchoolYearNew


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The keys behind the ids of a roster."""

    classes: Mapping[UUID, ClassKey]
    students: Mapping[UUID, str]
    staff: Mapping[UUID, str]


def present(now: Roster) -> dict[ClassKey, RosterClass]:
    """Today's classes, without those that graduate already."""
    return {key: row for key, row in now.classes.items() if row.ends_on is None}


def basis(now: Roster) -> str:
    """Stands for the classes, who is in them, and who leads and teaches them: when one of these changes, it is another one."""
    told = [
        sorted((*key, str(row.ends_on)) for key, row in now.classes.items()),
        sorted((*s.class_key, number) for number, s in now.students.items()),
        sorted((*x.class_key, x.person, x.part, x.subject) for x in now.lessons.values()),
    ]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def wrong(now: Roster, ids: Ids, year: SchoolYearNew, today: date) -> str | None:
    """The code of what makes a school year impossible, or None."""
    classes, names = present(now), [row.name for row in year.classes]
    keys = [ids.classes.get(step.class_id) for step in year.steps]
    targets = {*(s.into for s in year.steps if s.fate == "up"), *(s.into for s in year.students)}
    graduates = any(step.fate == "graduates" for step in year.steps)
    moved = Counter(step.student_id for step in year.students)
    found = {
        "year": any(year.school_year <= key[0] for key in classes),
        "steps": sorted(key for key in keys if key) != sorted(classes) or len(keys) != len(classes),
        "names": len(set(names)) != len(names),
        "into": not targets <= set(names) or any((s.into is None) == (s.fate == "up") for s in year.steps),
        "students": any(count > 1 or not _is_here(now, ids, student) for student, count in moved.items()),
        "teacher": any(c.class_teacher_id and ids.staff.get(c.class_teacher_id) not in now.staff for c in year.classes),
        "until": graduates and (year.graduates_until is None or year.graduates_until < today),
    }
    return next((code for code, is_wrong in found.items() if is_wrong), None)


def _is_here(now: Roster, ids: Ids, student_id: UUID) -> bool:
    student = now.students.get(ids.students.get(student_id, ""))
    return student is not None and student.class_key in present(now)


def successors(now: Roster, ids: Ids, year: SchoolYearNew) -> list[tuple[ClassKey, ClassKey]]:
    """Which class goes on as which. Of a class that is split both parts: a class of the same grade into which only single students go."""
    names = {c.name: c.grade for c in year.classes}
    into = {ids.classes[step.class_id]: step.into for step in year.steps if step.into is not None}
    split_off = names.keys() - set(into.values())
    found = set(into.items())
    for step in year.students:
        key = now.students[ids.students[step.student_id]].class_key
        if key in into and step.into in split_off and names[step.into] == names[into[key]]:
            found.add((key, step.into))
    return sorted((key, (year.school_year, name)) for key, name in found)


def opened(now: Roster, ids: Ids, year: SchoolYearNew) -> Roster:
    """The roster of the new year. It must not be `wrong`."""
    return _Opening(now, ids, year).roster()


class _Opening:
    def __init__(self, now: Roster, ids: Ids, year: SchoolYearNew) -> None:
        self.now, self.ids, self.year = now, ids, year
        self.steps: dict[ClassKey, ClassStep] = {ids.classes[step.class_id]: step for step in year.steps}
        self.sent = {ids.students[step.student_id]: step.into for step in year.students}

    def roster(self) -> Roster:
        return consistent(
            msgspec.structs.replace(
                self.now,
                classes=self._classes(),
                students={number: s for number, one in self.now.students.items() if (s := self._student(one))},
                lessons=self._lessons(),
            )
        )

    def _classes(self) -> dict[ClassKey, RosterClass]:
        stays: dict[ClassKey, RosterClass] = {}
        for key, row in self.now.classes.items():
            step = self.steps.get(key)
            if step is None:
                stays[key] = row
            elif step.fate == "graduates":
                stays[key] = msgspec.structs.replace(row, ends_on=self.year.graduates_until)
        return stays | {
            self._key(c.name): RosterClass(school_year=self.year.school_year, grade=c.grade, name=c.name)
            for c in self.year.classes
        }

    def _key(self, name: str) -> ClassKey:
        return self.year.school_year, name

    def _student(self, student: RosterStudent) -> RosterStudent | None:
        step = self.steps.get(student.class_key)
        if into := self.sent.get(student.number) or (step.into if step else None):
            return msgspec.structs.replace(student, class_key=self._key(into))
        return None if step and step.fate == "ends" else student

    def _lessons(self) -> dict[LessonKey, RosterLesson]:
        """Who teaches a class goes up with it. A class has one class teacher: the one that is named, else that of its first class."""
        lessons = {key: x for key, x in self.now.lessons.items() if self._stays(x.class_key)}
        led: set[ClassKey] = set()
        for c in self.year.classes:
            if c.class_teacher_id is not None:
                self._add(lessons, led, self._key(c.name), self.ids.staff[c.class_teacher_id], "class_teacher", "")
        for step in self.year.steps:
            if step.into is None:
                continue
            for x in self.now.lessons.values():
                if x.class_key == self.ids.classes[step.class_id]:
                    self._add(lessons, led, self._key(step.into), x.person, x.part, x.subject)
        return lessons

    def _stays(self, key: ClassKey) -> bool:
        step = self.steps.get(key)
        return step is None or step.fate == "graduates"

    def _add(
        self,
        lessons: dict[LessonKey, RosterLesson],
        led: set[ClassKey],
        key: ClassKey,
        person: str,
        part: Part,
        subject: str,
    ) -> None:
        if part == "class_teacher":
            if key in led:
                return
            led.add(key)
        lesson = RosterLesson(class_key=key, person=person, part=part, subject=subject)
        lessons[lesson.key] = lesson


def graduated(now: Roster, today: date) -> Roster:
    """Today's roster without the classes whose last day is past, and without those who are still in them."""
    over = {key for key, row in now.classes.items() if row.ends_on is not None and row.ends_on < today}
    return consistent(
        msgspec.structs.replace(
            now,
            classes={key: row for key, row in now.classes.items() if key not in over},
            students={number: s for number, s in now.students.items() if s.class_key not in over},
        )
    )
