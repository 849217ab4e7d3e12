"""Which texts a query compares with a table's column or writes into it, and which column it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.query_tree import Tree, columns, text_of

Column = tuple[int, int]
"""A table's number, and the column's in it."""
EQUAL = {"98", "531"}
"""`=` and `<>` of text."""
_PASSING = {"RELABELTYPE": ["arg"], "COALESCEEXPR": ["args"], "CASEEXPR": ["args", "defresult"], "CASEWHEN": ["result"]}
"""Where the value of an expression comes from."""


@dataclass(frozen=True, slots=True)
class Place:
    """The queries around an expression, outside in."""

    queries: tuple[Tree, ...]

    def uses(self) -> Iterator[tuple[Column, str]]:
        """Each text that the innermost query or one inside it compares with a column, or writes into it."""
        yield from self._written()
        yield from self._compared(self.queries[-1].fields)

    def origin(self, node: Any) -> Column | None:
        """The table's column that an expression is, whatever it passes through."""
        if node.kind == "RELABELTYPE":
            return self.origin(node["arg"])
        if node.kind != "VAR":
            return None
        place, entry, number = self._entry(node)
        kind = entry["rtekind"]
        if kind == "0":
            return entry.number("relid"), number
        if kind in {"2", "9"}:
            return place.origin(entry.all("joinaliasvars" if kind == "2" else "groupexprs")[number - 1])
        inner = place.below(entry)
        return None if inner is None else inner.answer(number - 1)

    def answer(self, place: int) -> Column | None:
        """Which table's column a column of the innermost query is."""
        return self.origin(columns(self.queries[-1])[place]["expr"])

    def answers(self) -> list[Column | None]:
        """The same of each of its columns."""
        return [self.origin(one["expr"]) for one in columns(self.queries[-1])]

    def below(self, entry: Tree) -> "Place | None":
        """The query behind an entry of the range table."""
        if entry["rtekind"] == "1":
            return Place((*self.queries, entry["subquery"]))
        if entry["rtekind"] != "6" or entry["self_reference"] == "true":
            return None
        holders = self.queries[: len(self.queries) - entry.number("ctelevelsup")]
        query = next(one["ctequery"] for one in holders[-1].all("cteList") if one["ctename"] == entry["ctename"])
        return Place((*holders, query))

    def _entry(self, variable: Tree) -> "tuple[Place, Tree, int]":
        place = Place(self.queries[: len(self.queries) - variable.number("varlevelsup")])
        entry = place.queries[-1].all("rtable")[variable.number("varno") - 1]
        return place, entry, variable.number("varattno")

    def _written(self) -> Iterator[tuple[Column, str]]:
        query = self.queries[-1]
        if query["commandType"] not in {"2", "3"}:
            return
        table = query.all("rtable")[query.number("resultRelation") - 1].number("relid")
        again: list[Tree] = query["onConflict"].all("onConflictSet") if query["onConflict"] else []
        targets: list[Tree] = [*query.all("targetList"), *again]
        for target in targets:
            for text in self._texts(target["expr"]):
                yield (table, target.number("resno")), text

    def _texts(self, node: Any) -> Iterator[str]:
        """The texts that an expression may be."""
        if isinstance(node, list):
            for one in node:  # pyright: ignore[reportUnknownVariableType]
                yield from self._texts(one)
        elif node is not None and (text := text_of(node)) is not None:
            yield text
        elif node is not None and node.kind == "VAR":
            place, entry, number = self._entry(node)
            if entry["rtekind"] == "5":
                yield from place._texts([row[number - 1] for row in entry.all("values_lists")])
            elif (inner := place.below(entry)) is not None:
                yield from inner._texts(columns(inner.queries[-1])[number - 1]["expr"])
        elif node is not None:
            for name in _PASSING.get(node.kind, []):
                yield from self._texts(node[name])

    def _compared(self, value: Any) -> Iterator[tuple[Column, str]]:
        if isinstance(value, dict):
            for one in value.values():  # pyright: ignore[reportUnknownVariableType]
                yield from self._compared(one)
        elif isinstance(value, list):
            for one in value:  # pyright: ignore[reportUnknownVariableType]
                yield from self._compared(one)
        elif isinstance(value, Tree) and value.kind == "QUERY":
            yield from Place((*self.queries, value)).uses()
        elif isinstance(value, Tree):
            yield from self._pairs(value)
            yield from self._compared(value.fields)

    def _pairs(self, node: Tree) -> Iterator[tuple[Column, str]]:
        if node.kind in {"OPEXPR", "SCALARARRAYOPEXPR"} and node["opno"] in EQUAL:
            parts = node.all("args")
        elif node.kind == "CASEEXPR" and node["arg"] is not None:
            parts = [node["arg"], *(one for when in node.all("args") for one in when["expr"].all("args"))]
        else:
            return
        origins = [found for part in parts if (found := self.origin(part)) is not None]
        texts = [one for part in parts for one in (part.all("elements") if part.kind == "ARRAYEXPR" else [part])]
        for column in origins:
            for text in filter(None, map(text_of, texts)):
                yield column, text
