"""Whether a planned visit that was not proposed yet still fits what is true by now. Pure.

A plan that was applied goes out for weeks: a family may answer again, be left out or be visited meanwhile, and a visitor may give other hours.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from api.campaigns.plans import days, rules, standing
from api.core.local_time import day_begins, local_day
from schemas.campaigns.plans import ChangeKind, StoredEvening, StoredPlan, StoredVisit

Change: TypeAlias = tuple[ChangeKind, UUID | None]
"""What keeps a visit from being proposed, and whose change it is."""


def changes(plan: StoredPlan, inputs: rules.Inputs, now: datetime) -> Iterable[tuple[UUID, Change]]:
    """By student, what keeps planned visits that did not go out so far from being proposed."""
    current, ended = standing.current(inputs.visits, now), standing.ended(inputs.visits)
    for evening in plan.evenings:
        for visit in evening.visits:
            waits = visit.student_id not in current and (visit.student_id, visit.starts_at) not in ended
            if visit.visit_id is None and waits and (found := change_of(evening, visit, inputs, now)):
                yield visit.student_id, found


def change_of(evening: StoredEvening, visit: StoredVisit, inputs: rules.Inputs, now: datetime) -> Change | None:
    """Why this visit is not to be proposed as planned; None where it still fits."""
    if visit.starts_at < now + timedelta(days=days.NOTICE):
        return "notice", visit.student_id
    weekday = days.weekday_on(inputs.campaign, evening.day, inputs.calendar)
    if weekday is None:
        within = inputs.campaign.starts_on <= evening.day <= inputs.campaign.ends_on
        return "calendar" if within else "campaign", None
    if visit.ends_at - visit.starts_at != timedelta(minutes=inputs.campaign.visit_minutes):
        return "campaign", None
    if not _family_waits(evening, visit, inputs, weekday):
        return "family", visit.student_id
    return _of_team(evening, visit, inputs, weekday)


def _family_waits(evening: StoredEvening, visit: StoredVisit, inputs: rules.Inputs, weekday: int) -> bool:
    """Whether the family is due, nothing else is wished for it, and it offers this time."""
    home = [v.student_id for v in evening.visits if v is visit or (visit.joint and v.joint == visit.joint)]
    due = visit.student_id in {student.student_id for student in inputs.students}
    wishes = [wish for wish in inputs.wishes if wish.student_id == visit.student_id]
    if not due or any(w.excluded or (w.pinned_to or evening.evening_id) != evening.evening_id for w in wishes):
        return False
    first, last = _minutes(visit, evening.day, inputs)
    windows = rules.windows_of(rules.given_of(home, inputs), {evening.day: weekday})
    return any(window.from_minute <= first and last <= window.to_minute for window in windows)


def _of_team(evening: StoredEvening, visit: StoredVisit, inputs: rules.Inputs, weekday: int) -> Change | None:
    """Who of the team gives other hours by now, has something else to do then, or has enough visits on that day."""
    first, last = _minutes(visit, evening.day, inputs)
    for person in evening.team:
        taken = any(a < visit.ends_at and visit.starts_at < b for a, b in inputs.busy.get(person, ()))
        on_day = {v.starts_at for v in inputs.own if v.staff_id == person and _day(v.starts_at, inputs) == evening.day}
        if taken or len(on_day) >= inputs.campaign.visits_per_day:
            return "visitor", person
    spans = rules.common_hours(inputs.hours, evening.team, weekday)
    since, until = inputs.calendar.visit_from, inputs.calendar.visit_until
    if not any(max(a, since) <= first and last <= min(b, until) for a, b in spans):
        return "visitor", next(iter(evening.team), None)
    return None if len(evening.team) == inputs.campaign.visitors_per_visit else ("campaign", None)


def _day(at: datetime, inputs: rules.Inputs) -> date:
    return local_day(at, inputs.campaign.time_zone)


def _minutes(visit: StoredVisit, day: date, inputs: rules.Inputs) -> tuple[int, int]:
    midnight, minute = day_begins(day, ZoneInfo(inputs.campaign.time_zone)), timedelta(minutes=1)
    return (visit.starts_at - midnight) // minute, (visit.ends_at - midnight) // minute
