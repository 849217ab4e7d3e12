"""The best choice of one level: bounded by relaxations with cuts, found by dives, and proved by branching."""

from heapq import heappop, heappush

import msgspec
import numpy as np
from numpy.typing import NDArray

from api.campaigns.planning.branching import Node, Parts
from api.campaigns.planning.highs import FREE, Floats
from api.campaigns.planning.relaxed import TOLERANCE, Chosen, Mask, Relaxed, least_of_evenings
from api.campaigns.planning.task import Task

ROUNDS = 4
"""Dives from the root, each with better cuts than the one before."""
WORTH = 0.001
"""By what share of the bound a round of cuts has to move it, or it was the last."""
LOOSE = 1
"""The round that dives for anything better, too: the start may be far from best."""
CUTS = 6
"""Rounds of cuts before each of them."""
BACKS = 12
"""Choices that a dive takes back before it gives up."""
SPARSE = 4
"""Nodes between cuts: every one makes all later relaxations slower."""


class Search:
    """A level on its way: the best choice so far, and a bound of all."""

    def __init__(self, task: Task, start: Chosen) -> None:
        self.task, self.best = task, start
        self.cost = float(task.costs[start].sum())
        columns = task.columns
        rows = [*task.rows, *task.sums]
        cheapest = _cheapest(task)
        self._relaxed = Relaxed(columns, task.costs, rows, task.alive, np.union1d(start, cheapest))
        self.bound: float = -np.inf
        self.root: float = -np.inf
        self.reduced: Floats = np.zeros(columns.count)
        """At the root: by how much each column makes it dearer."""
        self.alive = task.alive
        self.scale = self._relaxed.scale
        self._parts = Parts(task, self._relaxed)
        self._equal: Mask | None = None
        """Of what was branched, the columns of parts that may hold a choice as good as the best."""
        self._leaves: list[tuple[float, NDArray[np.float32]]] = []
        """Bounds of parts that are finished, and by how much each column makes them dearer."""
        self._top = Node(lower=self._relaxed.lower, upper=self._relaxed.upper, allowed=task.alive)

    @property
    def proved(self) -> bool:
        """Whether no choice costs less. Costs are whole numbers."""
        return not self._below(self.bound)

    def begin(self, *, cuts: bool = True) -> None:
        """Bounds the level, and dives from its root: once, or with `cuts` again and again, each time with better ones."""
        value = self._solve(self.alive)
        self.bound = self._relaxed.bound - self.scale
        if value is None:
            return
        self._note(value)
        for number in range(ROUNDS):
            self._dive(_whole(value), self.alive)
            if number == LOOSE and not self.proved:
                self._at(msgspec.structs.replace(self._top, allowed=self.alive))
                if self._parts.whole_counts():
                    self._dive(self.cost - 1, self.alive)
            before = value
            value = None if not cuts or self.proved or self.task.left <= 0 else self._cut_root()
            if value is None or (number and value - before < WORTH * abs(value)):
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
        """Goes through all choices, those that may be cheapest first, until no other can be better. Of parts that may cost the same the
        newest goes first: it is the most decided, so a choice is found soon."""
        heap: list[tuple[float, int, Node]] = [
            (_whole(self.bound), 0, msgspec.structs.replace(self._top, allowed=self.equal()))
        ]
        made = 0
        while heap and self._below(heap[0][0]) and self.task.left > 0:
            bound, number, node = heappop(heap)
            value = self._at(node)
            children = [] if value is None else self._inside(node, value, number)
            if self.task.left <= 0:
                # What was made of it without time says nothing.
                heappush(heap, (bound, number, node))
                break
            for child in children:
                made += 1
                heappush(heap, (bound if value is None else _whole(max(value, bound)), -made, child))
        self.bound = max(self.bound, min(self.cost, heap[0][0] if heap else np.inf))
        self._equal = self._left(heap)

    def _inside(self, node: Node, value: float, number: int) -> list[Node]:
        """What is left of a node that was just bounded. None: nothing in it is better than the best known."""
        node = self._without_dear(node, value)
        if not self._below(value):
            self._leave(node, value)
            return []
        children = self._parts.by_counts(node)
        if children:
            return children
        found = self._deeper(node, value, cuts=number % SPARSE == 0)
        if found is None:
            return []
        node = self._without_dear(node, found)
        children = self._children(node) if self._below(found) else []
        if not children:
            self._leave(node, found)
        return children

    def _children(self, node: Node) -> list[Node]:
        """Two parts of a node. None, where its relaxation is whole: that is a choice."""
        whole = self._parts.whole()
        if whole is None:
            return self._parts.by_counts(node) or self._parts.parts(node)
        self.take(whole)
        return []

    def _leave(self, node: Node, value: float) -> None:
        self._leaves.append((value, np.where(node.allowed, self._relaxed.reduced, np.inf).astype(np.float32)))

    def _left(self, heap: list[tuple[float, int, Node]]) -> Mask:
        """The columns of all parts that may hold a choice as good as the best."""
        found = np.zeros(self.task.columns.count, bool)
        for value, reduced in self._leaves:
            found |= reduced <= self.cost - value + 2 * self.scale
        for bound, _, node in heap:
            found |= node.allowed & (bound <= self.cost + self.scale)
        return found

    def _without_dear(self, node: Node, value: float) -> Node:
        """The node without columns of which its bound says that they are in no choice as good as the best known."""
        dear = self._relaxed.reduced > self.cost - value + self.scale
        return msgspec.structs.replace(node, allowed=node.allowed & ~dear)

    def _below(self, value: float) -> bool:
        return value <= self.cost - 1 + 1e-4

    def equal(self) -> Mask:
        """Which columns may be in a choice as good as the best."""
        near = self.task.alive & (self.reduced <= self.cost - self.root + self.scale)
        return near if self._equal is None else near & self._equal

    def _note(self, value: float) -> None:
        """A bound at the root. Of what was left out there, an evening takes only so many columns: its price is moved by its least."""
        least = least_of_evenings(self.task.columns, self._relaxed.reduced, self.equal())
        root = value + float(least @ self.task.columns.takes)
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

    def _deeper(self, node: Node, value: float, *, cuts: bool) -> float | None:
        """The node with a dive, and with cuts now and then. None: nothing is possible in it."""
        if cuts and self._relaxed.cut():
            cut = self._solve(node.allowed)
            if cut is None or not self._below(cut):
                return cut if self.task.left > 0 else value
            value = cut
        self._dive(_whole(value), node.allowed)
        again = self._at(node)
        return value if again is None and self.task.left <= 0 else again

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
        """Columns that meet a row which is full of what is fixed."""
        columns = self.task.columns
        taken = np.zeros(len(columns.lower))
        for number in [*np.flatnonzero(fixed), *([] if more is None else [more])]:
            taken[columns.met(int(number))] += 1
        return columns.priced((taken >= columns.upper).astype(float)) > 0


def _whole(value: float) -> float:
    """What a choice costs at least where its relaxation costs `value`."""
    return float(np.ceil(value - 1e-4))


def _cheapest(task: Task) -> Chosen:
    numbers = np.flatnonzero(task.alive)
    each = task.costs[numbers] / np.maximum(task.columns.members[numbers], 1)
    return numbers[np.argsort(each, kind="stable")[:300]]
