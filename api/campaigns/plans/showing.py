"""A plan as its screen shows it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.campaigns.offers import rules as offers
from api.campaigns.plans import basis, days, fitting, rules, standing
from api.campaigns.plans.merging import MergedEvening, Row, fold, merge
from schemas.campaigns.plan_rows import PlanRow, WaveRow
from schemas.campaigns.plans import (
    CampaignPlan,
    ExcludedFamily,
    MadeFor,
    PlanAgainst,
    PlanAnswer,
    PlanChange,
    PlanDay,
    PlannedDay,
    PlannedFamily,
    PlannedMember,
    PlanState,
    PlanWave,
    StoredChange,
    StoredEvening,
    StoredPlan,
    StoredUnplaced,
    UnplacedFamily,
)
from schemas.campaigns.rows import CampaignRow

_NOTHING = StoredPlan(evenings=[], unplaced=[], unproved=None, gap=0, seconds=0)
_SETTLED = frozenset[PlanAnswer]({"asked", "move_asked", "confirmed", "to_record", "done"})
_PLACED = _SETTLED | {"planned", "queued"}


class Sees(msgspec.Struct, frozen=True, kw_only=True):
    """Whose families a reader sees: those of these classes, None is all, without the students from whom they are barred."""

    class_ids: frozenset[UUID] | None
    barred_ids: frozenset[UUID]


def changes(before: MadeFor, plan: StoredPlan, inputs: rules.Inputs, today: date, sees: Sees) -> list[PlanChange]:
    """What differs between what a plan rests on and today, and whom it would tell too late by now.

    Families of classes that the reader does not see have no name, and stand there once, whatever their number.
    """
    campaign, calendar, visitors, families = basis.changed(before, basis.made_for(inputs))
    first = days.first_day(today)
    late = [v.student_id for e in plan.evenings if e.day < first for v in e.visits if v.visit_id is None]
    found: list[fitting.Change] = [
        *([("campaign", None)] if campaign else []),
        *([("calendar", None)] if calendar else []),
        *(("notice", f) for f in late),
        *(("visitor", v) for v in visitors),
        *(("family", f) for f in families),
    ]
    return _named(found, inputs, sees)


def changes_of_applied(plan: StoredPlan, inputs: rules.Inputs, now: datetime, sees: Sees) -> list[PlanChange]:
    """What keeps families whom the reader sees from being asked as an applied plan says."""
    seen = [what for f, what in fitting.changes(plan, inputs, now) if _within(f, sees, inputs.classes)]
    return _named(seen, inputs, sees)


def _named(found: Iterable[fitting.Change], inputs: rules.Inputs, sees: Sees) -> list[PlanChange]:
    staff = {h.staff_id: h.name for h in inputs.helpers}
    names = {f: name for f, name in inputs.names.items() if _within(f, sees, inputs.classes)} | staff
    named = [PlanChange(kind=kind, name=names.get(who) if who else None) for kind, who in found]
    return [one for at, one in enumerate(named) if one not in named[:at]]


def said(changed: Iterable[PlanChange], language: str) -> str:
    """The same as words of a sentence: names, or what has none."""
    english = language == "en"
    words = {
        "campaign": "the campaign" if english else "家访行动的设置",
        "calendar": "the school calendar" if english else "校历",
        "notice": "a visit that is too soon by now" if english else "离家访只剩一两天",
        "visitor": "a visitor" if english else "参加的老师",
        "family": "a family that left or that you do not see" if english else "已离开或您看不到的家庭",
    }
    names = list(dict.fromkeys(c.name or words[c.kind] for c in changed))
    more = ["…"] if len(names) > 5 else []
    return (", " if english else "、").join([*names[:5], *more])


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks at a plan, and when. `sees`: whose families are shown; `leads`: those for which it may be applied; `edits`: whether it is theirs to make."""

    sees: Sees
    leads: frozenset[UUID]
    edits: bool
    account_id: UUID
    today: date
    now: datetime
    english: bool


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The newest plan: its row, how far it or the one is that is made again, its result once there is one, what it does not know of, its progress, and how far it went out."""

    row: PlanRow | None
    state: PlanState | None
    result: StoredPlan | None
    changed: list[PlanChange]
    progress: tuple[int, int]
    waves: Sequence[WaveRow]


def to_wire(inputs: rules.Inputs, made: Made, reader: Reader) -> CampaignPlan:
    """The plan with names, as far as the reader sees it, and what became of its visits."""
    classes, campaign, leads, today = inputs.classes, inputs.campaign, reader.leads, reader.today
    plan, row, (done, total) = made.result or _NOTHING, made.row, made.progress
    evenings = _seen(merge(plan, inputs, made.waves, reader.now), reader.sees, classes)
    left = [u for u in plan.unplaced if u.student_id not in inputs.coming]
    families = _left(left, inputs, reader)
    rows = [one for evening in evenings for one in evening.rows]
    can_apply = _can_propose(made, campaign, reader) and any(_is_open(one, inputs, leads) for one in rows)
    return CampaignPlan(
        campaign_id=campaign.campaign_id,
        title=campaign.title,
        time_zone=campaign.time_zone,
        state=made.state,
        version=row.version if row else 0,
        progress_done=done,
        progress_total=total,
        made_at=row.updated_at if row and made.result else None,
        evenings=[_evening(e, inputs, reader) for e in evenings],
        unplaced=families,
        excluded=_excluded(inputs, reader.sees),
        families=len(rows) + len(families),
        placed=sum(one.answer in _PLACED for one in rows),
        settled=sum(one.answer in _SETTLED for one in rows),
        unproved=plan.unproved,
        gap=plan.gap,
        changes=made.changed,
        can_edit=reader.edits,
        can_apply=can_apply,
        wave=_wave(plan, inputs, reader) if can_apply else None,
        first_day=max(campaign.starts_on, days.first_day(today)),
        notice_days=days.NOTICE,
        days=_days(inputs, reader),
        against=_against(plan.against, inputs, reader.sees),
        ways=plan.ways,
        holidays_known_until=days.holidays_known_until(campaign, inputs.calendar),
    )


def _is_open(row: Row, inputs: rules.Inputs, leads: frozenset[UUID]) -> bool:
    """Whether it is planned, and the reader's to propose."""
    return row.answer == "planned" and any(inputs.classes.get(one) in leads for one in (row.student_id, *row.siblings))


def _wave(plan: StoredPlan, inputs: rules.Inputs, reader: Reader) -> PlanWave:
    """Whom the first wave asks, counted as families: siblings are asked once."""
    campaign = inputs.campaign
    evenings = offers.to_propose(plan.evenings)
    out = offers.next_wave(evenings, campaign.hold_hours, reader.now)

    def count(some: Sequence[StoredEvening]) -> int:
        mine = {
            (v.joint or v.student_id)
            for e in some
            for v in e.visits
            if inputs.classes.get(v.student_id) in reader.leads and v.student_id not in inputs.coming
        }
        return len(mine)

    ends = offers.hold_ends(campaign.hold_hours, reader.now, ZoneInfo(campaign.time_zone))
    return PlanWave(families=count(evenings[:out]), later=count(evenings[out:]), held_until=ends)


def _can_propose(made: Made, campaign: CampaignRow, reader: Reader) -> bool:
    """Whether the plan is up to date, and did not go out in this reader's name already."""
    if made.row is None or made.state == "solving" or made.changed or campaign.closed_at is not None:
        return False
    mine = any(wave.applied_by == reader.account_id for wave in made.waves)
    return made.row.state == "ready" or (made.row.state == "applied" and not mine)


def _days(inputs: rules.Inputs, reader: Reader) -> list[PlanDay]:
    weekdays = {h.weekday for h in inputs.hours}
    return days.unlike_week(inputs.campaign, reader.today, inputs.calendar, weekdays, english=reader.english)


def _seen(evenings: list[MergedEvening], sees: Sees, classes: Mapping[UUID, UUID]) -> list[MergedEvening]:
    def seen(student_id: UUID) -> bool:
        return _within(student_id, sees, classes)

    shown = [msgspec.structs.replace(e, rows=fold(e.rows, seen)) for e in evenings]
    return [evening for evening in shown if evening.rows]


def _within(student_id: UUID, sees: Sees, classes: Mapping[UUID, UUID]) -> bool:
    """A student who left the campaign's classes since is none of theirs: a plan keeps no name of them."""
    within = student_id in classes and (sees.class_ids is None or classes[student_id] in sees.class_ids)
    return within and student_id not in sees.barred_ids


def names_of(families: Iterable[UUID], inputs: rules.Inputs) -> list[str]:
    """Their names, in order."""
    return sorted(inputs.names[family] for family in families if family in inputs.names)


def _excluded(inputs: rules.Inputs, sees: Sees) -> list[ExcludedFamily]:
    return [
        ExcludedFamily(student_id=s, student_name=inputs.names[s])
        for s in sorted(rules.excluded(inputs))
        if s in inputs.names and s not in inputs.coming and _within(s, sees, inputs.classes)
    ]


def _against(change: StoredChange | None, inputs: rules.Inputs, sees: Sees) -> PlanAgainst | None:
    if change is None:
        return None

    def names(families: Iterable[UUID]) -> list[str]:
        shown = [f for f in families if f in inputs.names and _within(f, sees, inputs.classes)]
        return sorted(inputs.names[f] for f in shown)

    return PlanAgainst(
        added=names(change.added),
        lost=names(change.lost),
        moved=names(change.moved),
        evenings=change.evenings,
        travel=change.travel,
    )


def _evening(evening: MergedEvening, inputs: rules.Inputs, reader: Reader) -> PlannedDay:
    staff: Mapping[UUID, str] = {h.staff_id: h.name for h in inputs.helpers}
    return PlannedDay(
        evening_id=evening.evening_id,
        day=evening.day,
        team=[PlannedMember(staff_id=s, name=staff.get(s, "")) for s in evening.team],
        travel=evening.travel,
        visits=[_visit(row, inputs, reader) for row in evening.rows],
    )


def _left(left: Sequence[StoredUnplaced], inputs: rules.Inputs, reader: Reader) -> list[UnplacedFamily]:
    """One row for siblings, as in evenings."""
    found: list[UnplacedFamily] = []
    for one in left:
        home = [u.student_id for u in left if u is one or (one.joint is not None and u.joint == one.joint)]
        seen = [student_id for student_id in home if _within(student_id, reader.sees, inputs.classes)]
        if one.student_id in seen[:1]:
            found.append(_unplaced(one, seen[1:], inputs, reader, elsewhere=len(seen) < len(home)))
    return found


def _unplaced(
    family: StoredUnplaced, siblings: Sequence[UUID], inputs: rules.Inputs, reader: Reader, *, elsewhere: bool
) -> UnplacedFamily:
    return UnplacedFamily(
        student_id=family.student_id,
        student_name=inputs.names.get(family.student_id, ""),
        siblings=[inputs.names.get(one, "") for one in siblings],
        sibling_elsewhere=elsewhere,
        needs_onsite=family.student_id in inputs.onsite,
        reason=family.reason,
        clashes=family.clashes,
        fix=days.still_possible(family.fix, reader.today),
        missed_at=standing.last_missed(family.student_id, inputs.visits),
        can_answer=inputs.classes.get(family.student_id) in reader.leads,
    )


def _visit(row: Row, inputs: rules.Inputs, reader: Reader) -> PlannedFamily:
    visit = row.visit
    opens = visit is not None and (
        inputs.classes.get(row.student_id) in reader.leads or reader.account_id in visit.team_ids
    )
    return PlannedFamily(
        student_id=row.student_id,
        student_name=inputs.names.get(row.student_id, ""),
        siblings=[inputs.names.get(one, "") for one in row.siblings],
        sibling_elsewhere=row.elsewhere,
        needs_onsite=not inputs.onsite.isdisjoint((row.student_id, *row.siblings)),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        approximate=row.approximate,
        pinned=any(w.student_id == row.student_id and w.pinned_to is not None for w in inputs.wishes),
        preferred=any(w.student_id == row.student_id and w.preferred is not None for w in inputs.wishes),
        answer=row.answer,
        held_until=visit.held_until if visit and row.answer == "asked" else None,
        wished_at=visit.wished_at if visit else None,
        missed_at=standing.last_missed(row.student_id, inputs.visits),
        visit_id=visit.visit_id if visit and opens else None,
    )
