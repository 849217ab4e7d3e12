"""What strangers, browsers and the operator find outside the API: headers, security.txt, measurements, and nothing else."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httptools
import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core import config as settings
from api.core.clock import FixedClock
from api.core.errors import Misconfigured
from api.core.services import Services
from api.http.middleware import Middleware
from tests.world import World

HTTPS = "https://xinqiao.example"
SECRET = "a-long-secret-of-the-operator"
CONTACTS = ("mailto:security@school.example", "https://school.example/report")


Client = Callable[..., httpx.AsyncClient]


@pytest.fixture
def client(app: Litestar, services: Services) -> Client:
    """Makes a client of the whole app with other settings."""

    def make(*, secure: bool = False, **changed: object) -> httpx.AsyncClient:
        config = msgspec.structs.replace(services.config, **changed)
        app.state["services"] = dataclasses.replace(services, config=config)
        front = Middleware(app, session_rate=1e6, address_rate=1e6, secure=secure)
        transport = httpx.ASGITransport(app=front, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=HTTPS if secure else "http://127.0.0.1:8000")

    return make


PATHS = ["/health/live", "/", "/api/v1/nothing", "/docs", "/assets/none.js", "/.well-known/security.txt"]


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_tells_browsers_what_they_may_do_with_it(client: Client, path: str) -> None:
    async with client(secure=True) as http:
        answer = await http.get(path, headers={"origin": "https://elsewhere.example"})
    found, policy = answer.headers, answer.headers["content-security-policy"]
    assert all(word in policy for word in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"))
    assert not {"unsafe-inline", "unsafe-eval", "*"} & set(policy.replace("'", "").replace(";", " ").split())
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"
    assert found["cross-origin-opener-policy"] == found["cross-origin-resource-policy"] == "same-origin"
    assert found["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert not [name for name in found if name.startswith("access-control-")], "no other site reads our answers"
    assert not {"server", "x-powered-by"} & set(found), "nothing says what we run"


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_says_what_it_is(client: Client, path: str) -> None:
    async with client(demo=True, security_contacts=CONTACTS) as http:
        answer = await http.get(path)
    kind = answer.headers["content-type"]
    assert kind.startswith(("application/json", "application/problem+json")) or "charset=utf-8" in kind


async def test_the_cookie_of_a_session_belongs_to_this_host_alone(client: Client, world: World) -> None:
    """On https: `Secure`, no domain, the whole host, and a name that no other host can set."""
    async with client(secure=True, base_url=HTTPS) as http:
        headers = {"authorization": f"Bearer {world.people.mother.token}", "idempotency-key": "sign-out-host"}
        answer = await http.delete("/api/v1/auth/session", headers=headers)
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert answer.status_code == 204
    assert name.startswith("__Host-xinqiao=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(attributes)
    assert not [a for a in attributes if a.lower().startswith("domain")]


async def test_on_plain_http_no_browser_is_told_to_insist_on_https(client: Client) -> None:
    async with client() as http:
        assert "strict-transport-security" not in (await http.get("/health/live")).headers


async def test_an_answer_of_the_api_loads_and_runs_nothing(world: World) -> None:
    async with world.client(world.people.mother) as mother:
        answer = await mother.get("/me/home")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "OPTIONS"])
async def test_a_method_that_no_route_declares_is_refused(client: Client, method: str) -> None:
    async with client() as http:
        answers = [await http.request(method, path) for path in ("/", "/api/v1/me", "/health/live")]
    assert all(a.status_code in {204, 404, 405} for a in answers)
    assert not any(a.content and b"xinqiao.invalid" not in a.content for a in answers), "nothing is sent back"


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.git/HEAD", "/.env", "/requirements.lock", "/api/app.py", "/../x.py"]
)
async def test_no_file_of_the_sources_is_served(client: Client, path: str) -> None:
    async with client() as http:
        assert (await http.get(path)).status_code == 404


async def test_no_address_answers_with_another(client: Client) -> None:
    """A redirect from http to https by the service itself would hide that a client sent something in the clear."""
    async with client(demo=True) as http:
        answers = [await http.get(path) for path in (*PATHS, "/docs/", "//elsewhere.example", "/openapi/")]
    assert not [a for a in answers if 300 <= a.status_code < 400]


async def test_an_unexpected_failure_says_nothing_of_its_inside(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("select secret_hash from credentials where phone = 13900000000")

    monkeypatch.setattr("api.http.request_context.token_of", fail)
    async with client() as http:
        answer = await http.get("/api/v1/me", headers={"authorization": f"Bearer {world.people.mother.token}"})
    assert answer.status_code == 500
    assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}
    assert not any(
        word in answer.text for word in ("select", "credentials", "13900000000", "Traceback", "RuntimeError")
    )


async def test_the_framework_does_not_debug(app: Litestar) -> None:
    assert app.debug is False


async def test_measurements_and_the_reference_are_the_operators(client: Client) -> None:
    pages = ("/metrics", "/docs", "/docs/reference.css", "/openapi/openapi.json")
    async with client() as http:
        assert [(await http.get(p)).status_code for p in pages] == [404] * 4, "without a secret nobody has them"
        assert (await http.get("/metrics", headers={"authorization": "Bearer None"})).status_code == 404
    async with client(operator_secret=SECRET) as http:
        wrong = {"authorization": f"Bearer {SECRET[:-1]}"}
        right = {"authorization": f"Bearer {SECRET}"}
        assert [(await http.get(p)).status_code for p in pages] == [404] * 4
        assert [(await http.get(p, headers=wrong)).status_code for p in pages] == [404] * 4
        assert [(await http.get(p, headers=right)).status_code for p in pages] == [200] * 4
    async with client(demo=True) as http:
        assert "API" in (await http.get("/docs")).text
        assert (await http.get("/openapi/openapi.json")).json()["components"]["schemas"]["Problem"]
        assert (await http.get("/metrics")).status_code == 404


async def test_people_who_find_a_fault_are_told_whom_to_ask(client: Client, clock: FixedClock) -> None:
    policy = "https://school.example/faults"
    async with client(security_contacts=CONTACTS, security_policy=policy) as http:
        answer = await http.get("/.well-known/security.txt")
    lines = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert [value for name, value in lines if name == "Contact"] == list(CONTACTS)
    fields = {name: value for name, value in lines if name != "Contact"}
    assert list(fields) == ["Expires", "Preferred-Languages", "Canonical", "Policy"], "each once (RFC 9116)"
    left = datetime.fromisoformat(fields["Expires"]) - clock.now().astimezone(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)
    assert fields["Policy"] == policy


async def test_without_a_contact_there_is_no_file(client: Client) -> None:
    async with client() as http:
        assert (await http.get("/.well-known/security.txt")).status_code == 404


def test_a_contact_that_is_none_is_one_sentence() -> None:
    env = {"XINQIAO_MASTER_KEY": "A" * 43 + "=", "XINQIAO_SECURITY_CONTACT": "javascript:alert(1)"}
    with pytest.raises(Misconfigured, match="XINQIAO_SECURITY_CONTACT"):
        settings.load(env)


@pytest.mark.parametrize(
    "head",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\nInjected: b\r\n\r\n",
    ],
)
def test_a_request_whose_end_is_unclear_is_not_read(head: bytes) -> None:
    """The parser that uvicorn is told to use (api/cli/serving.py)."""
    with pytest.raises(httptools.HttpParserError):
        httptools.HttpRequestParser(_Protocol()).feed_data(head)


class _Protocol:
    """What the parser calls; nothing is wanted of it."""
