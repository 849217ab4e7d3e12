"""A Citus cluster that the tests are given (XINQIAO_TEST_CLUSTER_URL), instead of one PostgreSQL of their own.

The address is a superuser's, in a database of the coordinator that has the extension and knows the workers. Every node must let our
roles in without a password, from here and from each other. A distributed template is made once; a copy is one `create database`
on each node, as the copies of the parts fit together.
"""

import asyncio
import os
import subprocess
from urllib.parse import urlsplit

import asyncpg
import pytest

from api.core import distribution, migrate
from api.core.embedded.data_directory import programs
from api.core.embedded.postgres import ROLES

VARIABLE = "XINQIAO_TEST_CLUSTER_URL"
needs_cluster = pytest.mark.skipif(VARIABLE not in os.environ, reason=f"{VARIABLE} names no cluster")


def one_database(reason: str) -> pytest.MarkDecorator:
    """Marks a test that cannot mean anything on a cluster, and says why. docs/cluster.md lists them."""
    return pytest.mark.skipif(VARIABLE in os.environ, reason=reason)


SELECT_WORKERS = (
    "select nodename || ':' || nodeport from pg_dist_node where groupid > 0 and noderole = 'primary' order by groupid"
)


class Citus:
    """The nodes, and what runs on all of them at once."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._coordinator = f"{self._url.hostname}:{self._url.port or 5432}"
        self.workers = self._psql(self._coordinator, SELECT_WORKERS, self._url.path.strip("/")).split()

    def url(self, role: str, database: str) -> str:
        """The coordinator's address for a role."""
        return f"postgresql://{role}@{self._coordinator}/{database}"

    def superuser(self, sql: str, database: str) -> None:
        """Runs SQL on the coordinator."""
        self._psql(self._coordinator, sql, database)

    def run_on(self, node: str, sql: str, database: str) -> None:
        """Runs SQL as the superuser on one node."""
        self._psql(node, sql, database)

    def make(self, name: str) -> None:
        """Makes a database, migrates and distributes it."""
        for node in [self._coordinator, *self.workers]:  # a role made on the first appears on the others by itself
            self._psql(node, ROLES, "postgres")
        self._everywhere(f'create database "{name}" owner xinqiao_owner template template0;')
        self._everywhere("create extension citus", name)
        host, port = self._coordinator.split(":")
        nodes = [f"select citus_set_coordinator_host('{host}', {port})"]
        nodes += ["select citus_add_node('{}', {})".format(*worker.split(":")) for worker in self.workers]
        self.superuser("; ".join(nodes), name)
        asyncio.run(_distribute(self.url("xinqiao_owner", name)))

    def copy(self, template: str, name: str) -> None:
        """Copies a database, part by part; about a second. Citus keeps a connection to each, which has to go for it."""
        self._everywhere(
            f'alter database "{template}" allow_connections false;'
            f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{template}';"
            f'create database "{name}" owner xinqiao_owner template "{template}" strategy file_copy;'
        )
        # They belong to the coordinator's database, to no worker's, and are not copied with it.
        settings = [f"alter database \"{name}\" set {key} = '{to}'" for key, to in distribution.SETTINGS.items()]
        self.superuser("; ".join(settings), "postgres")

    def drop(self, name: str) -> None:
        """Drops a database on every node that has it."""
        self._everywhere(f'drop database if exists "{name}" with (force)')

    def _everywhere(self, sql: str, database: str = "postgres") -> None:
        nodes = [self._coordinator, *self.workers]
        for done in [_started(self._address(node, database), sql) for node in nodes]:
            _output(done)

    def _psql(self, node: str, sql: str, database: str) -> str:
        return _output(_started(self._address(node, database), sql))

    def _address(self, node: str, database: str) -> str:
        return self._url._replace(netloc=f"{self._url.netloc.rpartition('@')[0]}@{node}", path=f"/{database}").geturl()


async def _distribute(owner_url: str) -> None:
    await migrate.migrate(owner_url)
    conn = await asyncpg.connect(owner_url)
    await distribution.distribute(conn)
    await conn.close()


def _started(address: str, sql: str) -> "subprocess.Popen[str]":
    command = [str(programs() / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", address]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    if process.stdin:
        process.stdin.write(sql)
        process.stdin.close()
        process.stdin = None  # the next `communicate` only reads
    return process


def _output(process: "subprocess.Popen[str]") -> str:
    out, error = process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"The cluster refused: {error.strip()}")
    return out
