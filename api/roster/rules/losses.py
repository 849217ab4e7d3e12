"""What an import would end or remove, by name and field. A person has to say yes to any of it."""

from collections.abc import Iterable, Iterator

from schemas.roster.rows import Changes, Loss, Roster, RosterLesson, RosterStudent


def losses(now: Roster, changes: Changes) -> list[Loss]:
    """Every loss, by kind and then by number and name. What goes with a person or class that ends is that one loss."""
    return [
        *_in_order(_people(now, changes)),
        *_in_order(Loss(kind="class", number="", name=c.name, detail="") for c in changes.classes.ended),
        *_in_order(_ties(now, changes)),
        *_in_order(_lessons(now, changes)),
        *_in_order(_fields(now, changes)),
    ]


def _in_order(found: Iterable[Loss]) -> list[Loss]:
    """Students before colleagues, as they are found. The database returns rows in no order, and a person reads the list in pages."""
    return sorted(found, key=lambda loss: (loss.kind == "staff", loss.number, loss.name, loss.detail))


def _people(now: Roster, changes: Changes) -> Iterator[Loss]:
    """The names within a loss are sorted: a yes is to this text, and the database returns rows in no order."""
    guardians: dict[str, list[str]] = {}
    for tie in sorted(changes.guardianships.ended, key=lambda tie: (tie.contact_order, tie.person)):
        guardians.setdefault(tie.number, []).append(now.guardians[tie.person].name)
    lessons: dict[str, list[str]] = {}
    for lesson in sorted(changes.lessons.ended, key=lambda lesson: lesson.key):
        lessons.setdefault(lesson.person, []).append(_said(lesson))
    for student in changes.students.ended:
        names = "、".join(guardians.get(student.number, ()))
        yield Loss(kind="student", number=student.number, name=student.name, detail=names)
    for person in changes.staff.ended:
        yield Loss(
            kind="staff", number=person.number, name=person.name, detail="、".join(lessons.get(person.person, ()))
        )


def _said(lesson: RosterLesson) -> str:
    return f"{lesson.class_key[1]} {lesson.subject or '班主任'}"


def _ties(now: Roster, changes: Changes) -> Iterator[Loss]:
    gone = {s.number for s in changes.students.ended}
    for tie in changes.guardianships.ended:
        if tie.number not in gone:
            student = now.students[tie.number]
            guardian = now.guardians[tie.person].name
            yield Loss(kind="guardianship", number=tie.number, name=student.name, detail=guardian)


def _lessons(now: Roster, changes: Changes) -> Iterator[Loss]:
    gone, classes = {s.person for s in changes.staff.ended}, {c.key for c in changes.classes.ended}
    for lesson in changes.lessons.ended:
        if lesson.person not in gone and lesson.class_key not in classes:
            person = now.staff[lesson.person]
            yield Loss(kind="lesson", number=person.number, name=person.name, detail=_said(lesson))


def _fields(now: Roster, changes: Changes) -> Iterator[Loss]:
    for student in changes.students.changed:
        yield from _of_student(now.students[student.number], student)
    for person in changes.staff.changed:
        for role in now.staff[person.person].roles:
            if role not in person.roles:
                yield Loss(kind="role", number=person.number, name=person.name, detail=role)


def _of_student(before: RosterStudent, after: RosterStudent) -> Iterator[Loss]:
    if before.home is not None and after.home is None:
        yield Loss(kind="home", number=after.number, name=after.name, detail="")
    for need in before.support:
        if need not in after.support:
            yield Loss(kind="support", number=after.number, name=after.name, detail=need)
