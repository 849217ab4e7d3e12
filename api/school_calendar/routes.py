"""Routes of school calendars."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.request_runner import RequestRunner
from api.school_calendar import actions, service
from schemas.school_calendar.wire import (
    CalendarEntriesNew,
    CalendarSettings,
    CalendarSettingsEdit,
    SchoolCalendar,
    SchoolCalendarEntry,
)


class SchoolCalendarController(Controller):
    """Terms, holidays, make-up workdays and exam weeks of an organisation."""

    path = "/orgs/{org_id:int}/school-calendar"
    tags = ("School calendar",)

    @get(operation_id="getSchoolCalendar", opt={"action": actions.SCHOOL_CALENDAR_READ})
    async def get_calendar(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        year: Annotated[
            int | None,
            QueryParameter(
                ge=2024, le=2100, description="In which the school year begins; by default the current one."
            ),
        ] = None,
    ) -> SchoolCalendar:
        """Returns a school year: every day from 1 September to 31 August, and the organisation's own entries in it.

        What an organisation does not say itself follows the national table of holidays and make-up workdays, unless it
        switched that off.
        """
        return await runner.read(service.get_calendar, year)

    @post("/entries", operation_id="addCalendarEntries", opt={"action": actions.SCHOOL_CALENDAR_EDIT})
    async def add_entries(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[CalendarEntriesNew]
    ) -> list[SchoolCalendarEntry]:
        """Adds entries, all of them or none.

        A closed day has no free times. Bookings that exist stay, and are listed for those whom they concern.
        """
        return await runner.write(service.add_entries, data, again=service.get_added)

    @post(
        "/entries/{entry_id:uuid}/end",
        operation_id="endCalendarEntry",
        opt={"action": actions.SCHOOL_CALENDAR_EDIT},
        status_code=200,
    )
    async def end_entry(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], entry_id: FromPath[UUID]
    ) -> SchoolCalendarEntry:
        """Takes an entry out of the calendar; its days are what they were without it.

        Ending it again changes nothing.
        """
        return await runner.write(service.end_entry, entry_id, again=service.get_entry)

    @put("/settings", operation_id="setCalendarSettings", opt={"action": actions.SCHOOL_CALENDAR_EDIT})
    async def set_settings(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[CalendarSettingsEdit],
        version: NamedDependency[int],
    ) -> CalendarSettings:
        """Replaces whether the national table counts, and the hours between which visits may be proposed."""
        return await runner.write(service.set_settings, data, version, again=service.get_settings)
