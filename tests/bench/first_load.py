"""W1: JavaScript of the app's first page, as it travels."""

import asyncio
import gzip
import re
import sys
from pathlib import Path

from api.cli.environment import ROOT
from tests.bench.row import Row

DIST = ROOT / "clients" / "web" / "dist"
ASSETS = DIST / "assets"


async def w1(_: Path) -> list[Row]:
    """Bytes of the entry script, the first screen and all that they import at once, each file packed by itself."""
    # Its own list of sizes is not ours to print.
    command = [sys.executable, "-m", "api.cli", "web"]
    built = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    if await built.wait() != 0:
        raise RuntimeError("the app could not be built")
    page = (DIST / "index.html").read_text()
    first = set(re.findall(r'(?:src|href)="/assets/([^"]+\.js)"', page)) | {p.name for p in ASSETS.glob("home-*.js")}
    size = sum(len(gzip.compress((ASSETS / name).read_bytes(), 9)) for name in _with_imports(first)) / 1000
    what = "JavaScript of the app's first page, gzip"
    note = "usable on slow 4G: `./xinqiao proof tests/proof/test_lighthouse.py`"
    return [Row(id="W1", what=what, unit="kB", ours=size, goal=30, kind="value", at_most=True, note=note)]


def _with_imports(names: set[str]) -> set[str]:
    """The files and whatever they import, but for what they load later."""
    found, left = set[str](), set(names)
    while left:
        found |= left
        texts = [(ASSETS / name).read_text() for name in left]
        left = {name for text in texts for name in re.findall(r'(?:from|import)"\./([^"]+\.js)"', text)} - found
    return found
