"""Real servers for the tests: one cluster and one Valkey a run, and databases in it (tests/shared.py lends them to modules)."""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import msgspec

from api.core import migrate
from api.core.config import Config, load
from api.core.embedded import FAST, Servers
from tests.citus import Citus

TEMPLATE = "template_xinqiao"
MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="  # 32 bytes that guard nothing
INBOUND_SECRET = "a-mail-server-of-the-tests"


class Database(msgspec.Struct, frozen=True, kw_only=True):
    """A migrated, empty database, and how each role reaches it."""

    name: str
    app_url: str
    door_url: str
    owner_url: str
    relay_url: str
    figures_url: str


class Cluster:
    """The servers of one test run. What they said is kept may be lost when PostgreSQL crashes, unless they are `durable`."""

    def __init__(self, *, durable: bool = False, citus_url: str | None = None) -> None:
        # Not pytest's own folder: PostgreSQL, running as nobody when we are root, could not enter it.
        self.folder = Path(tempfile.mkdtemp(prefix="xinqiao-tests-"))
        self.folder.chmod(0o711)
        self.servers = Servers(self.folder, {} if durable else FAST, with_postgres=citus_url is None)
        self.citus = Citus(citus_url) if citus_url else None
        self.template = f"{TEMPLATE}_{secrets.token_hex(6)}" if citus_url else TEMPLATE

    def start(self) -> "Cluster":
        """Starts both and migrates the template that every database is copied from."""
        self.servers.start()
        if self.citus:
            self.citus.make(self.template)
            return self
        self._create(self.template, "template1")
        asyncio.run(migrate.migrate(self.servers.url("xinqiao_owner", self.template)))
        return self

    def stop(self) -> None:
        """Ends both and forgets everything."""
        if self.citus:
            self.citus.drop(self.template)
        self.servers.stop()
        shutil.rmtree(self.folder)

    def empty(self) -> Database:
        """A database without any migration."""
        return self._copy("template1")

    def fresh(self) -> Database:
        """A migrated copy; 60 ms where tests write to memory (tests/scratch.py), up to a second on a disk."""
        if self.citus is None:
            return self._copy(self.template)
        name = f"test_{secrets.token_hex(6)}"
        self.citus.copy(self.template, name)
        return self._database(name)

    def drop(self, database: Database) -> None:
        """Drops a copy and ends its remaining connections."""
        _forget(database.name)
        if self.citus:
            self.citus.drop(database.name)
        else:
            self.superuser(f'drop database if exists "{database.name}" with (force)')

    def superuser(self, sql: str, database: str = "postgres") -> None:
        """Runs SQL as the superuser, for what no role of ours may do."""
        if self.citus:
            self.citus.superuser(sql, database)
        else:
            self.servers.superuser(sql, database)

    def _copy(self, template: str) -> Database:
        name = f"test_{secrets.token_hex(6)}"
        self._create(name, template)
        return self._database(name)

    def _create(self, name: str, template: str) -> None:
        self.superuser(f'create database "{name}" owner xinqiao_owner template {template} strategy file_copy')

    def _database(self, name: str) -> Database:
        url = self.citus.url if self.citus else self.servers.url
        return Database(
            name=name,
            app_url=url("xinqiao_app", name),
            door_url=url("xinqiao_door", name),
            owner_url=url("xinqiao_owner", name),
            relay_url=url("xinqiao_relay", name),
            figures_url=url("xinqiao_figures", name),
        )


def environment(database: Database, redis_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a process under test."""
    return {
        "DATABASE_URL": database.app_url,
        "DATABASE_DOOR_URL": database.door_url,
        "DATABASE_OWNER_URL": database.owner_url,
        "DATABASE_RELAY_URL": database.relay_url,
        "DATABASE_FIGURES_URL": database.figures_url,
        "REDIS_URL": redis_url,
        "XINQIAO_MASTER_KEY": MASTER_KEY,
        "XINQIAO_INBOUND_SECRET": INBOUND_SECRET,
        "XINQIAO_DATA": str(data_dir),
        "XINQIAO_WEB_DIST": str(data_dir / "web"),
        "XINQIAO_RATE": "10000",
        "XINQIAO_PLAIN_NETWORK": "1" if os.environ.get("XINQIAO_TEST_CLUSTER_URL") else "",
        **more,
    }


def configure(database: Database, redis_url: str, data_dir: Path, **more: str) -> Config:
    """The same as settings of this process."""
    return load(environment(database, redis_url, data_dir, **more))


_pools: dict[tuple[asyncio.AbstractEventLoop, str], "asyncpg.Pool[asyncpg.Record]"] = {}


@asynccontextmanager
async def kept(url: str) -> AsyncGenerator["asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"]:
    """A connection that was used before: a new one reads the catalogue and plans each statement again. For single statements."""
    key = asyncio.get_running_loop(), url
    if key not in _pools:
        _pools[key] = await asyncpg.create_pool(url, min_size=0, max_size=4, max_inactive_connection_lifetime=0)
    async with _pools[key].acquire() as conn:
        yield conn


def _forget(name: str) -> None:
    """Ends the kept connections of a database that is dropped."""
    for key in [key for key in _pools if name in key[1]]:
        pool = _pools.pop(key)
        if not key[0].is_closed():
            pool.terminate()


async def owner(database: Database) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection as the owner, for what only the operator may do: organisations, catalogue, clock of the past."""
    return await asyncpg.connect(database.owner_url)
