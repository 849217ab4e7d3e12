"""The solver's process: it plans, tells how far it is, ends when nobody waits for it, and says what was wrong."""

import asyncio
import sys

import msgspec
import psutil
import pytest

from api.campaigns.planning import planner, service
from schemas.campaigns.planning import Problem, Progress, SolverTask
from tests.bench import campaigns
from tests.campaigns.planning import checker, samples


def solvers() -> list[psutil.Process]:
    mine = psutil.Process().children()
    return [
        p
        for p in mine
        if p.is_running() and p.status() != psutil.STATUS_ZOMBIE and "planning.process" in " ".join(p.cmdline())
    ]


async def test_a_plan_comes_from_a_process_with_its_progress() -> None:
    problem = samples.problem(1)
    heard: list[Progress] = []

    async def tell(progress: Progress) -> None:
        heard.append(progress)

    plan = await service.plan(problem, tell=tell)
    assert checker.faults(problem, plan) == []
    assert plan.objective == planner.plan(problem, seconds=20, reasons=0).objective
    assert [p.step for p in heard][:1] == ["evenings"]
    assert {p.step for p in heard} == {"evenings", "solving", "reasons"}
    assert [p.share for p in heard] == sorted(p.share for p in heard)
    assert solvers() == []


async def test_the_process_ends_quietly_by_itself_and_with_its_parent() -> None:
    task = msgspec.json.encode(SolverTask(problem=samples.problem(1), seconds=5, reasons=0)) + b"\n"
    process = await start()
    assert process.stdin
    process.stdin.write(task)
    assert await process.wait() == 0
    assert process.stderr
    assert await process.stderr.read() == b""
    left = await start()
    assert left.stdin
    left.stdin.write(msgspec.json.encode(SolverTask(problem=campaigns.four_teachers(0), seconds=50, reasons=0)) + b"\n")
    assert left.stdout
    await left.stdout.readline()
    left.stdin.close()
    assert await left.wait() == 2


async def start() -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "api.campaigns.planning.process")
    return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)


async def test_cancelling_ends_the_process() -> None:
    problem, started = campaigns.four_teachers(0), asyncio.Event()

    async def tell(_: Progress) -> None:
        started.set()

    running = asyncio.create_task(service.plan(problem, tell=tell, seconds=50))
    await started.wait()
    assert len(solvers()) == 1
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert solvers() == []


async def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(service.PlanningFailed, match="too long"):
        await service.plan(campaigns.four_teachers(0), seconds=0, reasons=0, grace=0.01)
    assert solvers() == []


async def test_a_faulty_problem_is_a_failure_with_a_sentence() -> None:
    problem = samples.problem(1)
    torn: Problem = msgspec.structs.replace(problem, travel={})
    with pytest.raises(service.PlanningFailed, match="KeyError"):
        await service.plan(torn)


async def test_the_loop_goes_on_while_a_plan_is_made() -> None:
    turns = 0
    running = asyncio.create_task(service.plan(campaigns.dense_town(1)))
    while not running.done():
        await asyncio.wait([running], timeout=0.01)
        turns += 1
    assert running.result().objective.families
    assert turns > 10


async def test_no_family_and_no_evening() -> None:
    empty = Problem(families=(), evenings=(), travel={})
    assert (await service.plan(empty)).evenings == ()
    alone = msgspec.structs.replace(samples.problem(4), evenings=())
    assert {one.reason for one in (await service.plan(alone)).unplaced} == {"no_window"}
