"""Routes of counsellors' hours."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.counselling import actions
from api.counselling.hours import service
from api.http.request_runner import RequestRunner
from schemas.counselling.wire import (
    ExceptionChanged,
    ExceptionNew,
    HoursChanged,
    HoursEdit,
    HoursEnd,
    HoursNew,
    Timetable,
)


class HoursController(Controller):
    """Hours of counsellors and exceptions from them."""

    path = "/orgs/{org_id:int}"
    tags = ("Counselling: places and hours",)

    @get("/hours", operation_id="listHours", opt={"action": actions.HOURS_READ})
    async def list_hours(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        counsellor_id: Annotated[
            UUID | None, QueryParameter(name="counsellorId", description="Only hours of this counsellor.")
        ] = None,
    ) -> Timetable:
        """Lists weekly hours and dated exceptions of today and later.

        A counsellor sees their own, leaders and administrators those of the whole school.
        """
        return await runner.read(service.list_timetable, counsellor_id)

    @post("/hours", operation_id="addHours", opt={"action": actions.HOURS_EDIT})
    async def add_hours(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[HoursNew]
    ) -> HoursChanged:
        """Adds weekly hours of a counsellor.

        The hours of one counsellor must not overlap.
        """
        return await runner.write(service.add_hours, data, again=service.get_changed)

    @put("/hours/{hours_id:uuid}", operation_id="setHours", opt={"action": actions.HOURS_EDIT})
    async def set_hours(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        hours_id: FromPath[UUID],
        data: JSONBody[HoursEdit],
        version: NamedDependency[int],
    ) -> HoursChanged:
        """Replaces weekly hours.

        Bookings stay. The answer names those that no hours cover any more.
        """
        return await runner.write(service.set_hours, hours_id, data, version, again=service.get_changed)

    @post("/hours/{hours_id:uuid}/end", operation_id="endHours", opt={"action": actions.HOURS_EDIT}, status_code=200)
    async def end_hours(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        hours_id: FromPath[UUID],
        data: JSONBody[HoursEnd],
        version: NamedDependency[int],
    ) -> HoursChanged:
        """Ends weekly hours after a last day.

        Bookings stay. The answer names those that no hours cover any more.
        """
        return await runner.write(service.end_hours, hours_id, data, version, again=service.get_changed)

    @post("/hours-exceptions", operation_id="addHoursException", opt={"action": actions.HOURS_EDIT})
    async def add_exception(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[ExceptionNew]
    ) -> ExceptionChanged:
        """Closes or opens a span of one day.

        Bookings stay. The answer names those that no hours cover any more.
        """
        return await runner.write(service.add_exception, data, again=service.get_exception_changed)

    @delete(
        "/hours-exceptions/{exception_id:uuid}",
        operation_id="removeHoursException",
        opt={"action": actions.HOURS_EDIT},
        status_code=200,
    )
    async def remove_exception(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], exception_id: FromPath[UUID]
    ) -> ExceptionChanged:
        """Removes an exception.

        Bookings stay. The answer names those that no hours cover any more.
        """
        return await runner.write(service.remove_exception, exception_id, again=service.get_exception_removed)
