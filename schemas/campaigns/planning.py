"""A campaign's planning problem and its plan, as they travel to the solver's process and back. No names, no addresses, no texts.

Minutes count from midnight of an evening's day, in the organisation's time zone. A place is an index into the rows and columns of
`Problem.travel`. A family is a household: siblings of several classes are one family and get one visit.
"""

from datetime import date
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

Minute: TypeAlias = Annotated[int, Meta(ge=0, le=24 * 60)]
Length: TypeAlias = Annotated[int, Meta(ge=5, le=240)]
PlaceIndex: TypeAlias = Annotated[int, Meta(ge=0)]
Table: TypeAlias = tuple[tuple[int, ...], ...]
"""Whole minutes of travel from each place (row) to each place (column)."""
Level = Literal["pins", "points", "families", "evenings", "kept", "travel", "late"]
"""The levels of the objective, the first above all others."""
Reason = Literal["no_window", "no_visitor", "too_far", "clash"]
"""No time that lies in an evening; nobody free who may visit; too long a way in any evening; others came first."""
FixKind = Literal["window", "visit", "evening", "later_end", "visitor"]


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What the planner is given or gives."""


class Window(Planned, frozen=True, kw_only=True):
    """A time that suits a family. The whole visit lies inside. `place`: where, if not at the family's own."""

    day: date
    from_minute: Minute
    to_minute: Minute
    place: PlaceIndex | None = None


class Family(Planned, frozen=True, kw_only=True):
    """A household to visit.

    `points`: how much it comes before others (`points` in `rules`). `visitors`: one of them has to be in the team; anybody if empty.
    `persons`: the least size of the team (two-person rule). `before`: its evening in the last plan, which is kept where nothing is lost by it.
    """

    family_id: UUID
    place: PlaceIndex
    minutes: Length
    windows: tuple[Window, ...]
    points: Annotated[int, Meta(ge=0, le=1000)] = 0
    visitors: tuple[UUID, ...] = ()
    persons: Annotated[int, Meta(ge=1, le=9)] = 1
    before: UUID | None = None


class Claim(Planned, frozen=True, kw_only=True):
    """Time of the team that is taken already. Neither travel nor a visit falls in it, nor in the minutes `before` and `after`."""

    from_minute: Minute
    to_minute: Minute
    before: Minute = 0
    after: Minute = 0


class Evening(Planned, frozen=True, kw_only=True):
    """Time that a team gives on one day. Two evenings of one person that overlap are not both used.

    The way from `start_place` begins no earlier than `from_minute`; the way to `end_place` ends by `to_minute`. Without a place
    that way is not counted. `set_up`: minutes on arriving at an address, none when the visit before was there. `travel`: which table of the problem.
    """

    evening_id: UUID
    day: date
    team: tuple[UUID, ...]
    from_minute: Minute
    to_minute: Minute
    travel: str
    most: Annotated[int, Meta(ge=1, le=20)]
    start_place: PlaceIndex | None = None
    end_place: PlaceIndex | None = None
    set_up: Annotated[int, Meta(ge=0, le=60)] = 0
    claims: tuple[Claim, ...] = ()


class Fixed(Planned, frozen=True, kw_only=True):
    """A visit that stays. With `from_minute` it was agreed: its time is never moved and its family's windows do not count.

    Without, it is pinned to the evening, at any time that suits the family.
    """

    family_id: UUID
    evening_id: UUID
    from_minute: Minute | None = None
    place: PlaceIndex | None = None


class Problem(Planned, frozen=True, kw_only=True):
    """What is to be planned. The claims of an evening do not hold the times of its fixed visits."""

    families: tuple[Family, ...]
    evenings: tuple[Evening, ...]
    travel: dict[str, Table]
    fixed: tuple[Fixed, ...] = ()


class PlannedVisit(Planned, frozen=True, kw_only=True):
    """A visit of a plan. The team leaves at `leaves`, travels, sets up, and the visit begins at `from_minute`."""

    family_id: UUID
    place: PlaceIndex
    leaves: int
    travel: int
    set_up: int
    from_minute: int
    to_minute: int
    fixed: bool


class PlannedEvening(Planned, frozen=True, kw_only=True):
    """An evening with its visits in order. `back_at`: when the team is at its end place. `travel`: minutes, the way back included.

    `strained`: its agreed visits leave too little time for the ways between them, so nothing was added to it.
    """

    evening_id: UUID
    visits: tuple[PlannedVisit, ...]
    back_at: int
    travel: int
    strained: bool = False


class Fix(Planned, frozen=True, kw_only=True):
    """The cheapest change found that lets the family in, and how many more families the plan then holds."""

    kind: FixKind
    families: int
    evening_id: UUID | None = None
    day: date | None = None
    from_minute: int | None = None
    to_minute: int | None = None


class Unplaced(Planned, frozen=True, kw_only=True):
    """A family that does not fit, and why. `clashes`: with how many others its windows compete. `fix` is None where none was found in time."""

    family_id: UUID
    reason: Reason
    clashes: int = 0
    fix: Fix | None = None


class Objective(Planned, frozen=True, kw_only=True):
    """What a plan reaches, level by level.

    `kept`: families on the evening of the last plan. `late`: each family's points times the days from the first evening to its own.
    """

    pins: int
    points: int
    families: int
    evenings: int
    kept: int
    late: int
    travel: int


class Plan(Planned, frozen=True, kw_only=True):
    """The plan. `bound`: no plan is better, level by level while the levels above are equal.

    `unproved`: the first level that is not proved best, None when all are. `gap`: its distance to the bound, as a share.
    """

    evenings: tuple[PlannedEvening, ...]
    unplaced: tuple[Unplaced, ...]
    objective: Objective
    bound: Objective
    unproved: Level | None
    gap: float
    seconds: float

    @property
    def proved(self) -> bool:
        """Whether no plan is better."""
        return self.unproved is None


class Progress(Planned, frozen=True, kw_only=True):
    """How far the solver is: a step, its share of the whole, and how many families the best plan so far holds."""

    step: Literal["evenings", "solving", "reasons"]
    share: float
    families: int = 0


class Outcome(Planned, frozen=True, kw_only=True):
    """A message of the solver's process: progress, or at the end the plan or a sentence for the log on what was wrong."""

    progress: Progress | None = None
    plan: Plan | None = None
    failure: str | None = None


class SolverTask(Planned, frozen=True, kw_only=True):
    """What the solver's process is given: the problem, and seconds for the plan and for the reasons."""

    problem: Problem
    seconds: float
    reasons: float
