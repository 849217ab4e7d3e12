"""SQL as PostgreSQL's own parser reads it: the statements of a text or of a function's body, and ways through their trees."""

import ast
import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pglast.parser import ParseError, parse_plpgsql_json, parse_sql_json

Body = dict[str, Any]
LEVELS = {"SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"}
_BEGINS = re.compile(r"\s*(select|insert|update|delete|with)\s", re.IGNORECASE)
_BARE = {
    ("SelectStmt", "larg"): "SelectStmt",
    ("SelectStmt", "rarg"): "SelectStmt",
    ("SelectStmt", "withClause"): "WithClause",
    ("InsertStmt", "withClause"): "WithClause",
    ("UpdateStmt", "withClause"): "WithClause",
    ("DeleteStmt", "withClause"): "WithClause",
    ("InsertStmt", "onConflictClause"): "OnConflictClause",
    ("TypeCast", "typeName"): "TypeName",
    **{(level, "relation"): "RangeVar" for level in LEVELS},
}
"""Fields whose value says no kind of its own."""


@dataclass(frozen=True)
class Node:
    """A part of a statement, which reads what is below it once: every rule goes through the same trees."""

    kind: str
    body: Body

    def get(self, name: str) -> "list[Node]":
        """The parts in one field."""
        return list(_children(self.kind, {name: self.body.get(name)}))

    @cached_property
    def children(self) -> "tuple[Node, ...]":
        """The parts directly below."""
        return tuple(_children(self.kind, self.body))

    @cached_property
    def walk(self) -> "tuple[Node, ...]":
        """This part and all below, outside in."""
        return (self, *(node for child in self.children for node in child.walk))

    def own(self) -> "Iterator[Node]":
        """All parts below, without those inside a nested query."""
        for child in self.children:
            yield child
            if child.kind not in LEVELS:
                yield from child.own()

    def find(self, *kinds: str) -> "list[Node]":
        """This part and those below that are of a kind."""
        return [node for node in self.walk if node.kind in kinds]

    @property
    def words(self) -> list[str]:
        """The names in a function's, an operator's or a column's name."""
        names: list[Body] = [
            part
            for n in ("funcname", "name", "fields", "names")
            if isinstance(self.body.get(n), list)
            for part in self.body[n]
        ]
        return [str(part.get("String", {}).get("sval", "*")) for part in names]


def _children(kind: str, body: Body) -> Iterator[Node]:
    for name, value in body.items():
        items = cast("list[Any]", value) if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, dict):
                yield _node(_BARE.get((kind, name), name), cast("Body", item))


def _node(kind: str, item: Body) -> Node:
    first = next(iter(item), "")
    return Node(first, item[first]) if len(item) == 1 and first[:1].isupper() else Node(kind, item)


@dataclass(frozen=True, slots=True)
class Unit:
    """A constant of the code or a function of the schema: what the rules judge."""

    where: str
    statements: list[Node]
    definer: bool = False
    parameters: frozenset[str] = field(default_factory=frozenset[str])
    """Names that are no columns: a function's arguments and variables."""
    counts: bool = False
    """Whether somebody uses how many rows its statements touched."""
    fixed_plan: bool = False
    """A function in SQL, or one with generic plans: its statements are planned without the values of parameters."""


def constant(where: str, text: str, *, counts: bool = False) -> Unit:
    """A statement of the code."""
    return Unit(where, parse(text), counts=counts)


def in_tests() -> Iterator[Unit]:
    """Whole statements in the texts of tests; those that measure, or take hours, run on one database."""
    here = Path(__file__).parent
    for path in sorted(here.rglob("*.py")):
        if path.name == "test_plans.py" or path.parent.name in {"bench", "proof"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _BEGINS.match(node.value):
                with contextlib.suppress(ParseError):  # a piece, or a sentence that begins with such a word
                    yield constant(f"{path.relative_to(here)}:{node.lineno}", node.value)


def function(create: str, body: str, *, name: str, definer: bool, arguments: list[str]) -> Unit:
    """A function of the schema, from its `create function` (PL/pgSQL) or its body (SQL)."""
    if "language plpgsql" not in create.lower():
        return Unit(f"{name}()", parse(body), definer, frozenset(arguments), fixed_plan=True)
    tree: Any = json.loads(parse_plpgsql_json(create))
    found = list(_plpgsql(tree))
    names = {
        str(part["refname"]) for kind, part in found if kind in {"PLpgSQL_var", "PLpgSQL_rec"} and "refname" in part
    }
    expressions = [part for kind, part in found if kind == "PLpgSQL_expr"]
    queries = [str(part["query"]) for part in expressions]
    counts = any(kind == "PLpgSQL_stmt_getdiag" for kind, _ in found) or any(
        "found" in query.split() for query, part in zip(queries, expressions, strict=True) if part["parseMode"] == 2
    )
    statements = [
        node
        for query, part in zip(queries, expressions, strict=True)
        for node in parse(query if part["parseMode"] == 0 else "select " + query.rpartition(":=")[2])
    ]
    generic = "force_generic_plan" in create
    return Unit(f"{name}()", statements, definer, frozenset(arguments) | names, counts, generic)


def parse(text: str) -> list[Node]:
    """The statements of a text."""
    tree: Any = json.loads(parse_sql_json(text))
    return [_node("stmt", part["stmt"]) for part in tree.get("stmts", [])]


def _plpgsql(item: Any) -> Iterator[tuple[str, Body]]:
    if isinstance(item, list):
        for part in cast("list[Any]", item):
            yield from _plpgsql(part)
    elif isinstance(item, dict):
        for kind, part in cast("Body", item).items():
            if isinstance(part, dict):
                yield kind, cast("Body", part)
            yield from _plpgsql(part)
