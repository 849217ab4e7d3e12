"""What an import changes. A person missing from the file is ended, never deleted; one who comes back is restored."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any, Protocol, TypeVar

import msgspec

from schemas.roster.rows import BadRow, Change, Changes, Roster, Snapshot
from schemas.roster.wire import ChangeCount, ChangeSummary

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


def stranded(wanted: Roster) -> list[BadRow]:
    """What a file leaves impossible beside what stays.

    Students in a class that it leaves out, two people of one staff number, nobody who could import again.
    """
    left = Counter(s.class_key[1] for s in wanted.students.values() if s.class_key not in wanted.classes)
    shared = Counter(row.number for row in wanted.staff.values())
    return [
        *(_bad("班级", "班级名称", "class_still_used", value=name, count=str(n)) for name, n in sorted(left.items())),
        *(_bad("教职工", "工号", "staff_number_taken", value=n) for n, count in sorted(shared.items()) if count > 1),
        *([] if not wanted.staff or any("school_admin" in s.roles for s in wanted.staff.values()) else [_NO_ADMIN]),
    ]


_NO_ADMIN = BadRow(sheet="教职工", row=0, column="角色", code="no_admin", params={})


def _bad(sheet: str, column: str, code: str, **params: str) -> BadRow:
    return BadRow(sheet=sheet, row=0, column=column, code=code, params=params)


def empty(changes: Changes) -> bool:
    """Whether there is nothing to do."""
    return not any(_count(getattr(changes, kind)) != _NONE for kind in Changes.__struct_fields__)


def of_staff(changes: Changes) -> Changes:
    """What happens to colleagues and their lessons alone: students and ties stay as they are, and so do their classes."""
    nothing: Change[Any] = Change(added=[], changed=[], returned=[], ended=[])
    return msgspec.structs.replace(
        changes,
        classes=msgspec.structs.replace(changes.classes, ended=[]),
        students=nothing,
        guardians=nothing,
        guardianships=nothing,
    )


def summary(changes: Changes) -> ChangeSummary:
    """Counts of every kind."""
    return ChangeSummary(
        classes=_count(changes.classes),
        students=_count(changes.students),
        guardians=_count(changes.guardians),
        guardianships=_count(changes.guardianships),
        staff=_count(changes.staff),
        lessons=_count(changes.lessons),
    )


def _count(change: Change[R]) -> ChangeCount:
    return ChangeCount(
        added=len(change.added), changed=len(change.changed), returned=len(change.returned), ended=len(change.ended)
    )


_NONE = ChangeCount(added=0, changed=0, returned=0, ended=0)
