"""Evenings that are enumerated together hold the same as each alone."""

from unittest.mock import Mock

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.campaigns.planning import holding, sets
from api.campaigns.planning.options import agreed, options
from api.campaigns.planning.timing import clock_of
from schemas.campaigns.planning import Problem
from tests.campaigns.planning import samples


def told(found: list[sets.Sets]) -> list[tuple[bool, list[tuple[object, ...]]]]:
    """What each evening holds, with its routes and their order."""
    return [(one.whole, [(r.mask, r.travel, r.back_at, *r.stops()) for r in one.routes]) for one in found]


def alone(problem: Problem, worth: list[float]) -> list[sets.Sets]:
    """Each evening by itself."""
    return [
        sets.enumerate_sets(clock_of(problem, e), options(problem, e), e.most, agreed(problem, e), worth)
        for e in problem.evenings
    ]


def alike(seed: int) -> Problem:
    """Three evenings of one weekday. Some families have time on one of them alone."""
    return samples.with_alike_evenings(samples.problem(seed, families=7, claims=False), samples.seeded(seed))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), other=st.booleans(), claims=st.booleans(), crowded=st.booleans())
def test_an_evening_holds_the_same_together_and_alone(seed: int, other: bool, claims: bool, crowded: bool) -> None:
    """Also where a family has other times on one of the evenings, and where an evening has more than can be enumerated."""
    problem, chance = alike(seed), samples.seeded(seed)
    if other:
        window = problem.families[0].windows[-1]
        longer = msgspec.structs.replace(window, to_minute=window.to_minute + 15)
        first = msgspec.structs.replace(problem.families[0], windows=(*problem.families[0].windows[:-1], longer))
        problem = msgspec.structs.replace(problem, families=(first, *problem.families[1:]))
    if claims:
        taken = samples.problem(seed, families=7).evenings[0].claims
        changed = msgspec.structs.replace(problem.evenings[1], claims=taken)
        problem = msgspec.structs.replace(problem, evenings=(problem.evenings[0], changed, *problem.evenings[2:]))
    worth = [chance.random() for _ in problem.families]
    with pytest.MonkeyPatch.context() as patch:
        if crowded:
            patch.setattr(sets, "MOST_LABELS", 12)
        assert told(holding.hold(problem, worth, {}, Mock())) == told(alone(problem, worth))


def test_evenings_of_one_weekday_are_enumerated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = alike(5)
    found = Mock(side_effect=sets.enumerate_sets)
    monkeypatch.setattr(holding, "enumerate_sets", found)
    worth = [1.0] * len(problem.families)
    held = holding.hold(problem, worth, {}, Mock())
    assert found.call_count == 1
    found.reset_mock()
    holding.hold(problem, worth, {0: held[0], 2: held[2]}, Mock())
    assert found.call_count == 1
