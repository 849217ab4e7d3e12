"""Which parts may be given, whatever the door: by hand, by a leave, to a successor, by a file, with the new school year.

A part opens what is confidential, so nobody gives it to themselves while somebody else can, nor by the hand of an administrator whom they
named themselves (0310); and who is barred from a child by a court's order has no class of that child, admits nobody who could read about
it, and no second bearer of a guardian's name comes beside them. Each writing of the roster asks here first.
"""

from uuid import UUID

from api.core.administrators import could_others, may_give
from api.roster import rules
from api.roster.refusals import BarredChild, BarredPart, GiverNotAnother, GuardianTwin, NumberKept, OwnPart
from api.roster.snapshot import Loaded
from schemas.roster.rows import Changes, Roster

SHOWN = 5  # names in a refusal


def check(loaded: Loaded, wanted: Roster, changes: Changes, by: UUID) -> None:
    """Raises OwnPart, BarredChild, GiverNotAnother, BarredPart, NumberKept, GuardianTwin."""
    check_kept(loaded, wanted)
    check_own(loaded, wanted, by)
    ties = (*changes.guardianships.added, *changes.guardianships.returned)
    person = loaded.person(by) if could_others(loaded.administrators, by) else None
    if person is not None and rules.takes_child(loaded.snapshot.now, ties, person):
        raise OwnPart
    if person is not None and rules.ties_barred(loaded.barred, ties, person):
        raise BarredChild
    if person is not None and rules.admits_readers(loaded.snapshot.now, wanted, loaded.barred, person):
        raise BarredChild  # who comes by their word could be themselves
    lessons = (*changes.lessons.added, *changes.lessons.changed, *changes.lessons.returned)
    if loaded.barred and rules.barred_lessons(loaded.snapshot, loaded.barred, wanted, lessons):
        raise BarredPart
    if names := rules.second_bearers(loaded.snapshot.now, wanted, changes):
        raise GuardianTwin(names="、".join(sorted(set(names))[:SHOWN]))


def check_own(loaded: Loaded, wanted: Roster, by: UUID) -> None:
    """The first half, for a roster that is still to come. Raises OwnPart, GiverNotAnother."""
    person = loaded.person(by) if could_others(loaded.administrators, by) else None
    if person is not None and rules.takes_part(loaded.snapshot.now, wanted, person):
        raise OwnPart
    takers = (loaded.accounts.get(one) for one in rules.given_parts(loaded.snapshot.now, wanted))
    others = [one for one in takers if one is not None and one != by]
    if not all(may_give(loaded.administrators, by, one) for one in others):
        raise GiverNotAnother


def check_kept(loaded: Loaded, wanted: Roster) -> None:
    """Nobody new has a number that its owner can still take back (0311). Raises NumberKept."""
    people = {**wanted.guardians, **wanted.staff}
    if names := [people[person].name for person in people if person in loaded.kept and person not in loaded.accounts]:
        raise NumberKept(names="、".join(names))
