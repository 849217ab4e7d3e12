"""V1: plans proved best in time, beside first-come sign-up and VROOM alone; and a whole school's teachers at once."""

import asyncio
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import median, quantiles

import msgspec

from schemas.campaigns.planning import Outcome, Plan, Problem, SolverTask
from tests.bench import campaigns
from tests.bench.first_come import Reached, first_come
from tests.bench.memory import pss
from tests.bench.row import Row, digits
from tests.campaigns.planning import checker

TIME = 5.0
"""Seconds in which a plan has to be proved best, from the process's start: of CPU, since it has one thread and machines are shared."""
LIMIT = 60.0
TEACHERS = 36
CORES = 2


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One instance: seconds from start to end of the process, those of CPU, and what each way of planning reached."""

    seconds: float
    cpu: float
    plan: Plan
    first_come: Reached
    vroom: Reached
    families: int


async def v1(_: Path) -> list[Row]:
    """All instances one after the other, then the school."""
    rows: list[Row] = []
    every: list[Run] = []
    for kind, make in campaigns.KINDS.items():
        runs = [await _run(make(seed), seed) for seed in campaigns.SEEDS]
        every += runs
        rows.append(_row(kind, runs))
    seconds, peak = await _school()
    what = f"{TEACHERS} teachers of one school, {CORES} at a time"
    return [
        _row("all", every),
        *rows,
        Row(id="V1", what=what, unit="s", ours=seconds, goal=60, kind="value", at_most=True),
        Row(id="V1", what="the same; peak memory", unit="MB", ours=peak, goal=400, kind="value", at_most=True),
    ]


def _row(kind: str, runs: Sequence[Run]) -> Row:
    proved = sum(run.plan.proved and run.cpu <= TIME for run in runs) / len(runs)
    what = f"{kind}: {len(runs)} campaigns; share proved best within {TIME:.0f} s of CPU, to all"
    clock = _spread([run.seconds for run in runs])
    note = f"CPU {_spread([run.cpu for run in runs])}; by the clock {clock}; {_compared(runs)}"
    return Row(id="V1", what=what, limit=1, ours=proved, goal=0.95, note=note)


def _spread(figures: Sequence[float]) -> str:
    return f"median {digits(median(figures))} s, p95 {digits(quantiles(figures, n=20)[-1])} s"


def _compared(runs: Sequence[Run]) -> str:
    ours = [Reached(points=r.plan.objective.points, families=r.plan.objective.families) for r in runs]
    sides = {"ours": ours, "first come": [r.first_come for r in runs], "VROOM": [r.vroom for r in runs]}
    total = sum(run.families for run in runs)
    gap = max(run.plan.gap for run in runs)
    parts = [f"{name} {sum(r.families for r in side)} / {sum(r.points for r in side)}" for name, side in sides.items()]
    return f"visits of {total} / points: {', '.join(parts)}; widest gap {100 * gap:.2g} %"


async def _run(problem: Problem, seed: int) -> Run:
    # Imported here: it needs pandas, and the other benches measure memory.
    from tests.bench.vroom_alone import vroom_alone

    before = _cpu()
    seconds, plan, _ = await solve(problem)
    cpu = _cpu() - before
    if wrong := checker.faults(problem, plan):
        raise RuntimeError(f"a plan is wrong: {wrong}")
    return Run(
        seconds=seconds, cpu=cpu, plan=plan, first_come=first_come(problem, Random(seed)),  # noqa: S311  # an order, not a secret
        vroom=await asyncio.to_thread(vroom_alone, problem), families=len(problem.families),
    )  # fmt: skip


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def solve(problem: Problem) -> tuple[float, Plan, float]:
    """Seconds of a solver's process from its start to its plan, the plan, and the most megabytes seen."""
    began, peak = time.perf_counter(), 0.0
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api.campaigns.planning.process", stdin=pipe, stdout=pipe, limit=2**24
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    process.stdin.write(msgspec.json.encode(SolverTask(problem=problem, seconds=LIMIT, reasons=0)) + b"\n")
    async for line in process.stdout:
        with suppress(FileNotFoundError, ProcessLookupError):  # it may have ended with this line
            peak = max(peak, pss(process.pid) / 1e6)
        outcome = msgspec.json.decode(line, type=Outcome) if line.startswith(b"{") else Outcome()
        if outcome.plan:
            process.stdin.close()
            await process.wait()
            return time.perf_counter() - began, outcome.plan, peak
    raise RuntimeError("no plan")


async def _school() -> tuple[float, float]:
    """Seconds for all teachers of a school, and the most megabytes of the processes at once."""
    kinds = list(campaigns.KINDS.values())[:3]
    waiting = [kinds[n % 3](n) for n in range(TEACHERS)]
    peaks: list[float] = []

    async def core() -> float:
        most = 0.0
        while waiting:
            most = max(most, (await solve(waiting.pop()))[2])
        return most

    began = time.perf_counter()
    peaks = await asyncio.gather(*(core() for _ in range(CORES)))
    return time.perf_counter() - began, sum(peaks)
