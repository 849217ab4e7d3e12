"""Whom a change of the roster touches, found by comparing it with today's."""

from collections.abc import Collection, Iterator
from uuid import UUID

from api.roster.snapshot import Loaded
from schemas.roster.rows import Changes, Roster, RosterStaff
from schemas.roster.tasks import Touched, What

_READS = frozenset({"counsellor", "leader"})
"""Who reads what children wrote, and is told who else does from now on."""
_RUNS = frozenset({"school_admin"})
"""Who decides who reads what: all of them, and the leaders, hear of a new one."""


def find(
    loaded: Loaded, changes: Changes, wanted: Roster, *, by_hand: bool, barred: bool, told: Collection[UUID]
) -> list[Touched]:
    """Each person once for each matter. A file moves everybody's classes each year: of it, only roles count. `told`: otherwise.

    Who is barred by a court hears it from the court, and not from a telephone at an hour that the other parent does not know.
    """
    return [
        *(one for one in _colleagues(loaded, changes, wanted, by_hand=by_hand) if one.person_id not in told),
        *_new_holders(loaded, changes, _READS, "counsellor"),
        *_new_holders(loaded, changes, _RUNS, "administrator"),
        *(one for one in _families(loaded, changes, wanted) if not (barred and one.what == "tie")),
    ]


def _colleagues(loaded: Loaded, changes: Changes, wanted: Roster, *, by_hand: bool) -> Iterator[Touched]:
    now, lessons = loaded.snapshot.now, changes.lessons
    touched = {one.person for one in changes.staff.changed if now.staff[one.person].roles != one.roles}
    if by_hand:
        touched |= {one.person for one in (*lessons.added, *lessons.returned, *lessons.ended)}
    for person in sorted(touched & now.staff.keys() & wanted.staff.keys()):
        yield Touched(what="part", person_id=loaded.accounts[person])


def _new_holders(loaded: Loaded, changes: Changes, roles: Collection[str], what: What) -> Iterator[Touched]:
    """Who has one of these roles from now on, where others have one already: with a school's first list nobody is told."""
    now, staff = loaded.snapshot.now.staff, changes.staff
    if not any(_has(one, roles) for one in now.values()):
        return
    for one in (*staff.added, *staff.returned, *staff.changed):
        if _has(one, roles) and not (one.person in now and _has(now[one.person], roles)):
            yield Touched(what=what, person_id=loaded.accounts[one.person])


def _has(one: RosterStaff, roles: Collection[str]) -> bool:
    return not set(roles).isdisjoint(one.roles)


def _families(loaded: Loaded, changes: Changes, wanted: Roster) -> Iterator[Touched]:
    """Children who were here and stay, with guardians who are others now."""
    now, ties = loaded.snapshot.now, changes.guardianships
    new, ended = (*ties.added, *ties.returned), ties.ended
    here = loaded.snapshot.now.students.keys() & wanted.students.keys()
    others: dict[str, list[UUID]] = {}
    for tie in (*new, *ended):
        if tie.number in here:
            others.setdefault(tie.number, []).append(loaded.accounts[tie.person])
    for number, people in others.items():
        yield Touched(what="guardians", person_id=loaded.student_ids[number], other_ids=tuple(people))
    for person in sorted({tie.person for tie in ended if tie.number in here}):
        yield Touched(what="tie", person_id=loaded.accounts[person])
    for person in sorted({tie.person for tie in new} & now.staff.keys() & wanted.staff.keys()):
        yield Touched(what="reader", person_id=loaded.accounts[person])
