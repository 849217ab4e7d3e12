"""A leave on the roster: what passes to who stands in, and what comes back. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from schemas.roster.leaves.rows import PassingRole
from schemas.roster.rows import ClassKey, LessonKey, Part, Roster, RosterLesson, RosterStaff

PASSING: frozenset[PassingRole] = frozenset({"counsellor", "grade_lead", "leader"})
"""Roles that pass on. Who administers and who keeps files are named persons, and stay so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedLesson:
    """A class that passed on. `given`: who stands in has it by this leave."""

    class_key: ClassKey
    part: Part
    subject: str
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """What one leave passed on: whose, to whom, which roles and classes. `given_roles`: those that the other did not have."""

    person: str
    stand_in: str | None
    roles: tuple[str, ...]
    given_roles: tuple[str, ...]
    lessons: tuple[PassedLesson, ...]


def begun(
    now: Roster, person: str, stand_in: str | None, permitted: Collection[str], lent: Collection[str] = ()
) -> tuple[Roster, Passing]:
    """The roster once somebody is away: their classes and these roles are with who stands in, or with nobody.

    `lent`: what other leaves gave who stands in. The last of these leaves to end takes it back.
    """
    lessons = {key: lesson for key, lesson in now.lessons.items() if lesson.person != person}
    passed = [_pass_on(lessons, lesson, stand_in) for lesson in now.lessons.values() if lesson.person == person]
    row = now.staff[person]
    roles = tuple(role for role in row.roles if role in permitted)
    staff = {**now.staff, person: _with_roles(row, set(row.roles) - set(roles))}
    given: tuple[str, ...] = ()
    if stand_in is not None:
        other = now.staff[stand_in]
        given = tuple(role for role in roles if role not in other.roles or role in lent)
        staff[stand_in] = _with_roles(other, {*other.roles, *given})
    passing = Passing(person=person, stand_in=stand_in, roles=roles, given_roles=given, lessons=tuple(passed))
    return msgspec.structs.replace(now, staff=staff, lessons=lessons), passing


def _pass_on(lessons: dict[LessonKey, RosterLesson], lesson: RosterLesson, stand_in: str | None) -> PassedLesson:
    given = False
    if stand_in is not None:
        new = msgspec.structs.replace(lesson, person=stand_in)
        given = new.key not in lessons
        lessons[new.key] = new
    return PassedLesson(class_key=lesson.class_key, part=lesson.part, subject=lesson.subject, given=given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A leave that goes on during an import: what passes on by it besides, and what is not given back any more."""

    passed: list[PassedLesson]
    dropped: list[PassedLesson]


def kept(now: Roster, wanted: Roster, passing: Passing, dropped: list[PassedLesson]) -> tuple[Roster, Kept]:
    """The wanted roster while somebody is away, and what passes on by it: what it would give them early stays with who stands in.

    A list is of the school's usual year and says nothing of a leave. Who stands in keeps what the leave gave them, unless they leave.
    """
    row = wanted.staff.get(passing.person)
    if row is None:
        return wanted, Kept(passed=[], dropped=[])
    stand_in = passing.stand_in if passing.stand_in in wanted.staff else None
    staff = {**wanted.staff, row.person: _with_roles(row, set(row.roles) - _early_roles(now, row, passing))}
    if stand_in is not None:
        standing = set(passing.given_roles) & set(_roles_of(now, stand_in))
        staff[stand_in] = _with_roles(staff[stand_in], {*staff[stand_in].roles, *standing})
    early = [x for x in wanted.lessons.values() if x.person == row.person and x.key not in now.lessons]
    gone = {_of(passed, passing.stand_in or "").key for passed in dropped if passed.given}
    lessons = {key: x for key, x in wanted.lessons.items() if x not in early and key not in gone}
    passed = [_pass_on(lessons, lesson, stand_in) for lesson in early]
    return msgspec.structs.replace(wanted, staff=staff, lessons=lessons), Kept(passed=passed, dropped=dropped)


def dropped_by(file: Roster, at_home: Roster, passing: Passing) -> list[PassedLesson]:
    """What a list takes from somebody who is away, and does not give to who stands in. `at_home`: what it asks for if nobody were away."""
    return [
        passed
        for passed in passing.lessons
        if _of(passed, passing.person).key not in at_home.lessons
        and _of(passed, passing.stand_in or "").key not in file.lessons
    ]


def _of(passed: PassedLesson, person: str) -> RosterLesson:
    return RosterLesson(class_key=passed.class_key, person=person, part=passed.part, subject=passed.subject)


def _early_roles(now: Roster, row: RosterStaff, passing: Passing) -> set[str]:
    return set(passing.roles) - set(_roles_of(now, row.person))


def _roles_of(now: Roster, person: str) -> tuple[str, ...]:
    return now.staff[person].roles if person in now.staff else ()


def finished(now: Roster, passing: Passing, lent: Collection[str] = ()) -> Roster:
    """The roster once somebody is back. What the school gave to others meanwhile stays theirs; who has left gets nothing back.

    `lent`: what other leaves that go on gave who stood in. It stays.
    """
    staff, lessons = dict(now.staff), dict(now.lessons)
    other = staff.get(passing.stand_in or "")
    if other is not None:
        staff[other.person] = _with_roles(other, set(other.roles) - (set(passing.given_roles) - set(lent)))
    row = staff.get(passing.person)
    if row is not None:
        staff[row.person] = _with_roles(row, {*row.roles, *passing.roles})
        for passed in passing.lessons:
            _give_back(now, lessons, passing, passed)
    return msgspec.structs.replace(now, staff=staff, lessons=lessons)


def _give_back(now: Roster, lessons: dict[LessonKey, RosterLesson], passing: Passing, passed: PassedLesson) -> None:
    mine = RosterLesson(class_key=passed.class_key, person=passing.person, part=passed.part, subject=passed.subject)
    if passed.class_key not in now.classes:
        return
    theirs = msgspec.structs.replace(mine, person=passing.stand_in or "").key
    here = theirs in lessons
    if passed.given:
        lessons.pop(theirs, None)
    if _free(now, lessons, passing, passed, here=here):
        lessons[mine.key] = mine


def _free(
    now: Roster, lessons: dict[LessonKey, RosterLesson], passing: Passing, passed: PassedLesson, *, here: bool
) -> bool:
    """Whether nobody else was given it meanwhile."""
    if passed.part == "class_teacher":
        return not any(one.part == "class_teacher" and one.class_key == passed.class_key for one in lessons.values())
    return here or not passed.given or passing.stand_in not in now.staff


def _with_roles(row: RosterStaff, roles: Collection[str]) -> RosterStaff:
    return msgspec.structs.replace(row, roles=tuple(sorted(roles)))
