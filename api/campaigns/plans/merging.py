"""The evenings of a plan as they are today: beside what is planned stand the visits that were proposed, agreed or made. Pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from api.campaigns.offers.rules import to_propose
from api.campaigns.plans import standing
from api.campaigns.plans.rules import Inputs
from api.core.local_time import local_day
from schemas.campaigns.plan_rows import StandingVisit, WaveRow
from schemas.campaigns.plans import PlanAnswer, StoredEvening, StoredPlan, StoredVisit

_NAMES = UUID("6f0c5d1a-2c1b-4f0e-8f5c-0b9f3a7d4e21")
_Key = tuple[date, frozenset[UUID]]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A family of an evening: planned, or as its visit is.

    `joint`: siblings at one stop share it. Once folded, `siblings` are the others whom the reader sees; `elsewhere`: there are more.
    """

    student_id: UUID
    starts_at: datetime
    ends_at: datetime
    approximate: bool
    answer: PlanAnswer
    visit: StandingVisit | None
    joint: UUID | None = None
    siblings: tuple[UUID, ...] = ()
    elsewhere: bool = False


class MergedEvening(msgspec.Struct, frozen=True, kw_only=True):
    """An evening with its families in order. `travel` is None where the plan does not hold it."""

    evening_id: UUID
    day: date
    team: Sequence[UUID]
    travel: int | None
    rows: list[Row]


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the campaign's visits so far. `current`: also the visit at which nobody was met, until there is another."""

    current: dict[UUID, StandingVisit]
    ended: dict[tuple[UUID, datetime], StandingVisit]
    queued: frozenset[UUID]
    now: datetime
    zone: str


def merge(plan: StoredPlan, inputs: Inputs, waves: Iterable[WaveRow], now: datetime) -> list[MergedEvening]:
    """The plan's evenings, and those on which there are visits only. A visit stands where it is today, wherever it was planned."""
    today = Today(
        current=_missed(plan, inputs) | standing.current(inputs.visits, now),
        ended=standing.ended(inputs.visits),
        queued=_queued(plan, inputs, waves),
        now=now,
        zone=inputs.campaign.time_zone,
    )
    evenings = [_planned(evening, today) for evening in plan.evenings]
    there = {row.student_id for evening in evenings for row in evening.rows}
    by_key = {_key(evening.day, evening.team): evening for evening in evenings}
    for student_id, visit in today.current.items():
        if student_id not in there and visit.state != "recorded":
            key = _key(local_day(visit.starts_at, today.zone), visit.team_ids)
            by_key.setdefault(key, _added(key, visit)).rows.append(_row(visit, now))
    merged = [msgspec.structs.replace(e, rows=sorted(e.rows, key=_turn)) for e in by_key.values() if e.rows]
    return sorted(merged, key=lambda e: (e.day, e.rows[0].starts_at, e.evening_id))


def _missed(plan: StoredPlan, inputs: Inputs) -> dict[UUID, StandingVisit]:
    """By student, the visit that the plan was for and at which nobody was met, at the time and on the day that it had in the end.

    One from before the planned evening says nothing of it.
    """
    days = {visit.student_id: evening.day for evening in plan.evenings for visit in evening.visits}
    return {
        v.student_id: v
        for v in sorted(inputs.visits, key=lambda one: one.starts_at)
        if v.state == "missed" and local_day(v.starts_at, inputs.campaign.time_zone) >= days.get(v.student_id, date.max)
    }


def fold(rows: Sequence[Row], seen: Callable[[UUID], bool]) -> list[Row]:
    """One row for a stop, with the siblings whom the reader sees; that there are others is no secret, who they are is."""
    found: list[Row] = []
    for row in rows:
        stop = [
            one
            for one in rows
            if row.joint and (one.joint, one.starts_at, one.answer) == (row.joint, row.starts_at, row.answer)
        ]
        own = [one.student_id for one in stop if seen(one.student_id)]
        if seen(row.student_id) and row.student_id in (own or [row.student_id])[:1]:
            elsewhere = len(own) < len(stop)
            found.append(msgspec.structs.replace(row, siblings=tuple(own[1:]), elsewhere=elsewhere))
    return found


def _queued(plan: StoredPlan, inputs: Inputs, waves: Iterable[WaveRow]) -> frozenset[UUID]:
    """Families whose evening goes out with a later wave of who applied the plan for their class."""
    left = [(wave.applied_by, to_propose(plan.evenings)[wave.offered :]) for wave in waves]
    teachers = {row.student_id: row.teacher_ids for row in inputs.families}
    return frozenset(
        visit.student_id
        for person, evenings in left
        for evening in evenings
        for visit in evening.visits
        if person in teachers.get(visit.student_id, ())
    )


def _planned(evening: StoredEvening, today: Today) -> MergedEvening:
    rows = (_of_planned(visit, evening, today) for visit in evening.visits)
    return MergedEvening(
        evening_id=evening.evening_id,
        day=evening.day,
        team=evening.team,
        travel=evening.travel,
        rows=[row for row in rows if row is not None],
    )


def _of_planned(planned: StoredVisit, evening: StoredEvening, today: Today) -> Row | None:
    """The row of a planned visit; None where the family has a visit on another day, or what stood here is gone."""
    visit = today.current.get(planned.student_id)
    if visit is not None:
        here = _key(local_day(visit.starts_at, today.zone), visit.team_ids) == _key(evening.day, evening.team)
        return _row(visit, today.now, planned) if here else None
    over = today.ended.get((planned.student_id, planned.starts_at))
    if over is None and planned.visit_id is not None:
        return None
    answer = "queued" if planned.student_id in today.queued else "planned"
    return Row(
        student_id=planned.student_id,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        approximate=planned.approximate,
        answer=standing.answer_of(over, today.now) if over else answer,
        visit=over,
        joint=planned.joint,
    )


def _row(visit: StandingVisit, now: datetime, planned: StoredVisit | None = None) -> Row:
    return Row(
        student_id=visit.student_id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        approximate=planned is not None and planned.approximate,
        answer=standing.answer_of(visit, now),
        visit=visit,
        joint=visit.joint_id,
    )


def _added(key: _Key, visit: StandingVisit) -> MergedEvening:
    day, team = key
    return MergedEvening(
        evening_id=uuid5(_NAMES, f"{day}|{sorted(map(str, team))}"), day=day, team=visit.team_ids, travel=None, rows=[]
    )


def _key(day: date, team: Iterable[UUID]) -> _Key:
    return day, frozenset(team)


def _turn(row: Row) -> tuple[datetime, UUID]:
    return row.starts_at, row.student_id
