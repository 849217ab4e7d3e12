"""Routes of the log of publicity work."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.publicity import actions
from api.publicity.log import service
from api.publicity.periods import InPeriod, OnDay
from api.publicity.returns import service as returns
from api.roster.files import service as files
from schemas.publicity.wire import PublicityEvent, PublicityEventEdit, PublicityEventNew, PublicityPeriod


class PublicityController(Controller):
    """Publicity and education work of a school, and what is counted of it."""

    path = "/orgs/{org_id:int}/publicity"
    tags = ("Publicity",)

    @get(operation_id="getPublicityPeriod", opt={"action": actions.PUBLICITY_LOG})
    async def get_period(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        period: InPeriod = "quarter",
        day: OnDay = None,
    ) -> PublicityPeriod:
        """Returns the school's log of a period, its sums and its return, and lectures not yet in the log."""
        return await runner.read(returns.get_period, period, day)

    @get(
        "/events.xlsx",
        operation_id="exportPublicityEvents",
        opt={"action": actions.PUBLICITY_LOG},
        media_type=files.XLSX,
    )
    async def export_events(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        period: InPeriod = "quarter",
        day: OnDay = None,
    ) -> bytes:
        """Returns the log of a period as a workbook, in which every cell is text."""
        content = await runner.read(service.export_events, period, day)
        runner.header("content-disposition", 'attachment; filename="xinqiao-publicity.xlsx"')
        return content

    @post("/events", operation_id="addPublicityEvent", opt={"action": actions.PUBLICITY_LOG})
    async def add_event(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[PublicityEventNew]
    ) -> PublicityEvent:
        """Adds an event to the log.

        An event that was a lecture names it, so that it is counted once: 409 `lecture-logged` when it is in the log already.
        """
        return await runner.write(service.add_event, data, again=service.get_event)

    @put("/events/{event_id:uuid}", operation_id="setPublicityEvent", opt={"action": actions.PUBLICITY_LOG})
    async def set_event(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        event_id: FromPath[UUID],
        data: JSONBody[PublicityEventEdit],
        version: NamedDependency[int],
    ) -> PublicityEvent:
        """Replaces an event of the log.

        A return that was filed does not change by it; it can be amended.
        """
        return await runner.write(service.set_event, event_id, data, version, again=service.get_event)

    @post(
        "/events/{event_id:uuid}/end",
        operation_id="endPublicityEvent",
        opt={"action": actions.PUBLICITY_LOG},
        status_code=200,
    )
    async def end_event(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], event_id: FromPath[UUID]
    ) -> PublicityEvent:
        """Takes an event out of the log.

        Ending it again changes nothing. A lecture that it stood for can be entered again.
        """
        return await runner.write(service.end_event, event_id, again=service.get_event)
