"""What a struct and a statement believe of a column is what the schema says: whether it may be null, and which words it may hold."""

import re
import types
import typing
from collections.abc import AsyncGenerator

import asyncpg
import pytest

from tests.column_values import Column, Place
from tests.nullability import ACCESS, EMPTY, Catalogue, Scope
from tests.query_tree import Tree, analyse, columns
from tests.servers import Database
from tests.test_sql import CITUS, every_constant, every_read

NEVER_NULL = {
    **dict.fromkeys(
        ("person_ids", "parts", "person_names", "attends"), "BookingRow: a booking is written with its people"
    ),
    **dict.fromkeys(("user_id", "phone_mark"), "OwnLink: a link of WeChat that is read has both, by its CHECKs"),
    "sent_at": "KeptFile: only files of notices that were sent are read",
    **dict.fromkeys(("team_ids", "team_names"), "VisitRow: a visit is written with its team"),
}
"""Columns that only the writing makes sure of, and who reads them why."""
FEWER = {
    "MineRow.state": "what has not gone out has no recipients",
    "BureauPlace.kind": "a bureau writes to bureaus and schools",
}
"""Fields that hold less than their column's list, as their query finds no more."""

SELECT_NOT_NULL = "select attrelid::bigint, attnum::integer from pg_attribute where attnotnull"
SELECT_STRICT = "select oid::bigint from pg_proc where proisstrict"
SELECT_NAMES = "select oid::bigint, proname::text from pg_proc where prokind = 'a' or proname = any ($1)"
SELECT_CHECKS = """
select conrelid::bigint, conkey[1]::integer, conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint
where contype = 'c' and cardinality(conkey) = 1 and connamespace = 'public'::regnamespace
"""
LISTED = re.compile(r"CHECK \(\((\w+) = (?:ANY \(ARRAY\[([^]]+)\]\)|('[^']*'::text))\)\)")


@pytest.fixture
async def conn(database: Database) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection that may make functions of its own."""
    conn = await asyncpg.connect(database.owner_url)
    yield conn
    await conn.close()


_READ: dict[str, Tree] = {}


async def read(conn: "asyncpg.Connection[asyncpg.Record]", statement: str) -> Tree:
    """The analysed query of a statement of the code, which several tests look at: read once in a run."""
    if statement not in _READ:
        _READ[statement] = await analyse(conn, statement)
    return _READ[statement]


async def catalogue(conn: "asyncpg.Connection[asyncpg.Record]") -> Catalogue:
    """The columns and functions of the database."""
    return Catalogue(
        frozenset((r[0], r[1]) for r in await conn.fetch(SELECT_NOT_NULL)),
        frozenset(r[0] for r in await conn.fetch(SELECT_STRICT)),
        {r[0]: r[1] for r in await conn.fetch(SELECT_NAMES, [*EMPTY, *ACCESS])},
    )


async def lists(conn: "asyncpg.Connection[asyncpg.Record]") -> dict[Column, tuple[str, set[str]]]:
    """Columns whose CHECK lists what they may hold: their name, and the words."""
    found = [(r, LISTED.fullmatch(r[3])) for r in await conn.fetch(SELECT_CHECKS)]
    return {
        (r[0], r[1]): (f"{r[2]}.{match[1]}", set(re.findall(r"'([^']*)'::text", match[2] or match[3])))
        for r, match in found
        if match
    }


def options(hint: object) -> list[object]:
    """What a field may be."""
    return list(typing.get_args(hint)) if typing.get_origin(hint) in {typing.Union, types.UnionType} else [hint]


async def test_a_column_that_may_be_null_is_optional_in_its_struct(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    known, checked, wrong = await catalogue(conn), 0, set[str]()
    for statement, where in every_read():
        query, hints = await read(conn, statement), typing.get_type_hints(where.struct)
        for place, column in enumerate(columns(query)):
            name, checked = column["resname"], checked + 1
            if type(None) in options(hints[name]) or not Scope(known, (query,)).column(place):
                continue
            if not NEVER_NULL.get(name, "").startswith(f"{where.struct.__name__}:"):
                wrong.add(f"{where.where} {where.struct.__name__}.{name}")
    assert checked > 500
    assert wrong == set()


async def test_a_text_in_a_statement_is_one_that_its_column_may_hold(
    conn: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    words, checked, wrong = await lists(conn), 0, set[str]()
    assert len(words) > 20
    for module, name, text in every_constant():
        if module == CITUS or text.lstrip().lower().startswith(("create", "grant")):
            continue
        for column, said in Place((await read(conn, text),)).uses():
            if column in words:
                checked += 1
                wrong |= (
                    {f"{module}.{name}: {words[column][0]} is never {said!r}"}
                    if said not in words[column][1]
                    else set()
                )
    assert checked > 50
    assert wrong == set()


async def test_a_literal_of_a_struct_is_the_columns_list(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    words, checked, wrong = await lists(conn), 0, set[str]()
    for statement, where in every_read():
        query, hints = await read(conn, statement), typing.get_type_hints(where.struct)
        for column, origin in zip(columns(query), Place((query,)).answers(), strict=True):
            literals = [one for one in options(hints[column["resname"]]) if typing.get_origin(one) is typing.Literal]
            if origin in words and literals:
                checked += 1
                if f"{where.struct.__name__}.{column['resname']}" in FEWER:
                    continue
                if {word for one in literals for word in typing.get_args(one)} != words[origin][1]:
                    wrong.add(f"{where.where} {where.struct.__name__}.{column['resname']} is not {words[origin][0]}")
    assert checked > 20
    assert wrong == set()


@pytest.mark.parametrize(
    ("statement", "may"),
    [
        ("select key from tasks where org_id = $1", False),
        ("select error from tasks where org_id = $1", True),
        ("select error from tasks where org_id = $1 and error is not null", False),
        ("select t.key from messages m left join tasks t on t.org_id = m.org_id where m.org_id = $1", True),
        (
            "select coalesce(t.key, '') from messages m left join tasks t on t.org_id = m.org_id where m.org_id = $1",
            False,
        ),
        ("with k as (select error as e from tasks where org_id = $1) select e from k", True),
        ("select error from tasks where org_id = $1 group by error", True),
        ("select max(due_at) from tasks where org_id = $1", True),
        ("select kind, max(due_at) from tasks where org_id = $1 group by kind", False),
        ("select (select key from tasks where org_id = $1 limit 1)", True),
        ("select exists (select 1 from tasks where org_id = $1)", False),
        ("select array(select error from tasks where org_id = $1)", False),
        ("select case when attempt > 1 then key end from tasks where org_id = $1", True),
        ("select key from tasks where org_id = $1 union all select error from tasks where org_id = $1", True),
        ("update tasks set error = null where org_id = $1 returning error", True),
    ],
)
async def test_whether_a_column_may_be_null(
    conn: "asyncpg.Connection[asyncpg.Record]", statement: str, *, may: bool
) -> None:
    query = await analyse(conn, statement)
    assert Scope(await catalogue(conn), (query,)).column(len(columns(query)) - 1) == may


@pytest.mark.parametrize(
    "statement",
    [
        "select 1 from tasks where org_id = $1 and state = 'x'",
        "select 1 from tasks where org_id = $1 and state in ('done', 'x')",
        "with k as (select state as s from tasks where org_id = $1) select 1 from k where s <> 'x'",
        "select case state when 'x' then 1 end from tasks where org_id = $1",
        "update tasks set state = case when attempt > 1 then 'done' else 'x' end where org_id = $1",
        "update tasks t set state = u.s from (select 'x' as s) u where t.org_id = $1",
        (
            "insert into tasks (org_id, kind, key, payload, due_at, created_at, updated_at, state)"
            " values ($1, 'a', 'b', '{}', $2, $2, $2, 'x')"
        ),
    ],
)
async def test_a_wrong_word_is_found_wherever_it_stands(
    conn: "asyncpg.Connection[asyncpg.Record]", statement: str
) -> None:
    words = await lists(conn)
    uses = list(Place((await analyse(conn, statement),)).uses())
    assert ("tasks.state", "x") in {(words[column][0], said) for column, said in uses if column in words}
