"""Finds the class that a cell names, however it is written, and derives the classes where a file has no sheet of them."""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field

from api.core.natural_order import natural_key
from api.roster.rules.cells import MAX_CHOICES, Row
from api.roster.rules.class_names import Spot, grade_of, names_entry, spots
from api.roster.words import NEW, Own
from schemas.roster.rows import ClassKey, RosterClass

MAX_CLASSES = 600
"""Of one file. No school has so many: such a file names something else as classes."""


@dataclass(slots=True, kw_only=True)
class Listed:
    """The classes of the school in one year, by name and by grade and number."""

    names: set[str]
    at: dict[Spot, list[str]] = field(default_factory=dict[Spot, list[str]])


@dataclass(slots=True, kw_only=True)
class Classes:
    """The classes of a file or, where it has no sheet of them, of the school.

    `derive`: one that is not known is a new class. `unread`: their sheet lacks a column, which is said once, so no class is unknown.
    `at` names them by grade and number; a class that is written in two ways stands there once.
    """

    own: Own
    year: int | None
    derive: bool
    unread: bool = False
    asked: bool = False
    by_name: dict[str, ClassKey] = field(default_factory=dict[str, ClassKey])
    made: dict[ClassKey, RosterClass] = field(default_factory=dict[ClassKey, RosterClass])
    at: dict[Spot, list[str]] = field(default_factory=dict[Spot, list[str]])
    listed: dict[int, Listed] = field(default_factory=dict[int, Listed])

    def add(self, name: str, key: ClassKey) -> None:
        """Makes a class known."""
        self.year = self.year or key[0] or None
        if name not in self.by_name:
            self.by_name[name] = key
            found = spots(name, key[0] or self.year or 0)
            if len(found) == 1 and key[1] not in (names := self.at.setdefault(found[0], [])):
                names.append(key[1])

    def name_of(self, row: Row, name: str, year: int, known: Iterable[ClassKey]) -> str:
        """The name of a class that a file lists: the school's own, where it is written in another way. A person confirms that once."""
        here = self._listed(known, year)
        if name in here.names:
            return name
        if settled := self._settled(name, here.names, year):
            return name if settled == NEW else settled
        found = spots(name, year)
        meant = here.at.get(found[0], []) if len(found) == 1 else []
        if len(meant) != 1:
            return name
        row.ask("class", name, meant[0], lambda: nearest(meant, list(here.names), here.at, found))
        return meant[0]

    def _listed(self, known: Iterable[ClassKey], year: int) -> Listed:
        """Made once a year and file: rows are many."""
        if year not in self.listed:
            here = self.listed[year] = Listed(names={name for of, name in known if of == year})
            for name in here.names:
                if len(found := spots(name, year)) == 1:
                    here.at.setdefault(found[0], []).append(name)
        return self.listed[year]

    def _settled(self, name: str, here: Container[str], year: int) -> str | None:
        """What a person has said that this name means. A year of entry means another class in another school year."""
        settled = self.own.get(("class", name))
        if settled is None or settled == NEW:
            return settled
        if settled not in here or (names_entry(name) and not set(spots(settled, year)) <= set(spots(name, year))):
            return None
        return settled

    def find(self, row: Row, column: str, name: str, grade: str = "") -> ClassKey | None:
        """The class that is meant. None: that was noted as a fault."""
        if name in self.by_name or self.unread:
            return self.by_name.get(name, (0, name))
        year = self.year or 0
        settled = self._settled(name, self.by_name, year)
        if settled is not None and settled != NEW:
            return self.by_name[settled]
        found = spots(grade + name if grade and not spots(name, year) else name, year)
        meant = {one for spot in found for one in self.at.get(spot, [])}
        if len(meant) == 1 and settled != NEW:
            meaning = meant.pop()
            row.ask("class", name, meaning, lambda: nearest([meaning], self._names(), self.at, found))
            return self.by_name[meaning]
        if self.derive or settled == NEW:
            return self._make(row, column, name, grade)
        row.ask("class", name, None, lambda: nearest([], self._names(), self.at, found))
        return row.fault(column, "class_unknown", value=name)

    def _names(self) -> list[str]:
        return list(dict.fromkeys(key[1] for key in self.by_name.values()))

    def _make(self, row: Row, column: str, name: str, grade: str) -> ClassKey | None:
        if self.year is None:
            if not self.asked:
                row.fault(column, "year_needed")
            self.asked = True
            return None
        told = grade_of(name, self.year)
        full = name if told or not grade else f"{grade}{name}"
        key = (self.year, full)
        if len(self.made) >= MAX_CLASSES:
            if not self.asked:
                row.fault(column, "classes_many", limit=MAX_CLASSES)
            self.asked = True
            return None
        self.made[key] = RosterClass(
            school_year=self.year, grade=told or grade or grade_of(full, self.year) or "其他", name=full
        )
        self.add(full, key)
        self.add(name, key)
        return key


def nearest(
    meant: Collection[str], names: list[str], at: Mapping[Spot, list[str]], found: Collection[Spot]
) -> list[str]:
    """What a question offers, in the order in which people count: every class of a school; of very many, those of the same grade first."""
    names = sorted(names, key=natural_key)
    if len(names) < MAX_CHOICES:
        return [*names, NEW]
    grades = {grade for grade, _ in found}
    same = (one for (grade, _), of in at.items() if grade in grades for one in of)
    return [*list(dict.fromkeys([*meant, *same, *names]))[: MAX_CHOICES - 1], NEW]
