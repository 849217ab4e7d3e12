"""The worker's part: the next evenings are proposed when the families of the ones before have answered, or their times are not held any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.campaigns.offers import queries, rules
from api.core import tasks
from api.core.actors import find_actor
from api.core.unit_of_work import UnitOfWork
from schemas.campaigns.plans import StoredEvening, StoredPlan
from schemas.campaigns.tasks import CampaignPlanApplied, CampaignVisitPlanned

LOOK = timedelta(minutes=10)
"""How often it is looked whether a wave was answered."""


async def send_wave(uow: UnitOfWork, payload: CampaignPlanApplied) -> datetime | None:
    """Has the next evenings proposed, unless families still think about the ones before. Comes again until all are out."""
    org_id, key = uow.actor.org_id, (payload.campaign_id, payload.applied_by)
    plan = await queries.lock_waves(uow.conn, org_id, *key, payload.plan_id)
    if plan is None or plan.result is None:
        return None
    evenings = rules.to_propose(msgspec.json.decode(plan.result, type=StoredPlan).evenings)
    out, left = evenings[: plan.offered], evenings[plan.offered :]
    waiting = await queries.list_waiting(uow.conn, org_id, _families(out), uow.now) if out else []
    if waiting:
        return min(uow.now + LOOK, waiting[-1].held_until)
    count = rules.next_wave(left, plan.hold_hours, uow.now)
    await _propose(uow, payload, left[:count])
    await queries.set_offered(uow.conn, org_id, *key, plan.offered + count)
    return uow.now + LOOK if count < len(left) else None


async def _propose(uow: UnitOfWork, payload: CampaignPlanApplied, evenings: Sequence[StoredEvening]) -> None:
    """A task for each visit, for the classes that who applied the plan leads today."""
    led = (await find_actor(uow, payload.applied_by)).lead_class_ids
    for one in await queries.list_classes_of(uow.conn, uow.actor.org_id, _families(evenings)):
        if one.class_id in led:
            task = CampaignVisitPlanned(
                campaign_id=payload.campaign_id,
                plan_id=payload.plan_id,
                student_id=one.student_id,
                applied_by=payload.applied_by,
            )
            await tasks.enqueue(uow, CampaignVisitPlanned.kind, f"{payload.plan_id}:{one.student_id}", task, uow.now)


def _families(evenings: Sequence[StoredEvening]) -> list[UUID]:
    return sorted(v.student_id for e in evenings for v in e.visits)
