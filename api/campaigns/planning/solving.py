"""The best plan of a problem, level by level. Runs in the solver's process."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np

from api.campaigns.planning import columns as made
from api.campaigns.planning.alike import Merged, merge
from api.campaigns.planning.columns import Columns, Row
from api.campaigns.planning.highs import FREE, Floats
from api.campaigns.planning.holding import hold
from api.campaigns.planning.levels import Level, solve_level
from api.campaigns.planning.options import agreed
from api.campaigns.planning.planned import plan_evening, strained
from api.campaigns.planning.relaxed import Chosen
from api.campaigns.planning.sets import Sets
from api.campaigns.planning.task import Task
from schemas.campaigns.planning import Objective, PlannedEvening, Problem, Progress

Tell = Callable[[Progress], None]
SHARES = (0.4, 0.55, 0.65, 0.8, 1.0)
"""When each level has to end, as shares of the time."""


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """What each family counts for the first three levels, and for all of them as one whole number."""

    pins: Floats
    points: Floats
    together: Floats
    step: int
    """One point in the sum."""
    pin: int
    """One pin in the sum."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A problem and all that its evenings can hold. `tight`: agreed visits leave too little time for the ways between them."""

    problem: Problem
    weights: Weights
    sets: Sequence[Sets]
    tight: Sequence[bool]
    columns: Columns
    merged: Merged

    @property
    def agreed(self) -> list[bool]:
        """Which evenings have agreed visits: they are used in any case."""
        return [bool(agreed(self.problem, evening)) for evening in self.problem.evenings]

    @property
    def days(self) -> list[int]:
        """The day of each evening, as a number."""
        return [evening.day.toordinal() for evening in self.problem.evenings]

    @property
    def sums(self) -> list[Row]:
        """Counts of used evenings, of each team and of each of its weekdays. Evenings of one weekday often suit the same families."""
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, evening in enumerate(self.problem.evenings):
            groups[evening.team,].append(number)
            groups[evening.team, evening.day.weekday()].append(number)
        named = [numbers for _, numbers in sorted(groups.items(), key=lambda found: len(found[0])) if len(numbers) > 1]
        return [
            Row(coefficients=np.isin(self.columns.evening, numbers).astype(float), lower=0, upper=len(numbers))
            for numbers in named
        ]


class Solved(msgspec.Struct, frozen=True, kw_only=True):
    """The evenings of the best plan found, what it reaches, and a bound of each level."""

    prepared: Prepared
    evenings: tuple[PlannedEvening, ...]
    placed: int
    """Families, as bits."""
    objective: Objective
    bound: Objective
    whole: bool


def solve(problem: Problem, seconds: float, tell: Tell = lambda _: None) -> Solved:
    """The best plan found in `seconds`, once it is known what each evening can hold."""
    prepared = prepare(problem, tell)
    began = time.monotonic()
    chosen, bound = _levels(prepared, [began + seconds * share for share in SHARES], tell)
    return _solved(prepared, chosen, bound)


def prepare(problem: Problem, tell: Tell = lambda _: None, known: dict[int, Sets] | None = None) -> Prepared:
    """Enumerates what each evening can hold. `known`: by number of the evening, where nothing changed."""
    weights = weigh(problem)
    worth, count = list(map(float, weights.together)), len(problem.evenings)
    bits = [agreed(problem, evening) for evening in problem.evenings]
    sets = hold(problem, worth, known or {}, lambda done: tell(Progress(step="evenings", share=0.3 * done / count)))
    tight = [bool(mask) and not found.routes for mask, found in zip(bits, sets, strict=True)]
    for number, evening in enumerate(problem.evenings):
        if tight[number]:
            sets[number] = Sets(routes=[strained(problem, evening)], whole=True)
    columns = made.build(problem, sets, bits)
    merged = merge(problem, columns, sets, bits)
    return Prepared(problem=problem, weights=weights, sets=sets, tight=tight, columns=columns, merged=merged)


def first_level(prepared: Prepared, deadline: float) -> Level:
    """Pins, points and families at their best. Its columns are merged ones."""
    merged, columns = prepared.merged, prepared.merged.columns
    gains = columns.sum_of(prepared.weights.together)
    alive = np.ones(columns.count, bool)
    task = Task(columns=columns, costs=-gains, rows=(), alive=alive, deadline=deadline, sums=merged.rows(prepared.sums))
    level = solve_level(task, _greedy(columns, gains), root=True)
    return level if level.proved else _one_by_one(prepared, task, level)


def _one_by_one(prepared: Prepared, task: Task, level: Level) -> Level:
    """Pins and points, then families. Half a point in the bound of all together is worth more families than there are; alone it is none."""
    columns, step = task.columns, prepared.weights.step
    worth = columns.sum_of((prepared.weights.together - 1) / step)
    points = solve_level(msgspec.structs.replace(task, costs=-worth), level.chosen)
    rows = [_at_least(worth, points.chosen)]
    counted = msgspec.structs.replace(task, costs=-columns.members, rows=rows, alive=points.alive)
    families = solve_level(counted, points.chosen)
    bound = step * points.cost + families.bound if points.proved else step * points.bound - step
    cost = float(task.costs[families.chosen].sum())
    return msgspec.structs.replace(families, cost=cost, bound=max(level.bound, bound))


def weigh(problem: Problem) -> Weights:
    """Weights that keep the order of the levels: no number of families outweighs a point, none of points a pin."""
    fixed = {f.family_id for f in problem.fixed}
    pins = np.array([family.family_id in fixed for family in problem.families], float)
    points = np.array([family.points for family in problem.families], float)
    step = len(problem.families) + 1
    pin = int(points.sum() * step + step) if pins.any() else 0
    return Weights(pins=pins, points=points, together=pins * pin + points * step + 1, step=step, pin=pin)


def _levels(prepared: Prepared, ends: Sequence[float], tell: Tell) -> tuple[Chosen, Objective]:
    level = first = first_level(prepared, ends[0])
    _say(tell, 0.6, prepared.merged.columns, first)
    rows, below, together = _as_good(prepared, first), list[Level](), True
    for number, costs in enumerate(_below(prepared)):
        if together and not prepared.merged.alike(costs):
            level, together = _apart(prepared, level), False
        task = _task(prepared, costs, rows, level, ends[number + 1], together=together)
        level = solve_level(task, level.chosen) if costs.any() else _nothing(level)
        below.append(level)
        rows.append(Row(coefficients=costs, lower=-FREE, upper=level.cost))
        _say(tell, 0.7 + 0.05 * number, task.columns, level)
    level = _apart(prepared, level) if together else level
    return level.chosen, _bound(prepared, first, below)


def _task(prepared: Prepared, costs: Floats, rows: Sequence[Row], above: Level, end: float, *, together: bool) -> Task:
    """The level below another. `together`: of merged columns."""
    merged = prepared.merged
    return Task(
        columns=merged.columns if together else prepared.columns,
        costs=merged.sums(costs) if together else costs,
        rows=merged.rows(rows) if together else rows,
        alive=above.alive,
        deadline=end,
        sums=merged.rows(prepared.sums) if together else prepared.sums,
    )


def _apart(prepared: Prepared, level: Level) -> Level:
    """The same of the problem's columns."""
    merged, columns = prepared.merged, prepared.columns
    points = columns.sum_of(prepared.weights.points)
    chosen = merged.apart(level.chosen, columns, points, prepared.days)
    return msgspec.structs.replace(level, chosen=chosen, alive=merged.every(level.alive))


def _as_good(prepared: Prepared, first: Level) -> list[Row]:
    """Pins, points and families stay as many. Over the problem's columns."""
    weights, columns = prepared.weights, prepared.columns
    chosen = _apart(prepared, first).chosen
    sums = (columns.sum_of(weights.pins), columns.sum_of(weights.points), columns.members)
    return [_at_least(amounts, chosen) for amounts in sums]


def _below(prepared: Prepared) -> Iterator[Floats]:
    """The costs of the levels below the families: evenings, change, travel, lateness."""
    problem, columns, used = prepared.problem, prepared.columns, prepared.agreed
    yield np.array([not used[k] for k in columns.evening], float)
    numbers = {evening.evening_id: k for k, evening in enumerate(problem.evenings)}
    before = [-1 if f.before is None else numbers.get(f.before, -1) for f in problem.families]
    yield -columns.counted(np.array(before, np.int32))
    days = np.array(prepared.days, float)
    yield columns.travel
    yield columns.sum_of(prepared.weights.points) * (days - days.min(initial=np.inf))[columns.evening]


def _nothing(level: Level) -> Level:
    """A level at which all choices are equal."""
    return msgspec.structs.replace(level, cost=0.0, bound=0.0)


def _at_least(coefficients: Floats, chosen: Chosen) -> Row:
    return Row(coefficients=coefficients, lower=float(coefficients[chosen].sum()))


def _bound(prepared: Prepared, first: Level, below: Sequence[Level]) -> Objective:
    weights = prepared.weights
    best = round(-first.cost) if first.proved else int(min(-first.bound, weights.together.sum()) + 1e-4)
    pins, rest = divmod(best, weights.pin) if weights.pin else (0, best)
    points, families = divmod(rest, weights.step)
    evenings, kept, travel, late = below
    most = sum(family.before is not None for family in prepared.problem.families)
    return Objective(
        pins=pins, points=points, families=families, evenings=sum(prepared.agreed) + _up(evenings),
        kept=round(-kept.cost) if kept.proved else int(min(most, -kept.bound + 1e-4)), late=_up(late), travel=_up(travel),
    )  # fmt: skip


def _up(level: Level) -> int:
    return round(level.cost) if level.proved else max(0, int(np.ceil(level.bound - 1e-4))) if level.bound > 0 else 0


def _greedy(columns: Columns, gains: Floats) -> Chosen:
    """A choice to start from, that keeps all agreed visits."""
    must = columns.lower[columns.families + columns.evening] > 0
    order = np.lexsort((columns.travel, -gains, ~must)) if columns.count else np.zeros(0, np.intp)
    full = np.zeros(len(columns.lower))
    chosen: list[int] = []
    for number in order:
        rows = columns.met(int(number))
        if (full[rows] < columns.upper[rows]).all():
            full[rows] += 1
            chosen.append(int(number))
    return np.array(sorted(chosen), np.intp)


def _say(tell: Tell, share: float, columns: Columns, level: Level) -> None:
    tell(Progress(step="solving", share=share, families=int(columns.members[level.chosen].sum())))


def _solved(prepared: Prepared, chosen: Chosen, bound: Objective) -> Solved:
    problem, columns, weights = prepared.problem, prepared.columns, prepared.weights
    evenings: list[PlannedEvening] = []
    placed = 0
    for number in sorted(chosen, key=lambda n: columns.evening[n]):
        k = int(columns.evening[number])
        route = prepared.sets[k].routes[columns.route[number]]
        placed |= route.mask
        evenings.append(plan_evening(problem, problem.evenings[k], route, strained=prepared.tight[k]))
    on = {visit.family_id: evening.evening_id for evening in evenings for visit in evening.visits}
    first = min((evening.day for evening in problem.evenings), default=None)
    late = {evening.evening_id: (evening.day - first).days for evening in problem.evenings if first is not None}
    inside = np.array([placed >> n & 1 for n in range(len(problem.families))], float)
    objective = Objective(
        pins=int(weights.pins @ inside),
        points=int(weights.points @ inside),
        families=int(inside.sum()),
        evenings=len(evenings),
        kept=sum(on.get(f.family_id) == f.before for f in problem.families if f.before is not None),
        late=sum(f.points * late[on[f.family_id]] for f in problem.families if f.family_id in on),
        travel=sum(evening.travel for evening in evenings),
    )
    whole = all(found.whole for found in prepared.sets)
    return Solved(
        prepared=prepared, evenings=tuple(evenings), placed=placed, objective=objective, bound=bound, whole=whole
    )
