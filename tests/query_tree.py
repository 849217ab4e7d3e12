"""What PostgreSQL makes of a statement when it analyses it: tables and columns behind every name, and which join may leave it null.

The tree is the one that `create function … begin atomic` stores in `pg_proc.prosqlbody`, written by `nodeToString`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import asyncpg

_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{}()\[\]]|(?:\\.|[^\s{}()\[\]\\])+', re.DOTALL)

SELECT_TYPE = "select format_type($1, null)"
SELECT_BODY = "select prosqlbody::text from pg_proc where proname = 'analysed' and pronamespace = pg_my_temp_schema()"


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """A node: its kind, and its fields. A field is None, a word, a list or a node."""

    kind: str
    fields: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)

    def number(self, name: str) -> int:
        """A field that holds a number."""
        return int(self.fields[name])

    def all(self, name: str) -> list[Any]:
        """A field that holds a list; none when it is empty."""
        return self.fields.get(name) or []

    def walk(self) -> "Iterator[Tree]":
        """This node and all below."""
        yield self
        for value in self.fields.values():
            yield from walk(value)


def walk(value: Any) -> Iterator[Tree]:
    """All nodes of a field."""
    if isinstance(value, Tree):
        yield from value.walk()
    elif isinstance(value, list):
        for one in value:  # pyright: ignore[reportUnknownVariableType]
            yield from walk(one)


async def analyse(conn: "asyncpg.Connection[asyncpg.Record]", statement: str) -> Tree:
    """The analysed query of a statement. Makes a temporary function of it for a moment."""
    prepared = await conn.prepare(statement)
    kinds = [await conn.fetchval(SELECT_TYPE, kind.oid) for kind in prepared.get_parameters()]
    answer = "setof record" if prepared.get_attributes() else "void"
    head = f"create function pg_temp.analysed({', '.join(kinds)}) returns {answer} language sql begin atomic"
    await conn.execute(f"{head}\n{statement.strip().rstrip(';')};\nend")
    text = await conn.fetchval(SELECT_BODY)
    await conn.execute(f"drop function pg_temp.analysed({', '.join(kinds)})")
    return next(walk(read(text)))


def read(text: str) -> Any:
    """Reads what `nodeToString` wrote."""
    return _value(iter(_TOKEN.findall(text)), "")


def _value(tokens: Iterator[str], token: str) -> Any:
    token = token or next(tokens)
    if token == "{":
        return _node(tokens)
    if token in "([":
        return [_value(tokens, one) for one in iter(lambda: next(tokens), ")" if token == "(" else "]")]
    return None if token == "<>" else token.strip('"').replace("\\", "")


def _node(tokens: Iterator[str]) -> Tree:
    kind, fields, name = next(tokens), dict[str, Any](), ""
    values: list[Any] = []
    for token in tokens:
        if token == "}" or token.startswith(":"):
            if name:
                fields[name] = values[0] if len(values) == 1 else values
            if token == "}":
                break
            name, values = token[1:], []
        else:
            values.append(_value(tokens, token))
    return Tree(kind, fields)


def columns(query: Tree) -> list[Tree]:
    """What a query answers, in order."""
    found = query.all("targetList" if query["commandType"] == "1" else "returningList")
    return [one for one in found if one["resjunk"] != "true"]


def text_of(constant: Tree) -> str | None:
    """The text of a constant of type text."""
    if constant.kind != "CONST" or constant["consttype"] != "25" or constant["constisnull"] == "true":
        return None
    return bytes(int(byte) & 255 for byte in constant["constvalue"][1][4:]).decode()
