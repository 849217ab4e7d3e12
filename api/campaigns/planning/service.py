"""Plans a problem in a process of its own, off the event loop. Cancelling the call ends the process."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

import msgspec

from schemas.campaigns.planning import Outcome, Plan, Problem, Progress, SolverTask

SECONDS = 20.0
"""For the plan. One teacher's year is usually proved best within two."""
REASONS = 10.0
"""For fixes of families that do not fit."""
GRACE = 20.0
"""Beyond both: to start, to enumerate and to write."""
_LINE = 16 * 2**20

Tell = Callable[[Progress], Awaitable[None]]


class PlanningFailed(Exception):
    """The solver's process ended without a plan. The message is for the log: it names no family."""


async def _silent(_: Progress) -> None:
    return


async def plan(
    problem: Problem, *, tell: Tell = _silent, seconds: float = SECONDS, reasons: float = REASONS, grace: float = GRACE
) -> Plan:
    """The best plan found in `seconds`, with reasons for who is left out. `tell` hears how far it is.

    Raises PlanningFailed, also when the process takes `grace` seconds longer than it was given.
    """
    task = SolverTask(problem=problem, seconds=seconds, reasons=reasons)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api.campaigns.planning.process",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, limit=_LINE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds + reasons + grace):
            return await _converse(process, task, tell)
    except TimeoutError as error:
        raise PlanningFailed("the solver took too long") from error
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _converse(process: asyncio.subprocess.Process, task: SolverTask, tell: Tell) -> Plan:
    if process.stdin is None or process.stdout is None:
        raise PlanningFailed("the solver has no pipes")
    process.stdin.write(msgspec.json.encode(task) + b"\n")
    async for line in process.stdout:
        # HiGHS greets on standard output.
        outcome = msgspec.json.decode(line, type=Outcome) if line.startswith(b"{") else Outcome()
        if outcome.progress is not None:
            await tell(outcome.progress)
        if outcome.failure is not None:
            raise PlanningFailed(outcome.failure)
        if outcome.plan is not None:
            return outcome.plan
    raise PlanningFailed(f"the solver ended with {await process.wait()}")
