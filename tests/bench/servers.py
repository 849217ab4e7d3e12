"""API processes under load: ours and its limit, on the same server program with the same settings."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.error import URLError
from urllib.request import urlopen

import msgspec


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A server under load: the port it listens on, and its process id."""

    port: int
    pid: int


def limit_command(factory: str, port: int) -> list[str]:
    """An app of the bench, on the server program and settings that `serve` uses."""
    command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--port", str(port), "--log-level", "warning"]
    return [
        *command,
        "--loop",
        "uvloop",
        "--http",
        "httptools",
        "--ws",
        "none",
        "--no-access-log",
        "--no-server-header",
    ]


@asynccontextmanager
async def serving(command: list[str], port: int, env: dict[str, str], path: str) -> AsyncGenerator[Server]:
    """Runs one server process until the block ends; yields it once `path` answers."""
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **env}, stdout=quiet, stderr=quiet)
    try:
        await _answering(port, path)
        yield Server(port=port, pid=process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _answering(port: int, path: str) -> None:
    async with asyncio.timeout(120):  # a busy machine takes long to import all of it
        while True:
            try:
                await asyncio.to_thread(urlopen, f"http://127.0.0.1:{port}{path}")
            except (URLError, ConnectionError):
                await asyncio.sleep(0.05)
            else:
                return
