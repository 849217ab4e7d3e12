"""Routes of the day of the visits."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.day import service, starting
from api.visits.said import SaidAt
from api.visits.visits.service import get_visit
from schemas.visits.day.wire import RunSheet, RunSheetHomes, VisitLate
from schemas.visits.wire import Visit

Day = Annotated[
    date | None, QueryParameter(name="day", description="Of the organisation's time zone; today by default.")
]


class VisitDayController(Controller):
    """The day of the visits, for those who make them."""

    opt = NEUTRAL
    path = "/orgs/{org_id:int}"
    tags = ("Home visits",)

    @get("/run-sheet", operation_id="getRunSheet", opt={"action": actions.VISIT_RECORD})
    async def get_run_sheet(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], day: Day = None
    ) -> RunSheet:
        """Returns your agreed visits of a day in order, with what earlier visits left to do.

        It holds no address and no phone. What was agreed at the last visit is shown from 18:00 on the evening before to the end of the day.
        """
        return await runner.read(service.get_run_sheet, day)

    @get("/run-sheet/homes", operation_id="listRunSheetHomes", opt={"action": actions.VISIT_FAMILY_READ})
    async def list_homes(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], day: Day = None
    ) -> RunSheetHomes:
        """Returns addresses and phones of the families whom you visit on a day, in order.

        There is no address of a family whom you meet elsewhere.
        They are shown from 18:00 on the evening before to the end of the day: 409 `family-not-yet` names the time before,
        409 `family-no-more` afterwards. Each home is recorded as opened.
        """
        return await runner.read_confidential(service.list_homes, day)

    @post(
        "/visits/{visit_id:uuid}/start",
        operation_id="startVisit",
        opt={"action": actions.VISIT_RECORD},
        status_code=200,
    )
    async def start(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        version: NamedDependency[int],
        said_at: SaidAt = None,
    ) -> Visit:
        """Notes, as its team, that an agreed visit begins; a second time changes nothing.

        Nor does it once a colleague wrote the visit down. It can begin from half an hour before its time. A duty person who is told that the visit is not over sees it. 409
        `visit-not-begun`, `visit-over`, `visit-not-confirmed` or `visit-closed` when it cannot begin; 412 when it was moved meanwhile.
        """
        return await runner.write(starting.start, visit_id, said_at, version, again=get_visit)

    @post(
        "/visits/{visit_id:uuid}/late",
        operation_id="sayVisitLate",
        opt={"action": actions.VISIT_RECORD},
        status_code=200,
    )
    async def say_late(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[VisitLate],
        version: NamedDependency[int],
    ) -> Visit:
        """Moves a visit of today and your later ones of the day by some minutes; the families are told the new times.

        The visits stay agreed. What was said without network (`saidAt`) moves those whose new time is still to come, but none that got another
        time since; 409 `late-too-late` when all new times are over. 409 `time-taken` when a family member or a colleague is taken then; nothing is moved. 409
        `visit-not-today`, `visit-over`, `visit-not-confirmed` or `visit-closed` when it cannot be late.
        """
        return await runner.write(service.say_late, visit_id, data, version, again=get_visit)
