"""From the plan of a planning problem back to times of the calendar, as it is stored. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from api.campaigns.plans.rules import Homes, Inputs
from api.core.local_time import instant
from schemas.campaigns.planning import Plan, Problem, Unplaced
from schemas.campaigns.plans import PlanFix, PlanReason, StoredEvening, StoredPlan, StoredUnplaced, StoredVisit


def stored(plan: Plan, problem: Problem, homes: Homes, inputs: Inputs) -> StoredPlan:
    """The plan in times of the calendar, as it is kept."""
    known = {e.evening_id: e for e in problem.evenings}
    zone = ZoneInfo(inputs.campaign.time_zone)
    agreed = {f.family_id for f in problem.fixed if f.from_minute is not None}
    standing = {student: v.visit_id for student, v in inputs.coming.items() if student in agreed}
    evenings = [
        StoredEvening(
            evening_id=e.evening_id,
            day=known[e.evening_id].day,
            team=list(known[e.evening_id].team),
            travel=e.travel,
            visits=[
                StoredVisit(
                    student_id=v.family_id,
                    starts_at=_at(known[e.evening_id].day, v.from_minute, zone),
                    ends_at=_at(known[e.evening_id].day, v.to_minute, zone),
                    travel=v.travel,
                    approximate=v.family_id not in homes.families,
                    visit_id=standing.get(v.family_id),
                )
                for v in e.visits
            ],
        )
        for e in plan.evenings
        if e.visits
    ]
    return StoredPlan(
        evenings=sorted(evenings, key=lambda e: (e.day, e.visits[0].starts_at)),
        unplaced=[_unplaced(u, {e.evening_id: e.day for e in problem.evenings}, inputs) for u in plan.unplaced],
        unproved=plan.unproved,
        gap=plan.gap,
        seconds=plan.seconds,
    )


def _unplaced(family: Unplaced, days: Mapping[UUID, date], inputs: Inputs) -> StoredUnplaced:
    fix = family.fix
    return StoredUnplaced(
        student_id=family.family_id,
        reason=reason_of(family, inputs),
        clashes=family.clashes,
        fix=PlanFix(
            kind=fix.kind,
            families=fix.families,
            day=fix.day or (days.get(fix.evening_id) if fix.evening_id else None),
            from_minute=fix.from_minute,
            to_minute=fix.to_minute,
        )
        if fix
        else None,
    )


def reason_of(family: Unplaced, inputs: Inputs) -> PlanReason:
    """Why a family is left out. One that gave no time at all has not answered, or asked to be called; times given may have passed."""
    if family.reason != "no_window" or inputs.given.get(family.family_id):
        return family.reason
    if family.family_id in inputs.by_video:
        return "video_only"
    answer = next((s.answer for s in inputs.students if s.student_id == family.family_id), None)
    return "call_me" if answer == "call_me" else "no_window" if answer else "no_answer"


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return instant(day, time(minute // 60, minute % 60), zone)
