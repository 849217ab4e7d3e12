"""Where tables go on a cluster. What needs one runs with XINQIAO_TEST_CLUSTER_URL (docs/cluster.md)."""

from pathlib import Path

import pytest

from api.core import distribution
from api.core.distribution import Placed, group, key
from api.core.errors import Misconfigured
from tests.citus import needs_cluster, one_database
from tests.cli.commands import run
from tests.servers import Cluster, Database, environment, owner


def test_each_group_has_its_key() -> None:
    names = {"students": "tenant", "sessions": "account", "login_keys": "login", "claims": "time", "orgs": "reference"}
    assert {name: group(name) for name in names} == names
    assert [key(name) for name in names] == ["org_id", "account_id", "key_hash", "subject_id", None]


async def test_a_table_comes_after_those_it_refers_to(database: Database) -> None:
    conn = await owner(database)
    names = await conn.fetch(
        "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    )
    tables = {r["name"]: Placed(name=r["name"], kind=None, column=None, colocation=None) for r in names}
    ordered = await distribution.in_order(conn, tables)
    assert sorted(ordered) == sorted(tables)
    references = [r for r in await conn.fetch(distribution.SELECT_REFERENCES) if r["source"] in tables]
    assert references
    for reference in references:
        assert ordered.index(reference["target"]) < ordered.index(reference["source"])
    await conn.close()


@one_database("asks a database without Citus")
async def test_a_database_without_citus_is_told_what_it_lacks(database: Database, tmp_path: Path) -> None:
    conn = await owner(database)
    with pytest.raises(Misconfigured, match="create extension citus"):
        await distribution.distribute(conn)
    await conn.close()
    done = run("db", "distribute", env=environment(database, "unix:///nowhere", tmp_path))
    assert (done.code, done.err.count("\n"), "create extension citus" in done.err) == (1, 1, True)


@needs_cluster
async def test_what_is_placed_is_found_right_and_a_new_table_is_found(database: Database) -> None:
    conn = await owner(database)
    assert await distribution.check(conn) == []
    assert await distribution.distribute(conn) == []
    await conn.execute(
        "create table later (org_id bigint not null, later_id uuid not null, primary key (org_id, later_id))"
    )
    assert await distribution.check(conn) == ["later is local to the coordinator"]
    assert await distribution.distribute(conn) == ["later"]
    assert await distribution.check(conn) == []
    await conn.execute("drop table later")
    await conn.close()


@needs_cluster
async def test_doctor_finds_a_lost_setting(database: Database, cluster: Cluster, tmp_path: Path) -> None:
    env = environment(database, cluster.servers.redis_url, tmp_path)
    cluster.superuser(f'alter database "{database.name}" reset {distribution.PROPAGATE}', database.name)
    assert f"MISSING  cluster               {distribution.PROPAGATE} is not 'local'" in run("doctor", env=env).out
    assert run("db", "distribute", "--check", env=env).code == 1
    assert run("db", "distribute", env=env).out == "Every table stands where its group does.\n"
    assert "ok       cluster               Citus, all tables placed" in run("doctor", env=env).out


@needs_cluster
async def test_the_setting_on_a_worker_is_found(database: Database, cluster: Cluster) -> None:
    assert cluster.citus
    worker = cluster.citus.workers[0]
    cluster.citus.run_on(
        worker, f"alter database \"{database.name}\" set {distribution.PROPAGATE} = 'local'", database.name
    )
    conn = await owner(database)
    assert await distribution.check(conn) == [f"{distribution.PROPAGATE} is set on a worker, where it must not be"]
    cluster.citus.run_on(worker, f'alter database "{database.name}" reset {distribution.PROPAGATE}', database.name)
    await conn.close()
