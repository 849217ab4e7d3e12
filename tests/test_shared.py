"""The database that modules have one after the other: each finds it as a migrated one."""

from collections.abc import AsyncGenerator

import asyncpg
import pytest

from api.core import db
from tests.servers import Cluster, Database, owner
from tests.shared import Shared

INSERT_ORG = "insert into orgs (org_id, kind, name_zh, name_en) values (77, 'school', '校', 'School')"
COUNT_ORGS = "select count(*) from orgs"


@pytest.fixture
async def lending(cluster: Cluster) -> AsyncGenerator[Shared]:
    """One of the test's own: the run's is in use."""
    lending = Shared(cluster)
    yield lending
    await lending.close()


async def _operate(database: Database, sql: str) -> None:
    conn = await owner(database)
    await conn.execute(sql)
    await conn.close()


async def _first_rows(pool: db.Pool) -> tuple[int, list[str]]:
    async with db.transaction(pool, db.PLATFORM) as conn:
        names = [row["name_zh"] for row in await conn.fetch("select name_zh from hotlines order by name_zh")]
        return await conn.fetchval(COUNT_ORGS), names


async def test_rows_of_a_module_go_and_those_of_the_migrations_are_back(lending: Shared, cluster: Cluster) -> None:
    first = await lending.lend()
    before = await _first_rows((await lending.pools()).app)
    await _operate(first, INSERT_ORG)
    async with db.transaction((await lending.pools()).owner, db.PLATFORM) as conn:
        await conn.execute("delete from hotlines")
    again = await lending.lend()
    assert await _first_rows((await lending.pools()).app) == before
    assert before[1], "migrations bring some"
    assert (again.name == first.name) == (cluster.citus is None)


@pytest.mark.parametrize(
    "change",
    [
        "alter table claims drop constraint claims_no_overlap",
        "revoke insert on audit_accesses from xinqiao_app",
        "create function planted() returns int language sql as 'select 1'",
        "drop policy tenant on students",
        "alter table students add column planted int",
        "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$",
    ],
)
async def test_who_changed_more_than_rows_gets_the_next_one_a_new_database(lending: Shared, change: str) -> None:
    first = await lending.lend()
    await _operate(first, change)
    assert (await lending.lend()).name != first.name


async def test_what_is_left_under_way_is_ended(lending: Shared, cluster: Cluster) -> None:
    first = await lending.lend()
    left = await owner(first)
    await left.execute(f"begin; {INSERT_ORG}")
    again = await lending.lend()
    assert (again.name == first.name) == (cluster.citus is None)
    async with db.transaction((await lending.pools()).app, db.PLATFORM) as conn:
        assert await conn.fetchval(COUNT_ORGS) == 1
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await left.execute("commit")


async def test_after_postgresql_was_away_there_is_a_new_database(lending: Shared) -> None:
    first = await lending.lend()
    operator = lending._operator  # pyright: ignore[reportPrivateUsage]
    if operator:  # none on a cluster
        operator.terminate()
    assert (await lending.lend()).name != first.name
