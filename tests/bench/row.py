"""A row of PERFORMANCE's table: what was measured beside its limit, in the same run, and whether the goal was met."""

from collections.abc import Awaitable, Callable
from statistics import median
from typing import Literal

import msgspec

HEAD = "| id | what | limit | ours | ratio | goal | | |\n|---|---|---|---|---|---|---|---|"
Kind = Literal["share", "saving", "value"]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One slice: a figure, and the CPU microseconds of one operation by process tree."""

    figure: float
    micros: dict[str, float] = {}


Side = Callable[[], Awaitable[Sample]]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the report.

    The goal bounds ours ÷ limit (`share`), limit ÷ ours where less is better (`saving`), or ours alone (`value`).
    Without `ours` the thing is not built yet, and `note` says so.
    """

    id: str
    what: str
    unit: str = ""
    ours: float | None = None
    limit: float | None = None
    goal: float = 0.0
    kind: Kind = "share"
    at_most: bool = False
    note: str = ""
    cost: float = 0.0
    """CPU microseconds of one operation, all processes together, where X1 needs it."""

    @property
    def ratio(self) -> float | None:
        """What the goal bounds, or ours to the limit where it bounds ours alone."""
        if not self.ours or not self.limit:
            return None
        return self.limit / self.ours if self.kind == "saving" else self.ours / self.limit

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without a figure."""
        figure = self.ours if self.kind == "value" else self.ratio
        if figure is None:
            return None
        return figure <= self.goal if self.at_most else figure >= self.goal

    def line(self) -> str:
        """A line of a Markdown table."""
        ratio = "" if self.ratio is None or self.kind == "value" else digits(self.ratio)
        unit = f" {self.unit}" if self.kind == "value" and self.unit else ""
        goal = f"{'≤' if self.at_most else '≥'} {digits(self.goal)}{unit}"
        verdict = {True: "met", False: "**missed**", None: "–"}[self.met]
        return f"| {self.id} | {self.what} | {self._with_unit(self.limit)} | {self._with_unit(self.ours)} | {ratio} | {goal} | {verdict} | {self.note} |"

    def _with_unit(self, figure: float | None) -> str:
        return "–" if figure is None else f"{digits(figure)} {self.unit}".strip()


def digits(figure: float) -> str:
    """Three digits that count."""
    if figure >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 10 else f"{figure:.3g}"


def middle(samples: list[Sample]) -> Sample:
    """The median of each figure."""
    trees = samples[0].micros
    return Sample(
        figure=median(s.figure for s in samples),
        micros={name: median(s.micros[name] for s in samples) for name in trees},
    )


async def interleave(*sides: Side, slices: int = 4) -> list[Sample]:
    """Runs the sides in turn; the first slice of each is the warm-up and does not count. Returns each side's medians."""
    seen: list[list[Sample]] = [[] for _ in sides]
    for number in range(slices + 1):
        for side, samples in zip(sides, seen, strict=True):
            sample = await side()
            if number:
                samples.append(sample)
    return [middle(samples) for samples in seen]


def cpu(sample: Sample) -> str:
    """CPU of an operation, for a row's note: "API 1,208 + PostgreSQL 1,943 µs"."""
    parts = [f"{name} {digits(figure)}" for name, figure in sample.micros.items()]
    return " + ".join(parts) + " µs" if parts else ""


def whole(sample: Sample) -> float:
    """CPU microseconds of an operation, all trees together."""
    return sum(sample.micros.values())
