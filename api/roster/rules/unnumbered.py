"""People without a phone number: a list knows them by their email address, or else guardians by child and name, and colleagues by staff number and name. Pure functions."""

from collections.abc import Callable, Collection, Iterator

import msgspec

from api.core.name_folding import compared, guardian_sign_in
from schemas.roster.rows import Roster, Said, Snapshot

_MARK = "~"


def person_of(number: str, name: str) -> str:
    """What stands for a guardian without a number in the roster of a file: no phone number looks like it."""
    return f"{_MARK}{number}{_MARK}{compared(name)}"


def colleague_of(number: str, name: str) -> str:
    """The same for a colleague: no student's number begins so."""
    return f"{_MARK}{_MARK}{number}{_MARK}{compared(name)}"


def is_unnumbered(person: str) -> bool:
    """Whether this stands for somebody without a number in the roster of a file."""
    return person.startswith(_MARK)


def is_mailed(person: str) -> bool:
    """Whether this is the email address of somebody without a number in the roster of a file."""
    return "@" in person


def _has_phone(person: str) -> bool:
    return not is_unnumbered(person) and not is_mailed(person)


def join_mailed(roster: Roster, said: Said) -> None:
    """Who stands in one row with number and address, and in another child's row with the address alone, is one person."""
    people, ties = roster.guardians, roster.guardianships
    known = {(g.email, compared(g.name)): p for p, g in people.items() if g.email}
    for number, person in [key for key in ties if is_mailed(key[1]) and key[1] in people]:
        same = known.get((person, compared(people[person].name)))
        if same is not None:
            tie = ties.pop((number, person))
            ties.setdefault((number, same), msgspec.structs.replace(tie, person=same))
            if (number, person) in said.unordered:
                said.unordered.add((number, same))
    _drop_untied(roster, is_mailed)


def drop_doubles(roster: Roster) -> None:
    """Takes out of a file who stands there again with a number: many lists name the father once more as the guardian, without one."""
    ties, people = roster.guardianships, roster.guardians
    # A number whose name is a fault is a tie without a guardian.
    numbered = {(n, compared(people[p].name)) for n, p in ties if _has_phone(p) and p in people}
    for number, person in [key for key in ties if not _has_phone(key[1]) and key[1] in people]:
        if (number, compared(people[person].name)) in numbered:
            del ties[number, person]
    _drop_untied(roster, lambda person: not _has_phone(person))


def _drop_untied(roster: Roster, of: Callable[[str], bool]) -> None:
    """Takes out those of them who have no child in the file any more."""
    tied = {person for _, person in roster.guardianships}
    for person in [person for person in roster.guardians if of(person) and person not in tied]:
        del roster.guardians[person]


def known_persons(snapshot: Snapshot, file: Roster, unnumbered: Collection[str]) -> dict[str, str]:
    """The keys of today by those of the file, for who is listed without a number: a blank cell takes no number from anybody.

    It is the guardian of that child with the same name, of today or else of before. Where two fit, nobody is.
    """
    if not unnumbered:
        return {}
    named = [_by_child(snapshot, roster) for roster in (snapshot.now, snapshot.former)]
    found: dict[str, str] = {}
    for number, person in file.guardianships:
        if person in unnumbered:
            name = compared(file.guardians[person].name)
            fit = next((fit for by_child in named if (fit := by_child.get((number, name)))), frozenset[str]())
            if len(fit) == 1 and person not in fit:
                found[person] = next(iter(fit))
    return found


def known_colleagues(now: Roster, file: Roster, without: Collection[str]) -> dict[str, str]:
    """The same for colleagues who are listed without a number: who has that staff number and name."""
    by_number = {row.number: row for row in now.staff.values()}
    named = [
        (row, by_number[row.number]) for row in file.staff.values() if row.person in without and row.number in by_number
    ]
    return {row.person: known.person for row, known in named if compared(known.name) == compared(row.name)}


def _by_child(snapshot: Snapshot, roster: Roster) -> dict[tuple[str, str], set[str]]:
    """The guardians of each child by their compared name."""
    people = {**snapshot.former.guardians, **snapshot.now.guardians}
    found: dict[tuple[str, str], set[str]] = {}
    for number, person in roster.guardianships:
        if person in people:
            found.setdefault((number, compared(people[person].name)), set()).add(person)
    return found


def sign_in_names(roster: Roster, unnumbered: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """The child, the guardian, and the name that always signs them in with the code of the child's class."""
    for number, person in roster.guardianships:
        if person in unnumbered:
            yield number, person, guardian_sign_in(number, roster.guardians[person].name)
