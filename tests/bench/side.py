"""Sides of a comparison: a few seconds of load, with its rate and the CPU of an operation."""

from tests.bench.cpu import Meter
from tests.bench.load import Load, MakeRequest, drive, request
from tests.bench.row import Sample, Side
from tests.bench.servers import Server
from tests.bench.stage import Stage

CLIENTS = 8
SECONDS = 3


async def measure(ready: Stage, server: Server, make: MakeRequest, expected: int) -> tuple[Load, Sample]:
    """One slice of eight clients. Raises RuntimeError when an answer is not the expected status."""
    meter = Meter(API=server.pid, PostgreSQL=ready.postgres)
    load = await drive(server.port, CLIENTS, SECONDS, make)
    if set(load.statuses) != {expected}:
        raise RuntimeError(f"{expected} was expected: {load.statuses} {load.body[:300]!r}")
    return load, Sample(figure=load.rate, micros=meter.micros(len(load.times)))


def reads(ready: Stage, server: Server, path: str) -> Side:
    """GETs of one path by all families in turn."""
    asked = [request("GET", path, family.token) for family in ready.families]

    async def side() -> Sample:
        _, sample = await measure(ready, server, lambda n: asked[n % len(asked)], 200)
        return sample

    return side
