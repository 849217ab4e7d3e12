"""Migrations: applied once, in order, never edited; whatever stops half way is said in one sentence."""

import asyncio
from collections.abc import Generator
from pathlib import Path

import asyncpg
import pytest

from api.core import migrate
from api.core.errors import Misconfigured
from tests.servers import Cluster, Database


@pytest.fixture
def empty(cluster: Cluster) -> Generator[Database]:
    """A database without any migration."""
    database = cluster.empty()
    yield database
    cluster.drop(database)


def folder(path: Path, **files: str) -> Path:
    """A folder of migrations."""
    for name, sql in files.items():
        (path / f"{name.removeprefix('m')}.sql").write_text(sql)
    return path


async def test_each_is_applied_once_and_in_order(empty: Database, tmp_path: Path) -> None:
    folder(tmp_path, m0002_b="alter table a add column m text", m0001_a="create table a (n int primary key)")
    assert await migrate.status(empty.owner_url, tmp_path) == ["0001_a.sql", "0002_b.sql"]
    assert await migrate.migrate(empty.owner_url, tmp_path) == ["0001_a.sql", "0002_b.sql"]
    assert await migrate.migrate(empty.owner_url, tmp_path) == []
    folder(tmp_path, m0003_c="drop table a")
    assert await migrate.migrate(empty.owner_url, tmp_path) == ["0003_c.sql"]
    assert await migrate.status(empty.app_url, tmp_path) == []


async def test_one_that_fails_leaves_nothing_and_can_be_mended(empty: Database, tmp_path: Path) -> None:
    folder(tmp_path, m0001_a="create table a (n int primary key); select 1 / 0")
    with pytest.raises(Misconfigured, match=r"0001_a\.sql failed: division by zero"):
        await migrate.migrate(empty.owner_url, tmp_path)
    folder(tmp_path, m0001_a="create table a (n int primary key)")
    assert await migrate.migrate(empty.owner_url, tmp_path) == ["0001_a.sql"]


async def test_one_that_stopped_half_way_is_named(empty: Database, tmp_path: Path) -> None:
    folder(tmp_path, m0001_a="-- no-transaction\ncreate table a (n int); select 1 / 0")
    with pytest.raises(Misconfigured):
        await migrate.migrate(empty.owner_url, tmp_path)
    for tried in (migrate.migrate(empty.owner_url, tmp_path), migrate.status(empty.app_url, tmp_path)):
        with pytest.raises(Misconfigured, match=r"0001_a\.sql stopped half way: repair .* run migrate again"):
            await tried


async def test_an_edited_one_is_refused(empty: Database, tmp_path: Path) -> None:
    folder(tmp_path, m0001_a="create table a (n int primary key)")
    await migrate.migrate(empty.owner_url, tmp_path)
    folder(tmp_path, m0001_a="create table a (n bigint primary key)")
    with pytest.raises(Misconfigured, match="was edited after it was applied"):
        await migrate.migrate(empty.owner_url, tmp_path)


async def test_a_newer_database_is_left_alone(empty: Database, tmp_path: Path) -> None:
    folder(tmp_path, m0001_a="create table a (n int primary key)", m0002_b="drop table a")
    await migrate.migrate(empty.owner_url, tmp_path)
    (tmp_path / "0002_b.sql").unlink()
    with pytest.raises(Misconfigured, match="does not know: use the newer version"):
        await migrate.migrate(empty.owner_url, tmp_path)


async def test_two_at_once_take_turns(empty: Database, tmp_path: Path) -> None:
    """Two hosts that start together: one migrates, the other finds it done."""
    folder(tmp_path, m0001_a="create table a (n int primary key)")
    first = await asyncpg.connect(empty.owner_url)
    await first.execute("select pg_advisory_lock(7246001)")  # a migrator at work
    second = asyncio.create_task(migrate.migrate(empty.owner_url, tmp_path))
    while not await first.fetchval(
        "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
        " where d.datname = current_database() and locktype = 'advisory' and not granted"
    ):
        pass
    assert await first.fetchval("select to_regclass('a')") is None
    await first.close()
    assert await second == ["0001_a.sql"]


async def test_a_server_out_of_reach_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        await migrate.migrate("postgresql://u:topsecret@127.0.0.1:1/x", tmp_path)
    assert str(caught.value).startswith("PostgreSQL cannot be reached: ")
    assert "topsecret" not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_repeatable_file_runs_after_the_others_and_again_when_changed(empty: Database, tmp_path: Path) -> None:
    (tmp_path / "R__f.sql").write_text("create or replace function f() returns int language sql as 'select n from a'")
    folder(tmp_path, m0001_a="create table a (n int primary key); insert into a values (1)")
    assert await migrate.status(empty.owner_url, tmp_path) == ["0001_a.sql", "R__f.sql"]
    assert await migrate.migrate(empty.owner_url, tmp_path) == ["0001_a.sql", "R__f.sql"]
    assert await migrate.migrate(empty.owner_url, tmp_path) == []
    (tmp_path / "R__f.sql").write_text(
        "create or replace function f() returns int language sql as 'select n + 1 from a'"
    )
    assert await migrate.status(empty.owner_url, tmp_path) == ["R__f.sql"]
    assert await migrate.migrate(empty.owner_url, tmp_path) == ["R__f.sql"]
    assert await migrate.migrate(empty.owner_url, tmp_path) == []
    conn = await asyncpg.connect(empty.owner_url)
    assert await conn.fetchval("select f()") == 2
    await conn.close()


async def test_a_repeatable_file_that_fails_leaves_what_was_there(empty: Database, tmp_path: Path) -> None:
    (tmp_path / "R__f.sql").write_text("create function f() returns int language sql as 'select 1'")
    await migrate.migrate(empty.owner_url, tmp_path)
    (tmp_path / "R__f.sql").write_text(
        "create or replace function g() returns int language sql as 'select 1';"
        "create or replace function f() returns text language sql as 'select 1'"
    )
    with pytest.raises(Misconfigured, match=r"R__f\.sql failed: cannot change return type"):
        await migrate.migrate(empty.owner_url, tmp_path)
    conn = await asyncpg.connect(empty.owner_url)
    assert await conn.fetchval("select to_regproc('g')") is None
    await conn.close()
    (tmp_path / "R__f.sql").write_text(
        "drop function if exists f(); create function f() returns text language sql as $$ select 'x' $$"
    )
    assert await migrate.migrate(empty.owner_url, tmp_path) == ["R__f.sql"]


async def test_a_repeatable_file_that_is_gone_is_no_newer_version(empty: Database, tmp_path: Path) -> None:
    (tmp_path / "R__f.sql").write_text("create or replace function f() returns int language sql as 'select 1'")
    await migrate.migrate(empty.owner_url, tmp_path)
    (tmp_path / "R__f.sql").unlink()
    assert await migrate.migrate(empty.owner_url, tmp_path) == []
