"""Sign-up as it is done today: families choose in the order in which they happen to answer, each the first time that is left."""

from collections.abc import Sequence
from random import Random

import msgspec

from schemas.campaigns.planning import Evening, Family, Problem, Window


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """Families visited, and their points."""

    families: int
    points: int


def first_come(problem: Problem, chance: Random) -> Reached:
    """What a plan holds when nobody is moved for another. Each family takes the first time that still leaves all ways between visits."""
    days: list[list[tuple[int, Family]]] = [[] for _ in problem.evenings]
    order = list(problem.families)
    chance.shuffle(order)
    placed = [family for family in order if _take(problem, days, family)]
    return Reached(families=len(placed), points=sum(family.points for family in placed))


def _take(problem: Problem, days: list[list[tuple[int, Family]]], family: Family) -> bool:
    for evening, day in zip(problem.evenings, days, strict=True):
        if len(day) >= evening.most or not set(family.visitors) & set(evening.team):
            continue
        for window in family.windows:
            at = _first(problem, evening, day, family, window) if window.day == evening.day else None
            if at is not None:
                day.append((at, family))
                return True
    return False


def _first(
    problem: Problem, evening: Evening, day: Sequence[tuple[int, Family]], family: Family, window: Window
) -> int | None:
    for at in range(window.from_minute, window.to_minute - family.minutes + 1, 5):
        if _holds(problem, evening, sorted([*day, (at, family)], key=lambda visit: visit[0])):
            return at
    return None


def _holds(problem: Problem, evening: Evening, day: Sequence[tuple[int, Family]]) -> bool:
    table = problem.travel[evening.travel]
    free, place = evening.from_minute, evening.start_place
    for at, family in day:
        way = 0 if place is None else table[place][family.place]
        if free + way + (0 if place == family.place else evening.set_up) > at:
            return False
        free, place = at + family.minutes, family.place
    home = 0 if place is None or evening.end_place is None else table[place][evening.end_place]
    return free + home <= evening.to_minute
