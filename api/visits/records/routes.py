"""Routes of what a visiting team learns."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.core.unit_of_work import Reading
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.records import service
from api.visits.visits.service import get_visit
from schemas.visits.wire import Family, Visit, VisitFollowUp


class RecordController(Controller):
    """Visits from the evening before to what follows from them."""

    path = "/orgs/{org_id:int}/visits/{visit_id:uuid}"
    tags = ("Home visits",)
    opt = NEUTRAL

    @get("/family", operation_id="getVisitFamily", opt={"action": actions.VISIT_FAMILY_READ})
    async def get_family(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> Family:
        """Returns the phones of the family, and of a visit at its home the address, for the visiting team alone.

        They are shown from 18:00 on the evening before a confirmed visit to the end of its day: 409 `family-not-yet`
        names the time before, 409 `family-no-more` afterwards, 409 `visit-not-confirmed` without a confirmed visit.
        Each look is recorded.
        """
        return await runner.read_confidential(service.get_family, visit_id)

    @post("/missed", operation_id="missVisit", opt={"action": actions.VISIT_RECORD}, status_code=200)
    async def miss_visit(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Visit:
        """Notes that a confirmed visit did not take place, after its start, as the team.

        409 `visit-not-begun` before the visit, 409 `visit-not-confirmed` when the family has not confirmed it, 409
        `visit-closed` when it is cancelled or closed.
        """
        return await runner.write(service.miss_visit, visit_id, version, again=get_visit)

    @get("/follow-ups", operation_id="listFollowUps", opt={"action": actions.VISIT_FOLLOW_UP})
    async def list_follow_ups(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> list[VisitFollowUp]:
        """Lists what follows from a visit and by when it is due, for those who may read its record.

        The text is shown for a year, as the record is.
        """
        return await runner.read(service.list_follow_ups, visit_id)

    @post(
        "/follow-ups/{follow_up_id:uuid}/done",
        operation_id="finishFollowUp",
        opt={"action": actions.VISIT_FOLLOW_UP},
        status_code=200,
    )
    async def set_done(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        follow_up_id: FromPath[UUID],
    ) -> VisitFollowUp:
        """Marks something that follows from a visit as done."""

        async def again(uow: Reading, done_id: UUID) -> VisitFollowUp:
            return await service.get_follow_up(uow, visit_id, done_id)

        return await runner.write(service.set_done, visit_id, follow_up_id, again=again)
