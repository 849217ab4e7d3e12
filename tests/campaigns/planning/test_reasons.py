"""Why a family does not fit, and what would let it in: each fix is tried here again."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from api.campaigns.planning import planner
from schemas.campaigns.planning import Family, Fix, Plan, Problem, Unplaced, Window
from tests.campaigns.planning import checker, samples

TEACHER, OTHER = UUID(int=1), UUID(int=2)


def crowd(count: int, *, most: int = 2, windows: tuple[Window, ...] | None = None) -> Problem:
    """Neighbours who are all free at the same time of one evening, which has a second evening beside it."""
    base = samples.problem(1, families=count, evenings=2, most=most, claims=False)
    wanted = windows or (Window(day=samples.DAY, from_minute=samples.FROM, to_minute=samples.FROM + 90),)
    families = tuple(
        msgspec.structs.replace(f, windows=wanted, visitors=(TEACHER,), persons=1, minutes=30, points=0, place=0)
        for f in base.families
    )
    evenings = tuple(
        msgspec.structs.replace(e, team=(TEACHER,), start_place=None, end_place=None, set_up=0) for e in base.evenings
    )
    return msgspec.structs.replace(base, families=families, evenings=evenings)


def left(problem: Problem) -> tuple[Plan, tuple[Unplaced, ...]]:
    plan = planner.plan(problem, seconds=10, reasons=10)
    assert checker.faults(problem, plan) == []
    return plan, plan.unplaced


def one(problem: Problem, **changes: object) -> Problem:
    """The first family changed."""
    first: Family = msgspec.structs.replace(problem.families[0], **changes)
    return msgspec.structs.replace(problem, families=(first, *problem.families[1:]))


def test_a_family_among_too_many_is_told_with_how_many_it_clashes() -> None:
    _, out = left(crowd(4))
    assert {(u.reason, u.clashes) for u in out} == {("clash", 3)}
    assert {u.fix.kind for u in out if u.fix} == {"window"}


def test_a_family_without_a_time_in_any_evening() -> None:
    late = Window(day=samples.DAY, from_minute=23 * 60, to_minute=23 * 60 + 50)
    _, out = left(one(crowd(1), windows=(late,)))
    assert [u.reason for u in out] == ["no_window"]
    assert out[0].fix is not None
    assert (out[0].fix.kind, out[0].fix.families) == ("window", 1)


def test_a_family_whom_nobody_of_the_team_may_visit() -> None:
    _, out = left(one(crowd(1), visitors=(OTHER,)))
    assert [(u.reason, u.fix and u.fix.kind) for u in out] == [("no_visitor", "visitor")]


def test_the_two_person_rule_counts_as_nobody_being_free() -> None:
    _, out = left(one(crowd(1), persons=2))
    assert [u.reason for u in out] == ["no_visitor"]


def test_a_family_too_far_away_for_any_evening() -> None:
    problem = crowd(1)
    far = tuple(tuple(0 if i == j else 70 for j in range(2)) for i in range(2))
    evenings = tuple(msgspec.structs.replace(e, start_place=1, end_place=1) for e in problem.evenings)
    _, out = left(msgspec.structs.replace(problem, travel={"way": far}, evenings=evenings))
    assert [(u.reason, u.fix) for u in out] == [("too_far", None)]


def test_one_more_evening_is_named_where_it_lets_most_in() -> None:
    """Three families are free on a day on which the teacher gives no time; asking one of them for another time lets in just one."""
    day = samples.DAY + timedelta(days=5)
    free = (Window(day=day, from_minute=samples.FROM, to_minute=samples.FROM + 100),)
    _, out = left(crowd(3, most=3, windows=free))
    assert {u.reason for u in out} == {"no_window"}
    assert [(u.fix.kind, u.fix.families, u.fix.day) for u in out if u.fix] == [("evening", 3, day)] * 3
    assert len(out) == 3


@pytest.mark.parametrize("seed", range(6))
def test_each_fix_does_what_it_says(seed: int) -> None:
    problem = samples.problem(seed, families=8, evenings=2, most=2)
    plan, out = left(problem)
    for unplaced in out:
        if unplaced.fix:
            changed = apply(problem, unplaced, unplaced.fix)
            again = planner.plan(changed, seconds=10, reasons=0)
            assert checker.faults(changed, again) == []
            assert checker.rank(again.objective) > checker.rank(plan.objective)
            assert unplaced.fix.families == max(1, again.objective.families - plan.objective.families)


def apply(problem: Problem, unplaced: Unplaced, fix: Fix) -> Problem:
    """The problem with the fix."""
    evenings, families = list(problem.evenings), list(problem.families)
    if fix.kind == "evening":
        assert fix.day is not None
        assert fix.from_minute is not None
        assert fix.to_minute is not None
        teams = {e.team: e for e in evenings}.values()
        evenings += [
            msgspec.structs.replace(
                e, evening_id=UUID(int=n), day=fix.day, from_minute=fix.from_minute, to_minute=fix.to_minute, claims=()
            )
            for n, e in enumerate(teams)
        ]
        return msgspec.structs.replace(problem, evenings=tuple(evenings))
    at = next(n for n, evening in enumerate(evenings) if evening.evening_id == fix.evening_id)
    number = next(n for n, family in enumerate(families) if family.family_id == unplaced.family_id)
    if fix.kind == "visit":
        evenings[at] = msgspec.structs.replace(evenings[at], most=evenings[at].most + 1)
    elif fix.kind == "later_end":
        assert fix.to_minute is not None
        evenings[at] = msgspec.structs.replace(evenings[at], to_minute=fix.to_minute)
    elif fix.kind == "visitor":
        families[number] = msgspec.structs.replace(families[number], visitors=(), persons=1)
    else:
        assert fix.day is not None
        assert fix.from_minute is not None
        assert fix.to_minute is not None
        window = Window(day=fix.day, from_minute=fix.from_minute, to_minute=fix.to_minute)
        families[number] = msgspec.structs.replace(families[number], windows=(*families[number].windows, window))
    return msgspec.structs.replace(problem, evenings=tuple(evenings), families=tuple(families))
