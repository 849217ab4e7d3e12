"""The phone app as the server sends it: what is cached how long, deep links, compression, and what is not there."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.app import create_app
from api.core.config import Config
from api.core.services import Services
from api.http.app_files import FIREBASE, policy
from api.http.middleware import Middleware

PAGE = '<!doctype html><html lang="zh-CN"><div id="app"></div><script type="module" src="/assets/main-a1.js"></script>'
BUILD = {
    "index.html": PAGE,
    "sw.js": "self",
    "manifest.webmanifest": "{}",
    "icons/icon-192.png": "png",
    "assets/main-a1.js": "script " * 20,
    "assets/main-a1.js.br": "br",
    "assets/main-a1.js.gz": "gz",
    "assets/look-b2.css": "a{}",
    "assets/plain-c3.woff2": "font",
    ".made-for": "secret of the build",
    ".vite/manifest.json": "{}",
}


def write_build(folder: Path) -> Path:
    """A made-up build, with a stranger's file beside it."""
    (folder / "outside.txt").write_text("outside")
    for name, text in BUILD.items():
        (folder / "dist" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "dist" / name).write_text(text)
    return folder / "dist"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build that the test may change."""
    return write_build(tmp_path)


def serving(app: Litestar, services: Services) -> httpx.AsyncClient:
    """A browser of the app; httpx asks for compressed answers only where a test says so."""
    app.state["services"] = services
    transport = httpx.ASGITransport(app=Middleware(app, session_rate=1e6, address_rate=1e6, secure=False))
    headers = {"accept-encoding": "identity"}
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)


@pytest.fixture(scope="module")
def built(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    """The whole app with the build."""
    return create_app(msgspec.structs.replace(config, web_dist=write_build(tmp_path_factory.mktemp("build"))))


@pytest.fixture
async def web(built: Litestar, services: Services) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser that is not signed in."""
    async with serving(built, services) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "media_type", "kept"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/icons/icon-192.png", "image/png", "public, max-age=86400"),
        ("/assets/main-a1.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/assets/look-b2.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/assets/plain-c3.woff2", "font/woff2", "public, max-age=31536000, immutable"),
    ],
)
async def test_each_kind_is_kept_as_long_as_it_may(
    web: httpx.AsyncClient, path: str, media_type: str, kept: str
) -> None:
    answer = await web.get(path)
    assert answer.status_code == 200
    assert answer.text == BUILD[path.strip("/") or "index.html"]
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (media_type, kept)
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/visits/123", "/a/b/c/d", "/login?next=/x.js", "/访问/1", "/apis", "/visits/1/"])
async def test_a_deep_link_opens_the_app(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, PAGE, "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-d4.js",
        "/assets/gone",
        "/assets",
        "/icons/gone.png",
        "/favicon.ico",
        "/.env",
        "/.made-for",
        "/.vite/manifest.json",
        "/assets/main-a1.js.br",
        "/assets/%2e%2e/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "//outside.txt",
    ],
)
async def test_a_file_that_is_not_there_is_not_the_page(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(f"http://127.0.0.1:8000{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("first", ["api", "api/v1", "docs", "openapi", "health", "metrics", "demo", ".well-known"])
async def test_the_servers_own_addresses_are_never_the_page(web: httpx.AsyncClient, first: str) -> None:
    assert (await web.get(f"/{first}/nothing")).status_code == 404


async def test_the_servers_own_pages_stay(web: httpx.AsyncClient) -> None:
    assert (await web.get("/health/live")).json() == {"status": "ok"}
    assert (await web.get("/demo")).status_code == 404


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.0, gzip; q=0", None),
        ("br;q=0.01", "br"),
        ("identity", None),
        ("", None),
    ],
)
async def test_a_compressed_file_is_sent_to_clients_that_accept_it(
    web: httpx.AsyncClient, accept: str, encoding: str | None
) -> None:
    async with web.stream("GET", "/assets/main-a1.js", headers={"accept-encoding": accept}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert body.decode() == {"br": "br", "gzip": "gz"}.get(encoding or "", BUILD["assets/main-a1.js"])
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-length"] == str(len(body))
    assert answer.headers["content-type"].startswith("text/javascript")


async def test_what_has_one_encoding_varies_by_nothing(web: httpx.AsyncClient) -> None:
    answer = await web.get("/assets/look-b2.css", headers={"accept-encoding": "br"})
    assert "vary" not in answer.headers
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_what_the_client_has_is_not_sent_again(web: httpx.AsyncClient, method: str) -> None:
    plain = await web.get("/assets/main-a1.js")
    small = await web.head("/assets/main-a1.js", headers={"accept-encoding": "br"})
    assert plain.headers["etag"] != small.headers["etag"]
    for tag in (plain.headers["etag"], f'"other", W/{plain.headers["etag"]}', "*"):
        again = await web.request(method, "/assets/main-a1.js", headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == plain.headers["etag"]
        assert again.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "content-type" not in again.headers
    other = await web.request(method, "/assets/main-a1.js", headers={"if-none-match": small.headers["etag"]})
    assert other.status_code == 200


async def test_a_deep_link_has_the_pages_own_etag(web: httpx.AsyncClient) -> None:
    page = await web.get("/")
    assert (await web.get("/visits/1", headers={"if-none-match": page.headers["etag"]})).status_code == 304


async def test_head_says_what_get_would(web: httpx.AsyncClient) -> None:
    for path in ("/", "/visits/1", "/assets/main-a1.js"):
        got, head = await web.get(path), await web.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert dict(head.headers) == dict(got.headers)
    assert (await web.head("/assets/gone.js")).status_code == 404


async def test_the_app_is_read_only(web: httpx.AsyncClient) -> None:
    for path in ("/", "/visits/1", "/assets/main-a1.js"):
        assert (await web.post(path)).status_code == 405


async def test_the_page_may_load_its_own_files_alone(web: httpx.AsyncClient) -> None:
    page = await web.get("/visits/1")
    rules = dict(rule.strip().split(" ", 1) for rule in page.headers["content-security-policy"].split(";"))
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["worker-src"] == rules["manifest-src"] == rules["form-action"] == "'self'"
    assert rules["img-src"] == "'self' data: blob:"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == "'none'"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["permissions-policy"] == "camera=(), microphone=(), geolocation=(self)"


async def test_the_service_worker_may_hold_the_whole_app_under_the_same_policy(web: httpx.AsyncClient) -> None:
    worker = await web.get("/sw.js")
    assert worker.headers["service-worker-allowed"] == "/"
    assert worker.headers["content-security-policy"] == policy(firebase=False)
    assert "service-worker-allowed" not in (await web.get("/")).headers


async def test_firebase_is_reached_only_where_push_is_on(services: Services, dist: Path) -> None:
    config = msgspec.structs.replace(services.config, web_dist=dist, fcm_credentials=dist / "key.json")
    async with serving(create_app(config), services) as client:
        allowed = (await client.get("/")).headers["content-security-policy"]
    assert f"connect-src 'self' {FIREBASE};" in allowed
    assert "googleapis" not in policy(firebase=False)


async def test_a_build_that_changes_under_the_server_stays_whole(services: Services, dist: Path) -> None:
    async with serving(create_app(msgspec.structs.replace(services.config, web_dist=dist)), services) as web:
        (dist / "assets/main-a1.js").unlink()
        (dist / "assets/new-e5.js").write_text("new")
        assert (await web.get("/assets/main-a1.js")).status_code == 200
        assert (await web.get("/assets/new-e5.js")).status_code == 404


@pytest.mark.parametrize("half", [True, False])
async def test_without_a_build_the_page_says_how_and_the_api_works(
    services: Services, tmp_path: Path, half: bool
) -> None:
    folder = tmp_path / "dist"
    if half:
        (folder / "assets").mkdir(parents=True)
        (folder / "assets/main-a1.js").write_text("left over")
    async with serving(create_app(msgspec.structs.replace(services.config, web_dist=folder)), services) as client:
        for path in ("/", "/visits/1"):
            page = await client.get(path)
            assert page.status_code == 503
            assert "./xinqiao web" in page.text
            assert page.headers["content-type"] == "text/html; charset=utf-8"
            assert page.headers["cache-control"] == "no-store"
        for path in ("/assets/main-a1.js", "/assets", "/sw.js", "/manifest.webmanifest"):
            assert (await client.get(path)).status_code == 404
        assert (await client.get("/health/ready")).status_code == 200
        assert (await client.get("/api/v1/me")).status_code == 401
