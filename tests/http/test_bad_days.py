"""When a server behind us is away, read-only or slow (DESIGN 8), and when somebody forgets a declaration."""

from pathlib import Path

import httpx
import pytest
from litestar import Litestar, get

from api.app import create_app
from api.core.access import PUBLIC, Action
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.services import Services, open_services
from api.features import REGISTRY
from api.http.guards import Undeclared, check_declared
from api.http.limits import Buckets
from api.http.middleware import Middleware
from tests.conftest import NOON
from tests.servers import Cluster, Database, configure, owner
from tests.world import World

PROVIDER = {"kind": "school_room", "nameZh": "心理辅导室", "nameEn": "Room", "address": "1", "phone": "1"}


async def test_without_postgresql_clients_are_asked_to_come_back(
    cluster: Cluster, world: World, http: httpx.AsyncClient
) -> None:
    async with world.client(world.people.wang) as client:
        assert (await client.get(f"/orgs/{world.north}")).status_code == 200
        cluster.servers.postgres.stop()
        try:
            away = await client.get(f"/orgs/{world.north}")
            ready = await http.get("/health/ready")
            live = await http.get("/health/live")
        finally:
            cluster.servers.postgres.start()
        back = await client.get(f"/orgs/{world.north}")
    assert (away.status_code, ready.status_code, live.status_code) == (503, 503, 200)
    assert int(away.headers["retry-after"]) > 0
    assert back.status_code == 200


async def test_a_read_only_database_still_answers_reads(database: Database, world: World, tmp_path: Path) -> None:
    conn = await owner(database)
    await conn.execute(f'alter database "{database.name}" set default_transaction_read_only = on')
    await conn.close()
    try:
        services = await _reopened(database, tmp_path)
        async with _client(services, world) as client:
            reading = await client.get(f"/api/v1/orgs/{world.north}/students")
            writing = await client.post(
                f"/api/v1/orgs/{world.north}/providers", json=PROVIDER, headers={"idempotency-key": "0123456789"}
            )
        await services.close()
    finally:
        conn = await owner(database)
        await conn.execute("set default_transaction_read_only = off")
        await conn.execute(f'alter database "{database.name}" reset default_transaction_read_only')
        await conn.close()
    assert reading.status_code == 200
    assert (writing.status_code, writing.json()["type"].rsplit("/", 1)[-1]) == (503, "read-only")


async def test_without_valkey_writes_succeed_and_the_work_waits(cluster: Cluster, world: World) -> None:
    cluster.servers.kill_valkey()
    try:
        async with world.client(world.people.north_admin) as client:
            answer = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER)
    finally:
        cluster.servers.start_valkey()
    assert answer.status_code == 201


async def test_too_many_requests_of_one_session_are_put_off(config: Config, services: Services) -> None:
    app = create_app(config, services.clock)
    app.state["services"] = services
    front = Middleware(app, session_rate=1, address_rate=1, secure=False)
    transport = httpx.ASGITransport(app=front)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        one = [
            (await client.get("/health/live", headers={"authorization": "Bearer one"})).status_code for _ in range(5)
        ]
        other = await client.get("/health/live", headers={"authorization": "Bearer two"})
        refused = await client.get("/health/live", headers={"authorization": "Bearer one", "accept-language": "en"})
    assert one == [200, 200, 200, 429, 429]
    assert other.status_code == 200
    assert refused.json()["type"].endswith("/too-many")
    assert int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    "headers",
    [
        [{"cookie": f"other={n}; xinqiao=one"} for n in range(4)],
        [{"authorization": f"Bearer{' ' * n} one"} for n in range(1, 5)],
        [{"authorization": "Bearer one"}, {"cookie": "xinqiao=one"}, {"authorization": "bEARER one"}] * 2,
        [{"cookie": f"other={n}"} for n in range(4)],  # no session: the address counts
    ],
)
async def test_what_stands_beside_a_token_gives_no_second_allowance(
    config: Config, services: Services, headers: list[dict[str, str]]
) -> None:
    app = create_app(config, services.clock)
    app.state["services"] = services
    transport = httpx.ASGITransport(app=Middleware(app, session_rate=1, address_rate=1, secure=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        found = [(await client.get("/health/live", headers=h)).status_code for h in headers[:4]]
    assert found == [200, 200, 200, 429]


def test_a_bucket_fills_again() -> None:
    buckets = Buckets(rate=2, burst=2)
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0, 0, 1]
    assert buckets.take("a", 0.5) == 0
    assert buckets.take("a", 0.5) == 1


@get("/api/v1/open", operation_id="open")
async def undeclared() -> None:
    """Somebody forgot to say which action this is."""


@get("/api/v1/nameless", opt={"action": PUBLIC})
async def nameless() -> None:
    """Has an action but no operation id."""


@get("/api/v1/unlisted", operation_id="unlisted", opt={"action": Action("unlisted", {})})
async def unlisted() -> None:
    """Its action belongs to no feature of the list, so that `docs/access.md` would not show it."""


@get("/api/v1/keyless", operation_id="keyless", opt={"action": PUBLIC, "idempotency_key": False})
async def keyless() -> None:
    """Says that it takes no Idempotency-Key, which no read takes."""


@pytest.mark.parametrize("handler", [undeclared, nameless, unlisted, keyless])
def test_a_forgotten_declaration_stops_the_start(handler: object) -> None:
    with pytest.raises(Undeclared):
        check_declared(Litestar([handler]), REGISTRY.actions)  # type: ignore[list-item]


async def _reopened(database: Database, data: Path) -> Services:
    """Services whose connections are new, as after the database changed its mind."""
    settings = configure(database, "unix:///nowhere", data)
    return await open_services(settings, REGISTRY, FixedClock(NOON))


def _client(services: Services, world: World) -> httpx.AsyncClient:
    app = create_app(services.config, services.clock)
    app.state["services"] = services
    token = world.people.north_admin.token
    front = Middleware(app, session_rate=1e6, address_rate=1e6, secure=False)
    transport = httpx.ASGITransport(app=front, raise_app_exceptions=False)
    return httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8000", headers={"authorization": f"Bearer {token}"}
    )
