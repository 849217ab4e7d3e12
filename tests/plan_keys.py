"""What the plan rules know of the schema, and where a statement fixes the key of its tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.core.distribution import group, key
from tests.sql_tree import LEVELS, Node, Unit


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the rules know of the schema."""

    tables: frozenset[str]
    exclusive: frozenset[str]
    """Tables with an exclusion constraint."""
    reading: frozenset[str]
    """Functions of ours that read or write tables."""
    volatile: frozenset[str]
    stable: frozenset[str]


class Keys:
    """Which tables of a statement have their key fixed by a parameter."""

    def __init__(self, unit: Unit, catalogue: Catalogue, statement: Node, *, direct: bool = False) -> None:
        self._unit = unit
        self._catalogue = catalogue
        self._statement = statement
        self._direct = direct
        self._ctes = {str(cte.body["ctename"]) for cte in statement.find("CommonTableExpr")}

    def missing(self) -> Iterator[str]:
        """Tenant tables that no parameter reaches."""
        yield from self._level(self._statement)

    def _level(self, level: Node) -> Iterator[str]:
        named = {} if level.kind == "InsertStmt" else self._named(level)
        fixed = {alias for alias, table in named.items() if table in self._ctes | {""}}
        pairs = list(self._pairs(level, named))
        while more := {x for pair in pairs for x in pair if pair & (fixed | {"$"})} - fixed - {"$"}:
            fixed |= more
        yield from (table for alias, table in named.items() if alias not in fixed and self._counts(table))
        if level.kind == "InsertStmt":
            yield from self._inserted(level)
        for child in level.own():
            if child.kind in LEVELS:
                yield from self._level(child)

    def _counts(self, table: str) -> bool:
        kept = table in self._catalogue.tables - self._ctes
        return kept and (group(table) == "tenant" or (self._direct and key(table) is not None))

    def _named(self, level: Node) -> dict[str, str]:
        ranges = [node for node in level.own() if node.kind == "RangeVar"]
        derived = [n for n in level.own() if n.kind == "RangeSubselect" and "alias" in n.body]
        names = {str(d.body["alias"]["aliasname"]): "" for d in derived}
        return names | {
            str(r.body.get("alias", {}).get("aliasname", r.body["relname"])): str(r.body["relname"]) for r in ranges
        }

    def _pairs(self, level: Node, named: Mapping[str, str]) -> Iterator[set[str]]:
        for condition in self._conditions(level):
            if condition.kind == "A_Expr" and condition.words == ["="]:
                sides = [condition.get("lexpr"), condition.get("rexpr")]
                rows = [s[0].get("args") if s and s[0].kind == "RowExpr" else s for s in sides]
                for left, right in zip(*rows, strict=False):
                    pair = {self._end(left, named), self._end(right, named)} - {""}
                    if len(pair) == 2:
                        yield pair
        for join in level.own():
            if join.kind == "JoinExpr" and "org_id" in [u.body.get("sval") for u in join.get("usingClause")]:
                inside = [node for side in ("larg", "rarg") for top in join.get(side) for node in [top, *top.own()]]
                aliases = {
                    str(n.body["alias"]["aliasname"]) for n in inside if "alias" in n.body and n.kind[:5] == "Range"
                }
                yield aliases | {
                    str(n.body["relname"]) for n in inside if n.kind == "RangeVar" and "alias" not in n.body
                }

    def _conditions(self, level: Node) -> Iterator[Node]:
        tops = [*level.get("whereClause")]
        tops += [q for j in level.own() if j.kind == "JoinExpr" for q in j.get("quals")]
        for top in tops:
            yield from _conjuncts(top)

    def _end(self, side: Node, named: Mapping[str, str]) -> str:
        """`$` for a parameter, the alias for a key column, else nothing."""
        if side.kind == "TypeCast":
            return self._end(side.get("arg")[0], named)
        if side.kind == "ParamRef" or (side.kind == "ColumnRef" and side.words[0] in self._unit.parameters):
            return "$"
        if side.kind != "ColumnRef":
            return ""
        *alias, column = side.words
        if alias:
            return alias[0] if column == (key(named.get(alias[0], "")) or "org_id") else ""
        return next((a for a, t in named.items() if t and key(t) == column), "")

    def _inserted(self, insert: Node) -> Iterator[str]:
        table = str(insert.body["relation"]["relname"])
        columns = [str(c.body.get("name")) for c in insert.get("cols")]
        if not self._counts(table):
            return
        for query in insert.get("selectStmt"):
            rows = [row.get("items") for row in query.get("valuesLists")] or [query.get("targetList")]
            for row in rows:
                value = row[columns.index("org_id")] if "org_id" in columns else None
                value = value.get("val")[0] if value and value.kind == "ResTarget" else value
                if value is None or not value.find("ParamRef", "ColumnRef", "FuncCall"):
                    yield table


def _conjuncts(node: Node) -> Iterator[Node]:
    if node.kind == "BoolExpr" and node.body["boolop"] == "AND_EXPR":
        for part in node.get("args"):
            yield from _conjuncts(part)
    else:
        yield node
