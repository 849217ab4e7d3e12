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
from api.http.limits import Buckets, Limits, mark_verified, network
from api.http.middleware import Middleware
from tests.conftest import NOON
from tests.servers import Cluster, Database, configure, owner
from tests.world import World

PROVIDER = {"kind": "school_room", "nameZh": "心理辅导室", "nameEn": "Room", "address": "1", "phone": "1"}


async def test_without_postgresql_clients_are_asked_to_come_back(
    cluster: Cluster, database: Database, world: World, tmp_path: Path
) -> None:
    # With a single connection: each that stood says once that it is gone.
    services = await _reopened(database, tmp_path, cluster.servers.redis_url)
    async with _client(services, world) as client:
        assert (await client.get(f"/api/v1/orgs/{world.north}")).status_code == 200
        cluster.servers.postgres.stop()
        try:
            away = await client.get(f"/api/v1/orgs/{world.north}")
            ready = await client.get("/health/ready")
            live = await client.get("/health/live")
        finally:
            cluster.servers.postgres.start()
        back = await client.get(f"/api/v1/orgs/{world.north}")
    await services.close()
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


def _front(config: Config, services: Services, *, session_rate: float, address_rate: float) -> httpx.ASGITransport:
    app = create_app(config, services.clock)
    app.state["services"] = services
    middleware = Middleware(
        app,
        session_rate=session_rate,
        address_rate=address_rate,
        secure=False,
        # Time stands still: on a busy machine allowances would fill again between two requests.
        ticks=lambda: 0.0,
    )
    return httpx.ASGITransport(app=middleware)


async def test_sessions_have_allowances_of_their_own_and_what_is_none_shares_its_address(
    config: Config, services: Services, world: World
) -> None:
    """Kind of fault: a limit by what the client says of itself. A random Authorization header was a fresh allowance."""
    front = _front(config, services, session_rate=1, address_rate=2)
    tokens = [world.people.mother.token, world.people.father.token]
    async with httpx.AsyncClient(transport=front, base_url="http://127.0.0.1:8000") as client:

        async def ask(headers: dict[str, str]) -> int:
            return (await client.get("/api/v1/me", headers={"accept-language": "en"} | headers)).status_code

        first = [await ask({"authorization": f"Bearer {token}"}) for token in tokens]
        random = [await ask({"authorization": f"Bearer {n}"}) for n in range(2)]
        random += [
            await ask(odd) for odd in ({"cookie": "xinqiao=1"}, {"authorization": "1 2 3"}, {}, {"cookie": "a=1"})
        ]
        mother = [await ask({"authorization": f"Bearer {tokens[0]}"}) for _ in range(4)]
        beside = [
            await ask({"authorization": f"bEARER  {tokens[0]}"}),
            await ask({"cookie": f"b=1; xinqiao={tokens[0]}"}),
        ]
        father = await ask({"authorization": f"Bearer {tokens[1]}"})
        refused = await client.get("/health/live", headers={"accept-language": "en"})
    assert first == [200, 200]
    assert random == [401] * 4 + [429] * 2, "the address had six in all"
    assert mother == [200, 200, 200, 429]
    assert beside == [429, 429], "what stands beside a token gives no second allowance"
    assert father == 200
    assert refused.json()["type"].endswith("/too-many")
    assert int(refused.headers["retry-after"]) >= 1


async def test_files_of_the_app_take_nothing_from_what_a_session_may_ask(
    config: Config, services: Services, world: World
) -> None:
    """A phone's first visit fetches every file of the app at once, and then opens what is urgent."""
    front = _front(config, services, session_rate=1, address_rate=2)
    headers = {"accept-language": "en", "authorization": f"Bearer {world.people.mother.token}"}
    async with httpx.AsyncClient(transport=front, base_url="http://127.0.0.1:8000", headers=headers) as client:
        signed_in = await client.get("/api/v1/me")
        files = [(await client.get(path)).status_code for path in ("/", "/concerns", "/assets/a.js") for _ in range(20)]
        asked = [(await client.get("/api/v1/me")).status_code for _ in range(4)]
        more = [(await client.get("/assets/a.js")).status_code for _ in range(20)]
    assert signed_in.status_code == 200
    assert 429 not in files, "the address has 60 files at once"
    assert asked == [200, 200, 200, 429]
    assert more[-1] == 429, "files are limited too"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "", True),
        ("testclient", "testclient", True),
    ],
)
def test_an_address_counts_with_its_network(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) is same


def test_a_token_that_lapsed_shares_its_address_again() -> None:
    limits, scope = Limits(session_rate=1, address_rate=1), dict[str, object]()
    mark_verified(scope)
    limits.learn("a", scope, 200)
    assert [limits.take("a", "x", 0.0) for _ in range(4)][-1] > 0
    limits.learn("a", {}, 401)
    assert limits.take("a", "x", 0.0) == 0, "of the address"


def test_a_bucket_fills_again() -> None:
    buckets = Buckets(rate=2, burst=2)
    assert [buckets.take(b"a", 0.0) for _ in range(3)] == [0, 0, 1]
    assert buckets.take(b"a", 0.5) == 0
    assert buckets.take(b"a", 0.5) == 1


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


async def _reopened(database: Database, data: Path, redis_url: str = "unix:///nowhere") -> Services:
    """Services whose connections are new, as after the database changed its mind."""
    settings = configure(database, redis_url, data)
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
