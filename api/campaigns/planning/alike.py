"""Evenings that are alike, taken together as long as it does not matter which of them a visit is on. Pure.

The Tuesdays of one teacher suit mostly the same families. Plans that only swap two of them are equally good at all levels but change and
early dates, and a search that tells them apart proves the same thing again and again.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
import numpy as np

from api.campaigns.planning.columns import Columns, Row, exclusions
from api.campaigns.planning.highs import Floats, Ints, Matrix
from api.campaigns.planning.relaxed import Chosen, Mask
from api.campaigns.planning.sets import Sets
from schemas.campaigns.planning import Problem


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """Columns whose `evening` is the number of a group. A set that every evening of its group can hold is one column."""

    columns: Columns
    of: Ints
    """By column of the problem, the merged one."""

    def sums(self, values: Floats) -> Floats:
        """What belongs to the merged columns, from what belongs to the problem's. It must be the same in alike evenings."""
        found = np.zeros(self.columns.count)
        found[self.of] = values
        return found

    def alike(self, values: Floats) -> bool:
        """Whether values of the problem's columns are the same in alike evenings."""
        return np.array_equal(self.sums(values)[self.of], values)

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        """Conditions on merged columns, from those on the problem's."""
        return [msgspec.structs.replace(row, coefficients=self.sums(row.coefficients)) for row in rows]

    def apart(self, chosen: Chosen, single: Columns, points: Floats, days: Sequence[int]) -> Chosen:
        """The same choice in columns of the problem. Of a group the set with the most points goes to the first day."""
        wanted = np.flatnonzero(np.isin(self.of, chosen))
        places = np.bincount(self.of[wanted], minlength=self.columns.count)[self.of[wanted]]
        # A set that only one evening can hold comes before those that can take any.
        order = np.lexsort((np.array(days)[single.evening[wanted]], -points[wanted], places))
        taken, used, found = set[int](), set[int](), list[int]()
        for number in wanted[order]:
            merged, evening = int(self.of[number]), int(single.evening[number])
            if merged not in taken and evening not in used:
                taken.add(merged)
                used.add(evening)
                found.append(int(number))
        return np.array(sorted(found), np.intp)

    def every(self, alive: Mask) -> Mask:
        """Which columns of the problem are alive."""
        return alive[self.of]


def merge(problem: Problem, columns: Columns, sets: Sequence[Sets], agreed: Sequence[int]) -> Merged:
    """The problem's columns, with alike evenings taken together. A set that not all of them can hold stays one of its evening."""
    groups = _groups(problem, agreed)
    group = {k: number for number, evenings in enumerate(groups) for k in evenings}
    numbers: dict[tuple[int, int, int], int] = {}
    of, kept = list[int](), list[int]()
    own = _own_sets(groups, sets)
    for n in range(columns.count):
        k = int(columns.evening[n])
        route = sets[k].routes[int(columns.route[n])]
        key = (group[k], k if (route.mask, route.travel) in own[k] else -1, route.mask)
        if key not in numbers:
            numbers[key] = len(kept)
            kept.append(n)
        of.append(numbers[key])
    first = columns.families + len(groups)
    excluding = [(group[i], group[j]) for i, j in exclusions(problem.evenings) if not (agreed[i] and agreed[j])]
    upper = np.ones(first + len(sets) + len(excluding))
    upper[columns.families : first] = [len(evenings) for evenings in groups]
    lower = np.zeros(len(upper))
    lower[columns.families : first] = [bool(agreed[evenings[0]]) for evenings in groups]
    extra = [
        [columns.families + g, *(first + len(sets) + n for n, pair in enumerate(excluding) if g in pair)]
        for g in range(len(groups))
    ]
    rows = [
        [*_families(columns, n), *extra[g], *([first + k] if k >= 0 else [])]
        for n, (g, k, _) in zip(kept, numbers, strict=True)
    ]
    at = np.array(kept, np.intp)
    merged = msgspec.structs.replace(
        columns, matrix=_matrix(rows), evening=np.array([g for g, _, _ in numbers], np.int32), route=columns.route[at],
        travel=columns.travel[at], members=columns.members[at], lower=lower, upper=upper,
    )  # fmt: skip
    return Merged(columns=merged, of=np.array(of, np.int32))


def _own_sets(groups: Sequence[Sequence[int]], sets: Sequence[Sets]) -> dict[int, set[tuple[int, int]]]:
    """By evening the sets, with their travel, that not all of its group can hold so."""
    own: dict[int, set[tuple[int, int]]] = {}
    for evenings in groups:
        masks = {k: {(route.mask, route.travel) for route in sets[k].routes} for k in evenings}
        common = set[tuple[int, int]].intersection(*masks.values())
        own |= {k: found - common for k, found in masks.items()}
    return own


def _families(columns: Columns, number: int) -> list[int]:
    met = columns.met(number)
    return met[met < columns.families].tolist()


def _matrix(rows: Sequence[Sequence[int]]) -> Matrix:
    met = np.array([row for column in rows for row in column], np.int32)
    starts = np.cumsum([0, *(len(column) for column in rows)]).astype(np.int32)
    return Matrix(starts=starts, rows=met, values=np.ones(len(met)))


def _groups(problem: Problem, agreed: Sequence[int]) -> list[list[int]]:
    """Evenings of one team and weekday. One with agreed visits, or that excludes another, stands alone."""
    alone = {k for pair in exclusions(problem.evenings) for k in pair}
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for k, evening in enumerate(problem.evenings):
        key: tuple[object, ...] = (k,) if agreed[k] or k in alone else (evening.team, evening.day.weekday())
        found[key].append(k)
    return list(found.values())
