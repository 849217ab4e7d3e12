"""Routes of drafts of what a team writes of a visit."""

from uuid import UUID

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.core.unit_of_work import Reading
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.drafts import service
from schemas.drafts.wire import Draft, DraftNew, DraftSaved

CORRECTION = "/records/{record_id:uuid}/correction-draft"


class VisitDraftController(Controller):
    """What somebody is writing of a visit and has not filed."""

    path = "/orgs/{org_id:int}/visits/{visit_id:uuid}"
    tags = ("Home visits",)
    opt = NEUTRAL

    @get("/record-draft", operation_id="getVisitRecordDraft", opt={"action": actions.VISIT_RECORD})
    async def get_draft(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> Draft:
        """Returns your own unfinished record of a visit; nobody else can open it.

        `version` 0 and no text without one. It ends when the record is filed, and two weeks after the last save. Each look at a text is recorded.
        """
        return await runner.read_confidential(service.open_record_draft, visit_id)

    @put("/record-draft", operation_id="setVisitRecordDraft", opt={"action": actions.VISIT_RECORD})
    async def set_draft(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[DraftNew],
        version: NamedDependency[int],
    ) -> DraftSaved:
        """Saves your unfinished record of a visit, sealed, or discards it with a null text.

        `If-Match` is `"v0"` for the first save; 412 `stale` when you saved it elsewhere or filed the record meanwhile. 409 `drafts-full` beyond 20 drafts, 409
        `visit-not-confirmed` when the visit does not take place.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.save_record_draft, visit_id, data, version, again=service.find_record_draft)

    @get(CORRECTION, operation_id="getVisitCorrectionDraft", opt={"action": actions.VISIT_RECORD_CORRECT})
    async def get_correction(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        record_id: FromPath[UUID],
    ) -> Draft:
        """Returns your own unfinished correction of a record; nobody else can open it.

        `version` 0 and no text without one. Each look at a text is recorded.
        """
        return await runner.read_confidential(service.open_correction_draft, visit_id, record_id)

    @put(CORRECTION, operation_id="setVisitCorrectionDraft", opt={"action": actions.VISIT_RECORD_CORRECT})
    async def set_correction(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        record_id: FromPath[UUID],
        data: JSONBody[DraftNew],
        version: NamedDependency[int],
    ) -> DraftSaved:
        """Saves your unfinished correction of a record, sealed, or discards it with a null text.

        `If-Match` is `"v0"` for the first save; 412 `stale` when you saved it elsewhere or filed it meanwhile. 409 `drafts-full` beyond 20 drafts.
        """

        async def again(uow: Reading, corrected_id: UUID) -> DraftSaved:
            return await service.find_correction_draft(uow, visit_id, corrected_id)

        runner.header("cache-control", "no-store")
        return await runner.write(service.save_correction_draft, visit_id, record_id, data, version, again=again)
