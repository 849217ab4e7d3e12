"""A problem's plan: the best evenings, what is proved of them, and a reason for each family left out."""

import time
from collections.abc import Callable

from api.campaigns.planning.bounds import bound_of
from api.campaigns.planning.reasons import unplaced
from api.campaigns.planning.solving import solve
from schemas.campaigns.planning import Level, Objective, Plan, Problem, Progress

LEVELS: tuple[Level, ...] = ("pins", "points", "families", "evenings", "kept", "travel", "late")


def plan(
    problem: Problem, *, seconds: float, reasons: float, tell: Callable[[Progress], None] = lambda _: None
) -> Plan:
    """The best plan found in `seconds`, and in `reasons` seconds more what would let others in."""
    began = time.monotonic()
    solved = solve(problem, seconds, tell)
    took = time.monotonic() - began
    bound = bound_of(solved)
    level = unproved(solved.objective, bound)
    tell(Progress(step="reasons", share=0.95, families=solved.objective.families))
    return Plan(
        evenings=solved.evenings,
        unplaced=unplaced(solved, time.monotonic() + reasons),
        objective=solved.objective,
        bound=bound,
        unproved=level,
        gap=gap(solved.objective, bound, level),
        seconds=round(took, 3),
    )


def unproved(objective: Objective, bound: Objective) -> Level | None:
    """The first level at which the bound is better."""
    return next((level for level in LEVELS if getattr(objective, level) != getattr(bound, level)), None)


def gap(objective: Objective, bound: Objective, level: Level | None) -> float:
    """The distance at the level, as a share of the greater."""
    if level is None:
        return 0.0
    ours, theirs = getattr(objective, level), getattr(bound, level)
    return round(abs(theirs - ours) / max(1, ours, theirs), 4)
