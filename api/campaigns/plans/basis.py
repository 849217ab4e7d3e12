"""What a plan rests on, as digests, what has changed since, and what a plan changed against the one before. Pure."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

import msgspec

from api.campaigns.plans import days
from api.campaigns.plans.rules import Inputs
from schemas.campaigns.plans import MadeFor, StoredChange, StoredPlan


def made_for(inputs: Inputs) -> MadeFor:
    """Digests of the inputs, so that it can be said what has changed since."""
    rows = {row.student_id: row for row in inputs.families}
    wishes = {w.student_id: w for w in inputs.wishes}
    families = {
        s.student_id: _digest(
            s.standing,
            s.needs_onsite,
            s.answer,
            s.student_id in inputs.by_video,
            rows.get(s.student_id),
            inputs.given.get(s.student_id),
            wishes.get(s.student_id),
        )
        for s in inputs.students
    }
    visitors = {
        h.staff_id: _digest(
            h,
            [r for r in inputs.hours if r.staff_id == h.staff_id],
            sorted(inputs.busy.get(h.staff_id, ())),
        )
        for h in inputs.helpers
    }
    calendar = _digest(days.of_campaign(inputs.campaign, inputs.calendar))
    return MadeFor(campaign=f"{inputs.campaign.version}", calendar=calendar, visitors=visitors, families=families)


def _digest(*what: object) -> str:
    return sha256(msgspec.json.encode(what)).hexdigest()[:16]


def changed(before: MadeFor, after: MadeFor) -> tuple[bool, bool, list[UUID], list[UUID]]:
    """What differs: the campaign, the calendar, visitors, families; who left or came counts as well."""
    return (
        before.campaign != after.campaign,
        before.calendar != after.calendar,
        _differing(before.visitors, after.visitors),
        _differing(before.families, after.families),
    )


def _differing(before: Mapping[UUID, str], after: Mapping[UUID, str]) -> list[UUID]:
    return sorted(k for k in before.keys() | after.keys() if before.get(k) != after.get(k))


def compare(before: StoredPlan | None, after: StoredPlan) -> StoredChange | None:
    """What a plan changed, of families that both could place. What people agreed on is no change of the plan's.

    An evening that holds only visits from elsewhere is none that the plan adds.
    """
    if before is None:
        return None
    old, new = _evenings_of(before), _evenings_of(after)
    left = {u.student_id for u in after.unplaced}
    stands = {v.student_id for e in after.evenings for v in e.visits if v.visit_id is not None}
    stayed = old.keys() & (new.keys() | left)
    there = [e for e in before.evenings if any(v.student_id in stayed for v in e.visits)]
    own = [e for e in after.evenings if any(v.student_id not in stands or v.student_id in old for v in e.visits)]
    return StoredChange(
        added=sorted(new.keys() - old.keys() - stands),
        lost=sorted(old.keys() & left),
        moved=sorted(s for s in (old.keys() & new.keys()) - stands if old[s] != new[s]),
        evenings=len(own) - len(there),
        travel=sum(e.travel for e in own) - sum(e.travel for e in there),
    )


def cost(before: StoredPlan, after: StoredPlan) -> StoredChange:
    """What one plan changes against another one of the same families and visits."""
    old, new = _evenings_of(before), _evenings_of(after)
    return StoredChange(
        added=sorted(new.keys() - old.keys()),
        lost=sorted(old.keys() - new.keys()),
        moved=sorted(s for s in old.keys() & new.keys() if old[s] != new[s]),
        evenings=len(after.evenings) - len(before.evenings),
        travel=sum(e.travel for e in after.evenings) - sum(e.travel for e in before.evenings),
    )


def _evenings_of(plan: StoredPlan) -> dict[UUID, UUID]:
    return {v.student_id: e.evening_id for e in plan.evenings for v in e.visits}
