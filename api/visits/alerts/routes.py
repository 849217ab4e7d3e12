"""Routes of visits that are not reported as over."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.alerts import service
from api.visits.said import SaidAt
from schemas.visits.alerts.wire import VisitAlert


class VisitAlertController(Controller):
    """A visit past its end, for its team and the duty person of the school."""

    opt = NEUTRAL
    path = "/orgs/{org_id:int}/visits/{visit_id:uuid}"
    tags = ("Home visits",)

    @get("/alert", operation_id="getVisitAlert", opt={"action": actions.VISIT_ALERT_READ})
    async def get_alert(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> VisitAlert:
        """Returns a visit of your team, or of which you were told as the duty person, without its address.

        A duty person sees the phone numbers of team and family as long as the visit is open. That look is recorded, and the next
        duty person is not told. 404 for others, and for a duty person a day after they were told.
        """
        return await runner.read_confidential(service.get_alert, visit_id)

    @post("/all-clear", operation_id="sayVisitAllClear", opt={"action": actions.VISIT_ALL_CLEAR}, status_code=200)
    async def say_all_clear(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        said_at: SaidAt = None,
    ) -> VisitAlert:
        """Notes that a visit is over and all is well. Duty persons who were told hear it; a second time changes nothing.

        409 `visit-not-begun`, `visit-not-confirmed` or `visit-closed` when there is nothing to say, also where the visit was moved to a later time
        after it was said.
        """
        return await runner.write(service.say_all_clear, visit_id, said_at, again=service.get_alert)
