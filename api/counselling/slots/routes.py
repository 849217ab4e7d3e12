"""Route of free times."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from api.counselling import actions
from api.counselling.slots import service
from api.http import paging
from api.http.request_runner import RequestRunner
from schemas.counselling.hours.wire import Mode
from schemas.counselling.wire import Slots


class SlotController(Controller):
    """What can be booked."""

    path = "/orgs/{org_id:int}/slots"
    tags = ("Counselling: bookings",)

    @get(operation_id="listSlots", opt={"action": actions.SLOT_READ})
    async def list_slots(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        from_: paging.From = None,
        to: paging.To = None,
        counsellor_id: Annotated[UUID | None, QueryParameter(name="counsellorId")] = None,
        mode: FromQuery[Mode | None] = None,
        provider_id: Annotated[UUID | None, QueryParameter(name="providerId")] = None,
    ) -> Slots:
        """Free times, 31 days at most, by default the next 14, with all names a screen needs.

        Families and teachers see what is at least an hour ahead, nobody more than 180 days.
        """
        return await runner.read(service.list_slots, from_, to, counsellor_id, mode, provider_id)
