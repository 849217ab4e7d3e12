"""From the plan of a planning problem back to times of the calendar, as it is stored. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from api.campaigns.plans.places import Homes
from api.campaigns.plans.rules import Inputs, households_of, stops_of
from api.core.households import Household
from api.core.local_time import at_minute
from schemas.campaigns.planning import Plan, Problem, Unplaced
from schemas.campaigns.plans import (
    PlanFix,
    PlanReason,
    PlanWays,
    StoredEvening,
    StoredPlan,
    StoredUnplaced,
    StoredVisit,
)


def stored(plan: Plan, problem: Problem, homes: Homes, inputs: Inputs) -> StoredPlan:
    """The plan in times of the calendar, as it is kept."""
    known = {e.evening_id: e for e in problem.evenings}
    days = {evening_id: e.day for evening_id, e in known.items()}
    zone = ZoneInfo(inputs.campaign.time_zone)
    agreed = {f.family_id for f in problem.fixed if f.from_minute is not None}
    standing = {student: v.visit_id for student, v in inputs.coming.items()}
    homes_of = members_of(inputs, homes, agreed)
    evenings = [
        StoredEvening(
            evening_id=e.evening_id,
            day=known[e.evening_id].day,
            team=list(known[e.evening_id].team),
            travel=e.travel,
            visits=[
                StoredVisit(
                    student_id=student,
                    starts_at=at_minute(known[e.evening_id].day, v.from_minute, zone),
                    ends_at=at_minute(known[e.evening_id].day, v.to_minute, zone),
                    travel=v.travel if student == v.family_id else 0,
                    approximate=not any(one in homes.families for one in homes_of[v.family_id]),
                    visit_id=standing.get(student),
                    joint=v.family_id if len(homes_of[v.family_id]) > 1 else None,
                )
                for v in e.visits
                for student in homes_of[v.family_id]
            ],
        )
        for e in plan.evenings
        if e.visits
    ]
    return StoredPlan(
        evenings=sorted(evenings, key=lambda e: (e.day, e.visits[0].starts_at)),
        unplaced=[one for u in plan.unplaced for one in _unplaced(u, homes_of[u.family_id], days, inputs)],
        unproved=plan.unproved,
        gap=plan.gap,
        seconds=plan.seconds,
        ways=ways_of(homes_of.values(), homes),
    )


def ways_of(planned: Collection[Household], homes: Homes) -> PlanWays:
    """How well it is known where the planned families live."""
    located = sum(any(one in homes.families for one in home) for home in planned)
    return PlanWays(
        located=located, families=len(planned), by="routes" if homes.seconds else "distance", refused=homes.refused
    )


def members_of(inputs: Inputs, homes: Homes, agreed: Collection[UUID]) -> dict[UUID, Household]:
    """By who stands for a stop, all children who are visited at it; `agreed`: those whose visit stays."""
    found = {home[0]: home for home in households_of(inputs, homes)}
    for visit in stops_of(inputs.coming.values()):
        if visit.student_id in agreed:
            together = [v.student_id for v in inputs.coming.values() if v.joint_id and v.joint_id == visit.joint_id]
            found[visit.student_id] = tuple(together) or (visit.student_id,)
    return found


def _unplaced(family: Unplaced, home: Household, days: Mapping[UUID, date], inputs: Inputs) -> Iterable[StoredUnplaced]:
    fix = family.fix
    change = fix and PlanFix(
        kind=fix.kind,
        families=fix.families,
        day=fix.day or (days.get(fix.evening_id) if fix.evening_id else None),
        from_minute=fix.from_minute,
        to_minute=fix.to_minute,
    )
    reason, joint = reason_of(family, home, inputs), home[0] if len(home) > 1 else None
    for student_id in home:
        yield StoredUnplaced(student_id=student_id, reason=reason, clashes=family.clashes, fix=change, joint=joint)


def reason_of(family: Unplaced, home: Household, inputs: Inputs) -> PlanReason:
    """Why a family is left out. One that gave no time at all has not answered, or asked to be called; times given may have passed."""
    if family.reason != "no_window" or any(inputs.given.get(one) for one in home):
        return family.reason
    if inputs.by_video.intersection(home):
        return "video_only"
    answer = next((s.answer for s in inputs.students if s.student_id in home and s.answer), None)
    return "call_me" if answer == "call_me" else "no_window" if answer else "no_answer"
