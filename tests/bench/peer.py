"""pgqueuer as the limit of our queue. It is no dependency: name a Python that has it in XINQIAO_BENCH_PGQUEUER to measure it beside us."""

import asyncio
import os

from api.core.embedded import Servers
from tests.bench.row import Sample, Side

SEEN = 4635.0
"""Tasks a second, the middle of what PERFORMANCE T2 saw on the reference machine: the limit where pgqueuer is not there."""
PROGRAM = """
import asyncio, sys, time
import asyncpg, uvloop
from pgqueuer import PgQueuer
from pgqueuer.domain.types import QueueExecutionMode

async def main():
    conn = await asyncpg.connect(sys.argv[1])
    queue = PgQueuer.from_asyncpg_connection(conn)
    if not await conn.fetchval("select to_regclass('pgqueuer') is not null"):
        await queue.queries.install()

    @queue.entrypoint("noop")
    async def noop(job):
        pass

    await queue.queries.enqueue(["noop"] * 10_000, [None] * 10_000, [0] * 10_000)
    started = time.perf_counter()
    await queue.run(batch_size=100, mode=QueueExecutionMode.drain)
    print(10_000 / (time.perf_counter() - started))

uvloop.run(main())
"""


async def open_peer(servers: Servers) -> Side:
    """One slice of the limit: 10,000 no-op jobs by one process, in a database of its own on the same server."""
    python = os.environ.get("XINQIAO_BENCH_PGQUEUER")
    if python:
        await asyncio.to_thread(servers.superuser, "create database peer")

    async def slice_() -> Sample:
        if not python:
            return Sample(figure=SEEN)
        command = (python, "-c", PROGRAM, servers.url("postgres", "peer"))
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        out, _ = await process.communicate()
        return Sample(figure=float(out.split()[-1]))

    return slice_
