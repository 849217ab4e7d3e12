"""When a visit can begin after the one before it: windows, ways, set-up and taken time of one evening. Pure.

A visit is a block: the team travels, sets up and visits without a break between. A block begins as late as its visit allows, so the
team waits before it leaves. Blocks and the way to the end place avoid taken time.
"""

from collections.abc import Sequence

import msgspec

from schemas.campaigns.planning import Evening, Problem, Table

NOWHERE = -1
"""The last place before the first visit, where an evening names no start."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One way to visit a family on an evening: at `place`, begun from `earliest`, over by `latest`."""

    family: int
    place: int
    earliest: int
    latest: int
    minutes: int
    fixed: bool = False


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """What times of one evening follow from."""

    table: Table
    from_minute: int
    to_minute: int
    start_place: int
    end_place: int
    set_up: int
    taken: tuple[tuple[int, int], ...]

    def way(self, origin: int, destination: int) -> int:
        """Minutes of travel."""
        return 0 if NOWHERE in (origin, destination) else self.table[origin][destination]

    def begin(self, at: int, place: int, first: bool, option: Option) -> tuple[int, int, int] | None:
        """The earliest begin of a visit for a team free `at` a place, with its travel and set-up. None: not possible."""
        travel = self.way(place, option.place)
        set_up = 0 if place == option.place and not first else self.set_up
        ahead = travel + set_up
        begin = self._free(max(at + ahead, option.earliest), ahead, option.minutes)
        return (begin, travel, set_up) if begin + option.minutes <= option.latest else None

    def back(self, at: int, place: int) -> tuple[int, int] | None:
        """When the team is at its end place, and the way's minutes. None: too late."""
        travel = self.way(place, self.end_place)
        arrives = self._free(at + travel, travel, 0)
        return (arrives, travel) if arrives <= self.to_minute else None

    def _free(self, begin: int, ahead: int, after: int) -> int:
        for low, high in self.taken:
            if begin - ahead < high and begin + after > low:
                begin = high + ahead
        return begin


def clock_of(problem: Problem, evening: Evening) -> Clock:
    """The evening's clock. A team without a start place begins anywhere."""
    return Clock(
        table=problem.travel[evening.travel],
        from_minute=evening.from_minute,
        to_minute=evening.to_minute,
        start_place=NOWHERE if evening.start_place is None else evening.start_place,
        end_place=NOWHERE if evening.end_place is None else evening.end_place,
        set_up=evening.set_up,
        taken=_merged([(c.from_minute - c.before, c.to_minute + c.after) for c in evening.claims]),
    )


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)
