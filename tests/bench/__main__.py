"""`./xinqiao bench [name …]`: the ratios of PERFORMANCE, each to a limit measured in the same run."""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench import booking, feed, growth, last_seat, reading, trips
from tests.bench.row import HEAD, Row

BENCHES: dict[str, Callable[[Path], Awaitable[list[Row]]]] = {
    "B1": booking.b1,
    "B2": last_seat.b2,
    "R1": reading.r1,
    "R1c": trips.r1c,
    "S1": growth.s1,
    "C1": feed.c1,
}


async def run(names: list[str]) -> int:
    """Runs the named benches, each on a fresh data directory; prints PERFORMANCE's table as it fills."""
    print(HEAD, flush=True)  # noqa: T201
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=os.environ.get("XINQIAO_BENCH_DIR")))
        folder.chmod(0o711)  # PostgreSQL runs as nobody where we are root
        try:
            for row in await BENCHES[name](folder):
                print(row.line(), flush=True)  # noqa: T201
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


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
