"""The visits of an applied plan are proposed in waves (V9)."""

from uuid import UUID

from api.campaigns.offers import queries
from api.core import tasks
from api.core.unit_of_work import UnitOfWork
from schemas.campaigns.tasks import CampaignPlanApplied


async def begin(uow: UnitOfWork, campaign_id: UUID, plan_id: UUID) -> None:
    """Has a plan's first wave proposed at once. For plans, which have checked who asks."""
    me = uow.actor.account_id
    await queries.begin_waves(uow.conn, uow.actor.org_id, campaign_id, me, plan_id)
    task = CampaignPlanApplied(campaign_id=campaign_id, plan_id=plan_id, applied_by=me)
    await tasks.enqueue(uow, CampaignPlanApplied.kind, f"{campaign_id}:{me}", task, uow.now)
