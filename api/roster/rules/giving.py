"""Who would get a part that they may not have: pure functions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from api.core.name_folding import compared
from schemas.roster.rows import ClassKey, GuardianshipKey, Part, Roster, RosterGuardianship, RosterLesson, Snapshot

OPENING = frozenset({"counsellor", "leader", "grade_lead"})
"""Roles that open what is confidential about children."""
_NOTED = OPENING | {"officer", "custodian"}
"""Roles of which it is kept who gave them: an officer stands in for a school that lacks somebody, and is a second person in a bureau; a custodian learns
with another one who reported something."""
_READ_ALL = _NOTED | {"school_admin"}
"""Roles in which a colleague reads about every student of a school."""
_LEADS: frozenset[Part] = frozenset({"class_teacher"})
_TEACHES: frozenset[Part] = frozenset({"class_teacher", "subject_teacher"})
_Taught: TypeAlias = Mapping[str, Sequence[RosterLesson]]
"""Lessons by person: a file brings hundreds of colleagues, and going through all lessons for each of them takes a second."""


def takes_part(now: Roster, wanted: Roster, person: str) -> bool:
    """Whether somebody would have a part more that opens what is confidential."""
    return person in given_parts(now, wanted)


def takes_child(now: Roster, ties: Iterable[RosterGuardianship], person: str) -> bool:
    """Whether a colleague becomes the guardian of a student who is here."""
    return person in now.staff and any(t.person == person and t.number in now.students for t in ties)


def ties_barred(
    barred: Collection[GuardianshipKey], ties: Iterable[RosterGuardianship], person: str
) -> list[RosterGuardianship]:
    """Guardians whom somebody gives to a student from whom a court's order bars them: one could be theirs."""
    numbers = {number for number, who in barred if who == person}
    return [tie for tie in ties if tie.number in numbers]


def admits_readers(now: Roster, wanted: Roster, barred: Collection[GuardianshipKey], person: str) -> bool:
    """Whether somebody whom an order bars from a student who is here gives another a part in which they read about that student."""
    numbers = {number for number, who in barred if who == person and number in now.students}
    classes = {roster.students[n].class_key for roster in (now, wanted) for n in numbers if n in roster.students}
    others = [one for one in wanted.staff if one != person] if numbers else []
    had, has = _taught(now), _taught(wanted)
    return any(_gains(now, wanted, one, _READ_ALL) or _comes_to(had, has, one, classes) for one in others)


def _comes_to(had: _Taught, has: _Taught, person: str, classes: set[ClassKey]) -> bool:
    """Whether somebody would lead or teach one of these classes, and did neither."""
    return bool(_classes(has, person, _TEACHES) & classes) and not _classes(had, person, _TEACHES) & classes


def noted_parts(now: Roster, wanted: Roster) -> list[str]:
    """Of whom it is kept who gave them a part or a role."""
    given = set(given_parts(now, wanted))
    return [p for p in wanted.staff if p in given or _gains(now, wanted, p, _NOTED)]


def given_parts(now: Roster, wanted: Roster) -> list[str]:
    """Who would have a part more that opens what is confidential.

    Who teaches a class reads what is reported about its children, and its class teacher knows who saw it.
    """
    had, has = _taught(now), _taught(wanted)
    return [
        person
        for person in wanted.staff
        if _gains(now, wanted, person) or any(_has_more(now, had, has, person, parts) for parts in (_LEADS, _TEACHES))
    ]


def _gains(now: Roster, wanted: Roster, person: str, roles: Collection[str] = OPENING) -> bool:
    before = now.staff[person].roles if person in now.staff else ()
    return not set(roles).isdisjoint(set(wanted.staff[person].roles) - set(before))


def _has_more(now: Roster, before: _Taught, after: _Taught, person: str, parts: Collection[Part]) -> bool:
    """A class that was here and is theirs now; in place of one that ended, with a new school year, it is the same class."""
    had, has = _classes(before, person, parts), _classes(after, person, parts)
    return bool(has - had) and (len(has) > len(had) or bool((has - had) & now.classes.keys()))


def _taught(roster: Roster) -> _Taught:
    found: dict[str, list[RosterLesson]] = {}
    for one in roster.lessons.values():
        found.setdefault(one.person, []).append(one)
    return found


def _classes(taught: _Taught, person: str, parts: Collection[Part]) -> set[ClassKey]:
    return {one.class_key for one in taught.get(person, ()) if one.part in parts}


def barred_lessons(
    snapshot: Snapshot, barred: Collection[GuardianshipKey], wanted: Roster, lessons: Iterable[RosterLesson]
) -> list[RosterLesson]:
    """Classes given to somebody who is barred from one of their students, or who bears the name of who is, under any number."""
    asked = list(lessons)
    here = [(number, person) for number, person in barred if number in wanted.students]
    return [one for number, person in here for one in asked if _is_barred(snapshot, wanted, number, person, one)]


def _is_barred(snapshot: Snapshot, wanted: Roster, number: str, person: str, one: RosterLesson) -> bool:
    if one.class_key != wanted.students[number].class_key:
        return False
    return one.person == person or (
        _name(snapshot, person) == compared(wanted.staff[one.person].name) and not _teaches(snapshot.now, number, one)
    )


def _name(snapshot: Snapshot, person: str) -> str | None:
    guardian = snapshot.now.guardians.get(person) or snapshot.former.guardians.get(person)
    return guardian and compared(guardian.name)


def _teaches(now: Roster, number: str, one: RosterLesson) -> bool:
    """Whether a namesake has the student's class today: the school knows them, and a new school year changes nothing."""
    return number in now.students and any(
        x.person == one.person and x.class_key == now.students[number].class_key for x in now.lessons.values()
    )
