"""Figures of schools for their bureau (G4, G5): counts, never a child. On the wire, and as rows."""

from datetime import date, datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from schemas.input import Input

Percent: TypeAlias = Annotated[int, Meta(ge=1, le=100)]


class BookingFigures(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Students with a booking this school year, each counted once, by the mode of their latest; `all` is the sum.

    Null: fewer than 10, or shown it would give away another that is. In sums over schools such numbers are missing, so that
    the sum is "at least"; null there when no school shows one.
    """

    in_person: int | None
    phone: int | None
    video: int | None
    text: int | None
    all: int | None


class Numbers(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is counted of one school or of several, in this school year.

    `visited`, `contacted` (this term), `owed`: students (V1, V2, V7). `peopleReached`: the people of each notice, added up.
    `observations`: students with an open observation; null as in `BookingFigures`.
    """

    students: int
    visited: int
    contacted: int
    owed: int
    notices_sent: int
    people_reached: int
    bookings: BookingFigures
    observations: int | None


class SchoolFigures(Numbers, frozen=True, kw_only=True, rename="camel"):
    """A school's numbers as they were when it counted."""

    school_id: int
    name_zh: str
    name_en: str
    counted_at: datetime


class FigureTargetsEdit(Input, frozen=True, kw_only=True):
    """What a bureau wants each school to reach, in percent of its students; null is no target.

    `visited`: visited at home this school year. `contacted`: somebody at home was contacted this term.
    """

    visited: Percent | None
    contacted: Percent | None


class FigureTargets(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The targets of a bureau. `version` is 0 before any were set."""

    visited: int | None
    contacted: int | None
    version: int


class Figures(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The schools below a bureau in the school year that began at `since`. `countedAt`: when the oldest count was made."""

    time_zone: str
    since: datetime
    counted_at: datetime | None
    schools: list[SchoolFigures]
    total: Numbers
    targets: FigureTargets


class Reached(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Students, and of how many of them somebody at home was visited (V1) or contacted (V7)."""

    students: int
    visited: int
    contacted: int


class TrendChange(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Like compared with like: the same `schools` now and the time before."""

    schools: int
    now: Reached
    before: Reached


class TrendStep(Reached, frozen=True, kw_only=True, rename="camel"):
    """How schools stood at the end of a month, or of the last counted month of a term, or stand today.

    `month` and `term`: first days. `schools`: how many counted then. `visited`: since the school year began; `contacted`: since the term
    began; `owed`: a visit is due. `change`: against the time before, null where no school counted both times; of a month, within a term;
    of the term that goes on, against the one before after as many months.
    """

    month: date
    term: date
    schools: int
    owed: int
    change: TrendChange | None


class FigureTrends(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How the schools below a bureau went on, in the order of time: of all of them, or of the one that the names say."""

    name_zh: str | None
    name_en: str | None
    months: list[TrendStep]
    terms: list[TrendStep]
