"""What an import changes. A person missing from the file is ended, never deleted; one who comes back is restored."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any, Protocol, TypeVar

from schemas.roster.rows import BadRow, Change, Changes, Roster, SheetKey, Snapshot
from schemas.roster.wire import ChangeCount, ChangeSummary, Leaver

SHARE = 0.10  # of a school's students or staff that may end without an explicit yes
LEAVERS = 200  # names listed

K = TypeVar("K", bound=Hashable)


class _Keyed(Protocol):
    @property
    def key(self) -> Hashable: ...


R = TypeVar("R", bound=_Keyed)


def diff(snapshot: Snapshot, wanted: Roster) -> Changes:
    """Everything to do so that `snapshot.now` becomes `wanted`. The same roster again: nothing."""
    now, former = snapshot.now, snapshot.former
    return Changes(
        classes=_compare(now.classes, former.classes, wanted.classes),
        students=_compare(now.students, former.students, wanted.students),
        guardians=_compare(now.guardians, former.guardians, wanted.guardians),
        guardianships=_compare(now.guardianships, former.guardianships, wanted.guardianships),
        staff=_compare(now.staff, former.staff, wanted.staff),
        lessons=_compare(now.lessons, former.lessons, wanted.lessons),
    )


def _compare(now: Mapping[K, R], former: Mapping[K, R], wanted: Mapping[K, R]) -> Change[R]:
    fresh = [(key, row) for key, row in wanted.items() if key not in now]
    return Change(
        added=[row for key, row in fresh if key not in former],
        changed=[row for key, row in wanted.items() if key in now and now[key] != row],
        returned=[row for key, row in fresh if key in former],
        ended=[row for key, row in now.items() if key not in wanted],
    )


def apply(snapshot: Snapshot, changes: Changes) -> Snapshot:
    """The snapshot after the changes: what the database holds then. `apply(s, diff(s, w)).now == w`."""
    now: dict[str, Any] = {}
    former: dict[str, Any] = {}
    for kind in Roster.__struct_fields__:
        now[kind], former[kind] = _applied(
            getattr(snapshot.now, kind), getattr(snapshot.former, kind), getattr(changes, kind)
        )
    return Snapshot(now=Roster(**now), former=Roster(**former))


def _applied(now: Mapping[Hashable, R], former: Mapping[Hashable, R], change: Change[R]) -> tuple[object, object]:
    here, gone = dict(now), dict(former)
    for row in change.ended:
        gone[row.key] = here.pop(row.key)
    for row in [*change.added, *change.changed, *change.returned]:
        here[row.key] = row
        gone.pop(row.key, None)
    return here, gone


def complete(snapshot: Snapshot, wanted: Roster, given: frozenset[SheetKey]) -> Roster:
    """A whole roster from a file that holds some sheets: the others stay, save for ties to what is gone."""
    now = snapshot.now
    classes = wanted.classes if "classes" in given else now.classes
    students = wanted.students if "students" in given else now.students
    ties = wanted.guardianships if "guardians" in given else now.guardianships
    ties = {key: tie for key, tie in ties.items() if tie.number in students}
    people = {**now.guardians, **wanted.guardians} if "guardians" in given else now.guardians
    lessons = wanted.lessons if "staff" in given else now.lessons
    return Roster(
        classes=classes,
        students=students,
        guardians={p: people[p] for p in dict.fromkeys(tie.person for tie in ties.values())},
        guardianships=ties,
        staff=wanted.staff if "staff" in given else now.staff,
        lessons={key: lesson for key, lesson in lessons.items() if lesson.class_key in classes},
    )


def stranded(wanted: Roster) -> list[BadRow]:
    """Classes that a file leaves out while students stay in them: possible only where the students' sheet is not given."""
    left = Counter(s.class_key[1] for s in wanted.students.values() if s.class_key not in wanted.classes)
    return [
        BadRow(
            sheet="班级", row=0, column="班级名称", code="class_still_used", params={"value": name, "count": str(count)}
        )
        for name, count in sorted(left.items())
    ]


def empty(changes: Changes) -> bool:
    """Whether there is nothing to do."""
    return not any(_count(getattr(changes, kind)) != _NONE for kind in Changes.__struct_fields__)


def needs_confirmation(snapshot: Snapshot, changes: Changes) -> bool:
    """Whether more than a tenth of the students, or of the staff, would end."""
    now = snapshot.now
    students, staff = len(changes.students.ended), len(changes.staff.ended)
    return students > SHARE * len(now.students) or staff > SHARE * len(now.staff)


def summary(changes: Changes) -> ChangeSummary:
    """Counts of every kind, and the names of those who would end."""
    leavers = [Leaver(kind="student", number=s.number, name=s.name) for s in changes.students.ended]
    leavers += [Leaver(kind="staff", number=s.number, name=s.name) for s in changes.staff.ended]
    return ChangeSummary(
        classes=_count(changes.classes),
        students=_count(changes.students),
        guardians=_count(changes.guardians),
        guardianships=_count(changes.guardianships),
        staff=_count(changes.staff),
        lessons=_count(changes.lessons),
        leavers=leavers[:LEAVERS],
    )


def _count(change: Change[R]) -> ChangeCount:
    return ChangeCount(
        added=len(change.added), changed=len(change.changed), returned=len(change.returned), ended=len(change.ended)
    )


_NONE = ChangeCount(added=0, changed=0, returned=0, ended=0)
