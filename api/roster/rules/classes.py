"""Finds the class that a cell names, however it is written, and derives the classes where a file has no sheet of them."""

from dataclasses import dataclass, field

from api.roster.rules.cells import Row
from api.roster.rules.class_names import Spot, grade_of, spots
from api.roster.words import NEW, Own
from schemas.roster.rows import ClassKey, RosterClass


@dataclass(slots=True, kw_only=True)
class Classes:
    """The classes of a file or, where it has no sheet of them, of the school.

    `derive`: one that is not known is a new class. `unread`: their sheet lacks a column, which is said once, so no class is unknown.
    """

    own: Own
    year: int | None
    derive: bool
    unread: bool = False
    asked: bool = False
    by_name: dict[str, ClassKey] = field(default_factory=dict[str, ClassKey])
    made: dict[ClassKey, RosterClass] = field(default_factory=dict[ClassKey, RosterClass])
    at: dict[Spot, list[str]] = field(default_factory=dict[Spot, list[str]])

    def add(self, name: str, key: ClassKey) -> None:
        """Makes a class known."""
        self.year = self.year or key[0] or None
        if name not in self.by_name:
            self.by_name[name] = key
            found = spots(name, key[0] or self.year or 0)
            if len(found) == 1:
                self.at.setdefault(found[0], []).append(name)

    def find(self, row: Row, column: str, name: str, grade: str = "") -> ClassKey | None:
        """The class that is meant. None: that was noted as a fault."""
        if name in self.by_name or self.unread:
            return self.by_name.get(name, (0, name))
        settled = self.own.get(("class", name))
        if settled in self.by_name:
            return self.by_name[settled]
        meant = {
            one
            for spot in spots(grade + name if grade and not spots(name, self.year or 0) else name, self.year or 0)
            for one in self.at.get(spot, [])
        }
        if len(meant) == 1 and settled != NEW:
            row.ask("class", name, meaning := meant.pop(), [*self.by_name, NEW])
            return self.by_name[meaning]
        if self.derive or settled == NEW:
            return self._make(row, column, name, grade)
        row.ask("class", name, None, [*self.by_name, NEW])
        return row.fault(column, "class_unknown", value=name)

    def _make(self, row: Row, column: str, name: str, grade: str) -> ClassKey | None:
        if self.year is None:
            if not self.asked:
                row.fault(column, "year_needed")
            self.asked = True
            return None
        told = grade_of(name, self.year)
        full = name if told or not grade else f"{grade}{name}"
        key = (self.year, full)
        self.made[key] = RosterClass(
            school_year=self.year, grade=told or grade or grade_of(full, self.year) or "其他", name=full
        )
        self.add(full, key)
        self.add(name, key)
        return key
