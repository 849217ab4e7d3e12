"""I1: a workbook of 20,000 rows, checked and applied by the command that an operator uses."""

import asyncio
import os
import sys
import time
from pathlib import Path
from random import Random

from api.cli.environment import ROOT
from api.roster.demo.families import CENTRE, Families
from api.roster.demo.people import People
from api.roster.demo.school import SchoolMaker
from api.roster.files import template
from tests.bench.memory import pss
from tests.bench.row import Row
from tests.bench.stage import Stage, stage

ROWS = 20_000
RUNS = 3
FIRST_ORG = 9000


async def i1(folder: Path) -> list[Row]:
    """Seconds and peak memory (PSS) of the command with its child, from its start to its end; the median of three schools."""
    async with stage(folder, students=1000, families=1) as ready:
        seconds: list[float] = []
        peaks: list[float] = []
        for number in range(RUNS):
            file = folder / f"school-{number}.xlsx"
            file.write_bytes(workbook(number))
            took, peak = await _import(ready, file, FIRST_ORG + number)
            seconds.append(took)
            peaks.append(peak)
    what = f"import of {ROWS:,} rows, checked and applied"
    return [
        Row(id="I1", what=what, unit="s", ours=sorted(seconds)[RUNS // 2], goal=10, kind="value", at_most=True),
        Row(
            id="I1",
            what="the same; peak memory (PSS) of the command and its child",
            unit="MB",
            ours=max(peaks),
            goal=150,
            kind="value",
            at_most=True,
        ),
    ]


def workbook(number: int) -> bytes:
    """A school whose four sheets have 20,000 rows together."""
    chance = Random(number)  # noqa: S311  # lifelike, not secret
    people = People(chance)
    made = SchoolMaker(
        chance=chance, people=people, families=Families(chance, people), stage="primary", classes=190, school_year=2026,
        middle=CENTRE, mail="bench.example",
    ).make()  # fmt: skip
    others = len(made["classes"]) + len(made["staff"]) + len(made["students"])
    if others + len(made["guardians"]) < ROWS:
        raise RuntimeError(f"only {others + len(made['guardians'])} rows were made")
    del made["guardians"][ROWS - others :]
    return template.workbook("school", made)


async def _import(ready: Stage, file: Path, org_id: int) -> tuple[float, float]:
    """Seconds, and the most megabytes that the command and its child held together."""
    command = [sys.executable, "-m", "api.cli", "import", str(file), "--org", str(org_id)]
    command += ["--kind", "school", "--name-zh", "量校", "--name-en", "Bench"]
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **ready.env, "PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.DEVNULL
    )
    ended, peak = asyncio.ensure_future(process.wait()), 0.0
    while not ended.done():
        peak = max(peak, _held(process.pid))
        await asyncio.wait([ended], timeout=0.05)
    if ended.result() != 0:
        raise RuntimeError("the import failed")
    return time.perf_counter() - started, peak


def _held(pid: int) -> float:
    """Megabytes of the command and of the process that reads the file for it; 0 where one of them ends just now."""
    try:
        return pss(pid) / 1e6
    except OSError:
        return 0.0
