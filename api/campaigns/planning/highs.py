"""The few calls of HiGHS that planning makes. The only module that names highspy; imported in the solver's process alone."""

from typing import Any, cast

import highspy
import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

highspy_any = cast("Any", highspy)
"""Its compiled classes have no complete stubs."""
FREE = float(highspy_any.kHighsInf)


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """Columns one after the other: where each starts, and its rows and coefficients."""

    starts: Ints
    rows: Ints
    values: Floats

    @property
    def columns(self) -> int:
        """How many."""
        return len(self.starts) - 1


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What HiGHS found. `values` is empty without a solution; `bound`: no solution costs less; `duals` only of a linear program."""

    optimal: bool
    cost: float
    bound: float
    values: Floats
    duals: Floats

    @property
    def found(self) -> bool:
        """Whether there is a solution."""
        return len(self.values) > 0


class Program:
    """A linear or integer program that minimises, with columns from 0 to 1 that can be added."""

    def __init__(self, lower: Floats, upper: Floats, *, integer: bool, presolve: bool = True) -> None:
        self._integer = integer
        self._highs = highspy_any.Highs()
        self._set("output_flag", False)
        self._set("threads", 1)
        if not integer:
            self._set("simplex_strategy", 0)  # primal where columns were added, dual where a limit changed
        if not presolve:
            self._set("presolve", "off")
        self._set("mip_rel_gap", 0.0)
        self._set("mip_abs_gap", 0.99)  # every cost is a whole number
        empty = np.zeros(0)
        self._highs.addRows(len(lower), lower, upper, 0, np.zeros(0, np.int32), np.zeros(0, np.int32), empty)

    def add(self, costs: Floats, matrix: Matrix) -> None:
        """Adds columns. The basis of the last run stays."""
        count = matrix.columns
        first = self._highs.getNumCol()
        # Without an upper bound: each evening takes one column at most, and a bound would have a price of its own.
        self._highs.addCols(
            count,
            costs,
            np.zeros(count),
            np.full(count, FREE),
            len(matrix.rows),
            matrix.starts[:-1],
            matrix.rows,
            matrix.values,
        )
        if self._integer:
            kinds = np.full(count, int(highspy_any.HighsVarType.kInteger), np.uint8)
            self._highs.changeColsIntegrality(count, np.arange(first, first + count, dtype=np.int32), kinds)

    def add_rows(self, lower: Floats, upper: Floats, coefficients: Floats) -> None:
        """Adds rows: for each its coefficients of all columns."""
        rows, columns = np.nonzero(coefficients)
        starts = np.searchsorted(rows, np.arange(len(lower))).astype(np.int32)
        values = coefficients[rows, columns]
        self._highs.addRows(len(lower), lower, upper, len(values), starts, columns.astype(np.int32), values)

    def limit_rows(self, lower: Floats, upper: Floats) -> None:
        """Other limits of the first rows."""
        self._highs.changeRowsBounds(len(lower), np.arange(len(lower), dtype=np.int32), lower, upper)

    def limit_columns(self, numbers: NDArray[np.integer], lower: Floats, upper: Floats) -> None:
        """Other limits of columns."""
        self._highs.changeColsBounds(len(numbers), numbers.astype(np.int32), lower, upper)

    def run(self, seconds: float) -> Answer:
        """Solves, for so long at most."""
        self._set("time_limit", self._highs.getRunTime() + max(0.01, seconds))
        self._highs.run()
        info, solution = self._highs.getInfo(), self._highs.getSolution()
        feasible = info.primal_solution_status == int(highspy_any.SolutionStatus.kSolutionStatusFeasible)
        return Answer(
            optimal=self._highs.getModelStatus() == highspy_any.HighsModelStatus.kOptimal,
            cost=float(info.objective_function_value),
            bound=float(info.mip_dual_bound if self._integer else info.objective_function_value),
            values=np.array(solution.col_value if feasible else [], float),
            duals=np.array([] if self._integer else solution.row_dual, float),
        )

    def _set(self, name: str, value: float | bool | int | str) -> None:
        self._highs.setOptionValue(name, value)
