"""How a level's choices are parted in two, again and again: first by numbers of evenings, then by who is visited when and with whom."""

from collections.abc import Iterator

import msgspec
import numpy as np

from api.campaigns.planning.highs import Floats
from api.campaigns.planning.relaxed import TOLERANCE, Chosen, Mask, Relaxed
from api.campaigns.planning.task import Task

CLEAR = 0.01
"""By how much a number has to differ from a whole one."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A part of all choices: limits of the rows that stood before the cuts, and which columns are left."""

    lower: Floats
    upper: Floats
    allowed: Mask


class Parts:
    """Parts a node by the relaxation's last solution. What is asked last decides every choice, so the search ends."""

    def __init__(self, task: Task, relaxed: Relaxed) -> None:
        self._task, self._relaxed = task, relaxed

    def whole(self) -> Chosen | None:
        """The solution, where it takes every column wholly."""
        numbers, values = self._taken()
        return np.sort(numbers) if (values > 1 - TOLERANCE).all() else None

    def whole_counts(self) -> bool:
        """Whether all numbers of evenings are whole."""
        return next(self._counts(), None) is None

    def by_counts(self, node: Node) -> list[Node]:
        """Two parts by a number of evenings. None, where all are whole."""
        for row, amount in self._counts():
            lower, upper = node.lower.copy(), node.upper.copy()
            lower[row], upper[row] = np.floor(amount) + 1, np.floor(amount)
            return [msgspec.structs.replace(node, lower=lower), msgspec.structs.replace(node, upper=upper)]
        return []

    def parts(self, node: Node) -> list[Node]:
        """Two parts by whether a family is visited on an evening, else whether two are visited together, else by a column."""
        columns = self._task.columns
        numbers, values = self._taken()
        meets = np.zeros((columns.families, len(numbers)))
        for place, number in enumerate(numbers):
            rows = columns.met(int(number))
            meets[rows[rows < columns.families], place] = 1
        shares = np.zeros((int(columns.evening.max()) + 1, columns.families))
        np.add.at(shares, columns.evening[numbers], (meets * values).T)
        if found := _most_even(shares):
            return self._visited(node, *found)
        if found := _most_even((meets * values) @ meets.T):
            return self._together(node, *found)
        return self._chosen(node, int(numbers[np.argmin(np.abs(values - 0.5))]))

    def _taken(self) -> tuple[Chosen, Floats]:
        """The columns of the solution, and how much of each."""
        taken = np.flatnonzero(self._relaxed.values > TOLERANCE)
        return self._relaxed.numbers[taken], self._relaxed.values[taken]

    def _counts(self) -> Iterator[tuple[int, float]]:
        """Rows whose amounts should be whole and are not, the coarsest first: used evenings of a team, of its weekdays, each."""
        columns = self._task.columns
        numbers, values = self._taken()
        after = len(columns.lower) + len(self._task.rows)
        sums = [(after + n, float(row.coefficients[numbers] @ values)) for n, row in enumerate(self._task.sums)]
        evenings = enumerate(np.bincount(columns.evening[numbers], values))
        for row, amount in (*sums, *((columns.families + n, float(amount)) for n, amount in evenings)):
            if CLEAR < amount % 1 < 1 - CLEAR:
                yield row, amount

    def _visited(self, node: Node, evening: int, family: int) -> list[Node]:
        columns = self._task.columns
        has, then = self._has(family), columns.evening == evening
        # An evening that takes one column takes the family's.
        gone = (has & ~then) | (then & ~has if columns.takes[evening] == 1 else False)
        return [_with(node, [family], node.allowed & ~gone), _without(node, has & then)]

    def _together(self, node: Node, one: int, other: int) -> list[Node]:
        has, also = self._has(one), self._has(other)
        return [_with(node, [one, other], node.allowed & (has == also)), _without(node, has & also)]

    def _chosen(self, node: Node, number: int) -> list[Node]:
        family = int(self._task.columns.met(number)[0])
        only = np.zeros(self._task.columns.count, bool)
        only[number] = True
        return [_with(node, [family], node.allowed & (only | ~self._has(family))), _without(node, only)]

    def _has(self, family: int) -> Mask:
        named = np.zeros(len(self._task.columns.lower))
        named[family] = 1
        return self._task.columns.priced(named) > 0


def _with(node: Node, families: list[int], allowed: Mask) -> Node:
    lower = node.lower.copy()
    lower[families] = 1
    return msgspec.structs.replace(node, lower=lower, allowed=allowed)


def _without(node: Node, gone: Mask) -> Node:
    return msgspec.structs.replace(node, allowed=node.allowed & ~gone)


def _most_even(shares: Floats) -> tuple[int, int] | None:
    """Where a share is nearest to a half. None: all are whole."""
    parted = np.abs(shares - np.round(shares)) > TOLERANCE
    if not parted.any():
        return None
    first, second = np.unravel_index(np.argmin(np.where(parted, np.abs(shares - 0.5), np.inf)), shares.shape)
    return int(first), int(second)
