"""Fixtures that every test may use. Tests act as the app role; `owner` is for what an operator does."""

import os
import signal
from collections.abc import AsyncGenerator, Generator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
import structlog
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from litestar import Litestar
from xdist.remote import Producer

from api.accounts import hashing
from api.app import create_app
from api.core import db, garbage, programs
from api.core.clock import FixedClock
from api.core.config import Config, load
from api.core.sealing import Sealer
from api.core.services import Services, open_services
from api.features import REGISTRY
from api.http.middleware import Middleware
from tests import citus
from tests import world as worlds
from tests.forking import Forks
from tests.scratch import use_memory
from tests.servers import MASTER_KEY, Cluster, Database, configure
from tests.shared import Shared
from tests.spreading import Spreading

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Monday noon in Shanghai: what the tests' clock shows at first."""


settings.register_profile("load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("load")  # a busy machine says nothing about the code
# `rich`, which draws a failure where it is installed, takes 30 ms for it, and many tests cause some on purpose.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


def pytest_configure() -> None:
    use_memory()
    _take_signals()
    garbage.load()


def pytest_collection_finish() -> None:
    """As in a process that serves requests: what the imports made is not looked through again."""
    garbage.settle()


def _take_signals() -> None:
    """A run in the background or under `nohup` ignores SIGINT or SIGHUP, and so would all that tests start and stop by it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


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


@pytest.fixture(scope="session", autouse=True)
def forks() -> Generator[Forks]:
    """Programs of this process are forked instead of started, and those of the processes that tests start are not."""
    forks = Forks()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "run", forks.run)
        yield forks
    forks.close()


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Generator[None]:
    """Secrets of tests guard nothing: a hash takes a fraction of a millisecond, not the 30 ms that it takes in service (0821)."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_hasher", hasher)
        patch.setattr(hashing, "_dummy", hasher.hash("nobody's"))
        yield


@pytest.fixture(scope="session")
async def shared(cluster: Cluster) -> AsyncGenerator[Shared]:
    """The database that one module has after the other."""
    shared = Shared(cluster)
    yield shared
    await shared.close()


@pytest.fixture(scope="module")
async def database(shared: Shared) -> Database:
    """A migrated, empty database for one test module."""
    return await shared.lend()


@pytest.fixture(scope="module")
def config(cluster: Cluster, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Settings that name the module's database and the run's Valkey."""
    return configure(database, cluster.servers.redis_url, tmp_path_factory.mktemp("data"))


@pytest.fixture
def clock() -> FixedClock:
    """Shows NOON until the test moves it."""
    return FixedClock(NOON)


@pytest.fixture(scope="module")
async def opened(config: Config, shared: Shared) -> AsyncGenerator[Services]:
    """The services of a module, with connections that have planned most of its statements."""
    services = await open_services(config, REGISTRY, pool_size=1)
    pools = await shared.pools()
    yield replace(services, pool=pools.app, door=pools.door)
    await services.close()


@pytest.fixture
def pool(opened: Services) -> db.Pool:
    """Connections as the app role."""
    return opened.pool


@pytest.fixture
def services(opened: Services, clock: FixedClock) -> Services:
    """The mechanisms with the test's clock, for tests below HTTP."""
    return replace(opened, clock=clock)


@pytest.fixture(scope="module")
async def operator(database: Database, shared: Shared) -> db.Pool:
    """A connection as the owner, opened again after PostgreSQL was away."""
    return (await shared.pools()).owner


@pytest.fixture(scope="session")
def app() -> Litestar:
    """The whole app, once for each process: it takes five times as long to make as a world. `http` gives it services."""
    return create_app(load({"XINQIAO_MASTER_KEY": MASTER_KEY, "XINQIAO_WEB_DIST": "/nonexistent"}))


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
    http: httpx.AsyncClient, pool: db.Pool, operator: db.Pool, config: Config, clock: FixedClock
) -> worlds.World:
    """Two schools, a centre and a bureau with their people, new for each test."""
    return await worlds.build(http, pool, operator, Sealer(config.master_key), clock.now())
