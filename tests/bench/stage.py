"""What a bench runs on: embedded servers with durable settings, a migrated database, some students, families who act."""

import os
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import msgspec

from api.core import migrate
from api.core.embedded import Servers
from tests.bench import city, people
from tests.bench.people import Family
from tests.bench.servers import Server, limit_command, serving
from tests.servers import MASTER_KEY

SMALL = 10_000
FULL = 1_656_700


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """A database ready for load; `first` is the first bookable slot."""

    env: dict[str, str]
    app_url: str
    superuser_url: str
    families: list[Family]
    first: datetime
    servers: Servers

    @property
    def postgres(self) -> int:
        """The process id of PostgreSQL's postmaster."""
        return self.servers.postgres.process.pid

    async def analyze(self) -> None:
        """What autovacuum does within a minute of such growth."""
        conn = await asyncpg.connect(self.superuser_url)
        await conn.execute("analyze")
        await conn.close()


@asynccontextmanager
async def stage(folder: Path, students: int = SMALL, families: int = 64) -> AsyncGenerator[Stage]:
    """Starts everything and stops it at the end. fsync stays on."""
    servers = Servers(folder).start()
    try:
        await migrate.migrate(servers.url("xinqiao_owner"))
        superuser = servers.url("postgres")
        await city.load(superuser, students)
        acting = await people.add_families(superuser, families)
        env = servers.environment() | {
            "XINQIAO_MASTER_KEY": MASTER_KEY,
            "XINQIAO_DATA": str(folder / "data"),
            "XINQIAO_RATE": "1000000",
        }
        midnight = datetime.now(UTC).replace(hour=16, minute=0, second=0, microsecond=0)  # 00:00 in Shanghai
        ready = Stage(
            env=env,
            app_url=servers.url("xinqiao_app"),
            superuser_url=superuser,
            families=acting,
            first=midnight + timedelta(days=1),
            servers=servers,
        )
        await ready.analyze()
        yield ready
    finally:
        servers.stop()


@asynccontextmanager
async def api(stage: Stage, **more: str) -> AsyncGenerator[Server]:
    """Our API as an operator runs it, in one process; `more` goes on top of its environment."""
    env, port = {**os.environ, **stage.env, **more}, free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    async with serving(command, port, env, "/health/ready") as server:
        yield server


@asynccontextmanager
async def select_one(stage: Stage) -> AsyncGenerator[Server]:
    """The limit of a read: a route with one `select 1`, on the same server and the same PostgreSQL."""
    env, port = {**os.environ, "DATABASE_URL": stage.app_url}, free_port()
    command = limit_command("tests.bench.limits.select_one:create_app", port)
    async with serving(command, port, env, "/one") as server:
        yield server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
