"""API processes under load: ours, and a bare hello-world on the same server as its limit."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.error import URLError
from urllib.request import urlopen

from litestar import Litestar, get


@get("/hello", sync_to_thread=False)
def hello() -> dict[str, str]:
    """The least that a route can do."""
    return {"hello": "world"}


def create_hello() -> Litestar:
    """A bare app, without any layer of ours."""
    return Litestar([hello], openapi_config=None)


@asynccontextmanager
async def serving(factory: str, port: int, env: dict[str, str], path: str) -> AsyncGenerator[int]:
    """Runs one uvicorn process until the block ends; yields its pid once `path` answers."""
    command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--port", str(port), "--log-level", "warning"]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log"]
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **env}, stdout=quiet, stderr=quiet)
    try:
        await _answering(port, path)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _answering(port: int, path: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await asyncio.to_thread(urlopen, f"http://127.0.0.1:{port}{path}")
            except (URLError, ConnectionError):
                await asyncio.sleep(0.05)
            else:
                return
