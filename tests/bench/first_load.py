"""W1: JavaScript of the app's first page, as it travels."""

import asyncio
import gzip
import re
import sys
from pathlib import Path

from api.cli.environment import ROOT
from tests.bench.row import Row

DIST = ROOT / "clients" / "web" / "dist"


async def w1(_: Path) -> list[Row]:
    """Bytes of the entry script and of what it loads at once, each packed by itself."""
    # Its own list of sizes is not ours to print.
    command = [sys.executable, "-m", "api.cli", "web"]
    built = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    if await built.wait() != 0:
        raise RuntimeError("the app could not be built")
    page = (DIST / "index.html").read_text()
    scripts = set(re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', page))
    size = sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in scripts) / 1000
    what = "JavaScript of the app's first page, gzip"
    note = "usable on slow 4G: `./xinqiao proof tests/proof/test_lighthouse.py`"
    return [Row(id="W1", what=what, unit="kB", ours=size, goal=30, kind="value", at_most=True, note=note)]
