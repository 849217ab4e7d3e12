"""What one level chooses from."""

import time
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from api.campaigns.planning.columns import Columns, Row
from api.campaigns.planning.highs import Floats, Program
from api.campaigns.planning.relaxed import Chosen, Mask


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen from: columns that are alive, what each costs, and the conditions of the levels above."""

    columns: Columns
    costs: Floats
    rows: Sequence[Row]
    alive: Mask
    deadline: float
    sums: Sequence[Row] = ()
    """Counts that are whole in every plan: used evenings of a team, and of its weekdays."""
    clock: Callable[[], float] = time.monotonic

    @property
    def left(self) -> float:
        """Seconds."""
        return self.deadline - self.clock()

    def only(self, numbers: Chosen) -> "Task":
        """The same with these columns alone, all of them alive."""
        return msgspec.structs.replace(
            self,
            columns=self.columns.only(numbers),
            costs=self.costs[numbers],
            rows=[row.only(numbers) for row in self.rows],
            alive=np.ones(len(numbers), bool),
            sums=[row.only(numbers) for row in self.sums],
        )

    @property
    def dense(self) -> Floats:
        """The coefficients of the conditions, a line for each."""
        return np.array([row.coefficients for row in self.rows]).reshape(len(self.rows), self.columns.count)

    def program(self, *, integer: bool, presolve: bool = True) -> Program:
        """An empty program with all rows."""
        lower = np.concatenate([self.columns.lower, [row.lower for row in self.rows]])
        upper = np.concatenate([self.columns.upper, [row.upper for row in self.rows]])
        return Program(lower, upper, integer=integer, presolve=presolve)
