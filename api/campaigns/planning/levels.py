"""Chooses columns so that one level of the objective is best, and proves it.

The linear relaxation is solved with few columns; others join as their reduced cost falls below zero. A column whose reduced cost exceeds
the distance between the best plan and the relaxation is in no best plan, so it leaves, for this level and all below. What stays is
small enough for HiGHS to finish.
"""

import time
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from api.campaigns.planning.columns import Columns, Row
from api.campaigns.planning.highs import Answer, Floats, Program

BATCH = 300
"""Columns that join at once."""
SMALL = (1_000,)
"""Columns of the first integer programs. Many plans are equally good, so a sample usually holds one of the best."""
TOLERANCE = 1e-6

Chosen = NDArray[np.intp]
"""Numbers of columns."""


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A level solved: its best columns, their cost, a bound of it, and which columns may be in a plan as good."""

    chosen: Chosen
    cost: float
    bound: float
    alive: NDArray[np.bool_]

    @property
    def proved(self) -> bool:
        """Whether no choice costs less. Costs are whole numbers."""
        return self.bound > self.cost - 1 + 1e-4


class Relaxation(msgspec.Struct, frozen=True, kw_only=True):
    """The linear program's end: a bound, what each column would cost it, and the prices of the rows."""

    bound: float
    reduced: Floats
    prices: Floats


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen from: columns that are alive, what each costs, and the conditions of the levels above."""

    columns: Columns
    costs: Floats
    rows: Sequence[Row]
    alive: NDArray[np.bool_]
    deadline: float
    clock: Callable[[], float] = time.monotonic

    @property
    def left(self) -> float:
        """Seconds."""
        return self.deadline - self.clock()

    def program(self, *, integer: bool, presolve: bool = True) -> Program:
        """An empty program with all rows."""
        lower = np.concatenate([self.columns.lower, [row.lower for row in self.rows]])
        upper = np.concatenate([self.columns.upper, [row.upper for row in self.rows]])
        return Program(lower, upper, integer=integer, presolve=presolve)


def solve_level(task: Task, start: Chosen) -> Level:
    """The best choice. `start` is one that keeps all conditions."""
    columns, cost = task.columns, float(task.costs[start].sum())
    relaxed = relax(task, start)
    scale = TOLERANCE * max(1.0, float(np.abs(task.costs).max(initial=1.0)))
    chosen, bound = start, relaxed.bound - scale
    for most in (*SMALL, columns.count):
        if bound > cost - 1 + 1e-4 or task.left <= 0:
            break
        better = np.flatnonzero(task.alive & (relaxed.reduced <= cost - 1 - relaxed.bound + scale))
        whole = len(better) <= most
        better = _sample(columns, relaxed.reduced, better, most)
        answer, numbers = _integer(task, np.union1d(better, chosen))
        if len(numbers) and task.costs[numbers].sum() < cost:
            chosen, cost = numbers, float(task.costs[numbers].sum())
        if whole:
            bound = max(bound, cost if answer.optimal else answer.bound)
            break
    proved = bound > cost - 1 + 1e-4
    alive = task.alive & (relaxed.reduced <= cost - relaxed.bound + scale) if proved else task.alive.copy()
    alive[chosen] = True
    return Level(chosen=chosen, cost=cost, bound=bound, alive=alive)


def relax(task: Task, start: Chosen) -> Relaxation:
    """The linear relaxation over all columns that are alive."""
    columns, program = task.columns, task.program(integer=False)
    first = np.union1d(start, _cheapest(task))
    program.add(task.costs[first], columns.chosen(first, task.rows))
    reduced, prices, bound = np.zeros(columns.count), np.zeros(len(columns.lower) + len(task.rows)), -np.inf
    converged = False
    while task.left > 0 and not converged:
        answer = program.run(task.left)
        if not answer.optimal:
            break
        prices = answer.duals
        reduced = _reduced(task, prices)
        reduced[~task.alive] = np.inf
        # Each evening takes one column at most, so the bound holds before the last column has joined.
        bound = max(bound, answer.cost + _least_by_evening(columns, reduced))
        scale = TOLERANCE * max(1.0, float(np.abs(task.costs).max()))
        entering = _entering(columns, reduced, scale)
        converged = not len(entering)
        if not converged:
            program.add(task.costs[entering], columns.chosen(entering, task.rows))
    # Before the end nothing is known of a column's part in a best plan.
    return Relaxation(
        bound=bound, reduced=np.maximum(reduced, 0) if converged else np.zeros(columns.count), prices=prices
    )


def _integer(task: Task, numbers: Chosen) -> tuple[Answer, Chosen]:
    """The integer program over some columns. It gets no solution to start from: HiGHS 1.16 then proved costs of its presolved
    problem that no solution has. An answer that does not add up is never believed, and asked for once more without presolving."""
    answer, found = _solved(task, numbers, presolve=True)
    if not _adds_up(task, answer, found):
        answer, found = _solved(task, numbers, presolve=False)
    if not _adds_up(task, answer, found):
        return Answer(optimal=False, cost=np.inf, bound=-np.inf, values=np.zeros(0), duals=np.zeros(0)), numbers[:0]
    return answer, found


def _solved(task: Task, numbers: Chosen, *, presolve: bool) -> tuple[Answer, Chosen]:
    program = task.program(integer=True, presolve=presolve)
    program.add(task.costs[numbers], task.columns.chosen(numbers, task.rows))
    answer = program.run(task.left)
    return answer, numbers[answer.values > 0.5] if len(answer.values) else numbers[:0]


def _adds_up(task: Task, answer: Answer, found: Chosen) -> bool:
    return not answer.optimal or abs(float(task.costs[found].sum()) - answer.cost) <= 0.5


def _reduced(task: Task, prices: Floats) -> Floats:
    own = len(task.columns.lower)
    reduced = task.costs - task.columns.priced(prices[:own])
    for row, price in zip(task.rows, prices[own:], strict=True):
        reduced -= price * row.coefficients
    return reduced


def _cheapest(task: Task) -> Chosen:
    numbers = np.flatnonzero(task.alive)
    return numbers[
        np.argsort(task.costs[numbers] / np.maximum(task.columns.members[numbers], 1), kind="stable")[:BATCH]
    ]


def _sample(columns: Columns, reduced: Floats, numbers: Chosen, most: int) -> Chosen:
    """The cheapest columns of each evening in turn; of equal ones any."""
    shuffled = np.random.default_rng(len(numbers)).permutation(numbers)
    ordered = shuffled[np.argsort(np.round(reduced[shuffled], 3), kind="stable")]
    rank = _rank_in_evening(columns.evening[ordered])
    return ordered[np.argsort(rank, kind="stable")[:most]]


def _least_by_evening(columns: Columns, reduced: Floats) -> float:
    least = np.zeros(int(columns.evening.max(initial=0)) + 1)
    np.minimum.at(least, columns.evening, reduced)
    return float(least.sum())


def _entering(columns: Columns, reduced: Floats, scale: float) -> Chosen:
    numbers = np.flatnonzero(reduced < -scale)
    return _sample(columns, reduced, numbers, BATCH)


def _rank_in_evening(evening: NDArray[np.int32]) -> NDArray[np.intp]:
    order = np.argsort(evening, kind="stable")
    sorted_evening = evening[order]
    first = np.searchsorted(sorted_evening, sorted_evening)
    rank = np.empty(len(evening), np.intp)
    rank[order] = np.arange(len(evening)) - first
    return rank
