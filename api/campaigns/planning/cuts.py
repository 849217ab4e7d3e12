"""Conditions that every whole plan keeps and a relaxation may break. Pure.

Of three rows, of which each takes one column at most (a family, an evening), at most one chosen column can meet two or more: any two of those
share a row. A relaxation that plans halves of visits breaks this, and its bound is too good.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from api.campaigns.planning.columns import Columns
from api.campaigns.planning.highs import Floats

Triple = tuple[int, int, int]
"""Three rows."""
MOST = 100
"""Cuts of one round."""
OF_ROW = 8
"""Cuts of one round that name the same row."""
LEAST = 0.03
"""By how much a cut has to be broken."""


def coefficients(columns: Columns, triple: Triple) -> Floats:
    """One where a column meets two or three of the rows."""
    named = np.zeros(len(columns.lower))
    named[list(triple)] = 1
    return np.floor(columns.priced(named) / 2)


def broken(columns: Columns, numbers: NDArray[np.intp], values: Floats, known: set[Triple]) -> list[Triple]:
    """The cuts that this relaxation breaks most. `numbers`, `values`: its columns and how much of each it takes."""
    meets = np.zeros((len(columns.lower), len(numbers)))
    for place, number in enumerate(numbers):
        meets[columns.met(int(number)), place] = 1
    rows = np.flatnonzero(meets[:, values < 1 - 1e-6].any(1) & (columns.upper == 1))
    found = sorted(set(_broken(meets[rows], values)), reverse=True)
    counted = np.zeros(len(columns.lower), int)
    chosen: list[Triple] = []
    for _, (a, b, c) in found:
        triple = (int(rows[a]), int(rows[b]), int(rows[c]))
        if triple in known or (counted[list(triple)] >= OF_ROW).any():
            continue
        counted[list(triple)] += 1
        chosen.append(triple)
        if len(chosen) == MOST:
            break
    return chosen


def _broken(meets: Floats, values: Floats) -> Iterator[tuple[float, Triple]]:
    """By how much, and which rows. A sum over pairs counts a column that meets all three rows three times."""
    pairs = (meets * values) @ meets.T
    np.fill_diagonal(pairs, 0)
    for a in range(len(meets)):
        others = np.flatnonzero(pairs[a] > 1e-6)
        others = others[others > a]
        sums = pairs[a][None, :] + pairs[others] + pairs[a, others][:, None]
        at, c = np.nonzero(sums > 1 + LEAST)
        b = others[at]
        excess = sums[at, c] - 2 * ((meets[b] * meets[c]) @ (meets[a] * values))
        for place in np.flatnonzero((c > a) & (c != b) & (excess > 1 + LEAST)):
            middle, high = sorted((int(b[place]), int(c[place])))
            yield float(excess[place]), (a, middle, high)
