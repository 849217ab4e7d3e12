"""The live schema: rules 1-8 of DESIGN 3 for every table, read from the catalogue, and the snapshot of all of it."""

import os
import re
import subprocess
from collections.abc import AsyncGenerator
from pathlib import Path

import asyncpg
import pytest

from api.core import migrate
from api.core.db import Conn
from api.core.distribution import ACCOUNT, LOGIN, REFERENCE, TIME, key
from api.core.embedded.data_directory import programs
from tests.servers import Cluster, Database

SNAPSHOT = Path(__file__).resolve().parents[1] / "migrations" / "schema.sql"
WALL = "(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)"
WHO = "(NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid"
NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"
AUDIT: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "audit_accesses": {"r": (WALL, None), "a": (None, f"({WALL} AND (account_id = {WHO}))")},
    "audit_changes": {"r": (WALL, None), "a": (None, f"({WALL} AND (account_id = ANY (ARRAY[{WHO}, {NOBODY}])))")},
    "audit_denials": {"r": (WALL, None), "a": (None, f"({WALL} AND ((account_id IS NULL) OR (account_id = {WHO})))")},
    "audit_heads": {
        "r": (WALL, None),
        "a": (None, f"({WALL} AND (seq = 0) AND (hash = '\\x'::bytea))"),
        "w": (WALL, WALL),
    },
}
"""What the app may write of the audit: a row by select (r), insert (a) and update (w)."""

IDENTITY = set(ACCOUNT | LOGIN)
ONE_PLAN = {"plan_cache_mode=force_generic_plan"}
"""What a definer function may set besides: it names no table and gives no right."""
LAST_WITH_FUNCTIONS = "0050_plain_names.sql"
"""Migrations up to this one created functions; the repeatable files replace them."""
NUMBERED = {"tenant_table", "org_entered"}
"""Functions in numbered migrations: later migrations call them, so their text must not change."""


@pytest.fixture
async def conn(database: Database) -> AsyncGenerator[Conn]:
    """A connection that may read the whole catalogue."""
    conn = await asyncpg.connect(database.owner_url)
    yield conn
    await conn.close()


async def column(conn: Conn, query: str, *args: object) -> set[str]:
    """The first column of all rows."""
    return {row[0] for row in await conn.fetch(query, *args)}


async def tables(conn: Conn) -> set[str]:
    return await column(conn, "select tablename from pg_tables where schemaname = 'public'")


async def tenants(conn: Conn) -> set[str]:
    return await tables(conn) - IDENTITY - set(TIME) - REFERENCE


async def test_the_groups_name_tables_that_exist(conn: Conn) -> None:
    assert await tables(conn) >= IDENTITY | set(TIME) | REFERENCE


async def test_tenant_rows_say_whose_they_are(conn: Conn) -> None:
    """Rule 1: `org_id bigint not null`."""
    has = await column(
        conn,
        """select table_name from information_schema.columns where table_schema = 'public' and column_name = 'org_id'
        and data_type = 'bigint' and is_nullable = 'NO'""",
    )
    assert await tenants(conn) - has == set()


async def test_every_key_holds_the_column_that_its_rows_are_spread_by(conn: Conn) -> None:
    """Rule 1: primary keys, unique and exclusion constraints and indexes; rule 2: every table has a primary key."""
    keys = await conn.fetch(
        """select c.relname as table_name, i.relname as name, x.indisprimary,
          array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any (x.indkey::int2[])) as columns
        from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
        where c.relnamespace = 'public'::regnamespace and (x.indisunique or x.indisexclusion)"""
    )
    spread = {k["name"]: (key(k["table_name"]), k["columns"]) for k in keys}
    assert [name for name, (column, columns) in spread.items() if column and column not in columns] == []
    assert {k["table_name"] for k in keys if k["indisprimary"]} == await tables(conn)


async def test_references_stay_inside_an_organisation_and_a_group(conn: Conn) -> None:
    """Rule 1: `(org_id, x) → (org_id, x)`, none from one group into another; rule 2: no `on delete set null`."""
    references = await conn.fetch(
        """select k.conname as name, f.relname as source, t.relname as target, k.confdeltype::text as on_delete,
          (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as mine,
          (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) as theirs
        from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
        where k.contype = 'f' and f.relnamespace = 'public'::regnamespace"""
    )
    assert references
    for r in references:
        groups = [
            next((g for g in (ACCOUNT, LOGIN, TIME, REFERENCE) if n in g), None) for n in (r["source"], r["target"])
        ]
        assert groups[0] is groups[1], f"{r['name']} leads from one group into another"
        assert groups[0] is not None or (r["mine"], r["theirs"]) == ("org_id", "org_id"), r["name"]
        assert r["on_delete"] == "a", f"{r['name']} deletes or changes other rows by itself"


async def test_nothing_that_a_distributed_database_lacks(conn: Conn) -> None:
    """Rule 2: no triggers, sequences, identity columns, or partitions of partitions; policies and rights as Citus copies them to shards."""
    assert await column(conn, "select tgname::text from pg_trigger where not tgisinternal") == set()
    assert await column(conn, "select sequencename::text from pg_sequences where schemaname = 'public'") == set()
    identity = "select attrelid::regclass::text from pg_attribute where attidentity <> '' and attnum > 0"
    assert await column(conn, identity) == set()
    nested = "select inhrelid::regclass::text from pg_inherits join pg_class on oid = inhrelid where relkind = 'p'"
    assert await column(conn, nested) == set()
    # Citus 14 creates the policies of shards without AS RESTRICTIVE, and names each column with a default in an insert.
    assert await column(conn, "select polname::text from pg_policy where not polpermissive") == set()
    inserted = (
        "select attrelid::regclass::text from pg_attribute, aclexplode(attacl) a where a.privilege_type = 'INSERT'"
    )
    assert await column(conn, inserted) == set()


async def test_keys_made_by_the_database_sort_by_time(conn: Conn) -> None:
    """Rule 2: `uuidv7()`."""
    defaults = await column(
        conn,
        """select distinct pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
        join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
        where a.atttypid = 'uuid'::regtype and a.attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)""",
    )
    assert defaults == {"uuidv7()"}


async def test_every_tenant_stands_behind_the_same_wall(conn: Conn) -> None:
    """Rule 3: row security on; for the app one policy, or one a command, an equality without subquery or function that reads tables."""
    secured = await column(conn, "select relname::text from pg_class where relrowsecurity")
    policies = await conn.fetch(
        """select polrelid::regclass::text as name, polcmd::text as command, pg_get_expr(polqual, polrelid) as using,
          pg_get_expr(polwithcheck, polrelid) as check from pg_policy where 'xinqiao_app'::regrole = any (polroles)"""
    )
    assert await column(conn, "select polname::text from pg_policy where 0 = any (polroles)") == set()
    for name in await tenants(conn):
        mine = {p["command"]: (p["using"], p["check"]) for p in policies if p["name"] == name}
        assert name in secured
        assert mine == AUDIT.get(name, {"*": (WALL, WALL)}), name
        assert len(mine) == len([p for p in policies if p["name"] == name]), name


async def test_identity_and_time_are_reached_through_functions_alone(conn: Conn) -> None:
    """Rule 4: no right on their tables or columns for anyone but the owner; figures see no row of a tenant."""
    granted = await conn.fetch(
        """select grantee, table_name from information_schema.column_privileges
        where table_schema = 'public' and grantee <> 'xinqiao_owner'"""
    )
    assert {r["table_name"] for r in granted} & (IDENTITY | set(TIME)) == set()
    assert {r["table_name"] for r in granted if r["grantee"] == "xinqiao_figures"} <= REFERENCE
    assert {r["table_name"] for r in granted if r["grantee"] == "xinqiao_relay"} <= REFERENCE | {"tasks"}
    assert "PUBLIC" not in {r["grantee"] for r in granted}


async def test_definer_functions_cannot_be_led_astray(conn: Conn) -> None:
    """Rule 4, 5: a fixed search path, no execution by everybody, no setting that would not reach other nodes."""
    rows = await conn.fetch(
        """select p.proname as name, p.prosecdef as definer, coalesce(p.proconfig, '{}') as config, p.prosrc as body,
          has_function_privilege('xinqiao_figures', p.oid, 'execute') as for_all
        from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proowner = 'xinqiao_owner'::regrole"""
    )
    assert rows
    for r in rows:
        if r["definer"]:
            assert set(r["config"]) - ONE_PLAN == {"search_path=public, pg_temp"}, r["name"]
        assert not r["for_all"], f"{r['name']} may be called by every role"
        assert "set_config(" not in r["body"], r["name"]


async def test_the_functions_take_the_time_as_given(conn: Conn) -> None:
    """Rule 6, and the injected clock: no statement asks the server what time it is or for chance."""
    bodies = await column(
        conn,
        "select p.proname || ' ' || p.prosrc from pg_proc p where p.pronamespace = 'public'::regnamespace"
        " and p.proowner = 'xinqiao_owner'::regrole",
    )
    asking = re.compile(r"\b(now|clock_timestamp|statement_timestamp|random)\(|\bcurrent_(date|time|timestamp)\b")
    assert [body.split()[0] for body in bodies if asking.search(body)] == []


async def test_functions_live_in_repeatable_files(conn: Conn) -> None:
    """Each is written whole in one `R__name.sql`, never copied into a new migration (migrations/README.md)."""
    defined = [name for path in migrate.repeatable_files() for name in _created(path)]
    assert len(defined) == len(set(defined)), sorted(defined)
    live = await column(
        conn,
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace and proowner = 'xinqiao_owner'::regrole",
    )
    assert live - set(defined) <= NUMBERED
    assert set(defined) <= live
    later = {name: _created(path) for path in migrate.files() for name in [path.name] if name > LAST_WITH_FUNCTIONS}
    assert {name: created for name, created in later.items() if set(created) - NUMBERED} == {}


def _created(path: Path) -> list[str]:
    return re.findall(r"^create (?:or replace )?(?:function|procedure) (\w+)", path.read_text(), re.MULTILINE)


def test_the_snapshot_is_of_this_commit(database: Database) -> None:
    """`XINQIAO_UPDATE=1 ./xinqiao test tests/test_schema.py` rewrites it."""
    schema = dump(database)
    if os.environ.get("XINQIAO_UPDATE"):
        SNAPSHOT.write_text(schema)
    assert SNAPSHOT.read_text() == schema, "run with XINQIAO_UPDATE=1 and read the difference"


def test_the_snapshot_loads_in_psql(cluster: Cluster) -> None:
    """Rule 8: `psql -f migrations/schema.sql` makes the same schema in an empty database that has the roles."""
    database = cluster.empty()
    psql = [str(programs() / "psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]
    loaded = subprocess.run(
        [*psql, "--dbname", database.owner_url, "--file", str(SNAPSHOT)], check=False, capture_output=True, text=True
    )
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert dump(database) == SNAPSHOT.read_text()
    cluster.drop(database)


def dump(database: Database) -> str:
    """The schema as pg_dump writes it, without what differs from run to run."""
    command = [str(programs() / "pg_dump"), "--schema-only", "--no-owner", "--dbname", database.owner_url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # The version and the random word of \restrict say nothing about the schema; the settings are what makes it load.
    lines = [line for line in text.splitlines() if not line.startswith(("--", "\\"))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
