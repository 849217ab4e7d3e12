"""Which parts of people an import ends, told from what it changes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from api.core.parts import EndedPart, Filled, How
from api.roster.snapshot import Loaded
from schemas.roster.rows import Changes, ClassKey, Part, Roster, RosterLesson, RosterStaff

Away: TypeAlias = tuple[UUID, datetime]
"""Who is away, and until when."""


def on_leave(ended: Iterable[EndedPart], away: Away) -> list[EndedPart]:
    """The same, where the parts of somebody who is away come back."""
    who, until = away
    return [
        msgspec.structs.replace(part, how="on_leave", until=until) if part.account_id == who else part for part in ended
    ]


def ended_parts(loaded: Loaded, changes: Changes, wanted: Roster, how: How = "left") -> list[EndedPart]:
    """Each part that somebody had and has no more. `loaded` knows the ids of everybody, also of who is new. `how`: ties end."""
    return [
        *_students(loaded, changes),
        *_guardians(loaded, changes, how),
        *_readers(loaded, changes, wanted),
        *_staff(loaded, changes),
        *_lessons(loaded, changes, wanted),
    ]


def _students(loaded: Loaded, changes: Changes) -> Iterator[EndedPart]:
    for student in changes.students.ended:
        who, of = loaded.student_ids[student.number], loaded.class_ids[student.class_key]
        yield EndedPart(account_id=who, part="student", how="left", class_id=of)
    for student in changes.students.changed:
        before = loaded.snapshot.now.students[student.number].class_key
        if before != student.class_key:
            yield EndedPart(
                account_id=loaded.student_ids[student.number],
                part="student",
                how="moved_class",
                class_id=loaded.class_ids[before],
                to_class_id=loaded.class_ids[student.class_key],
            )


def _guardians(loaded: Loaded, changes: Changes, how: How) -> Iterator[EndedPart]:
    for tie in changes.guardianships.ended:
        who, child = loaded.accounts[tie.person], loaded.student_ids[tie.number]
        yield EndedPart(account_id=who, part="guardianship", how=how, student_id=child)
    for guardian in changes.guardians.ended:
        yield EndedPart(account_id=loaded.accounts[guardian.person], part="guardian", how="left")


def _readers(loaded: Loaded, changes: Changes, wanted: Roster) -> Iterator[EndedPart]:
    """Colleagues who are a child's guardians from now on: they are parties in what is reported about it."""
    ties = changes.guardianships
    for tie in (*ties.added, *ties.returned):
        if tie.person in wanted.staff:
            who, child = loaded.accounts[tie.person], loaded.student_ids[tie.number]
            yield EndedPart(account_id=who, part="reader", how="tied", student_id=child)


def _staff(loaded: Loaded, changes: Changes) -> Iterator[EndedPart]:
    for person in changes.staff.ended:
        yield from _roles(loaded, person, person.roles)
        yield EndedPart(account_id=loaded.accounts[person.person], part="staff", how="left")
    for person in changes.staff.changed:
        before = loaded.snapshot.now.staff[person.person]
        yield from _roles(loaded, person, tuple(role for role in before.roles if role not in person.roles))


def _roles(loaded: Loaded, person: RosterStaff, roles: tuple[str, ...]) -> Iterator[EndedPart]:
    for role in roles:
        yield EndedPart(account_id=loaded.accounts[person.person], part="role", how="left", role=role)


def _lessons(loaded: Loaded, changes: Changes, wanted: Roster) -> Iterator[EndedPart]:
    """The person who has the same class and subject now, and had it not before, is the successor."""
    before = loaded.snapshot.now.lessons
    successors = {_place(lesson): lesson.person for key, lesson in wanted.lessons.items() if key not in before}
    for lesson in changes.lessons.ended:
        successor = successors.get(_place(lesson))
        yield EndedPart(
            account_id=loaded.accounts[lesson.person],
            part=lesson.part,
            how="left" if successor is None else "replaced",
            class_id=loaded.class_ids[lesson.class_key],
            successor_id=None if successor is None else loaded.accounts[successor],
        )


def filled_parts(loaded: Loaded, changes: Changes) -> Iterator[Filled]:
    """Class teachers of classes that had none until now."""
    led = {_place(lesson) for lesson in loaded.snapshot.now.lessons.values()}
    for lesson in (*changes.lessons.added, *changes.lessons.returned):
        if lesson.part == "class_teacher" and _place(lesson) not in led:
            yield Filled(account_id=loaded.accounts[lesson.person], class_id=loaded.class_ids[lesson.class_key])


def _place(lesson: RosterLesson) -> tuple[ClassKey, Part, str]:
    return lesson.class_key, lesson.part, lesson.subject
