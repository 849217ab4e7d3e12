"""Routes of what was written of a visit: several accounts, their corrections, and every version of the past."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.core.unit_of_work import Reading
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.versions import service
from api.visits.visits.service import get_visit
from schemas.visits.wire import RecordNew, Visit, VisitRecord, VisitVersion


class VersionController(Controller):
    """The accounts of a visit and their corrections."""

    path = "/orgs/{org_id:int}/visits/{visit_id:uuid}"
    tags = ("Home visits",)
    opt = NEUTRAL

    @post("/record", operation_id="recordVisit", opt={"action": actions.VISIT_RECORD}, status_code=200)
    async def add_record(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[RecordNew],
        version: NamedDependency[int],
    ) -> Visit:
        """Records a confirmed visit after its start, as the team.

        The record is sealed; the team and the class teacher open it. When a colleague recorded the visit before, this account is added to theirs,
        whatever `If-Match` says: both stand. 409 `record-closed` after a year, 409 `record-full` beyond 40 versions. 409 `visit-not-begun` before the visit, 409
        `visit-not-confirmed` when the family has not confirmed it, 409 `visit-closed` when it is cancelled or closed.
        """
        return await runner.write(service.add_record, visit_id, data, version, again=get_visit)

    @get("/record", operation_id="getVisitRecord", opt={"action": actions.VISIT_RECORD_READ})
    async def get_record(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> VisitRecord:
        """Returns the first account of a visit as corrected last, for the team and the class teacher of today.

        `listVisitRecords` names the others. Each look is recorded.
        """
        return await runner.read_confidential(service.get_record, visit_id)

    @get("/records", operation_id="listVisitRecords", opt={"action": actions.VISIT_RECORD_READ})
    async def list_records(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> list[VisitVersion]:
        """Lists by whom and when a visit was written down and corrected, the oldest first, without any text.

        Several current versions are several accounts of one visit.
        """
        return await runner.read(service.list_versions, visit_id)

    @get("/records/{record_id:uuid}", operation_id="getVisitRecordVersion", opt={"action": actions.VISIT_RECORD_READ})
    async def get_version(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        record_id: FromPath[UUID],
    ) -> VisitRecord:
        """Returns one version of what was written of a visit, of today or of the past.

        Each look is recorded.
        """
        return await runner.read_confidential(service.get_record, visit_id, record_id)

    @post(
        "/records/{record_id:uuid}/corrections",
        operation_id="correctVisitRecord",
        opt={"action": actions.VISIT_RECORD_CORRECT},
    )
    async def correct_record(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        record_id: FromPath[UUID],
        data: JSONBody[RecordNew],
    ) -> VisitVersion:
        """Adds a version that corrects another one, as the team or the class teacher of today.

        The version before stays and can be read. Corrections of one version made at the same time all stand. Follow-ups that are left out are not due any
        more; those with their `followUpId` keep their tick. 409 `record-closed` after a year, 409 `record-full` beyond 40 versions.
        """

        async def again(uow: Reading, corrected_id: UUID) -> VisitVersion:
            return await service.get_version(uow, visit_id, corrected_id)

        return await runner.write(service.correct_record, visit_id, record_id, data, again=again)
