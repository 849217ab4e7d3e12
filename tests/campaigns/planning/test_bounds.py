"""The bound by columns of alike evenings that are taken together: no choice beats it at any moment, judged by trying everything."""

from time import monotonic

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.campaigns.planning import search
from api.campaigns.planning.relaxed import Mask, Relaxed
from api.campaigns.planning.solving import Prepared, prepare
from api.campaigns.planning.task import Task
from schemas.campaigns.planning import Problem
from tests.campaigns.planning import checker, samples

SEEDS = st.integers(0, 2**32)


def alike(seed: int, families: int) -> tuple[Problem, Prepared]:
    """Three evenings of one teacher and weekday, and what they can hold."""
    problem = samples.with_alike_evenings(samples.problem(seed, families=families, most=2), samples.seeded(seed))
    prepared = prepare(problem)
    assume(prepared.merged.columns.count)  # where no family can be visited there is nothing to bound
    return problem, prepared


def least_cost(problem: Problem, prepared: Prepared) -> int:
    """What the best choice of all costs at the first level."""
    best = checker.best(problem)
    return -(best.points * prepared.weights.step + best.families)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, families=st.integers(4, 7))
def test_no_choice_beats_the_bound_before_all_columns_have_joined(seed: int, families: int) -> None:
    problem, prepared = alike(seed, families)
    columns = prepared.merged.columns
    assert columns.takes.tolist() == [3]
    costs, alive = -columns.sum_of(prepared.weights.together), np.ones(columns.count, bool)
    bounds = list[float]()

    def left() -> float:
        bounds.append(relaxed.bound)
        return 5.0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.campaigns.planning.relaxed.BATCH", 1)
        relaxed = Relaxed(columns, costs, (), alive, np.array([costs.argmax()]))
        found = relaxed.solve(alive, left)
    bounds.append(relaxed.bound)
    best = least_cost(problem, prepared)
    assert found is not None
    assert max(bounds) <= best + relaxed.scale


class Part(search.Search):
    """A search whose relaxation knows some of the columns."""

    def root_of(self, known: Mask) -> float:
        """The bound at the root, noted from these columns alone."""
        value = self._at(msgspec.structs.replace(self._top, allowed=known))
        assert value is not None
        self._note(value)
        return self.root


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, families=st.integers(4, 7))
def test_no_choice_beats_the_bound_at_the_root_with_columns_left_out(seed: int, families: int) -> None:
    problem, prepared = alike(seed, families)
    columns, chance = prepared.merged.columns, samples.seeded(seed)
    costs, alive = -columns.sum_of(prepared.weights.together), np.ones(columns.count, bool)
    task = Task(columns=columns, costs=costs, rows=(), alive=alive, deadline=monotonic() + 20)
    known = np.array([chance.random() < 0.3 for _ in range(columns.count)])
    part = Part(task, np.array([costs.argmax()]))
    assert part.root_of(known) <= least_cost(problem, prepared) + part.scale
