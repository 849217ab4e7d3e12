"""How the tables are spread over a Citus cluster (DESIGN §3). The one place that says which group a table belongs to."""

from typing import LiteralString

import asyncpg
import msgspec

from api.core.db import Conn
from api.core.errors import Misconfigured
from api.core.pipeline import SELECT_CITUS

ACCOUNT = {
    "accounts": "account_id",
    "calendar_feeds": "account_id",
    "credentials": "account_id",
    "devices": "account_id",
    "factor_resets": "account_id",
    "idempotency": "account_id",
    "import_permits": "account_id",
    "login_moves": "account_id",
    "memberships": "account_id",
    "passkeys": "account_id",
    "pins": "account_id",
    "secret_resets": "account_id",
    "sessions": "account_id",
    "starting_codes": "account_id",
}
LOGIN = {
    "login_attempts": "key_hash",
    "login_codes": "key_hash",
    "login_failures": "key_hash",
    "login_keys": "key_hash",
    "passkey_challenges": "challenge_hash",
}
"""Identity by the HMAC of a login key. At sign-in nothing else is known."""
TIME = {"claims": "subject_id"}
REFERENCE = frozenset({"org_catchments", "orgs", "root_keys", "schema_migrations"})
"""Copied whole to every node."""
TENANT_KEY = "org_id"
"""A table belongs to a tenant unless one of the groups above names it. DESIGN says why for each of those."""

PROPAGATE = "citus.propagate_set_commands"
SETTINGS = {PROPAGATE: "local", "citus.override_table_visibility": "off"}
"""What the coordinator's database sets. Without the second, Citus looks at each row of the catalogue for a shard whose table it would hide, and asyncpg's
question for types takes a second of a processor on each new connection.
"""


def group(table: str) -> str:
    """The group of a table: account, login, time, reference or tenant. Only tables of one group are colocated."""
    groups = {"account": ACCOUNT, "login": LOGIN, "time": TIME, "reference": REFERENCE}
    return next((name for name, tables in groups.items() if table in tables), "tenant")


def key(table: str) -> str | None:
    """The distribution column of a table; None for a reference table."""
    return None if table in REFERENCE else (ACCOUNT | LOGIN | TIME).get(table, TENANT_KEY)


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """How Citus keeps a table; all None when it is still local to the coordinator."""

    name: str
    kind: str | None
    column: str | None
    colocation: int | None


SELECT_WORKERS = "select count(*) from pg_dist_node where isactive and noderole = 'primary' and shouldhaveshards"
SELECT_PLACED = """
select c.relname::text as name, p.partmethod::text as kind, p.colocationid as colocation,
  case when p.partmethod = 'h' then column_to_column_name(p.logicalrelid, p.partkey) end as column
from pg_class c left join pg_dist_partition p on p.logicalrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not relation_is_a_known_shard(c.oid)
order by c.relname
"""
SELECT_REFERENCES = """
select conrelid::regclass::text as source, confrelid::regclass::text as target from pg_constraint
where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid
"""
SELECT_DISTRIBUTE: LiteralString = "select create_distributed_table($1::text::regclass, $2, colocate_with => $3)"
SELECT_REFER: LiteralString = "select create_reference_table($1::text::regclass)"
SELECT_SET_ON_WORKERS = """
select count(*) from run_command_on_workers('show citus.propagate_set_commands') where success and result <> 'none'
"""
SELECT_SET_HERE = """
select exists (
  select from pg_db_role_setting s cross join unnest(s.setconfig) c
  where s.setdatabase = (select oid from pg_database where datname = current_database())
    and s.setrole = 0 and c = $1
)
"""


async def has_citus(conn: Conn) -> bool:
    """Whether this database is a Citus cluster's."""
    return await conn.fetchval(SELECT_CITUS)


async def distribute(conn: Conn) -> list[str]:
    """Places every table that is still local, as its owner, and returns their names. Raises Misconfigured."""
    await _check_cluster(conn)
    name: str = await conn.fetchval("select quote_ident(current_database())")
    for setting, to in SETTINGS.items():
        await conn.execute(f"alter database {name} set {setting} = '{to}'")
    placed = {table.name: table for table in await _placed(conn)}
    leaders = {group(name): name for name, table in placed.items() if table.kind == "h"}
    local = [name for name in await in_order(conn, placed) if placed[name].kind is None]
    for table in local:
        try:
            await _place(conn, table, leaders)
        except asyncpg.PostgresError as error:
            raise Misconfigured(f"{table} cannot be distributed: {error}") from error
    return local


async def check(conn: Conn) -> list[str]:
    """What is wrong with the cluster, a sentence each; empty when all of it is as it must be."""
    await _check_cluster(conn)
    wrong = [
        f"{setting} is not '{to}' on the database"
        for setting, to in SETTINGS.items()
        if not await conn.fetchval(SELECT_SET_HERE, f"{setting}={to}")
    ]
    if await conn.fetchval(SELECT_SET_ON_WORKERS):
        # A worker that runs a function would pass on the coordinator's whole BEGIN as if it were a setting (Citus 14.0).
        wrong.append(f"{PROPAGATE} is set on a worker, where it must not be")
    placed = await _placed(conn)
    for table in placed:
        expected = ("n", None) if key(table.name) is None else ("h", key(table.name))
        if (table.kind, table.column) != expected:
            wrong.append(f"{table.name} is {_how(table)}")
    for name in ("account", "login", "time", "tenant"):
        colocations = {t.colocation for t in placed if t.kind == "h" and group(t.name) == name}
        if len(colocations) > 1:
            wrong.append(f"the tables of the group {name} do not stand together")
    return wrong


def _how(table: Placed) -> str:
    kinds = {None: "local to the coordinator", "n": "a reference table"}
    return kinds.get(table.kind, f"distributed by {table.column}, not by {key(table.name)}")


async def _check_cluster(conn: Conn) -> None:
    if not await has_citus(conn):
        raise Misconfigured("This database has no Citus: run `create extension citus` in it as a superuser first.")
    if await conn.fetchval(SELECT_WORKERS) == 0:
        raise Misconfigured(
            "The cluster has no worker: run `select citus_add_node('host', 5432)` as a superuser first."
        )


async def _placed(conn: Conn) -> list[Placed]:
    return [Placed(**row) for row in await conn.fetch(SELECT_PLACED)]


async def in_order(conn: Conn, names: dict[str, Placed]) -> list[str]:
    """Tables after those that they refer to: Citus accepts a foreign key only between colocated tables."""
    needs: dict[str, set[str]] = {name: set() for name in names}
    for row in await conn.fetch(SELECT_REFERENCES):
        if row["source"] in needs:  # and is no shard of one
            needs[row["source"]].add(row["target"])
    ordered: list[str] = []
    while ready := [name for name in names if name not in ordered and needs[name] <= set(ordered)]:
        ordered += ready
    return ordered


async def _place(conn: Conn, table: str, leaders: dict[str, str]) -> None:
    column = key(table)
    if column is None:
        await conn.execute(SELECT_REFER, table)
        return
    leader = leaders.setdefault(group(table), table)
    await conn.execute(SELECT_DISTRIBUTE, table, column, "none" if leader == table else leader)
