"""Routes of what was agreed with families at visits."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.core.unit_of_work import Reading
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.agreements import service
from schemas.visits.agreements.wire import AgreementAnswerNew, AgreementNew, AgreementPage


class AgreementController(Controller):
    """What was agreed with a family at a visit."""

    opt = NEUTRAL
    path = "/orgs/{org_id:int}/visits/{visit_id:uuid}/agreement"
    tags = ("Home visits",)

    @get(operation_id="getVisitAgreement", opt={"action": actions.VISIT_AGREEMENT_READ})
    async def get_agreement(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> AgreementPage:
        """Returns what was agreed at a visit, for the family, its class teacher and the team.

        A guardian sees their own answer alone. It holds nothing of the record.
        """
        return await runner.read(service.get_agreement, visit_id)

    @post(operation_id="addVisitAgreement", opt={"action": actions.VISIT_AGREEMENT_WRITE}, status_code=200)
    async def add_agreement(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[AgreementNew],
    ) -> AgreementPage:
        """Writes what was agreed at a recorded visit, for its family; guardians are told, and asked to confirm.

        It takes the place of the version before, whose answers are not shown any more. 409 `visit-not-recorded` before the record,
        409 `record-closed` a year later.
        """

        async def again(uow: Reading, _: UUID) -> AgreementPage:
            return await service.get_agreement(uow, visit_id)

        return await runner.write(service.add_agreement, visit_id, data, again=again)

    @post(
        "/{agreement_id:uuid}/answer",
        operation_id="answerVisitAgreement",
        opt={"action": actions.VISIT_AGREEMENT_ANSWER},
        status_code=200,
    )
    async def answer(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        agreement_id: FromPath[UUID],
        data: JSONBody[AgreementAnswerNew],
    ) -> AgreementPage:
        """Confirms what was agreed, disagrees or adds a word, as a guardian; the class teacher is told.

        It takes the place of one's answer before. 412 when a newer version was written, 409 `agreement-closed` 30 days after it was.
        """

        async def again(uow: Reading, _: UUID) -> AgreementPage:
            return await service.get_agreement(uow, visit_id)

        return await runner.write(service.answer, visit_id, agreement_id, data, again=again)
