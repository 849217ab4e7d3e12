"""Routes of campaigns."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.campaigns import actions
from api.campaigns.campaigns import service
from api.http.request_runner import RequestRunner
from schemas.campaigns.wire import Campaign, CampaignNew, CampaignSummary


class CampaignController(Controller):
    """Campaigns: the home visits that are due in a period, and their progress."""

    path = "/orgs/{org_id:int}/campaigns"
    tags = ("Visit campaigns",)

    @get(operation_id="listCampaigns", opt={"action": actions.CAMPAIGN_READ})
    async def list_campaigns(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]
    ) -> list[CampaignSummary]:
        """Lists campaigns of your classes or school, and those in which you visit, open ones first."""
        return await runner.read(service.list_campaigns)

    @post(operation_id="addCampaign", opt={"action": actions.CAMPAIGN_EDIT})
    async def add_campaign(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[CampaignNew]
    ) -> Campaign:
        """Opens a campaign for the class you lead, or for any classes of the school.

        409 `class-in-campaign` when a class is in another open campaign.
        """
        return await runner.write(service.add_campaign, data, again=service.get_campaign)

    @get("/{campaign_id:uuid}", operation_id="getCampaign", opt={"action": actions.CAMPAIGN_READ})
    async def get_campaign(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], campaign_id: FromPath[UUID]
    ) -> Campaign:
        """Returns a campaign with everything that its screen shows.

        For each student of the classes that you lead, teach or oversee, it says whether the visit of this school year
        is due, planned, confirmed, done or missed.
        """
        return await runner.read(service.get_campaign, campaign_id)

    @put("/{campaign_id:uuid}", operation_id="setCampaign", opt={"action": actions.CAMPAIGN_EDIT})
    async def set_campaign(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        campaign_id: FromPath[UUID],
        data: JSONBody[CampaignNew],
        version: NamedDependency[int],
    ) -> Campaign:
        """Replaces what a campaign says, with its classes and visitors.

        Visits stay as they are. 409 `class-in-campaign` when a class is in another open campaign, 409
        `campaign-closed` when the campaign is closed.
        """
        return await runner.write(service.set_campaign, campaign_id, data, version, again=service.get_campaign)

    @post(
        "/{campaign_id:uuid}/close",
        operation_id="closeCampaign",
        opt={"action": actions.CAMPAIGN_EDIT},
        status_code=200,
    )
    async def close_campaign(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        campaign_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Campaign:
        """Closes a campaign.

        Agreed visits stay. Closing again changes nothing.
        """
        return await runner.write(service.close_campaign, campaign_id, version, again=service.get_campaign)
