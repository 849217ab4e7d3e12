"""The proxy that we ship the configuration of, as nginx itself reads and runs it."""

import asyncio
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api.cli.bounded import CONNECTIONS, BoundedProtocol, allow_files
from api.http.changes import HEARTBEAT
from api.http.streams import MOST
from tests.doubles.certificates import contexts

CONFIG = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


def _unpack(folder: Path) -> str | None:
    """Debian's program without an installation, which would start a server on this machine."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        subprocess.run(["apt-get", "update"], stdout=subprocess.DEVNULL, check=False)
    subprocess.run(["apt-get", "download", "nginx"], cwd=folder, stdout=subprocess.DEVNULL, check=False)
    for package in folder.glob("nginx_*.deb"):
        subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
    return shutil.which("nginx", path=str(folder / "usr" / "sbin"))


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The machine's own, or Debian's. Where neither can be had the test fails and says what to type."""
    found = os.environ.get("NGINX") or shutil.which("nginx", path=PLACES) or _unpack(tmp_path_factory.mktemp("nginx"))
    return found or pytest.fail("There is no nginx here. Type as root: apt-get install nginx, or name one in NGINX.")


CHANGES = "/api/v1/me/changes"
CROWD = "/crowd"
PEOPLE = 5000
"""Families of one carrier who ask in the same moment (tests/proof/test_rush.py)."""
EACH = 100
"""Requests of one HTTP/2 connection at once."""
crowd = asyncio.Barrier(PEOPLE)
"""Answers nobody before all of them have come."""
left: asyncio.Queue[str] = asyncio.Queue()
"""Who hung up."""


async def stream(receive: Any, send: Any) -> None:
    """Says one word, and waits until the one who hears it hangs up."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b"event: ready\ndata:\n\n", "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass
    left.put_nowait(CHANGES)


async def who(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the address and scheme of who asks."""
    if scope["path"] == CHANGES:
        await stream(receive, send)
        return
    if scope["path"] == CROWD:
        with suppress(TimeoutError, asyncio.BrokenBarrierError):
            async with asyncio.timeout(25):
                await crowd.wait()
    body = f"{scope['client'][0]} {scope['scheme']}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


def _free(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture
async def upstream() -> AsyncGenerator[int]:
    """The port of a server as `serve` starts it, behind a trusted proxy."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings: Any = {"http": BoundedProtocol, "lifespan": "off", "log_config": None, "access_log": False}
        server = uvicorn.Server(uvicorn.Config(who, forwarded_allow_ips=["127.0.0.1"], **settings))
        task = asyncio.create_task(server.serve([listener]))
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task


@pytest.fixture
def front(nginx: str, upstream: int, tmp_path: Path) -> Generator[tuple[str, ssl.SSLContext]]:
    """The address of nginx with our configuration, and a context that trusts it; only ports and places are others."""
    _, trusting, certificate = contexts(tmp_path)
    (tmp_path / "fullchain.pem").write_bytes(certificate)
    (tmp_path / "privkey.pem").write_bytes((tmp_path / "server.pem").read_bytes().partition(b"-----BEGIN CERT")[0])
    plain, secure = _free(2)
    text = (
        CONFIG.read_text().replace("/etc/xinqiao/tls", str(tmp_path)).replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    )
    text = text.replace("listen [::]:80;", "").replace("listen [::]:443 ssl http2;", "")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443 ", f"listen 127.0.0.1:{secure} "
    )
    places = [f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    path = tmp_path / "nginx.conf"
    path.write_text(text.replace("http {", "http {" + " ".join(places), 1))
    command = [nginx, "-p", str(tmp_path), "-c", str(path), "-e", str(tmp_path / "error.log")]
    command += ["-g", f"daemon off; pid {tmp_path}/pid;"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr, tested.stderr
    process = subprocess.Popen(command)
    try:
        yield f"https://127.0.0.1:{secure}", trusting
    finally:
        process.terminate()
        process.wait(30)


async def test_the_proxy_says_who_asks_and_bounds_what_they_send(front: tuple[str, ssl.SSLContext]) -> None:
    address, trusting = front
    retries = httpx.AsyncHTTPTransport(verify=trusting, retries=6)
    async with httpx.AsyncClient(transport=retries, base_url=address) as client:
        plain = await client.get("/")
        claimed = {"x-forwarded-for": "203.0.113.9", "forwarded": "for=203.0.113.9", "x-forwarded-proto": "http"}
        lied = await client.get("/", headers=claimed)
        fits = await client.get("/", headers={"cookie": "a=" + "b" * 3000})
        headers = await client.get("/", headers={f"x-{n}": "y" * 3000 for n in range(8)})
        body = await client.post("/", content=b"x" * (22 * 1024 * 1024))
    assert (plain.text, lied.text, fits.status_code) == ("127.0.0.1 https", "127.0.0.1 https", 200)
    assert (headers.status_code, body.status_code) == (400, 413)
    assert "nginx/" not in plain.headers.get("server", "")


async def test_the_proxy_passes_each_event_on_at_once_and_says_who_hung_up(front: tuple[str, ssl.SSLContext]) -> None:
    address, trusting = front
    retries = httpx.AsyncHTTPTransport(verify=trusting, retries=6)
    async with httpx.AsyncClient(transport=retries, base_url=address) as client:
        async with client.stream("GET", CHANGES) as answer, asyncio.timeout(20):
            assert await anext(answer.aiter_bytes()) == b"event: ready\ndata:\n\n"
        assert await asyncio.wait_for(left.get(), 20) == CHANGES


async def test_a_carriers_families_are_all_let_through_at_once(front: tuple[str, ssl.SSLContext]) -> None:
    """Thousands of phones share one address: each of them waits here until the last one has come."""
    allow_files()
    address, trusting = front
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(verify=trusting, http2=True, base_url=address, timeout=50)
            )
            for _ in range(PEOPLE // EACH)
        ]
        asked = (client.get(CROWD) for client in clients for _ in range(EACH))
        statuses = Counter(answer.status_code for answer in await asyncio.gather(*asked))
    assert statuses == {200: PEOPLE}


def test_one_network_does_not_take_all_that_the_service_has() -> None:
    """Requests and streams of one network together leave connections of a process to others, and the proxy has two for each request."""
    text = CONFIG.read_text()
    limits = {zone: int(most) for zone, most in re.findall(r"limit_conn (\w+) (\d+);", text)}
    [held] = re.findall(r"worker_connections (\d+);", text)
    [files] = re.findall(r"worker_rlimit_nofile (\d+);", text)
    assert limits["connections"] >= PEOPLE
    assert limits["streams"] <= MOST
    assert limits["connections"] + limits["streams"] < CONNECTIONS
    assert 2 * sum(limits.values()) <= int(held) < int(files)


def test_the_proxy_waits_longer_than_two_heartbeats_of_a_stream() -> None:
    [stream] = re.findall(rf"location = {CHANGES} {{(.*?)}}", CONFIG.read_text(), re.DOTALL)
    said = dict(re.findall(r"(proxy_buffering|proxy_read_timeout) (\w+);", stream))
    assert said["proxy_buffering"] == "off"
    assert float(said["proxy_read_timeout"].removesuffix("s")) > 2 * HEARTBEAT
