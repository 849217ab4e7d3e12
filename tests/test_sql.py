"""Every SQL constant of the code, prepared on the live schema: it runs, as the role that will run it, and its columns are what
the struct says that is read from it (DESIGN 4: db). Rule 6 of DESIGN 3 for the text of all of them.
"""

import ast
import importlib
import pkgutil
import re
import types
import typing
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

import api
import jobs
from tests.servers import Database

ROLES = {
    "api.accounts.enrolment.queries": "door_url",
    "api.accounts.me.queries": "door_url",
    "api.accounts.passkeys.queries": "door_url",
    "api.accounts.secrets": "door_url",
    "api.accounts.signin.counting": "door_url",
    "api.accounts.signin.moved": "door_url",
    "api.accounts.signin.naming": "door_url",
    "api.accounts.signin.queries": "door_url",
    "api.accounts.signin.replacing": "door_url",
    "api.accounts.students.queries": "door_url",
    "api.accounts.students.queries.SELECT_CLOSING": "app_url",
    "api.accounts.tablets.queries": "door_url",
    "api.accounts.wecom.queries": "door_url",
    "api.accounts.purging": "relay_url",
    "api.calendar.feeds.queries.END_FEED": "door_url",
    "api.calendar.feeds.queries.SELECT_FEED": "door_url",
    "api.calendar.feeds.queries.SET_FEED": "door_url",
    "api.calendar.queries.SELECT_REACH": "door_url",
    "api.cli.signout": "owner_url",
    "api.core.administrators": "door_url",
    "api.core.migrate": "owner_url",
    "api.core.rekeying": "owner_url",
    "api.core.resealing": "owner_url",
    "api.recovery.numbers.queries": "door_url",
    "api.recovery.queries": "door_url",
    "api.roster.command": "owner_url",
    "api.roster.demo.cast": "door_url",
    "api.roster.demo.load.CONFIRM": "owner_url",
    "jobs.finished_tasks": "relay_url",
    "jobs.number_moved": "door_url",
    "jobs.relay": "relay_url",
    "jobs.sign_in_code": "door_url",
}
"""Who runs a module's statements, or one of them, where it is not the app."""
CITUS = "api.core.distribution"
"""Its statements ask a cluster's own tables."""
NOT_PREPARED = ("create", "grant")
"""Cannot be prepared everywhere; the migrations' tests and those on a cluster run them."""
VERBS = {"many", "one", "maybe"}
STATEMENT = re.compile(r"\s*(select|insert|update|delete|with|create|grant)\b", re.IGNORECASE)
TYPES: dict[str, type] = {
    "uuid": UUID,
    "text": str,
    "varchar": str,
    "name": str,
    "int2": int,
    "int4": int,
    "int8": int,
    "bool": bool,
    "float8": float,
    "numeric": Decimal,
    "timestamptz": datetime,
    "date": date,
    "time": time,
    "bytea": bytes,
    "jsonb": msgspec.Raw,
}


@dataclass(frozen=True, slots=True)
class Read:
    """A struct that rows of a statement become."""

    struct: type[msgspec.Struct]
    where: str


def modules() -> Iterator[ModuleType]:
    """All modules of the service."""
    for package in (api, jobs):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__") and "embedded" not in found.name:
                yield importlib.import_module(found.name)


def source(module: ModuleType) -> str:
    """The text of a module."""
    return Path(str(module.__file__)).read_text()


def constants(module: ModuleType) -> dict[str, str]:
    """A module's own whole statements; a name that begins with an underscore is a piece of one."""
    own = {
        target.id
        for node in ast.parse(source(module)).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    texts = {n: getattr(module, n) for n in own if n.isupper() and not n.startswith("_")}
    return {n: t for n, t in texts.items() if isinstance(t, str) and STATEMENT.match(t)}


def reads(module: ModuleType) -> Iterator[tuple[str, Read]]:
    """Which struct each statement is read into: from the calls `many(conn, Row, SQL, …)`."""
    for node in ast.walk(ast.parse(source(module))):
        if isinstance(node, ast.Call) and _name(node.func) in VERBS and len(node.args) >= 3:
            struct, statement = (_value(module, node.args[n]) for n in (1, 2))
            if isinstance(struct, type) and isinstance(statement, str):
                yield statement, Read(struct, f"{module.__name__}:{node.lineno}")


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _value(module: ModuleType, node: ast.expr) -> Any:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(getattr(module, node.value.id, None), node.attr, None)
    return getattr(module, node.id, None) if isinstance(node, ast.Name) else None


@cache
def every_constant() -> list[tuple[str, str, str]]:
    """Module, name and text of each statement. Made where it is asked for: each process of a run imports this file."""
    return [(module.__name__, name, text) for module in modules() for name, text in sorted(constants(module).items())]


@cache
def every_read() -> list[tuple[str, Read]]:
    """Each statement that is read into a struct."""
    return [pair for module in modules() for pair in reads(module)]


def role(module: str, name: str = "") -> str:
    """The address of who runs a statement."""
    return ROLES.get(f"{module}.{name}") or ROLES.get(module, "app_url")


def fits(hint: Any, kind: str) -> bool:
    """Whether a column of this PostgreSQL type becomes what the field says. Whether it can be null: test_sql_values.py."""
    options = typing.get_args(hint) if typing.get_origin(hint) in {typing.Union, types.UnionType} else (hint,)
    return all(_fits(option, kind) for option in options if option is not type(None))


def _fits(hint: Any, kind: str) -> bool:
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return TYPES.get(kind) is type(typing.get_args(hint)[0])
    if origin in {list, frozenset, set}:
        return kind.endswith("[]") and fits(typing.get_args(hint)[0], kind.removesuffix("[]"))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return TYPES.get(kind) is str
    return TYPES.get(kind) is hint


@pytest.fixture
async def connections(database: Database) -> AsyncGenerator[Mapping[str, "asyncpg.Connection[asyncpg.Record]"]]:
    """A connection for each role."""
    urls = {"app_url", *ROLES.values()}
    opened = {url: await asyncpg.connect(getattr(database, url)) for url in urls}
    yield opened
    for conn in opened.values():
        await conn.close()


async def test_every_statement_runs_on_the_live_schema(
    connections: Mapping[str, "asyncpg.Connection[asyncpg.Record]"],
) -> None:
    assert len(every_constant()) > 100
    wrong: list[str] = []
    for module, name, text in every_constant():
        if module == CITUS or text.lstrip().lower().startswith(NOT_PREPARED):
            continue
        try:
            conn = connections[role(module, name)]
            await conn.prepare(text)
            await conn.execute(
                f"explain (generic_plan) {text}"
            )  # a plan that is shown is begun: it asks for the rights
        except asyncpg.PostgresError as error:
            wrong.append(f"{module}.{name}: {error}")
    assert wrong == [], "\n".join(wrong)


async def test_columns_are_what_their_struct_says(
    connections: Mapping[str, "asyncpg.Connection[asyncpg.Record]"],
) -> None:
    assert len(every_read()) > 40
    wrong: list[str] = []
    for statement, read in every_read():
        url = role(read.where.split(":")[0])
        attributes = (await connections[url].prepare(statement)).get_attributes()
        columns = {a.name: _kind(a.type) for a in attributes}
        hints = typing.get_type_hints(read.struct)
        if len(attributes) != len(columns) or set(columns) != set(hints):
            wrong.append(f"{read.where} {read.struct.__name__}: {sorted(set(columns) ^ set(hints))}")
        wrong += [
            f"{read.where} {read.struct.__name__}.{name}: {kind} is not {hints[name]}"
            for name, kind in columns.items()
            if name in hints and not fits(hints[name], kind)
        ]
    assert wrong == [], "\n".join(wrong)


def _kind(kind: asyncpg.Type) -> str:
    return kind.name if kind.kind != "array" else kind.name.removesuffix("[]").removeprefix("_") + "[]"


@pytest.mark.parametrize(
    ("rule", "breaks"),
    [
        ("the time is given, never asked", r"\b(now|clock_timestamp|statement_timestamp)\(|\bcurrent_(date|time)"),
        ("chance is ours", r"\b(random|gen_random_uuid)\("),
        ("every column is named", r"select\s+(\w+\.)?\*|returning\s+\*"),
        ("settings reach every node", r"set_config\("),
        ("an insert from a select says what on conflict", r"(?s)insert into(?!.*on conflict).*\bselect\b"),
    ],
)
def test_no_statement_breaks_a_rule(rule: str, breaks: str) -> None:
    found = [
        f"{m}.{n}" for m, n, t in every_constant() if m != "api.core.migrate" and re.search(breaks, t, re.IGNORECASE)
    ]
    assert found == [], rule


def test_errors_are_told_apart_by_sqlstate() -> None:
    """Rule 6: a distributed database names its constraints differently on every shard."""
    assert [m.__name__ for m in modules() if "constraint_name" in source(m)] == []
