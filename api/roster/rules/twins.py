"""Guardians of one child who bear one name under two numbers: the second could sign as the first. A pure function."""

from collections.abc import Iterable

from api.core.name_folding import compared
from schemas.roster.rows import Changes, GuardianshipKey, Roster


def second_bearers(now: Roster, wanted: Roster, changes: Changes) -> list[str]:
    """Names of guardians who would come, or be renamed, beside another guardian of the same child and name who is here."""
    renamed = {
        one.person
        for one in (*changes.guardians.changed, *changes.guardians.returned)
        if one.person in now.guardians and compared(now.guardians[one.person].name) != compared(one.name)
    }
    ties = changes.guardianships
    fresh = {tie.key for tie in (*ties.added, *ties.returned)}
    fresh |= {key for key, tie in wanted.guardianships.items() if tie.person in renamed}
    here = _bearers(now, wanted, {number for number, _ in fresh}, renamed) if now.guardianships else {}
    named = ((person, number, wanted.guardians[person].name) for number, person in sorted(fresh))
    return [name for person, number, name in named if here.get((number, compared(name)), {person}) != {person}]


def _bearers(now: Roster, wanted: Roster, numbers: Iterable[str], renamed: set[str]) -> dict[tuple[str, str], set[str]]:
    """Who is a guardian of these children today and stays it, under the name that they have today."""
    found: dict[tuple[str, str], set[str]] = {}
    asked = set(numbers)
    kept: Iterable[GuardianshipKey] = now.guardianships.keys() & wanted.guardianships.keys()
    for number, person in kept:
        if number in asked and person not in renamed:
            found.setdefault((number, compared(wanted.guardians[person].name)), set()).add(person)
    return found
