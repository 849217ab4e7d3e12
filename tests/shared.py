"""One database for the modules of a process, and connections that have planned its statements.

A new database, and reading the catalogue and planning each statement in it again, took more than half of what PostgreSQL did for a
module. So a module gets the database of the one before, with the rows that a migrated one has and no others.
Where a module changed more than rows, its database is dropped, and the next one gets a new one.
"""

from typing import NamedTuple

import asyncpg

from api.core import db
from api.core.embedded.postgres import SUPERUSER
from tests.servers import Cluster, Database

SELECT_TABLES = """
select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
"""
# Each change of the schema, of a right or of a setting writes a row of the catalogue in a transaction of its own number.
SELECT_SCHEMA = """
select array[
  (select sum(xmin::text::numeric) from pg_class where oid >= 16384),
  (select sum(xmin::text::numeric) from pg_attribute where attrelid >= 16384),
  (select sum(xmin::text::numeric) from pg_constraint where oid >= 16384),
  (select sum(xmin::text::numeric) from pg_proc where oid >= 16384),
  (select sum(xmin::text::numeric) from pg_policy),
  (select sum(xmin::text::numeric) from pg_trigger),
  (select sum(xmin::text::numeric) from pg_namespace),
  (select sum(xmin::text::numeric) from pg_db_role_setting)
] as seen
"""
# What a module left under way would wait for locks, or hold them.
END_OTHERS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
"""


class Pools(NamedTuple):
    """Connections to one database that every module uses."""

    app: db.Pool
    door: db.Pool
    owner: db.Pool

    async def close(self) -> None:
        for pool in self:
            await pool.close()


class Shared:
    """Lends the one database to a module at a time. On a Citus cluster each module gets one of its own."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._lent: Database | None = None
        self._pools: Pools | None = None
        self._operator: asyncpg.Connection[asyncpg.Record] | None = None
        self._tables: list[str] = []
        self._first: dict[str, str] = {}
        """Table → its rows in a migrated database, as JSON."""
        self._schema: object = None

    async def lend(self) -> Database:
        """A migrated, empty database."""
        if self._lent and await self._is_empty_again():
            return self._lent
        await self.close()
        return await self._make()

    async def pools(self) -> Pools:
        """Connections to the database that is lent."""
        if self._pools is None:
            assert self._lent
            self._pools = Pools(
                await db.pool(self._lent.app_url, size=40),
                await db.pool(self._lent.door_url, size=5),
                await db.pool(self._lent.owner_url, size=1),
            )
        return self._pools

    async def close(self) -> None:
        """Drops the database."""
        if self._pools:
            await self._pools.close()
        if self._operator:
            await self._operator.close()
        if self._lent:
            self._cluster.drop(self._lent)
        self._pools = self._operator = self._lent = None

    async def _make(self) -> Database:
        self._lent = made = self._cluster.fresh()
        if self._cluster.citus:
            return made
        self._operator = operator = await asyncpg.connect(made.owner_url, user=SUPERUSER)
        # As a replica nothing refers to anything, so that tables are emptied in any order.
        await operator.execute("set lock_timeout = '10s'; set session_replication_role = replica")
        self._tables = [row["name"] for row in await operator.fetch(SELECT_TABLES)]
        rows = {name: await operator.fetchval(f"select json_agg(t)::text from {name} t") for name in self._tables}
        self._first = {name: found for name, found in rows.items() if found}
        self._schema = await operator.fetchval(SELECT_SCHEMA)
        return made

    async def _is_empty_again(self) -> bool:
        """Puts back the first rows; False where the database cannot be used again."""
        if self._operator is None:
            return False
        try:
            await self._operator.execute(END_OTHERS)
            if await self._operator.fetchval(SELECT_SCHEMA) != self._schema:
                return False
            await self._operator.execute("; ".join(f"delete from {name}" for name in self._tables))
            for name, rows in self._first.items():
                put_back = f"insert into {name} select * from json_populate_recordset(null::{name}, $1::text::json)"
                await self._operator.execute(put_back, rows)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            return False  # PostgreSQL was away meanwhile
        return True
