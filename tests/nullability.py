"""Whether a column of an analysed query may be null.

Exact where PostgreSQL knows: `not null` of plain columns, outer joins, conditions that no null passes. What a function of ours returns,
and what a caller passes, counts as given.
"""

from dataclasses import dataclass
from typing import Any

from tests.query_tree import Tree, columns

EMPTY = {"array_position", "array_upper", "array_length", "jsonb_extract_path", "jsonb_extract_path_text", "substring"}
"""Functions that answer null to arguments that are none."""
ACCESS = {"jsonb_object_field", "jsonb_object_field_text", "jsonb_array_element", "jsonb_array_element_text"}
_WRAPPERS = {"RELABELTYPE", "COERCEVIAIO", "ARRAYCOERCEEXPR", "COLLATEEXPR", "COERCETODOMAIN", "FIELDSELECT"}
_ARGUMENTS = {"OPEXPR", "SCALARARRAYOPEXPR", "BOOLEXPR"}
_SIMPLE = {"FUNCEXPR": "funcid", "OPEXPR": "opfuncid"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the analysed query points to by number."""

    not_null: frozenset[tuple[int, int]]
    """Tables' columns."""
    strict: frozenset[int]
    """Functions that answer null to a null."""
    names: dict[int, str]
    """Functions that aggregate or may answer null: their names."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The queries around an expression, outside in."""

    catalogue: Catalogue
    queries: tuple[Tree, ...]

    def column(self, place: int) -> bool:
        """Whether the innermost query's column at this place may be null."""
        query = self.queries[-1]
        if query["setOperations"] is not None:
            parts = [entry["subquery"] for entry in query.all("rtable") if entry["rtekind"] == "1"]
            return any(self.inside(part).column(place) for part in parts)
        return self.may_be_null(columns(query)[place]["expr"])

    def inside(self, query: Tree) -> "Scope":
        """The scope of a query in this one."""
        return Scope(self.catalogue, (*self.queries, query))

    def may_be_null(self, node: Any) -> bool:
        """Whether an expression of the innermost query may be null."""
        kind = node.kind
        if kind == "VAR":
            return self._variable(node)
        if kind == "CONST":
            return node["constisnull"] == "true"
        if kind in {"COALESCEEXPR", "MINMAXEXPR"}:
            return all(self.may_be_null(one) for one in node.all("args"))
        if kind == "CASEEXPR":
            branches = [one["result"] for one in node.all("args")]
            return node["defresult"] is None or any(self.may_be_null(one) for one in [*branches, node["defresult"]])
        if kind in _WRAPPERS:
            return self.may_be_null(node["arg"])
        return self._call(node)

    def _call(self, node: Tree) -> bool:
        kind = node.kind
        if kind == "AGGREF":
            return self._aggregate(node)
        if kind == "SUBLINK":
            return node["subLinkType"] == "4" and self._scalar(node["subselect"])
        if kind in _SIMPLE:
            function = node.number(_SIMPLE[kind])
            if self.catalogue.names.get(function) in EMPTY | ACCESS:
                return True
            return function in self.catalogue.strict and any(self.may_be_null(one) for one in node.all("args"))
        if kind in _ARGUMENTS:
            return any(self.may_be_null(one) for one in node.all("args"))
        return kind in {"NULLIFEXPR", "SUBSCRIPTINGREF"}

    def _aggregate(self, node: Tree) -> bool:
        if self.catalogue.names.get(node.number("aggfnoid")) == "count":
            return False
        grouped = bool(self.queries[-1].all("groupClause")) and node["aggfilter"] is None
        return not grouped or any(self.may_be_null(one["expr"]) for one in node.all("args")[:1])

    def _scalar(self, query: Tree) -> bool:
        """A query in place of a value is null where it finds no row."""
        always = query["hasAggs"] == "true" and not query.all("groupClause") and query["havingQual"] is None
        return not always or self.inside(query).column(0)

    def _variable(self, node: Tree) -> bool:
        up = node.number("varlevelsup")
        scope = Scope(self.catalogue, self.queries[: len(self.queries) - up])
        query = scope.queries[-1]
        key = node.number("varno"), node.number("varattno")
        if key in passed(query):
            return False
        if len(node.all("varnullingrels")) > 1:
            return True
        return scope._of_entry(query.all("rtable")[key[0] - 1], key[1])

    def _of_entry(self, entry: Tree, place: int) -> bool:
        kind = entry["rtekind"]
        if kind == "0":
            return place > 0 and (entry.number("relid"), place) not in self.catalogue.not_null
        if kind == "1":
            return self.inside(entry["subquery"]).column(place - 1)
        if kind in {"2", "9"}:
            return self.may_be_null(entry.all("joinaliasvars" if kind == "2" else "groupexprs")[place - 1])
        if kind == "5":
            return any(self.may_be_null(row[place - 1]) for row in entry.all("values_lists"))
        return kind == "6" and entry["self_reference"] != "true" and self._of_cte(entry, place)

    def _of_cte(self, entry: Tree, place: int) -> bool:
        holders = self.queries[: len(self.queries) - entry.number("ctelevelsup")]
        query = next(one["ctequery"] for one in holders[-1].all("cteList") if one["ctename"] == entry["ctename"])
        return Scope(self.catalogue, holders).inside(query).column(place - 1)


def passed(query: Tree) -> set[tuple[int, int]]:
    """Columns that the query's own conditions let through only when they are not null."""
    return {key for condition in _conditions(query["jointree"]) for key in _demanded(condition)}


def _conditions(node: Any) -> list[Tree]:
    """Conditions that every row has passed."""
    if node is None or node.kind == "RANGETBLREF":
        return []
    if node.kind == "FROMEXPR":
        return [*_own(node), *(c for one in node.all("fromlist") for c in _conditions(one))]
    if node["jointype"] == "0":
        return [*_own(node), *_conditions(node["larg"]), *_conditions(node["rarg"])]
    return _conditions(node["larg"]) if node["jointype"] == "1" else []


def _own(node: Tree) -> list[Tree]:
    found = node["quals"]
    if found is None:
        return []
    return found.all("args") if found.kind == "BOOLEXPR" and found["boolop"] == "and" else [found]


def _demanded(condition: Tree) -> list[tuple[int, int]]:
    if condition.kind == "NULLTEST" and condition["nulltesttype"] == "1":
        parts: list[Any] = [condition["arg"]]
    elif condition.kind in {"OPEXPR", "SCALARARRAYOPEXPR"}:
        parts = condition.all("args")
    else:
        return []
    parts = [part["arg"] if part.kind == "RELABELTYPE" else part for part in parts]
    return [
        (part.number("varno"), part.number("varattno"))
        for part in parts
        if part.kind == "VAR" and part["varlevelsup"] == "0"
    ]
