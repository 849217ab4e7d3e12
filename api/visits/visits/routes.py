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
    """Visits from the proposal to the family's answer."""

    path = "/orgs/{org_id:int}/visits"
    tags = ("Home visits",)

    @post(operation_id="addVisit", opt={"action": actions.VISIT_PROPOSE})
    async def add_visit(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[VisitNew]
    ) -> Visit:
        """Proposes a visit to a student's family, as the class teacher.

        The team's time is held until the visit begins. `withSiblings` proposes the same visit for siblings of the same
        home; each child has a visit of its own, and the other class teachers are told. 409 `time-taken` when somebody of the team is taken, in any
        organisation.
        """
        return await runner.write(service.add_visit, data, again=service.get_visit)

    @get(operation_id="listVisits", opt={"action": actions.VISIT_READ})
    async def list_visits(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        from_: Annotated[
            datetime | None, QueryParameter(name="from", description="Where the range begins; yesterday by default.")
        ] = None,
        student_id: Annotated[
            UUID | None, QueryParameter(name="studentId", description="Only visits to this student.")
        ] = None,
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[Visit]:
        """Lists visits to your child or class and visits of your team, by time, closed ones included."""
        place = paging.decode(runner, cursor, VisitCursor)
        rows = await runner.read(service.list_visits, from_, student_id, place, limit)
        return paging.page(runner, rows, limit, lambda row: VisitCursor(starts_at=row.starts_at, visit_id=row.visit_id))

    @get("/{visit_id:uuid}", operation_id="getVisit", opt={"action": actions.VISIT_READ})
    async def get_visit(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> Visit:
        """Returns a visit to your child or class, or of your team."""
        return await runner.read(service.get_visit, visit_id)

    @get("/{visit_id:uuid}/times", operation_id="listVisitTimes", opt={"action": actions.VISIT_READ})
    async def list_times(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> FreeTimes:
        """Lists the times of the next 28 days that suit the family and at which the whole team is free.

        409 `visit-closed` when the visit is cancelled or closed.
        """
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
        """Proposes another time for a visit, as the class teacher.

        The family is asked again. The time that a guardian wished for is agreed on at once, unless it is another place
        or length, or they have something else by now. The old time is kept until the new one is certain: an error
        changes nothing. 409 `time-taken` when somebody of the team is taken, 409 `visit-closed` when the visit is
        cancelled or closed.
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
        """Confirms the time of a visit, as the guardian who will be there.

        409 `visit-confirmed` when somebody confirmed before, 409 `time-taken` when you are taken then, 409 `visit-over`
        when the time has passed, 409 `visit-closed` when the visit is cancelled or closed, 409 `another-guardians-place` when it
        is at the other guardian's place: they answer it.
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
        """Declines a proposed visit, as a guardian.

        409 `visit-confirmed` when it is confirmed, 409 `visit-over` when its time has passed, 409 `visit-closed` when
        it is cancelled or closed, 409 `another-guardians-place` when it is at the other guardian's place.
        """
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
        """Asks for one of the listed times instead, as a guardian.

        The old time is kept until the teacher answers. 409 `time-not-free` when that time is not listed any more, 409
        `visit-over` when the time of the visit has passed, 409 `visit-closed` when it is cancelled or closed, 409
        `another-guardians-place` when it is at the other guardian's place.
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
        """Cancels a coming visit, as the family or the team.

        Cancelling again changes nothing. 409 `visit-over` when its time has passed, 409 `visit-closed` when it is
        closed, 409 `another-guardians-place` for a guardian when it is at the other guardian's place.
        """
        return await runner.write(service.cancel_visit, visit_id, data, version, again=service.get_visit)
