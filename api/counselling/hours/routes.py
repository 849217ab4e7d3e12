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
    """When counsellors see people."""

    path = "/orgs/{org_id:int}"
    tags = ("Counselling: places and hours",)

    @get("/hours", operation_id="listHours", opt={"action": actions.HOURS_READ})
    async def list_hours(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        counsellor_id: Annotated[UUID | None, QueryParameter(name="counsellorId")] = None,
    ) -> Timetable:
        """Weekly hours and dated exceptions, of today and later: a counsellor's own, or the whole school's."""
        return await runner.read(service.list_timetable, counsellor_id)

    @post("/hours", operation_id="addHours", opt={"action": actions.HOURS_EDIT})
    async def add_hours(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[HoursNew]
    ) -> HoursChanged:
        """Opens weekly hours. One's own hours may not overlap."""
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
        """Changes hours; send them whole, with `If-Match`. Bookings stay; those left outside are named."""
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
        """Ends hours after a last day, with `If-Match`. Bookings stay; those left outside are named."""
        return await runner.write(service.end_hours, hours_id, data, version, again=service.get_changed)

    @post("/hours-exceptions", operation_id="addHoursException", opt={"action": actions.HOURS_EDIT})
    async def add_exception(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[ExceptionNew]
    ) -> ExceptionChanged:
        """Closes or opens a span of one day. Bookings stay; those left outside are named."""
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
        """Takes an exception back. Bookings stay; those left outside are named."""
        return await runner.write(service.remove_exception, exception_id, again=service.get_exception_removed)
