"""Routes of offered times."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.availability import service
from schemas.visits.wire import Availability, AvailabilityNew


class AvailabilityController(Controller):
    """Times at which visits suit families."""

    path = "/orgs/{org_id:int}"
    tags = ("Home visits",)

    @get(
        "/students/{student_id:uuid}/availability",
        operation_id="listAvailability",
        opt={"action": actions.AVAILABILITY_READ},
    )
    async def list_availability(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> list[Availability]:
        """Lists when and where visits suit a student's family.

        Its guardians, the class teacher and the visiting team may see it.
        """
        return await runner.read(service.list_availability, student_id)

    @post(
        "/students/{student_id:uuid}/availability",
        operation_id="addAvailability",
        opt={"action": actions.AVAILABILITY_EDIT},
    )
    async def add_availability(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        data: JSONBody[AvailabilityNew],
    ) -> Availability:
        """Adds a time at which a visit suits your family, every week or on one date.

        Your own times of the same day and place that overlap or touch it become one with it.
        409 `too-many-availability` when you have very many already.
        """
        return await runner.write(service.add_availability, student_id, data, again=service.get_availability)

    @post(
        "/availability/{availability_id:uuid}/end",
        operation_id="endAvailability",
        opt={"action": actions.AVAILABILITY_END},
        status_code=200,
    )
    async def end_availability(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], availability_id: FromPath[UUID]
    ) -> Availability:
        """Removes a time that you gave for visits.

        Agreed visits stay as they are. A time that another guardian gave is theirs to remove.
        """
        return await runner.write(service.end_availability, availability_id, again=service.get_ended)
