"""A figure is a ratio to a limit of the same run: both sides in turn, short slices, median, after a warm-up."""

from collections.abc import Awaitable, Callable
from statistics import median

import msgspec

Side = Callable[[], Awaitable[float]]


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the report. `ours` and `limit` are medians in `uow`; `goal` bounds ours / limit."""

    name: str
    uow: str
    limit: float
    ours: float
    goal: float
    at_most: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours to the limit."""
        return self.ours / self.limit if self.limit else 0.0

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    def line(self) -> str:
        """limit, ours, ratio, goal."""
        sign = "≤" if self.at_most else "≥"
        verdict = "met" if self.met else "NOT MET"
        figures = f"limit {self.limit:10.1f}  ours {self.ours:10.1f} {self.uow:<8} ratio {self.ratio:5.2f}"
        return f"{self.name:<28} {figures}  goal {sign} {self.goal:.2f}  {verdict}  {self.note}"


async def compare(
    name: str, uow: str, limit: Side, ours: Side, goal: float, *, slices: int = 5, at_most: bool = False
) -> Ratio:
    """Runs both sides in turn; the first slice of each is the warm-up and does not count."""
    limits: list[float] = []
    figures: list[float] = []
    for number in range(slices + 1):
        of_limit, of_ours = await limit(), await ours()
        if number:
            limits.append(of_limit)
            figures.append(of_ours)
    spread = f"(slices {min(figures):.0f}–{max(figures):.0f})"
    return Ratio(
        name=name, uow=uow, limit=median(limits), ours=median(figures), goal=goal, at_most=at_most, note=spread
    )
