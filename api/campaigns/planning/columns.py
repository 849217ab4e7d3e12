"""The columns that HiGHS chooses from: each is one evening with one set of families. Pure."""

from collections.abc import Sequence
from itertools import combinations

import msgspec
import numpy as np
from numpy.typing import NDArray

from api.campaigns.planning.highs import FREE, Floats, Ints, Matrix
from api.campaigns.planning.sets import Sets
from schemas.campaigns.planning import Evening, Problem


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A condition on the whole plan: Σ of the chosen columns' coefficients lies between."""

    coefficients: Floats
    lower: float
    upper: float = FREE

    def only(self, numbers: NDArray[np.intp]) -> "Row":
        """The same over some of the columns."""
        return msgspec.structs.replace(self, coefficients=self.coefficients[numbers])


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """All columns and the rows they meet: one for each family, one for each evening, one for each two evenings that exclude each other."""

    matrix: Matrix
    evening: Ints
    route: Ints
    travel: Floats
    lower: Floats
    upper: Floats
    families: int
    members: Floats
    """How many families each column has."""

    @property
    def count(self) -> int:
        """How many columns."""
        return len(self.evening)

    @property
    def takes(self) -> Floats:
        """How many columns each evening takes at most. More than one where alike evenings are taken together."""
        return self.upper[self.families : self.families + int(self.evening.max(initial=0)) + 1]

    def only(self, numbers: NDArray[np.intp]) -> "Columns":
        """Some of the columns, with all rows."""
        found = self.chosen(numbers, np.zeros((0, self.count)))
        return msgspec.structs.replace(
            self,
            matrix=found,
            evening=self.evening[numbers],
            route=self.route[numbers],
            travel=self.travel[numbers],
            members=self.members[numbers],
        )

    def sum_of(self, weights: Floats) -> Floats:
        """Each column's sum of its families' weights."""
        return self.priced(np.concatenate([weights, np.zeros(len(self.lower) - self.families)]))

    def counted(self, on: Ints) -> Floats:
        """Each column's number of families whose evening `on`, by family, is the column's own."""
        if not self.count:
            return np.zeros(0)
        lengths = np.diff(self.matrix.starts)
        wanted = np.concatenate([on, np.full(len(self.lower) - self.families, -1)])[self.matrix.rows]
        return np.add.reduceat((wanted == np.repeat(self.evening, lengths)).astype(float), self.matrix.starts[:-1])

    def met(self, number: int) -> Ints:
        """The rows of a column."""
        return self.matrix.rows[self.matrix.starts[number] : self.matrix.starts[number + 1]]

    def priced(self, prices: Floats) -> Floats:
        """Each column's sum of its rows' prices."""
        if not self.count:
            return np.zeros(0)
        return np.add.reduceat(prices[self.matrix.rows], self.matrix.starts[:-1])

    def chosen(self, numbers: NDArray[np.intp], extra: Floats) -> Matrix:
        """Some columns, with their coefficients in rows that were added: `extra` has a line for each of those, over all columns."""
        starts = self.matrix.starts[numbers]
        lengths = self.matrix.starts[numbers + 1] - starts
        first = np.cumsum(lengths) - lengths
        own = self.matrix.rows[np.repeat(starts - first, lengths) + np.arange(lengths.sum())]
        column, row = np.nonzero(extra[:, numbers].T)
        owner = np.concatenate([np.repeat(np.arange(len(numbers)), lengths), column])
        order = np.argsort(owner, kind="stable")
        rows = np.concatenate([own, len(self.lower) + row])[order]
        values = np.concatenate([np.ones(len(own)), extra[row, numbers[column]]])[order]
        return Matrix(
            starts=np.searchsorted(owner[order], np.arange(len(numbers) + 1)).astype(np.int32),
            rows=rows.astype(np.int32),
            values=values,
        )


def build(problem: Problem, sets: Sequence[Sets], agreed: Sequence[int]) -> Columns:
    """The columns of all evenings. An evening with agreed visits takes exactly one."""
    families, evenings = len(problem.families), len(problem.evenings)
    excluding = [pair for pair in exclusions(problem.evenings) if not all(agreed[k] for k in pair)]
    extra = [[families + evenings + n for n, pair in enumerate(excluding) if k in pair] for k in range(evenings)]
    rows: list[int] = []
    starts, evening, route, travel, members = [0], list[int](), list[int](), list[int](), list[int]()
    for k, found in enumerate(sets):
        for number, one in enumerate(found.routes):
            rows += _bits(one.mask)
            rows += [families + k, *extra[k]]
            starts.append(len(rows))
            evening.append(k)
            route.append(number)
            travel.append(one.travel)
            members.append(one.mask.bit_count())
    lower = np.zeros(families + evenings + len(excluding))
    lower[families : families + evenings] = [bool(mask) for mask in agreed]
    return Columns(
        matrix=Matrix(starts=np.array(starts, np.int32), rows=np.array(rows, np.int32), values=np.ones(len(rows))),
        evening=np.array(evening, np.int32),
        route=np.array(route, np.int32),
        travel=np.array(travel, float),
        members=np.array(members, float),
        lower=lower,
        upper=np.ones(len(lower)),
        families=families,
    )


def _bits(mask: int) -> list[int]:
    found: list[int] = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def exclusions(evenings: Sequence[Evening]) -> list[tuple[int, int]]:
    """Pairs of evenings that share a person and overlap."""
    return [
        (i, j)
        for (i, a), (j, b) in combinations(enumerate(evenings), 2)
        if a.day == b.day and a.from_minute < b.to_minute and b.from_minute < a.to_minute and set(a.team) & set(b.team)
    ]
