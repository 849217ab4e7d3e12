"""Every statement of the code runs on the cluster that is named, with values made up: it is planned there, and refused for nothing but what it says."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from api.core import db
from api.core.clock import FixedClock
from tests.citus import needs_cluster
from tests.servers import Database
from tests.test_plans import KNOWN, begins
from tests.test_sql import CITUS, NOT_PREPARED, ROLES, every_constant, role

ORG = 7
WHO = "select current_setting('app.account_id', true) from audit_changes where org_id = $1"
CHANGE = "insert into audit_changes (org_id, at, account_id, action, resource) values ($1, $2, $3, 'x', 'y')"
ENTERED = f"begin; set local app.org_id = '{ORG}'; set local app.account_id = '{UUID(int=1)}'"
VALUES: dict[str, list[Any]] = {
    "uuid": [UUID(int=1), UUID(int=2)],
    "int2": [1, 2],
    "int4": [1, 2],
    "int8": [ORG, ORG],
    "text": ["a", "b"],
    "name": ["a", "b"],
    "oid": [1, 2],
    "regclass": ["orgs", "orgs"],
    "bool": [True, False],
    "float8": [1.0, 2.0],
    "numeric": [Decimal(1), Decimal(2)],
    "timestamptz": [datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 23, 5, tzinfo=UTC)],
    "date": [date(2026, 11, 23), date(2026, 11, 24)],
    "time": [time(8), time(9)],
    "interval": [timedelta(hours=1), timedelta(hours=2)],
    "bytea": [b"a", b"b"],
    "jsonb": ["{}", "{}"],
    "inet": ["127.0.0.1", "127.0.0.2"],
}
ELSEWHERE = {*KNOWN, "jobs.relay.SELECT_BUSY", "api.cli.signout.SELECT_SIGNED_IN"}
"""What a cluster is not asked, and what an operator asks as the owner."""
DATA = ("22", "23")
"""Classes of SQLSTATE that say: it was planned and ran, and the values made up do not fit."""
OURS = ("no administrator", "somebody does not work here")
"""How functions of ours refuse such values. No role lacks a right: tests/test_sql.py."""


def sample(kind: asyncpg.Type) -> Any:
    """A value of a type."""
    values = VALUES[kind.name.removesuffix("[]")]
    return values if kind.kind == "array" else values[0]


async def refused(conn: "asyncpg.Connection[asyncpg.Record]", text: str) -> str | None:
    """What the cluster says against a statement; None when it ran."""
    await conn.execute(ENTERED)
    try:
        statement = await conn.prepare(text)
        await statement.fetch(*[sample(kind) for kind in statement.get_parameters()])
    except asyncpg.PostgresError as error:
        known = str(error.sqlstate)[:2] in DATA or str(error).startswith(OURS)
        return None if known else f"{error.sqlstate} {error}"
    finally:
        await conn.execute("rollback")
    return None


@needs_cluster
async def test_every_statement_runs_on_a_cluster(database: Database) -> None:
    opened = {url: await asyncpg.connect(getattr(database, url)) for url in {"app_url", *ROLES.values()}}
    wrong: list[str] = []
    for module, name, text in every_constant():
        if module == CITUS or text.lstrip().lower().startswith(NOT_PREPARED) or f"{module}.{name}" in ELSEWHERE:
            continue
        if any(begins(text, other) for m, _, other in every_constant() if m == module):
            continue
        found = await refused(opened[role(module, name)], text)
        wrong += [f"{module}.{name}: {found}"] if found else []
    for conn in opened.values():
        await conn.close()
    if wrong:
        pytest.fail("\n".join(wrong))


@needs_cluster
async def test_a_worker_knows_who_reads(pool: db.Pool, clock: FixedClock) -> None:
    me = UUID(int=1)
    async with db.transaction(pool, ORG, me) as conn:
        await conn.execute(CHANGE, ORG, clock.now(), me)
    async with db.reading(pool, ORG, me) as conn:
        assert await conn.fetchval(WHO, ORG) == str(me)
