"""What no plan can beat, also where an evening's sets were not all enumerated. Pure."""

from collections.abc import Sequence

import numpy as np

from api.campaigns.planning.highs import Floats
from api.campaigns.planning.options import agreed, options
from api.campaigns.planning.solving import Solved
from api.campaigns.planning.timing import Clock, Option, clock_of
from schemas.campaigns.planning import Objective, Problem


def bound_of(solved: Solved) -> Objective:
    """The solver's bound where all sets were there to choose from; else what windows, caps and time allow."""
    if solved.whole:
        return solved.bound
    prepared = solved.prepared
    weights = prepared.weights
    most = relaxed(prepared.problem, weights.together)
    pins, rest = divmod(most, weights.pin) if weights.pin else (0, most)
    points, families = divmod(rest, weights.step)
    fewest = max(sum(prepared.agreed), _fewest(prepared.problem, families))
    kept = sum(family.before is not None for family in prepared.problem.families)
    return Objective(pins=pins, points=points, families=families, evenings=fewest, kept=kept, late=0, travel=0)


def relaxed(problem: Problem, worth: Floats) -> int:
    """The most that families can be worth together: by the evenings on which each fits alone, and by what each evening has room for.

    Each evening is a knapsack of minutes: a visit takes its length and the shortest way to it. A family that could count on several
    evenings counts once, so the sum is over families; the knapsacks limit how many of one evening's own families count.
    """
    alone: dict[int, set[int]] = {}
    for k, evening in enumerate(problem.evenings):
        for option in options(problem, evening):
            alone.setdefault(option.family, set()).add(k)
    total = sum(int(worth[family]) for family in alone)
    for k, evening in enumerate(problem.evenings):
        own = [family for family, evenings in alone.items() if evenings == {k}]
        if own:
            total -= sum(int(worth[f]) for f in own) - _room(problem, k, own, worth, evening.most)
    best = sorted((int(worth[family]) for family in alone), reverse=True)[: sum(caps(problem))]
    return min(total, sum(best))


def _room(problem: Problem, k: int, own: Sequence[int], worth: Floats, most: int) -> int:
    """The most that families of this evening alone can be worth: a knapsack of its minutes and its cap."""
    evening = problem.evenings[k]
    clock = clock_of(problem, evening)
    here = options(problem, evening)
    minutes = evening.to_minute - evening.from_minute
    cap = max(most, sum(option.fixed for option in here))
    value = np.full((cap + 1, minutes + 1), -1.0)
    value[0, :] = 0
    for family in own:
        least = min(_least(clock, option, here) for option in here if option.family == family)
        gain = float(worth[family])
        if least > minutes:
            continue
        for count in range(cap, 0, -1):
            before = value[count - 1, : minutes + 1 - least]
            value[count, least:] = np.maximum(value[count, least:], np.where(before >= 0, before + gain, -1))
    fixed = sum(int(worth[family]) for family in own if any(o.fixed and o.family == family for o in here))
    return max(int(value.max()), fixed)


def _least(clock: Clock, option: Option, here: Sequence[Option]) -> int:
    """A visit's minutes with the shortest way that leads to it."""
    origins = {clock.start_place, *(other.place for other in here if other.family != option.family)}
    return option.minutes + min(clock.way(origin, option.place) for origin in origins)


def caps(problem: Problem) -> list[int]:
    """The most visits of each evening. What was agreed stays, also beyond a cap."""
    return [max(evening.most, agreed(problem, evening).bit_count()) for evening in problem.evenings]


def _fewest(problem: Problem, families: int) -> int:
    """Evenings that so many visits need if each is full."""
    fullest = sorted(caps(problem), reverse=True)
    return next((n for n in range(len(fullest) + 1) if sum(fullest[:n]) >= families), len(fullest))
