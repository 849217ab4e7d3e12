"""A level's linear relaxation, with columns on demand, cuts, and choices that can be taken back."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from api.campaigns.planning import cuts
from api.campaigns.planning.columns import Columns, Row
from api.campaigns.planning.highs import FREE, Floats, Program

BATCH = 300
"""Columns that join at once."""
TOLERANCE = 1e-6

Chosen = NDArray[np.intp]
"""Numbers of columns."""
Mask = NDArray[np.bool_]
"""Which columns, or which rows."""


class Relaxed:
    """The relaxation over all columns that are alive. Columns join as their reduced cost falls below zero."""

    def __init__(self, columns: Columns, costs: Floats, rows: Sequence[Row], alive: Mask, start: Chosen) -> None:
        self.columns, self.costs, self.alive = columns, costs, alive.copy()
        self.scale = TOLERANCE * max(1.0, float(np.abs(costs).max(initial=1.0)))
        self.numbers: Chosen = np.zeros(0, np.intp)
        """Its columns, in HiGHS's order."""
        self.values: Floats = np.zeros(0)
        self.reduced: Floats = np.zeros(columns.count)
        self.bound = -np.inf
        """Of the last solution, also where it is not finished."""
        self._dense = np.array([row.coefficients for row in rows]).reshape(len(rows), columns.count)
        self.lower = np.concatenate([columns.lower, [row.lower for row in rows]])
        self.upper = np.concatenate([columns.upper, [row.upper for row in rows]])
        self._program = Program(self.lower, self.upper, integer=False)
        self._known: set[cuts.Triple] = set()
        self._joined = np.zeros(columns.count, bool)
        self._join(start)

    def solve(self, allowed: Mask, left: Callable[[], float]) -> float | None:
        """Its cost with columns that are `allowed`; None where nothing is possible, or no seconds are `left`."""
        own = len(self.columns.lower)
        self.bound = -np.inf
        while True:
            answer = self._program.run(left()) if left() > 0 else None
            if answer is None or not answer.optimal:
                return None
            binding = np.flatnonzero(answer.duals[own:])
            added = answer.duals[own:][binding] @ self._dense[binding]
            self.reduced = self.costs - self.columns.priced(answer.duals[:own]) - added
            # An evening takes only so many columns, so a bound holds before the last column has joined.
            least = least_of_evenings(self.columns, self.reduced, allowed)
            self.bound = max(self.bound, answer.cost + float(least @ self.columns.takes))
            entering = np.flatnonzero((self.reduced < -self.scale) & allowed & ~self._joined)
            if not len(entering):
                self.values = answer.values
                return answer.cost
            self._join(best_of_evenings(self.columns, self.reduced, entering, BATCH))

    def cut(self) -> bool:
        """Adds the cuts that the last solution breaks. False: it breaks none."""
        taken = np.flatnonzero(self.values > TOLERANCE)
        found = cuts.broken(self.columns, self.numbers[taken], self.values[taken], self._known)
        self._known.update(found)
        self.add_rows([Row(coefficients=cuts.coefficients(self.columns, t), lower=-FREE, upper=1) for t in found])
        return bool(found)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Adds conditions."""
        if not rows:
            return
        new = np.array([row.coefficients for row in rows])
        lower, upper = np.array([row.lower for row in rows], float), np.array([row.upper for row in rows], float)
        self._program.add_rows(lower, upper, new[:, self.numbers])
        self._dense = np.vstack([self._dense, new])
        self.lower, self.upper = np.concatenate([self.lower, lower]), np.concatenate([self.upper, upper])

    def limit_rows(self, lower: Floats, upper: Floats) -> None:
        """Gives rows other limits, the first ones as many as there are limits."""
        self._program.limit_rows(lower, upper)

    def allow(self, allowed: Mask) -> None:
        """Forbids all other columns, and takes back all that was fixed."""
        self._program.limit_columns(
            np.arange(len(self.numbers)), np.zeros(len(self.numbers)), np.where(allowed[self.numbers], FREE, 0.0)
        )

    def fix(self, places: Iterable[int], low: float, high: float) -> None:
        """Limits of columns, by their place in the program."""
        at = np.array(list(places), np.int32)
        self._program.limit_columns(at, np.full(len(at), low), np.full(len(at), high))

    def _join(self, numbers: Chosen) -> None:
        numbers = numbers[~self._joined[numbers]]
        self._joined[numbers] = True
        self.numbers = np.concatenate([self.numbers, numbers])
        self._program.add(self.costs[numbers], self.columns.chosen(numbers, self._dense))


def least_of_evenings(columns: Columns, reduced: Floats, allowed: Mask) -> Floats:
    """By evening the least reduced cost of these columns, none above zero."""
    least = np.zeros(int(columns.evening.max(initial=0)) + 1)
    np.minimum.at(least, columns.evening[allowed], reduced[allowed])
    return least


def best_of_evenings(columns: Columns, reduced: Floats, numbers: Chosen, most: int) -> Chosen:
    """The cheapest columns of each evening in turn; of equal ones any."""
    shuffled = np.random.default_rng(len(numbers)).permutation(numbers)
    ordered = shuffled[np.argsort(np.round(reduced[shuffled], 3), kind="stable")]
    rank = _rank_in_evening(columns.evening[ordered])
    return ordered[np.argsort(rank, kind="stable")[:most]]


def _rank_in_evening(evening: NDArray[np.int32]) -> NDArray[np.intp]:
    order = np.argsort(evening, kind="stable")
    sorted_evening = evening[order]
    first = np.searchsorted(sorted_evening, sorted_evening)
    rank = np.empty(len(evening), np.intp)
    rank[order] = np.arange(len(evening)) - first
    return rank
