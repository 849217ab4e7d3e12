"""What may be shown of counts: nobody who knows how it is done can calculate what is hidden."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.figures.rules import FEWEST, shown, shown_parts

Shown = tuple[list[int | None], int | None]


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ([0, 0, 0, 0], ([None] * 4, None)),
        ([9, 0, 0, 0], ([None] * 4, None)),
        ([10, 10, 10, 10], ([10, 10, 10, 10], 40)),
        ([30, 20, 10, 12], ([30, 20, 10, 12], 72)),
        ([30, 20, 10, 5], ([30, 20, None, None], 65)),  # alone it would be 65 - 60
        ([30, 20, 8, 5], ([30, 20, None, None], 63)),  # together 13 persons: nobody's own
        ([30, 20, 4, 5], ([30, None, None, None], 59)),  # together 9: a count under 10 again
        ([30, 0, 0, 0], ([None] * 4, 30)),  # 30 - 30 says that they are all 0
        ([30, 9, 9, 9], ([None] * 4, 57)),  # 27 of three that are under 10: all are 9
        ([5, 4, 3, 2], ([None] * 4, 14)),
        ([3, 20], ([None, None], 23)),
        ([12], ([12], 12)),
    ],
)
def test_examples(parts: list[int], seen: Shown) -> None:
    assert shown_parts(parts) == seen


def test_a_count_that_stands_alone() -> None:
    assert [shown(n) for n in (0, 9, 10, 11)] == [None, None, 10, 11]


@pytest.mark.parametrize(("parts", "most"), [(2, 60), (3, 45), (4, 40)])
def test_hidden_counts_cannot_be_calculated(parts: int, most: int) -> None:
    """Every set of numbers with the same sum is tried, so this attacker knows all there is to know."""
    for total in range(most + 1):
        behind: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for numbers in _all(parts, total):
            behind[repr(shown_parts(numbers))].append(numbers)
        for numbers in behind.values():
            seen, _ = shown_parts(numbers[0])
            for n in range(parts):
                # A sum that is hidden leaves room by itself; one that is shown must leave two values at least.
                if seen[n] is None and total >= FEWEST:
                    assert len({one[n] for one in numbers}) > 1, (seen, total, n)


def _all(parts: int, total: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _all(parts - 1, total - first):
            yield (first, *rest)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_nothing_small_is_shown_or_left_over(parts: list[int]) -> None:
    seen, total = shown_parts(parts)
    assert all(one is None or one == n >= FEWEST for one, n in zip(seen, parts, strict=True))
    assert total is None or total == sum(parts) >= FEWEST
    hidden = seen.count(None)
    if total is not None and hidden:
        left = total - sum(one for one in seen if one is not None)
        assert hidden >= 2
        assert left >= FEWEST


@given(st.lists(st.integers(0, 200), min_size=2, max_size=6))
@example([9, 9, 9, 30])
@example([9, 9, 9, 9, 60])
def test_each_hidden_number_could_be_another(parts: list[int]) -> None:
    seen = shown_parts(parts)
    if seen[1] is not None:
        for n, one in enumerate(seen[0]):
            assert one is not None or _another(parts, n, seen)


def _another(parts: Sequence[int], n: int, seen: Shown) -> bool:
    """Whether some numbers with another n-th one are shown the same: all that is hidden in one of them, or moved between two or three."""
    hidden = [m for m, one in enumerate(seen[0]) if one is None and m != n]
    most = max([n, *hidden], key=lambda m: parts[m])
    together = [sum(parts[m] for m in [n, *hidden]) if m == most else 0 for m in range(len(parts))]
    other = [together[m] if one is None else one for m, one in enumerate(seen[0])]
    if other[n] != parts[n] and shown_parts(other) == seen:
        return True
    for by in range(-20, 21):
        for first in hidden:
            for second in hidden:
                for moved in range(abs(by) + 1) if first != second else (0,):
                    other, sign = list(parts), 1 if by > 0 else -1
                    other[n] += by
                    other[second] -= sign * moved
                    other[first] -= by - sign * moved
                    if by and min(other) >= 0 and shown_parts(other) == seen:
                        return True
    return False
