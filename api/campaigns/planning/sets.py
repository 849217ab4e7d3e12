"""What one evening can hold: every set of families that fits, each in its order of least travel. Pure.

Routes grow visit by visit. Of those with the same families and the same last place only such are kept that no other beats in both
time and travel, so the best order of each set is found without trying every order.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

import msgspec

from api.campaigns.planning.timing import Clock, Option

MOST_LABELS = 60_000
"""Partial routes of an evening, of one length. Beyond, only `KEPT` go on and the evening counts as cut short."""
KEPT = 1_500


class Label(msgspec.Struct, kw_only=True):
    """A partial route: its families as bits, where and when its last visit ends, and the travel so far."""

    mask: int
    place: int
    at: int
    travel: int
    stop: tuple[Option, int, int, int] | None
    """The last visit: option, begin, travel, set-up."""
    before: "Label | None"


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A set of families that an evening can hold, in its best order."""

    mask: int
    travel: int
    back_at: int
    last: Label

    def stops(self) -> list[tuple[Option, int, int, int]]:
        """The visits in order: option, begin, travel, set-up."""
        found: list[tuple[Option, int, int, int]] = []
        label: Label | None = self.last
        while label is not None and label.stop is not None:
            found.append(label.stop)
            label = label.before
        return found[::-1]


class Sets(msgspec.Struct, frozen=True, kw_only=True):
    """The routes of an evening. `whole`: none was left out."""

    routes: list[Route]
    whole: bool


def enumerate_sets(clock: Clock, options: Sequence[Option], most: int, agreed: int, worth: Sequence[float]) -> Sets:
    """Every set of at most `most` families that holds all of `agreed`. `worth` orders what is kept of a crowded evening."""
    most = max(most, agreed.bit_count())
    labels = [Label(mask=0, place=clock.start_place, at=clock.from_minute, travel=0, stop=None, before=None)]
    best: dict[int, Route] = {}
    whole = True
    fixed = [option for option in options if option.fixed]
    for size in range(1, most + 1):
        grown = list(_undominated(_extended(clock, options, labels, fixed, most - size)))
        if len(grown) > MOST_LABELS:
            whole, grown = False, _promising(grown, worth)
        labels = grown
        _close(clock, labels, agreed, best)
        if not labels:
            break
    return Sets(routes=list(best.values()), whole=whole)


def _extended(
    clock: Clock, options: Sequence[Option], labels: Iterable[Label], fixed: Sequence[Option], room: int
) -> Iterator[Label]:
    for label in labels:
        for option in options:
            if label.mask >> option.family & 1:
                continue
            found = clock.begin(label.at, label.place, label.stop is None, option)
            if found is None:
                continue
            begin, travel, set_up = found
            mask, end = label.mask | 1 << option.family, begin + option.minutes
            missing = [f for f in fixed if not mask >> f.family & 1]
            if len(missing) > room or any(end > f.earliest for f in missing):
                continue
            yield Label(
                mask=mask, place=option.place, at=end, travel=label.travel + travel,
                stop=(option, begin, travel, set_up), before=label,
            )  # fmt: skip


def _undominated(labels: Iterable[Label]) -> Iterator[Label]:
    groups: dict[tuple[int, int], list[Label]] = {}
    for label in labels:
        groups.setdefault((label.mask, label.place), []).append(label)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
            continue
        group.sort(key=lambda label: (label.at, label.travel))
        yield group[0]
        least = group[0].travel
        for label in group[1:]:
            if label.travel < least:
                least = label.travel
                yield label


def _close(clock: Clock, labels: Iterable[Label], agreed: int, best: dict[int, Route]) -> None:
    for label in labels:
        if label.mask & agreed != agreed:
            continue
        back = clock.back(label.at, label.place)
        if back is None:
            continue
        travel, known = label.travel + back[1], best.get(label.mask)
        if known is None or (travel, back[0]) < (known.travel, known.back_at):
            best[label.mask] = Route(mask=label.mask, travel=travel, back_at=back[0], last=label)


def _promising(labels: Sequence[Label], worth: Sequence[float]) -> list[Label]:
    """Half of what is kept is worth most and is over soonest. The rest is spread over all, or every evening would want the same families."""
    best = nsmallest(KEPT // 2, labels, key=lambda label: _promise(label, worth))
    return best + list(labels[:: max(1, 2 * len(labels) // KEPT)])


def _promise(label: Label, worth: Sequence[float]) -> tuple[float, int]:
    got = sum(weight for number, weight in enumerate(worth) if label.mask >> number & 1)
    return -got, label.at
