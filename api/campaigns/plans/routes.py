"""Routes of a campaign's plan."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.campaigns import actions
from api.campaigns.plans import service, trials
from api.http.request_runner import RequestRunner
from schemas.campaigns.plans import CampaignPlan, PlanWish, WishCost


class CampaignPlanController(Controller):
    """The plan of a campaign: who is visited on which evening, and who does not fit."""

    path = "/orgs/{org_id:int}/campaigns/{campaign_id:uuid}/plan"
    tags = ("Visit campaigns",)

    @get(operation_id="getCampaignPlan", opt={"action": actions.CAMPAIGN_EDIT})
    async def get_plan(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], campaign_id: FromPath[UUID]
    ) -> CampaignPlan:
        """Returns the newest plan, its progress while it is made, and what has changed since."""
        return await runner.read(service.get_plan, campaign_id)

    @post(operation_id="askCampaignPlan", opt={"action": actions.CAMPAIGN_EDIT}, status_code=200)
    async def ask_plan(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], campaign_id: FromPath[UUID]
    ) -> CampaignPlan:
        """Has a plan made for the families that are due a visit; an older plan stays in force until then.

        Visits that exist are never moved. 409 `campaign-closed` when the campaign is closed, 409 `no-visitors` when
        nobody can go, 409 `too-many-families` when they are more than one plan holds.
        """
        return await runner.write(service.ask_plan, campaign_id, again=service.get_plan)

    @post("/cancel", operation_id="cancelCampaignPlan", opt={"action": actions.CAMPAIGN_EDIT}, status_code=200)
    async def cancel_plan(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], campaign_id: FromPath[UUID]
    ) -> CampaignPlan:
        """Stops a plan that is being made; an older one stays as it is, and its proposals go on. 409 `campaign-closed` when the campaign is closed."""
        return await runner.write(service.cancel_plan, campaign_id, again=service.get_plan)

    @put("/families/{student_id:uuid}", operation_id="setCampaignWish", opt={"action": actions.CAMPAIGN_EDIT})
    async def set_wish(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        campaign_id: FromPath[UUID],
        student_id: FromPath[UUID],
        data: JSONBody[PlanWish],
    ) -> CampaignPlan:
        """Leaves a family out of the next plan, pins it to one of the plan's evenings, or prefers one.

        409 `not-in-campaign` when the student is in none of its classes, 409 `family-has-visit` when a visit was proposed
        or agreed, 409 `campaign-closed` when the campaign is closed.
        """
        return await runner.write(service.set_wish, campaign_id, student_id, data, again=service.get_plan)

    @get("/families/{student_id:uuid}/cost", operation_id="tryCampaignWish", opt={"action": actions.CAMPAIGN_EDIT})
    async def try_wish(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        campaign_id: FromPath[UUID],
        student_id: FromPath[UUID],
        excluded: Annotated[bool, QueryParameter(description="Leave the family out.")] = False,
        pinned_to: Annotated[
            UUID | None, QueryParameter(name="pinnedTo", description="Visit it on this evening or not at all.")
        ] = None,
        preferred: Annotated[
            UUID | None, QueryParameter(description="Visit it on this evening where nothing is lost by it.")
        ] = None,
    ) -> WishCost:
        """Returns what the plan would change if it followed a wish; nothing is kept.

        409 `planner-busy` when others try wishes out, 409 `planner-failed` when it takes too long, 409 `not-in-campaign`
        when the student is in none of its classes, 409 `family-has-visit` when a visit was proposed or agreed, 409
        `campaign-closed` when the campaign is closed.
        """
        wish = PlanWish(excluded=excluded, pinned_to=pinned_to, preferred=preferred)
        return await runner.read(trials.try_wish, campaign_id, student_id, wish)

    @post("/apply", operation_id="applyCampaignPlan", opt={"action": actions.CAMPAIGN_APPLY}, status_code=200)
    async def apply_plan(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        campaign_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> CampaignPlan:
        """Proposes the planned visits to the families of the class that you lead.

        Each holds the team's time until it begins. 409 `plan-stale` says what has changed since the plan was made, and
        nothing is proposed; 409 `plan-not-ready` when there is none or it is being
        made again, 409 `campaign-closed` when the campaign is closed.
        """
        return await runner.write(service.apply_plan, campaign_id, version, again=service.get_plan)
