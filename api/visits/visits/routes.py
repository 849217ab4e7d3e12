"""Routes of visits."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.visits import service
from schemas.paging import Page
from schemas.visits.rows import VisitCursor
from schemas.visits.wire import FreeTimes, Visit, VisitMove, VisitNew, VisitReason, VisitWish


class VisitController(Controller):
    """Home visits, from the proposal to the family's answer."""

    path = "/orgs/{org_id:int}/visits"
    tags = ("Home visits",)

    @post(operation_id="addVisit", opt={"action": actions.VISIT_PROPOSE})
    async def add_visit(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[VisitNew]
    ) -> Visit:
        """The class teacher proposes a visit to a student's family; the team's time is held until the visit begins.

        409 `time-taken` when somebody of the team is taken, in any organisation.
        """
        return await runner.write(service.add_visit, data, again=service.get_visit)

    @get(operation_id="listVisits", opt={"action": actions.VISIT_READ})
    async def list_visits(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        from_: Annotated[datetime | None, QueryParameter(name="from", description="By default from yesterday.")] = None,
        student_id: Annotated[UUID | None, QueryParameter(name="studentId")] = None,
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[Visit]:
        """Visits to your child or class and those of your team, closed ones included, by time."""
        place = paging.decode(cursor, VisitCursor)
        rows = await runner.read(service.list_visits, from_, student_id, place, limit)
        last = VisitCursor(starts_at=rows[-1].starts_at, visit_id=rows[-1].visit_id) if len(rows) == limit else None
        return Page(items=rows, next=paging.encode(last) if last else None)

    @get("/{visit_id:uuid}", operation_id="getVisit", opt={"action": actions.VISIT_READ})
    async def get_visit(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> Visit:
        """A visit to your child or class, or of your team."""
        return await runner.read(service.get_visit, visit_id)

    @get("/{visit_id:uuid}/times", operation_id="listVisitTimes", opt={"action": actions.VISIT_READ})
    async def list_times(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> FreeTimes:
        """Times of the next 28 days that the family availability and at which the whole team is free."""
        return await runner.read(service.list_times, visit_id)

    @post("/{visit_id:uuid}/move", operation_id="moveVisit", opt={"action": actions.VISIT_PROPOSE}, status_code=200)
    async def move_visit(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[VisitMove],
        version: NamedDependency[int],
    ) -> Visit:
        """The class teacher proposes another time, with `If-Match`; the family is asked again.

        The old time is kept until the new one is sure: a 409 leaves everything as it was.
        """
        return await runner.write(service.move_visit, visit_id, data, version, again=service.get_visit)

    @post(
        "/{visit_id:uuid}/confirm", operation_id="confirmVisit", opt={"action": actions.VISIT_ANSWER}, status_code=200
    )
    async def confirm_visit(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Visit:
        """A guardian confirms the time, with `If-Match`, and is the one who will be there. 409 `visit-confirmed` if
        somebody has before.
        """
        return await runner.write(service.confirm_visit, visit_id, version, again=service.get_visit)

    @post(
        "/{visit_id:uuid}/decline", operation_id="declineVisit", opt={"action": actions.VISIT_ANSWER}, status_code=200
    )
    async def decline_visit(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[VisitReason],
        version: NamedDependency[int],
    ) -> Visit:
        """A guardian declines a proposed visit, with `If-Match`."""
        return await runner.write(service.decline_visit, visit_id, data, version, again=service.get_visit)

    @post(
        "/{visit_id:uuid}/ask-move", operation_id="askVisitMove", opt={"action": actions.VISIT_ANSWER}, status_code=200
    )
    async def ask_move(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[VisitWish],
        version: NamedDependency[int],
    ) -> Visit:
        """A guardian asks for one of the listed times instead, with `If-Match`; the old one is kept until the teacher
        answers.
        """
        return await runner.write(service.ask_move, visit_id, data, version, again=service.get_visit)

    @post("/{visit_id:uuid}/cancel", operation_id="cancelVisit", opt={"action": actions.VISIT_CANCEL}, status_code=200)
    async def cancel_visit(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        visit_id: FromPath[UUID],
        data: JSONBody[VisitReason],
        version: NamedDependency[int],
    ) -> Visit:
        """Family or team cancel a coming visit, with `If-Match`. Cancelling again answers the same."""
        return await runner.write(service.cancel_visit, visit_id, data, version, again=service.get_visit)
