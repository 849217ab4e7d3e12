"""Fixtures that every test may use. Tests act as the app role; `owner` is for what an operator does."""

import os
from collections.abc import AsyncGenerator, Generator
from datetime import UTC, datetime

import httpx
import pytest
from litestar import Litestar
from xdist.remote import Producer

from api.app import create_app
from api.core import db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from api.core.services import Services, open_services
from api.features import REGISTRY
from api.http.middleware import Middleware
from tests import citus
from tests import world as worlds
from tests.servers import Cluster, Database, configure
from tests.spreading import Spreading

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Monday noon in Shanghai: what the tests' clock shows at first."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Spreading | None:
    """How the tests of a run in several processes are dealt out: `--dist loadfile`, with two exceptions."""
    return Spreading(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def cluster() -> Generator[Cluster]:
    """PostgreSQL and Valkey of this run. A test that stops or kills one starts its own `Cluster` instead."""
    cluster = Cluster(citus_url=os.environ.get(citus.VARIABLE))
    try:
        yield cluster.start()
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> Generator[Database]:
    """A migrated, empty database for one test module."""
    database = cluster.fresh()
    yield database
    cluster.drop(database)


@pytest.fixture(scope="module")
def config(cluster: Cluster, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Settings that name the module's database and the run's Valkey."""
    return configure(database, cluster.servers.redis_url, tmp_path_factory.mktemp("data"))


@pytest.fixture
def clock() -> FixedClock:
    """Shows NOON until the test moves it."""
    return FixedClock(NOON)


@pytest.fixture
async def pool(database: Database) -> AsyncGenerator[db.Pool]:
    """Connections as the app role."""
    pool = await db.pool(database.app_url, size=20)
    yield pool
    await pool.close()


@pytest.fixture
async def services(config: Config, clock: FixedClock) -> AsyncGenerator[Services]:
    """The mechanisms, for tests below HTTP."""
    services = await open_services(config, REGISTRY, clock, pool_size=20)
    yield services
    await services.close()


@pytest.fixture(scope="module")
def app(config: Config) -> Litestar:
    """The whole app, once for each module: with its hundred routes it takes five times as long to make as a world."""
    return create_app(config)


@pytest.fixture
async def http(app: Litestar, services: Services) -> AsyncGenerator[httpx.AsyncClient]:
    """The app without a socket; nobody is signed in."""
    # Its lifespan opens services of its own, in a task that a fixture cannot keep: here it is given some.
    app.state["services"] = services
    front = Middleware(app, session_rate=1e6, address_rate=1e6, secure=False)
    transport = httpx.ASGITransport(app=front, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
async def world(
    http: httpx.AsyncClient, pool: db.Pool, database: Database, config: Config, clock: FixedClock
) -> worlds.World:
    """Two schools, a centre and a bureau with their people, new for each test."""
    return await worlds.build(http, pool, database.owner_url, Sealer(config.master_key), clock.now())
