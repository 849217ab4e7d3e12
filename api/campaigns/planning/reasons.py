"""Why a family does not fit, and the cheapest change that lets it in. Every change is tried, none is guessed."""

import time
from collections.abc import Iterator, Sequence
from uuid import uuid5

import msgspec

from api.campaigns.planning.options import agreed, may_visit, options
from api.campaigns.planning.sets import enumerate_sets
from api.campaigns.planning.solving import Prepared, Solved, first_level, prepare
from api.campaigns.planning.timing import Option, clock_of
from schemas.campaigns.planning import Evening, Family, Fix, FixKind, Problem, Reason, Unplaced, Window

LONGER = 30
"""Minutes by which an evening may be made longer."""
TRIED = 3
"""Changes of one kind that are solved again for their gain, for each family."""

Change = tuple[FixKind, int, Problem]
"""A kind, the number of the evening that changes, and the changed problem."""


def unplaced(solved: Solved, deadline: float) -> tuple[Unplaced, ...]:
    """Each family that the plan leaves out. A fix is looked for while there is time, for those with the most points first."""
    problem = solved.prepared.problem
    left = [n for n in range(len(problem.families)) if not solved.placed >> n & 1]
    left.sort(key=lambda n: -problem.families[n].points)
    return tuple(_unplaced(solved, number, _slice(deadline, len(left) - at)) for at, number in enumerate(left))


def _slice(deadline: float, families: int) -> float:
    now = time.monotonic()
    return now + max(0.0, deadline - now) / families


def _unplaced(solved: Solved, number: int, deadline: float) -> Unplaced:
    problem = solved.prepared.problem
    why, clashes = reason(problem, number)
    return Unplaced(
        family_id=problem.families[number].family_id, reason=why, clashes=clashes, fix=_fix(solved, number, deadline)
    )


def reason(problem: Problem, number: int) -> tuple[Reason, int]:
    """Why the family is left out, and for a clash with how many others it competes."""
    family = problem.families[number]
    own = {k: found for k, evening in enumerate(problem.evenings) if (found := _own(problem, evening, number))}
    if not own:
        anybody = msgspec.structs.replace(family, visitors=(), persons=1)
        free = _with_family(problem, number, anybody)
        return ("no_visitor" if any(_own(free, evening, number) for evening in free.evenings) else "no_window"), 0
    if not any(_fits_alone(problem, problem.evenings[k], found) for k, found in own.items()):
        return "too_far", 0
    rivals = {o.family for k, mine in own.items() for o in options(problem, problem.evenings[k]) if _meets(o, mine)}
    return "clash", len(rivals - {number})


def _own(problem: Problem, evening: Evening, number: int) -> list[Option]:
    return [option for option in options(problem, evening) if option.family == number]


def _fits_alone(problem: Problem, evening: Evening, own: Sequence[Option]) -> bool:
    """Whether an evening without any other visit could hold the family."""
    return bool(enumerate_sets(clock_of(problem, evening), own, 1, 0, ()).routes)


def _meets(option: Option, mine: Sequence[Option]) -> bool:
    return any(option.earliest < own.latest and own.earliest < option.latest for own in mine)


def _fix(solved: Solved, number: int, deadline: float) -> Fix | None:
    """The cheapest kind of change that lets the family in beside those who are placed; of that kind the one with the greatest gain.

    One more evening is a visitor's own decision: it comes first only where it lets more families in.
    """
    kinds = (_tried(solved, number, changes, deadline) for changes in _kinds(solved, number))
    cheapest = next((fix for fix in kinds if fix), None)
    evening = _tried(solved, number, _more_evenings(solved.prepared.problem, number), deadline)
    if evening and (cheapest is None or evening.families > cheapest.families):
        return evening
    return cheapest


def _tried(solved: Solved, number: int, changes: Iterator[Change], deadline: float) -> Fix | None:
    """The change of one kind with the greatest gain, of the first few that let the family in."""
    found: list[Fix] = []
    for change in changes:
        if time.monotonic() > deadline or len(found) == TRIED:
            break
        if _lets_in(solved, number, change):
            found.append(_gain(solved, change, deadline))
    return max(found, key=lambda fix: fix.families, default=None)


def _kinds(solved: Solved, number: int) -> Iterator[Iterator[Change]]:
    """Changes from the cheapest kind to the dearest: a question to the family, one more visit, a later end, one more person."""
    problem = solved.prepared.problem
    family, numbers = problem.families[number], range(len(problem.evenings))
    if any(fixed.family_id == family.family_id for fixed in problem.fixed):
        return
    yield (("window", k, _wider(problem, number, k)) for k in numbers if may_visit(family, problem.evenings[k]))
    yield (("visit", k, _changed(problem, k, most=e.most + 1)) for k, e in _evenings(problem) if e.most < 20)
    yield (("later_end", k, _later(problem, k)) for k, e in _evenings(problem) if e.to_minute + LONGER < 24 * 60)
    free = msgspec.structs.replace(family, visitors=(), persons=1)
    yield (
        ("visitor", k, _with_family(problem, number, free))
        for k in numbers
        if not may_visit(family, problem.evenings[k])
    )


def _evenings(problem: Problem) -> Iterator[tuple[int, Evening]]:
    yield from enumerate(problem.evenings)


def _more_evenings(problem: Problem, number: int) -> Iterator[Change]:
    """An evening as others of a team, on a day on which the family has time and nobody of the team gives any."""
    family = problem.families[number]
    if any(fixed.family_id == family.family_id for fixed in problem.fixed):
        return
    models = {e.team: e for e in problem.evenings if may_visit(family, e)}
    for window in family.windows:
        there = {person for e in problem.evenings if e.day == window.day for person in e.team}
        for team, model in models.items():
            if not there & set(team):
                length = model.to_minute - model.from_minute
                since = max(0, min(window.from_minute - model.set_up, 24 * 60 - length))
                added = msgspec.structs.replace(
                    model, evening_id=uuid5(model.evening_id, f"{window.day} {since}"), day=window.day, claims=(),
                    from_minute=since, to_minute=since + length,
                )  # fmt: skip
                yield "evening", len(problem.evenings), _with_evening(problem, added)


def _with_evening(problem: Problem, evening: Evening) -> Problem:
    return msgspec.structs.replace(problem, evenings=(*problem.evenings, evening))


def _wider(problem: Problem, number: int, k: int) -> Problem:
    family, evening = problem.families[number], problem.evenings[k]
    window = Window(day=evening.day, from_minute=evening.from_minute, to_minute=evening.to_minute)
    return _with_family(problem, number, msgspec.structs.replace(family, windows=(*family.windows, window)))


def _later(problem: Problem, k: int) -> Problem:
    return _changed(problem, k, to_minute=problem.evenings[k].to_minute + LONGER)


def _changed(problem: Problem, k: int, **values: int) -> Problem:
    evenings = list(problem.evenings)
    evenings[k] = msgspec.structs.replace(evenings[k], **values)
    return msgspec.structs.replace(problem, evenings=tuple(evenings))


def _with_family(problem: Problem, number: int, family: Family) -> Problem:
    families = list(problem.families)
    families[number] = family
    return msgspec.structs.replace(problem, families=tuple(families))


def _lets_in(solved: Solved, number: int, change: Change) -> bool:
    """Whether the evening, changed, holds the family beside those whom the plan visits then."""
    _, k, problem = change
    evening = problem.evenings[k]
    planned = next((e for e in solved.evenings if e.evening_id == evening.evening_id), None)
    known = k < len(solved.prepared.problem.evenings)
    if (planned is not None and planned.strained) or (planned is None and known and _excluded(solved, k)):
        return False
    inside = {visit.family_id for visit in planned.visits} if planned else set[object]()
    wanted = [
        o for o in options(problem, evening) if o.family == number or problem.families[o.family].family_id in inside
    ]
    if not any(option.family == number for option in wanted):
        return False
    found = enumerate_sets(
        clock_of(problem, evening), wanted, evening.most, agreed(problem, evening), [1] * len(problem.families)
    )
    return any(route.mask.bit_count() == len(inside) + 1 for route in found.routes)


def _excluded(solved: Solved, k: int) -> bool:
    """Whether a planned evening shares a person and time with this one."""
    problem = solved.prepared.problem
    mine, used = problem.evenings[k], {e.evening_id for e in solved.evenings}
    return any(
        e.evening_id in used and e.day == mine.day and e.from_minute < mine.to_minute and mine.from_minute < e.to_minute
        and set(e.team) & set(mine.team)
        for e in problem.evenings
    )  # fmt: skip


def _gain(solved: Solved, change: Change, deadline: float) -> Fix:
    """How many more families a plan of the changed problem holds: one at least, more if solving it again finds them in time."""
    kind, k, problem = change
    evening, gain = problem.evenings[k], 1
    if time.monotonic() < deadline:
        known = {n: sets for n, sets in enumerate(solved.prepared.sets) if n != k and not solved.prepared.tight[n]}
        gain = max(gain, _families(prepare(problem, known=known), deadline) - solved.objective.families)
    return Fix(
        kind=kind, families=gain, evening_id=evening.evening_id, day=evening.day,
        from_minute=evening.from_minute, to_minute=evening.to_minute,
    )  # fmt: skip


def _families(prepared: Prepared, deadline: float) -> int:
    level = first_level(prepared, deadline)
    return int(prepared.merged.columns.members[level.chosen].sum())
