"""`./xinqiao bench [name …]`: the ratios of PERFORMANCE, each to a limit measured in the same run."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench import (
    booking,
    broadcasts,
    evening,
    feed,
    first_load,
    growth,
    importing,
    last_seat,
    memory,
    notice,
    offers,
    planning,
    push,
    queue,
    reading,
    trips,
    whole_city,
)
from tests.bench.row import HEAD, Row

BENCHES: dict[str, Callable[[Path], Awaitable[list[Row]]]] = {
    "B1": booking.b1,
    "B2": last_seat.b2,
    "R1": reading.r1,
    "R1c": trips.r1c,
    "S1": growth.s1,
    "F1": broadcasts.f1,
    "F2": broadcasts.f2,
    "F3": whole_city.f3,
    "P1": notice.p1,
    "P1-sender": push.sender,
    "V1": planning.v1,
    "V1-offers": offers.offers,
    "C1": feed.c1,
    "T1": queue.t1,
    "T2": queue.t2,
    "W1": first_load.w1,
    "I1": importing.i1,
    "M1": memory.m1,
    "M2": memory.m2,
}


async def run(names: list[str]) -> int:
    """Runs the named benches and prints PERFORMANCE's table as it fills, X1 where R1 and P1 ran. 1 when one failed."""
    show(HEAD)
    rows: list[Row] = []
    failed = 0
    for name in names:
        try:
            found = await measured(name)
        except (RuntimeError, OSError, TimeoutError) as error:
            failed = 1
            show(f"| {name} | failed: {error} |")
        else:
            rows += found
            show(*(row.line() for row in found))
    if {"R1", "P1"} <= set(names):
        show(evening.x1(rows).line())
    return failed


async def measured(name: str) -> list[Row]:
    """The rows of one bench, on a fresh data directory."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o711)  # PostgreSQL runs as nobody where we are root
    try:
        return await BENCHES[name](folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def show(*lines: str) -> None:
    """Prints at once: a whole run takes a quarter of an hour."""
    print(*lines, sep="\n", flush=True)  # noqa: T201


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="xinqiao bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHES)}; all without")
    chosen = parser.parse_args().names or list(BENCHES)
    if unknown := set(chosen) - set(BENCHES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return asyncio.run(run(chosen))


if __name__ == "__main__":
    sys.exit(main())
