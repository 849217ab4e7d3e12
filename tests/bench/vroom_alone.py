"""The same campaign planned by VROOM alone, a heuristic for vehicle routing, with its priorities for points."""

import logging
from typing import Any, cast

import numpy as np
import vroom

from schemas.campaigns.planning import Evening, Problem
from tests.bench.first_come import Reached

DAY = 24 * 3600
EXPLORATION = 5
"""The most thorough of its levels."""

router = cast("Any", vroom)
"""It has no stubs."""


def vroom_alone(problem: Problem) -> Reached:
    """What its plan holds. An evening is a vehicle, a family a job; a skill for each family says who may visit it."""
    logging.disable(logging.INFO)
    first = min(evening.day for evening in problem.evenings)
    asked = router.Input()
    table = np.array(problem.travel["way"], np.uint32) * 60
    asked.set_durations_matrix(profile="car", matrix_input=table)
    for k, evening in enumerate(problem.evenings):
        asked.add_vehicle(_vehicle(problem, k, evening, (evening.day - first).days * DAY))
    for number, family in enumerate(problem.families):
        windows = [
            router.TimeWindow(at + w.from_minute * 60, at + (w.to_minute - family.minutes) * 60)
            for w in sorted(family.windows, key=lambda w: w.day)
            for at in [(w.day - first).days * DAY]
        ]
        asked.add_job(
            router.Job(
                number, location=family.place, default_service=family.minutes * 60, default_setup=problem.evenings[0].set_up * 60,
                skills={number}, priority=min(100, 1 + 9 * family.points), time_windows=windows,
            )
        )  # fmt: skip
    solution = asked.solve(exploration_level=EXPLORATION, nb_threads=1).to_dict()
    left = {job["id"] for job in solution["unassigned"]}
    placed = [family for number, family in enumerate(problem.families) if number not in left]
    return Reached(families=len(placed), points=sum(family.points for family in placed))


def _vehicle(problem: Problem, k: int, evening: Evening, at: int) -> Any:
    mine = {n for n, family in enumerate(problem.families) if set(family.visitors) & set(evening.team)}
    return router.Vehicle(
        k, start=evening.start_place, end=evening.end_place, skills=mine, max_tasks=evening.most,
        time_window=router.TimeWindow(at + evening.from_minute * 60, at + evening.to_minute * 60),
    )  # fmt: skip
