"""Chooses columns so that one level of the objective is best, and proves it.

A search bounds the level by linear relaxations with cuts, and dives for a choice as good as the bound. A column whose reduced cost exceeds the
distance between the best plan and the relaxation is in no best plan, so it leaves, for this level and all below. Where few stay, HiGHS
finishes; else the search branches.
"""

import msgspec
import numpy as np

from api.campaigns.planning.highs import Answer
from api.campaigns.planning.relaxed import Chosen, Mask
from api.campaigns.planning.search import Search
from api.campaigns.planning.task import Task

SMALL = 400
"""Columns that HiGHS's integer program finishes."""


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A level solved: its best columns, their cost, a bound of it, and which columns may be in a plan as good."""

    chosen: Chosen
    cost: float
    bound: float
    alive: Mask

    @property
    def proved(self) -> bool:
        """Whether no choice costs less. Costs are whole numbers."""
        return self.bound > self.cost - 1 + 1e-4


def solve_level(task: Task, start: Chosen, *, root: bool = False) -> Level:
    """The best choice. `start` is one that keeps all conditions. `root`: only what the relaxation and one dive from it find."""
    kept = np.flatnonzero(task.alive)
    level = _solve(task.only(kept), np.searchsorted(kept, start), root=root)
    alive = np.zeros(len(task.alive), bool)
    alive[kept[level.alive]] = True
    return msgspec.structs.replace(level, chosen=kept[level.chosen], alive=alive)


def _solve(task: Task, start: Chosen, *, root: bool) -> Level:
    search = Search(task, start)
    search.begin(cuts=not root)
    if not root and not search.proved and task.left > 0 and search.shrink() <= SMALL:
        answer, numbers = _integer(task, np.union1d(np.flatnonzero(search.alive), search.best))
        if answer.found:
            search.take(numbers)
        search.bound = max(search.bound, search.cost if answer.optimal else min(answer.bound, search.cost))
    if not root and not search.proved:
        search.branch()
    alive = search.equal() if search.proved else task.alive.copy()
    alive[search.best] = True
    return Level(chosen=search.best, cost=search.cost, bound=search.bound, alive=alive)


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
    program.add(task.costs[numbers], task.columns.chosen(numbers, task.dense))
    answer = program.run(task.left)
    return answer, numbers[answer.values > 0.5] if answer.found else numbers[:0]


def _adds_up(task: Task, answer: Answer, found: Chosen) -> bool:
    return not answer.optimal or abs(float(task.costs[found].sum()) - answer.cost) <= 0.5
