"""What every evening can hold. Evenings of one team and weekday that leave the same time are enumerated together. Pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from api.campaigns.planning.options import agreed, options
from api.campaigns.planning.sets import Sets, enumerate_sets
from api.campaigns.planning.timing import Option, clock_of
from schemas.campaigns.planning import Problem

Offered = Mapping[int, tuple[Option, ...]]
"""By family, what an evening offers it."""


def hold(
    problem: Problem, worth: Sequence[float], known: Mapping[int, Sets], done: Callable[[int], None]
) -> list[Sets]:
    """By evening its sets. `known`: by number of the evening, where nothing changed. `done` hears how many are there."""
    found = dict(known)
    offered = {k: _offered(problem, k) for k in range(len(problem.evenings)) if k not in found}
    for group in _groups(problem, offered):
        together = _union([offered[k] for k in group]) if len(group) > 1 else None
        sets = None if together is None else _sets(problem, group[0], together, worth)
        for k in group:
            shared = sets is not None and sets.whole
            found[k] = _within(sets, offered[k]) if sets and shared else _sets(problem, k, offered[k], worth)
            done(len(found))
    return [found[k] for k in range(len(problem.evenings))]


def _offered(problem: Problem, k: int) -> Offered:
    found: dict[int, tuple[Option, ...]] = {}
    for option in options(problem, problem.evenings[k]):
        found[option.family] = (*found.get(option.family, ()), option)
    return found


def _groups(problem: Problem, offered: Mapping[int, Offered]) -> list[list[int]]:
    """Evenings whose routes take the same time. One with agreed visits stands alone."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for k in offered:
        evening = problem.evenings[k]
        clock = clock_of(problem, evening)
        key = (
            evening.team, evening.day.weekday(), evening.travel, evening.most, clock.from_minute, clock.to_minute,
            clock.start_place, clock.end_place, clock.set_up, clock.taken, k if agreed(problem, evening) else -1,
        )  # fmt: skip
        found[key].append(k)
    return list(found.values())


def _union(offered: Sequence[Offered]) -> Offered | None:
    """What any of the evenings offers. None, where a family is offered other times on another evening."""
    found: dict[int, tuple[Option, ...]] = {}
    for one in offered:
        if any(found.get(family, given) != given for family, given in one.items()):
            return None
        found |= one
    return dict(sorted(found.items()))


def _sets(problem: Problem, k: int, offered: Offered, worth: Sequence[float]) -> Sets:
    evening = problem.evenings[k]
    every = [option for given in offered.values() for option in given]
    return enumerate_sets(clock_of(problem, evening), every, evening.most, agreed(problem, evening), worth)


def _within(sets: Sets, offered: Offered) -> Sets:
    """Those of families that the evening offers something."""
    others = ~sum(1 << family for family in offered)
    return Sets(routes=[route for route in sets.routes if not route.mask & others], whole=True)
