"""Route of free times."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.counselling import actions
from api.counselling.slots import service
from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from schemas.counselling.hours.wire import Mode
from schemas.counselling.wire import Slots


class SlotController(Controller):
    """Free times that can be booked."""

    path = "/orgs/{org_id:int}/slots"
    opt = NEUTRAL
    tags = ("Counselling: bookings",)

    @get(operation_id="listSlots", opt={"action": actions.SLOT_READ})
    async def list_slots(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        from_: paging.From = None,
        to: paging.To = None,
        counsellor_id: Annotated[
            UUID | None, QueryParameter(name="counsellorId", description="Only times of this counsellor.")
        ] = None,
        mode: Annotated[Mode | None, QueryParameter(description="Only times in this mode.")] = None,
        provider_id: Annotated[
            UUID | None, QueryParameter(name="providerId", description="Only times at this provider.")
        ] = None,
        student_id: Annotated[
            UUID | None,
            QueryParameter(
                name="studentId",
                description="Yourself or your child: leaves out times at which that student, or you, have something else.",
            ),
        ] = None,
    ) -> Slots:
        """Lists free times with all the names that a screen needs.

        A range is 31 days at most and covers the next 14 days by default. Families and teachers see times at least an
        hour ahead; nobody sees more than 180 days. 404 for a `studentId` that is neither you nor your child.
        """
        return await runner.read(service.list_slots, from_, to, counsellor_id, mode, provider_id, student_id)
