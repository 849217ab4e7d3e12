"""People of a file who may be people of the roster with a new phone number: pure functions. A person answers whether they are."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from api.core.name_folding import compared
from schemas.roster.rows import Change, Changes, Roster, Said, Undo

Row = TypeVar("Row", bound=msgspec.Struct)
Persons = Mapping[str, str]
"""Which key becomes which."""


def moved_numbers(now: Roster, file: Roster, known: Collection[str]) -> dict[str, str]:
    """Who may have which key from now on. `known`: keys of everybody who is or was here.

    It needs the same name, and the same staff number or the same child. Nobody is asked about who still stands in the file with the
    number of today, nor where two people fit.
    """
    pairs = {
        (old, new)
        for old, new in [*_colleagues(now, file), *_guardians(now, file)]
        if new not in known and old not in file.guardians and old not in file.staff
    }
    olds, news = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    return {old: new for old, new in sorted(pairs) if olds[old] == news[new] == 1}


def _colleagues(now: Roster, file: Roster) -> Iterator[tuple[str, str]]:
    by_number = {row.number: row for row in now.staff.values()}
    for row in file.staff.values():
        before = by_number.get(row.number)
        if before is not None and compared(before.name) == compared(row.name):
            yield before.person, row.person


def _guardians(now: Roster, file: Roster) -> Iterator[tuple[str, str]]:
    of_child: dict[str, list[str]] = {}
    for number, person in now.guardianships:
        of_child.setdefault(number, []).append(person)
    for number, new in file.guardianships:
        name = compared(file.guardians[new].name)
        for old in of_child.get(number, ()):
            if compared(now.guardians[old].name) == name:
                yield old, new


def detail_of(now: Roster, file: Roster, old: str, new: str) -> str:
    """By what a person is recognised: the staff number, else the children whom the roster and the file both name."""
    if old in now.staff and new in file.staff:
        return now.staff[old].number
    numbers = sorted(
        number for number, person in file.guardianships if person == new and (number, old) in now.guardianships
    )
    return "、".join(f"{now.students[number].name} {number}" for number in numbers)


def rekeyed(roster: Roster, persons: Persons) -> Roster:
    """The same people under other keys. A mail address beside a new number is not taken: the next list may bring it."""
    kinds: dict[str, Any] = {}
    for kind in Roster.__struct_fields__:
        rows = [_renamed(row, persons) for row in getattr(roster, kind).values()]
        kinds[kind] = {row.key: row for row in rows}
    return Roster(**kinds)


def _renamed(row: Any, persons: Persons) -> Any:
    person = persons.get(getattr(row, "person", ""))
    if person is None:
        return row
    more = {"email": ""} if "email" in row.__struct_fields__ else {}
    return msgspec.structs.replace(row, person=person, **more)


def rekeyed_said(said: Said, persons: Persons) -> Said:
    """The same for what a file states beyond its roster."""

    def all_of(keys: set[str]) -> set[str]:
        return {persons.get(key, key) for key in keys}

    return msgspec.structs.replace(
        said,
        unordered={(number, persons.get(person, person)) for number, person in said.unordered},
        roles=all_of(said.roles),
        taught=all_of(said.taught),
        led=all_of(said.led),
    )


def rekeyed_undo(undo: Undo, persons: Persons) -> Undo:
    """What undoes an import, once people have their new numbers: these stay."""
    kinds: dict[str, Any] = {
        kind: Change(**{how: [_renamed(row, persons) for row in rows] for how, rows in _lists(undo.changes, kind)})
        for kind in Changes.__struct_fields__
    }
    return Undo(changes=Changes(**kinds), before=rekeyed(undo.before, persons))


def _lists(changes: Changes, kind: str) -> Iterator[tuple[str, list[Any]]]:
    change = getattr(changes, kind)
    return ((how, getattr(change, how)) for how in Change.__struct_fields__)
