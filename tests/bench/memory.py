"""M1: memory of an API and a worker, and the demo's second start. M2: five hundred phones that say nothing."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from api.cli.environment import ROOT
from tests.bench.cpu import family
from tests.bench.load import answer, request
from tests.bench.reading import HOME
from tests.bench.row import Row
from tests.bench.servers import Server
from tests.bench.side import reads
from tests.bench.stage import Stage, api, free_port, stage

PHONES = 500
IDLE = 75
"""Seconds that a phone may say nothing."""
STARTS = 3


async def m1(folder: Path) -> list[Row]:
    """PSS of both processes after some work, and how long the demo takes to start on the data of its last run."""
    async with stage(folder / "m1", students=1000, families=8) as ready, api(ready) as server, worker(ready) as pid:
        await reads(ready, server, HOME)()
        used = (pss(server.pid) + pss(pid)) / 1e6
    seconds = await asyncio.to_thread(_starts, folder / "demo")
    return [
        Row(id="M1", what="API + worker, PSS after some work", unit="MB", ours=used, goal=150, kind="value", at_most=True),
        Row(id="M1", what="second start of the demo", unit="s", ours=seconds, goal=4, kind="value", at_most=True),
    ]  # fmt: skip


@asynccontextmanager
async def worker(ready: Stage, **more: str) -> AsyncGenerator[int]:
    """The worker as a process; yields its pid."""
    env = {**os.environ, **ready.env, **more}
    quiet = asyncio.subprocess.DEVNULL
    command = [sys.executable, "-m", "jobs.worker"]
    process = await asyncio.create_subprocess_exec(*command, env=env, stdout=quiet, stderr=quiet)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def pss(root: int) -> float:
    """Bytes of a process tree, shared pages divided among those who share them."""
    total = 0
    for pid in family(root):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        total += int(found.group(1)) * 1024 if found else 0
    return total


def _starts(folder: Path) -> float:
    folder.mkdir(mode=0o711)
    _start(folder)
    return sorted(_start(folder) for _ in range(STARTS))[STARTS // 2]


def _start(folder: Path) -> float:
    """Seconds until the demo says that it is there."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "XINQIAO_DATA": str(folder)}
    command = [sys.executable, "-m", "api.cli", "demo", "--port", str(free_port())]
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        ready = process.stdout and any("Ctrl-C" in line for line in process.stdout)
        took = time.perf_counter() - started
        process.send_signal(signal.SIGINT)
    if not ready:
        raise RuntimeError("the demo did not start")
    return took


async def m2(folder: Path) -> list[Row]:
    """Phones still connected after 75 idle seconds, and what each costs the API meanwhile."""
    async with stage(folder, students=1000, families=8) as ready, api(ready) as server:
        await reads(ready, server, HOME)()
        before = pss(server.pid)
        phones = [await _phone(server) for _ in range(PHONES)]
        each = (pss(server.pid) - before) / PHONES / 1000
        await asyncio.sleep(IDLE)
        kept = sum(not reader.at_eof() for reader, _ in phones)
        for _, writer in phones:
            writer.close()
    return [
        Row(id="M2", what=f"of {PHONES} phones, still connected after {IDLE} idle seconds", ours=kept, goal=PHONES, kind="value"),
        Row(id="M2", what="the same; memory of each", unit="kB", ours=each, goal=20, kind="value", at_most=True),
    ]  # fmt: skip


async def _phone(server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request("GET", "/health/live"))
    await answer(reader)  # the body too: what is left unread would hide that the server went
    return reader, writer
