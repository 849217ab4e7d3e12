"""Routes of what families are asked and answer."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.campaigns import actions
from api.campaigns.campaigns import service as campaigns
from api.campaigns.families import service
from api.http.request_runner import RequestRunner
from schemas.campaigns.families import CampaignAnswer, CampaignAnswerNew
from schemas.campaigns.wire import Campaign


class CampaignFamilyController(Controller):
    """Families of a campaign: asked once, reminded once, and their answers."""

    path = "/orgs/{org_id:int}"
    tags = ("Visit campaigns",)

    @post(
        "/campaigns/{campaign_id:uuid}/ask",
        operation_id="askCampaignFamilies",
        opt={"action": actions.CAMPAIGN_EDIT},
        status_code=200,
    )
    async def ask_families(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], campaign_id: FromPath[UUID]
    ) -> Campaign:
        """Asks the families that are due a visit which times suit them.

        Each family is asked once and reminded once: asking again reaches those who joined since. 409 `campaign-closed`
        when the campaign is closed.
        """
        return await runner.write(service.ask_families, campaign_id, again=campaigns.get_campaign)

    @get(
        "/students/{student_id:uuid}/campaign-answer",
        operation_id="getCampaignAnswer",
        opt={"action": actions.CAMPAIGN_ANSWER},
    )
    async def get_answer(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> CampaignAnswer:
        """Returns everything that answering the open campaign of a student's class needs.

        It is for a guardian of the student, and for the class teacher who writes down what a guardian said on the phone.
        404 when no open campaign visits the student.
        """
        return await runner.read(service.get_answer, student_id)

    @put(
        "/students/{student_id:uuid}/campaign-answer",
        operation_id="setCampaignAnswer",
        opt={"action": actions.CAMPAIGN_ANSWER},
    )
    async def set_answer(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        data: JSONBody[CampaignAnswerNew],
    ) -> CampaignAnswer:
        """Answers for a student's family which times suit a visit, or that the family would rather be called.

        The newest answer counts, and replaces the times that the same guardian gave before. 404 when no open campaign
        visits the student.
        """
        return await runner.write(service.set_answer, student_id, data, again=service.get_answer)
