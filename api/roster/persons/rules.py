"""Today's roster with one person changed: pure functions. What follows from the change is found as for an import."""

from collections.abc import Iterable

import msgspec

from api.roster.rules.merge import consistent
from schemas.roster.persons.wire import Replaced
from schemas.roster.rows import (
    GuardianshipKey,
    Home,
    LessonKey,
    Roster,
    RosterGuardian,
    RosterGuardianship,
    RosterLesson,
    RosterStaff,
    RosterStudent,
)


def home_after(before: Home | None, address: str | None) -> Home | None:
    """The home with an address from now on; None keeps it. Of another address the place on the map is not known."""
    if address is None or address == (before.address if before else ""):
        return before
    return Home(address=address, longitude=None, latitude=None) if address else None


def with_student(now: Roster, row: RosterStudent) -> Roster:
    """A student is from now on what the row says."""
    return msgspec.structs.replace(now, students={**now.students, row.number: row})


def without_student(now: Roster, number: str) -> Roster:
    """A student has left, and with them guardians without another child here."""
    return consistent(msgspec.structs.replace(now, students={n: s for n, s in now.students.items() if n != number}))


def with_tie(now: Roster, guardian: RosterGuardian, tie: RosterGuardianship) -> Roster:
    """A guardian and a tie are from now on what the rows say. Who had the same place in the order takes the one that is free."""
    before = now.guardianships.get(tie.key)
    ties = {**now.guardianships, tie.key: tie}
    for key, other in now.guardianships.items():
        if key[0] == tie.number and key != tie.key and other.contact_order == tie.contact_order:
            free = before.contact_order if before else _free_order(ties, tie.number)
            ties[key] = msgspec.structs.replace(other, contact_order=free)
    return msgspec.structs.replace(now, guardians={**now.guardians, guardian.person: guardian}, guardianships=ties)


def _free_order(ties: dict[GuardianshipKey, RosterGuardianship], number: str) -> int:
    taken = {tie.contact_order for tie in ties.values() if tie.number == number}
    return next((n for n in range(1, 10) if n not in taken), 9)


def with_staff(now: Roster, row: RosterStaff, lessons: Iterable[RosterLesson]) -> Roster:
    """A colleague is from now on what the row says, and leads and teaches these classes. Other class teachers of them are replaced."""
    given = {lesson.key: lesson for lesson in lessons}
    led = {lesson.class_key for lesson in given.values() if lesson.part == "class_teacher"}
    kept = {
        key: lesson
        for key, lesson in now.lessons.items()
        if lesson.person != row.person and not (lesson.part == "class_teacher" and lesson.class_key in led)
    }
    return msgspec.structs.replace(now, staff={**now.staff, row.person: row}, lessons={**kept, **given})


def replaced(now: Roster, lessons: Iterable[RosterLesson]) -> list[Replaced]:
    """Who is class teacher of these classes until somebody else is, by class."""
    led = {one.class_key: one.person for one in lessons if one.part == "class_teacher"}
    return [
        Replaced(name=now.staff[one.person].name, class_name=one.class_key[1])
        for one in sorted(now.lessons.values(), key=lambda one: one.class_key)
        if one.part == "class_teacher" and one.person in now.staff and led.get(one.class_key, one.person) != one.person
    ]


def without_staff(now: Roster, person: str, successor: str | None) -> Roster:
    """A colleague has left; the successor, if there is one, has their classes and subjects."""
    lessons = now.lessons if successor is None else _passed_on(now, person, successor)
    staff = {p: s for p, s in now.staff.items() if p != person}
    return consistent(msgspec.structs.replace(now, staff=staff, lessons=lessons))


def _passed_on(now: Roster, person: str, successor: str) -> dict[LessonKey, RosterLesson]:
    passed = [
        msgspec.structs.replace(lesson, person=successor) if lesson.person == person else lesson
        for lesson in now.lessons.values()
    ]
    return {lesson.key: lesson for lesson in passed}
