"""Judges a plan minute by minute, and finds the best plan of a small problem by trying all. It imports nothing of the planner."""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from uuid import UUID

from schemas.campaigns.planning import (
    Evening,
    Family,
    Fixed,
    Objective,
    Plan,
    PlannedEvening,
    PlannedVisit,
    Problem,
)

MINUTES = 24 * 60
Ranks = tuple[int, int, int, int, int, int, int]


def faults(problem: Problem, plan: Plan) -> list[str]:
    """Everything that is wrong with the plan."""
    return [*_accounts(problem, plan), *_evenings(problem, plan), *_fixed(problem, plan), *_objective(problem, plan)]


def _accounts(problem: Problem, plan: Plan) -> Iterator[str]:
    placed = [visit.family_id for evening in plan.evenings for visit in evening.visits]
    left = [one.family_id for one in plan.unplaced]
    if sorted(placed + left) != sorted(family.family_id for family in problem.families):
        yield "families are lost, invented or visited twice"
    used = [evening.evening_id for evening in plan.evenings]
    if len(set(used)) != len(used):
        yield "an evening is used twice"
    agreed = {f.evening_id for f in problem.fixed if f.from_minute is not None}
    for a, b in combinations([e for e in problem.evenings if e.evening_id in used], 2):
        overlap = a.day == b.day and max(a.from_minute, b.from_minute) < min(a.to_minute, b.to_minute)
        if overlap and set(a.team) & set(b.team) and not {a.evening_id, b.evening_id} <= agreed:
            yield "somebody has two evenings at once"


def _evenings(problem: Problem, plan: Plan) -> Iterator[str]:
    evenings = {evening.evening_id: evening for evening in problem.evenings}
    agreed = {(f.family_id, f.evening_id) for f in problem.fixed if f.from_minute is not None}
    for planned in plan.evenings:
        evening = evenings[planned.evening_id]
        held = sum((visit.family_id, evening.evening_id) in agreed for visit in planned.visits)
        if planned.strained:
            if held != len(planned.visits):
                yield "a strained evening holds more than what was agreed"
            continue
        if len(planned.visits) > max(evening.most, held):
            yield "too many visits"
        yield from _minutes(problem, evening, planned)
        for visit in planned.visits:
            yield from _visit(problem, evening, visit)


def _minutes(problem: Problem, evening: Evening, planned: PlannedEvening) -> Iterator[str]:
    table, busy = problem.travel[evening.travel], [False] * MINUTES
    for claim in evening.claims:
        _occupy(busy, claim.from_minute - claim.before, claim.to_minute + claim.after)
    at, place, travelled, visited = evening.from_minute, evening.start_place, 0, False
    for visit in planned.visits:
        way = 0 if place is None else table[place][visit.place]
        set_up = 0 if visited and place == visit.place else evening.set_up
        if (visit.travel, visit.set_up) != (way, set_up) or visit.from_minute - visit.leaves != way + set_up:
            yield "a way or a set-up is wrong"
        if visit.leaves < at:
            yield "the team leaves before it is free"
        if not _occupy(busy, visit.leaves, visit.to_minute):
            yield "the team is somewhere else"
        at, place, travelled, visited = visit.to_minute, visit.place, travelled + way, True
    home = 0 if place is None or evening.end_place is None else table[place][evening.end_place]
    if planned.back_at - home < at or planned.back_at > evening.to_minute:
        yield "the team is not back in time"
    if not _occupy(busy, planned.back_at - home, planned.back_at):
        yield "the way back meets taken time"
    if planned.travel != travelled + home:
        yield "the travel is added wrongly"


def _occupy(busy: list[bool], low: int, high: int) -> bool:
    span = range(max(0, low), min(MINUTES, high))
    free = not any(busy[minute] for minute in span)
    for minute in span:
        busy[minute] = True
    return free


def _visit(problem: Problem, evening: Evening, visit: PlannedVisit) -> Iterator[str]:
    family = next(f for f in problem.families if f.family_id == visit.family_id)
    if visit.to_minute - visit.from_minute != family.minutes:
        yield "a visit has another length"
    if any(f.family_id == visit.family_id and f.from_minute is not None for f in problem.fixed):
        return
    if not any(
        _suits(family, evening, visit.place, visit.from_minute, number) for number in range(len(family.windows))
    ):
        yield "a visit lies outside of its family's times"
    if len(evening.team) < family.persons or (family.visitors and not set(family.visitors) & set(evening.team)):
        yield "the wrong people come"


def _suits(family: Family, evening: Evening, place: int, at: int, number: int) -> bool:
    window = family.windows[number]
    where = family.place if window.place is None else window.place
    return (
        window.day == evening.day
        and where == place
        and window.from_minute <= at
        and at + family.minutes <= window.to_minute
    )


def _fixed(problem: Problem, plan: Plan) -> Iterator[str]:
    found = {v.family_id: (e.evening_id, v) for e in plan.evenings for v in e.visits}
    known = {family.family_id: family for family in problem.families}
    for fixed in problem.fixed:
        evening_id, visit = found.get(fixed.family_id, (None, None))
        if fixed.from_minute is not None:
            place = known[fixed.family_id].place if fixed.place is None else fixed.place
            if not visit or (evening_id, visit.from_minute, visit.place) != (
                fixed.evening_id,
                fixed.from_minute,
                place,
            ):
                yield "an agreed visit was moved"
        elif visit and evening_id != fixed.evening_id:
            yield "a pinned visit is on another evening"


def _objective(problem: Problem, plan: Plan) -> Iterator[str]:
    placed = {visit.family_id for evening in plan.evenings for visit in evening.visits}
    pins = {fixed.family_id for fixed in problem.fixed}
    families = {family.family_id: family for family in problem.families}
    counted = Objective(
        pins=len(placed & pins),
        points=sum(family.points for family in problem.families if family.family_id in placed),
        families=len(placed),
        evenings=len(plan.evenings),
        kept=sum(families[v.family_id].before == e.evening_id for e in plan.evenings for v in e.visits),
        late=sum(families[v.family_id].points * _days(problem, e.evening_id) for e in plan.evenings for v in e.visits),
        travel=sum(evening.travel for evening in plan.evenings),
    )
    if counted != plan.objective:
        yield f"the plan reaches {counted}"
    if rank(plan.objective) > rank(plan.bound):
        yield "the plan is better than its bound"
    if plan.proved != (plan.objective == plan.bound):
        yield "proved without reaching the bound, or the other way round"


def _days(problem: Problem, evening_id: UUID) -> int:
    """Days from the first evening that there is to this one."""
    day = next(e.day for e in problem.evenings if e.evening_id == evening_id)
    return (day - min(e.day for e in problem.evenings)).days


def rank(objective: Objective) -> Ranks:
    """Greater is better."""
    o = objective
    return (o.pins, o.points, o.families, -o.evenings, o.kept, -o.travel, -o.late)


def best(problem: Problem) -> Objective:
    """The best plan's objective, by trying all sets on all evenings. For a few families and evenings."""
    reached: dict[frozenset[UUID], Ranks] = {frozenset(): (0, 0, 0, 0, 0, 0, 0)}
    for evening in problem.evenings:
        held = _held(problem, evening)
        must = {f.family_id for f in problem.fixed if f.evening_id == evening.evening_id and f.from_minute is not None}
        grown: dict[frozenset[UUID], Ranks] = {}
        for before, value in reached.items():
            for families, travel in held.items():
                if before & families or not must <= families:
                    continue
                total = tuple(a + b for a, b in zip(value, _worth(problem, evening, families, travel), strict=True))
                key = before | families
                grown[key] = max(grown.get(key, total), total)  # pyright: ignore[reportArgumentType]
        reached = grown
    pins, points, families, evenings, kept, travel, late = max(reached.values())
    return Objective(
        pins=pins, points=points, families=families, evenings=-evenings, kept=kept, late=-late, travel=-travel
    )


def _worth(problem: Problem, evening: Evening, families: frozenset[UUID], travel: int) -> Ranks:
    pins = {fixed.family_id for fixed in problem.fixed}
    points = sum(family.points for family in problem.families if family.family_id in families)
    kept = sum(f.before == evening.evening_id for f in problem.families if f.family_id in families)
    late = points * _days(problem, evening.evening_id)
    return (len(families & pins), points, len(families), -bool(families), kept, -travel if families else 0, -late)


def _held(problem: Problem, evening: Evening) -> dict[frozenset[UUID], int]:
    """Each set of families that the evening can hold, with its least travel."""
    held: dict[frozenset[UUID], int] = {frozenset(): 0}
    fixed = {f.family_id: f for f in problem.fixed}
    here = [
        f for f in problem.families if f.family_id not in fixed or fixed[f.family_id].evening_id == evening.evening_id
    ]
    most = max(
        evening.most, sum(f.evening_id == evening.evening_id and f.from_minute is not None for f in problem.fixed)
    )
    for size in range(1, most + 1):
        for order in permutations(here, size):
            travel = _try(problem, evening, order, fixed)
            if travel is not None:
                key = frozenset(family.family_id for family in order)
                held[key] = min(held.get(key, travel), travel)
    return held


def _try(problem: Problem, evening: Evening, order: Sequence[Family], fixed: dict[UUID, Fixed]) -> int | None:
    """The travel of one order, each visit as early as can be; windows at the family's own place only."""
    table, busy = problem.travel[evening.travel], [False] * (MINUTES * 2)
    for claim in evening.claims:
        _occupy(busy, claim.from_minute - claim.before, claim.to_minute + claim.after)
    at, place, travelled, visited = evening.from_minute, evening.start_place, 0, False
    for family in order:
        way = 0 if place is None else table[place][family.place]
        ahead = way + (0 if visited and place == family.place else evening.set_up)
        begin = at + ahead
        while not _possible(evening, family, fixed.get(family.family_id), busy, begin, ahead):
            begin += 1
            if begin + family.minutes > evening.to_minute:
                return None
        at, place, travelled, visited = begin + family.minutes, family.place, travelled + way, True
    home = 0 if place is None or evening.end_place is None else table[place][evening.end_place]
    while any(busy[at : at + home]):
        at += 1
    return travelled + home if at + home <= evening.to_minute else None


def _possible(evening: Evening, family: Family, fixed: Fixed | None, busy: list[bool], begin: int, ahead: int) -> bool:
    if any(busy[begin - ahead : begin + family.minutes]):
        return False
    if fixed is not None and fixed.from_minute is not None:
        return begin == fixed.from_minute
    if len(evening.team) < family.persons or (family.visitors and not set(family.visitors) & set(evening.team)):
        return False
    return any(_suits(family, evening, family.place, begin, number) for number in range(len(family.windows)))
