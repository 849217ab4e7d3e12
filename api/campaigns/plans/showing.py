"""A plan as its screen shows it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec

from api.campaigns.plans import basis, days, rules
from schemas.campaigns.plans import (
    CampaignPlan,
    ExcludedFamily,
    MadeFor,
    PlanAgainst,
    PlanChange,
    PlannedDay,
    PlannedFamily,
    PlannedMember,
    PlanRow,
    StoredChange,
    StoredEvening,
    StoredPlan,
    StoredUnplaced,
    StoredVisit,
    UnplacedFamily,
)

_NOTHING = StoredPlan(evenings=[], unplaced=[], unproved=None, gap=0, seconds=0)


def changes(before: MadeFor, plan: StoredPlan, inputs: rules.Inputs, today: date) -> list[PlanChange]:
    """What differs between what a plan rests on and today, and whom it would tell too late by now."""
    campaign, calendar, visitors, families = basis.changed(before, basis.made_for(inputs))
    staff = {h.staff_id: h.name for h in inputs.helpers}
    first = days.first_day(today)
    late = [v.student_id for e in plan.evenings if e.day < first for v in e.visits]
    return [
        *([PlanChange(kind="campaign", name=None)] if campaign else []),
        *([PlanChange(kind="calendar", name=None)] if calendar else []),
        *(PlanChange(kind="notice", name=inputs.names.get(f)) for f in late),
        *(PlanChange(kind="visitor", name=staff.get(v)) for v in visitors),
        *(PlanChange(kind="family", name=inputs.names.get(f)) for f in families),
    ]


def said(changed: Iterable[PlanChange], language: str) -> str:
    """The same as words of a sentence: names, or what has none."""
    english = language == "en"
    words = {
        "campaign": "the campaign" if english else "家访行动的设置",
        "calendar": "the school calendar" if english else "校历",
        "notice": "a visit that is too soon by now" if english else "离家访只剩一两天",
        "visitor": "a visitor" if english else "参加的老师",
        "family": "a family" if english else "一个家庭",
    }
    names = list(dict.fromkeys(c.name or words[c.kind] for c in changed))
    more = ["…"] if len(names) > 5 else []
    return (", " if english else "、").join([*names[:5], *more])


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks at a plan, and when. `sees`: the classes whose families are shown, None is all; `leads`: those for which it may be applied."""

    sees: frozenset[UUID] | None
    leads: frozenset[UUID]
    today: date
    english: bool


def to_wire(
    inputs: rules.Inputs,
    row: PlanRow | None,
    result: StoredPlan | None,
    changed: list[PlanChange],
    progress: tuple[int, int],
    reader: Reader,
) -> CampaignPlan:
    """The plan with names, as far as the reader sees it."""
    classes, campaign, leads, today = inputs.classes, inputs.campaign, reader.leads, reader.today
    plan = _seen(result or _NOTHING, reader.sees, classes)
    planned = [v.student_id for e in plan.evenings for v in e.visits]
    ready = row is not None and row.state in {"ready", "applied"} and not changed and campaign.closed_at is None
    return CampaignPlan(
        campaign_id=campaign.campaign_id,
        title=campaign.title,
        time_zone=campaign.time_zone,
        state=row.state if row else None,
        version=row.version if row else 0,
        progress_done=progress[0],
        progress_total=progress[1],
        made_at=row.updated_at if row and result else None,
        evenings=[_evening(e, inputs) for e in plan.evenings],
        unplaced=[_unplaced(u, inputs, leads) for u in plan.unplaced],
        excluded=_excluded(inputs, reader.sees),
        families=len(planned) + len(plan.unplaced),
        placed=len(planned),
        unproved=plan.unproved,
        gap=plan.gap,
        changes=changed,
        can_apply=ready and any(classes.get(s) in leads for s in planned),
        first_day=max(campaign.starts_on, days.first_day(today)),
        notice_days=days.NOTICE,
        days=days.unlike_week(
            campaign, today, inputs.calendar, {h.weekday for h in inputs.hours}, english=reader.english
        ),
        against=_against(plan.against, inputs, reader.sees),
        holidays_known_until=days.holidays_known_until(campaign, inputs.calendar),
    )


def _seen(plan: StoredPlan, sees: frozenset[UUID] | None, classes: Mapping[UUID, UUID]) -> StoredPlan:
    if sees is None:
        return plan
    evenings = [
        msgspec.structs.replace(e, visits=[v for v in e.visits if classes.get(v.student_id) in sees])
        for e in plan.evenings
    ]
    return msgspec.structs.replace(
        plan,
        evenings=[e for e in evenings if e.visits],
        unplaced=[u for u in plan.unplaced if classes.get(u.student_id) in sees],
    )


def _excluded(inputs: rules.Inputs, sees: frozenset[UUID] | None) -> list[ExcludedFamily]:
    return [
        ExcludedFamily(student_id=s, student_name=inputs.names[s])
        for s in sorted(rules.excluded(inputs))
        if s in inputs.names and (sees is None or inputs.classes.get(s) in sees)
    ]


def _against(change: StoredChange | None, inputs: rules.Inputs, sees: frozenset[UUID] | None) -> PlanAgainst | None:
    if change is None:
        return None

    def names(families: Iterable[UUID]) -> list[str]:
        shown = [f for f in families if f in inputs.names and (sees is None or inputs.classes.get(f) in sees)]
        return sorted(inputs.names[f] for f in shown)

    return PlanAgainst(
        added=names(change.added),
        lost=names(change.lost),
        moved=names(change.moved),
        evenings=change.evenings,
        travel=change.travel,
    )


def _evening(evening: StoredEvening, inputs: rules.Inputs) -> PlannedDay:
    staff: Mapping[UUID, str] = {h.staff_id: h.name for h in inputs.helpers}
    return PlannedDay(
        evening_id=evening.evening_id,
        day=evening.day,
        team=[PlannedMember(staff_id=s, name=staff.get(s, "")) for s in evening.team],
        travel=evening.travel,
        visits=[_visit(v, inputs) for v in evening.visits],
    )


def _unplaced(family: StoredUnplaced, inputs: rules.Inputs, leads: frozenset[UUID]) -> UnplacedFamily:
    return UnplacedFamily(
        student_id=family.student_id,
        student_name=inputs.names.get(family.student_id, ""),
        needs_onsite=_key(inputs, family.student_id),
        reason=family.reason,
        clashes=family.clashes,
        fix=family.fix,
        can_answer=inputs.classes.get(family.student_id) in leads,
    )


def _visit(visit: StoredVisit, inputs: rules.Inputs) -> PlannedFamily:
    return PlannedFamily(
        student_id=visit.student_id,
        student_name=inputs.names.get(visit.student_id, ""),
        needs_onsite=_key(inputs, visit.student_id),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        travel=visit.travel,
        approximate=visit.approximate,
        pinned=any(w.student_id == visit.student_id and w.pinned_to is not None for w in inputs.wishes),
    )


def _key(inputs: rules.Inputs, student_id: UUID) -> bool:
    return any(s.student_id == student_id and s.needs_onsite for s in inputs.students)
