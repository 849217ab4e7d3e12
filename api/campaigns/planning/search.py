"""The best choice of one level: bounded by relaxations with cuts, found by dives, and proved by branching."""

from collections.abc import Iterator
from heapq import heappop, heappush

import msgspec
import numpy as np

from api.campaigns.planning.highs import FREE, Floats
from api.campaigns.planning.relaxed import TOLERANCE, Chosen, Mask, Relaxed, least_of_evenings
from api.campaigns.planning.task import Task

ROUNDS = 4
"""Dives from the root, each with better cuts than the one before."""
LOOSE = 1
"""The round that dives for anything better, too: the start may be far from best."""
CUTS = 6
"""Rounds of cuts before each of them."""
BACKS = 12
"""Choices that a dive takes back before it gives up."""
EVERY = 5
"""Nodes between dives."""
SPARSE = 4
"""Nodes between cuts: every one makes all later relaxations slower."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A part of all choices: limits of the rows that stood before the cuts, and which columns are left."""

    lower: Floats
    upper: Floats
    allowed: Mask


class Search:
    """A level on its way: the best choice so far, and a bound of all."""

    def __init__(self, task: Task, start: Chosen) -> None:
        self.task, self.best = task, start
        self.cost = float(task.costs[start].sum())
        columns = task.columns
        rows = [*task.rows, *task.sums]
        cheapest = _cheapest(task)
        self._relaxed = Relaxed(columns, task.costs, rows, task.alive, np.union1d(start, cheapest))
        self.bound = self.root = -np.inf
        self.reduced: Floats = np.zeros(columns.count)
        """At the root: by how much each column makes it dearer."""
        self.alive = task.alive
        self.scale = self._relaxed.scale
        self._top = Node(lower=self._relaxed.lower, upper=self._relaxed.upper, allowed=task.alive)

    @property
    def proved(self) -> bool:
        """Whether no choice costs less. Costs are whole numbers."""
        return not self._below(self.bound)

    def begin(self) -> None:
        """Bounds the level, and dives from its root."""
        value = self._solve(self.alive)
        self.bound = self._relaxed.bound - self.scale
        if value is None:
            return
        self._note(value)
        for number in range(ROUNDS):
            self._dive(np.ceil(value - 1e-4), self.alive)
            if number == LOOSE and not self.proved:
                self._at(msgspec.structs.replace(self._top, allowed=self.alive))
                self._dive(self.cost - 1, self.alive)
            value = None if self.proved or self.task.left <= 0 else self._cut_root()
            if value is None:
                return

    def shrink(self) -> int:
        """Leaves what may be in a better choice; returns how many columns these are."""
        self.alive = self.task.alive & (self.reduced <= self.cost - 1 - self.root + self.scale)
        return int(self.alive.sum())

    def take(self, chosen: Chosen) -> None:
        """Notes a choice, where it is better."""
        cost = float(self.task.costs[chosen].sum())
        if cost < self.cost - 0.5:
            self.best, self.cost = chosen, cost

    def branch(self) -> None:
        """Goes through all choices, those that may be cheapest first, until no other can be better."""
        self.shrink()
        heap: list[tuple[float, int, Node]] = []
        heappush(heap, (self.bound, 0, msgspec.structs.replace(self._top, allowed=self.alive)))
        made = 0
        while heap and self._below(heap[0][0]) and self.task.left > 0:
            bound, number, node = heappop(heap)
            value = self._at(node)
            if value is not None and self._below(value):
                value = self._deeper(node, value, dives=number % EVERY == 0, cuts=number % SPARSE == 0)
            elif self.task.left <= 0:
                heappush(heap, (bound, number, node))
                break
            if value is None or not self._below(value):
                continue
            for child in self._children(node):
                made += 1
                heappush(heap, (max(value, bound), made, child))
        self.bound = max(self.bound, min(self.cost, heap[0][0] if heap else np.inf))

    def _below(self, value: float) -> bool:
        return value <= self.cost - 1 + 1e-4

    def equal(self) -> Mask:
        """Which columns may be in a choice as good as the best."""
        return self.task.alive & (self.reduced <= self.cost - self.root + self.scale)

    def _note(self, value: float) -> None:
        """A bound at the root. Of what was left out there, each evening takes one column at most, so their prices are moved by its least."""
        least = least_of_evenings(self.task.columns, self._relaxed.reduced, self.equal())
        root = value + float(least.sum())
        if root > self.root:
            self.root, self.bound = root, max(self.bound, root - self.scale)
            self.reduced = np.maximum(self._relaxed.reduced - least[self.task.columns.evening], 0)

    def _cut_root(self) -> float | None:
        """The root with cuts. None: there are no more, or nothing is better than what is known."""
        self.shrink()
        value = self._at(msgspec.structs.replace(self._top, allowed=self.alive))
        cut = False
        for _ in range(CUTS):
            if value is None or not self._below(value) or not self._relaxed.cut():
                break
            cut, value = True, self._solve(self.alive)
        if value is None and self.task.left > 0:
            self.bound = max(self.bound, self.cost)
        elif value is not None:
            # What was left out is in no better choice.
            self.bound = max(self.bound, min(value - self.scale, self.cost))
            self._note(value)
        return value if cut else None

    def _at(self, node: Node) -> float | None:
        self._relaxed.limit_rows(node.lower, node.upper)
        self._relaxed.allow(node.allowed)
        return self._solve(node.allowed)

    def _solve(self, allowed: Mask) -> float | None:
        return self._relaxed.solve(allowed, lambda: self.task.left)

    def _deeper(self, node: Node, value: float, *, dives: bool, cuts: bool) -> float | None:
        """The node with cuts, and with a dive now and then. None: nothing in it is better."""
        if cuts and self._relaxed.cut():
            cut = self._solve(node.allowed)
            if cut is None or not self._below(cut):
                return cut if self.task.left > 0 else value
            value = cut
        if dives:
            self._dive(np.ceil(value - 1e-4), node.allowed)
            again = self._at(node)
            return value if again is None and self.task.left <= 0 else again
        return value

    def _dive(self, limit: float, allowed: Mask) -> None:
        """Makes the most decided choice, again and again, as long as the relaxation stays within the limit."""
        relaxed, columns = self._relaxed, self.task.columns
        fixed = np.zeros(columns.count, bool)
        backs = 0
        allowed = allowed.copy()
        while self.task.left > 0:
            values = relaxed.values
            whole = np.flatnonzero(values > 1 - TOLERANCE)
            relaxed.fix(whole, 1, FREE)
            fixed[relaxed.numbers[whole]] = True
            halves = np.flatnonzero((values > TOLERANCE) & (values < 1 - TOLERANCE))
            if not len(halves):
                return self.take(np.sort(relaxed.numbers[whole]))
            place = int(halves[np.argmax(values[halves])])
            number = int(relaxed.numbers[place])
            relaxed.fix([place], 1, FREE)
            value = self._solve(allowed & ~self._meeting(fixed, number))
            if value is not None and value <= limit + 1e-4:
                fixed[number] = True
                continue
            backs += 1
            relaxed.fix([place], 0, 0)
            allowed[number] = False
            value = self._solve(allowed & ~self._meeting(fixed)) if backs <= BACKS else None
            if value is None or value > limit + 1e-4:
                return None
        return None

    def _meeting(self, fixed: Mask, more: int | None = None) -> Mask:
        """Columns that share a row with what is fixed."""
        matrix = self.task.columns.matrix
        taken = np.zeros(len(self.task.columns.lower))
        for number in [*np.flatnonzero(fixed), *([] if more is None else [more])]:
            taken[matrix.rows[matrix.starts[number] : matrix.starts[number + 1]]] = 1
        return self.task.columns.priced(taken) > 0

    def _children(self, node: Node) -> list[Node]:
        """Two parts of a node. None, where its relaxation is whole: that is a choice."""
        relaxed, columns = self._relaxed, self.task.columns
        taken = np.flatnonzero(relaxed.values > TOLERANCE)
        numbers, values = relaxed.numbers[taken], relaxed.values[taken]
        if (values > 1 - TOLERANCE).all():
            self.take(np.sort(numbers))
            return []
        for row, amount in self._counts(numbers, values):
            if 0.01 < amount % 1 < 0.99:
                return _counted(node, row, float(np.floor(amount)))
        shares = np.zeros((columns.families, int(columns.evening.max()) + 1))
        for number, value in zip(numbers, values, strict=True):
            rows = columns.matrix.rows[columns.matrix.starts[number] : columns.matrix.starts[number + 1]]
            shares[rows[rows < columns.families], columns.evening[number]] += value
        family, evening = np.unravel_index(np.argmin(np.abs(shares - 0.5)), shares.shape)
        return self._visited(node, int(family), int(evening))

    def _counts(self, numbers: Chosen, values: Floats) -> Iterator[tuple[int, float]]:
        """Rows whose amounts are whole in every choice, the coarsest first: used evenings of a team, of its weekdays, each."""
        columns = self.task.columns
        after = len(columns.lower) + len(self.task.rows)
        for place, row in enumerate(self.task.sums):
            yield after + place, float(row.coefficients[numbers] @ values)
        for evening, amount in enumerate(np.bincount(columns.evening[numbers], values)):
            yield columns.families + evening, float(amount)

    def _visited(self, node: Node, family: int, evening: int) -> list[Node]:
        columns = self.task.columns
        named = np.zeros(len(columns.lower))
        named[family] = 1
        has, then = columns.priced(named) > 0, columns.evening == evening
        lower = node.lower.copy()
        lower[family] = 1
        there = msgspec.structs.replace(node, lower=lower, allowed=node.allowed & (has == then))
        return [there, msgspec.structs.replace(node, allowed=node.allowed & ~(has & then))]


def _counted(node: Node, row: int, amount: float) -> list[Node]:
    lower, upper = node.lower.copy(), node.upper.copy()
    lower[row], upper[row] = amount + 1, amount
    return [msgspec.structs.replace(node, lower=lower), msgspec.structs.replace(node, upper=upper)]


def _cheapest(task: Task) -> Chosen:
    numbers = np.flatnonzero(task.alive)
    each = task.costs[numbers] / np.maximum(task.columns.members[numbers], 1)
    return numbers[np.argsort(each, kind="stable")[:300]]
