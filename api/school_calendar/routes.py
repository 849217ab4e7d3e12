"""Routes of school calendars."""

from functools import partial
from typing import Annotated, TypeAlias
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.core.access import ME
from api.http.raw_body import raw_body
from api.http.request_runner import RequestRunner
from api.school_calendar import actions, service
from api.school_calendar.files import service as files
from schemas.school_calendar.wire import (
    CalendarEntriesNew,
    CalendarFile,
    CalendarSettings,
    CalendarSettingsEdit,
    CalendarTheme,
    SchoolCalendar,
    SchoolCalendarEntry,
)
from schemas.text import LINE

CancelStanding: TypeAlias = Annotated[
    bool,
    QueryParameter(
        name="cancelStanding",
        description="Whether talks and visits on days that close are cancelled; without it they refuse the change.",
    ),
]


class ThemeController(Controller):
    """Themes of a person's organisations (N3)."""

    tags = ("School calendar",)

    @get("/me/themes", operation_id="listMyThemes", opt={"action": ME})
    async def list_themes(self, runner: NamedDependency[RequestRunner]) -> list[CalendarTheme]:
        """Lists the themes of this month and the next in your organisations, by their first day.

        A bureau's theme that several of your organisations have is listed once.
        """
        found = await runner.each_org(service.list_themes)
        once = {theme.entry_id: theme for themes in found.values() for theme in themes}
        return sorted(once.values(), key=lambda theme: (theme.first_day, theme.last_day, theme.name))


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
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[CalendarEntriesNew],
        cancel_standing: CancelStanding = False,
    ) -> list[SchoolCalendarEntry]:
        """Adds entries, all of them or none.

        A closed day has no free times. 409 `calendar-days-taken` names who has talks or visits on days that would close; with
        `cancelStanding` they are cancelled, and everybody is told. A bureau's entry `forSchools` reaches its schools soon after;
        there it cancels what stands.
        """
        add = partial(service.add_entries, cancel_standing=cancel_standing)
        return await runner.write(add, data, again=service.get_added)

    @post(
        "/entries/{entry_id:uuid}/end",
        operation_id="endCalendarEntry",
        opt={"action": actions.SCHOOL_CALENDAR_EDIT},
        status_code=200,
    )
    async def end_entry(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        entry_id: FromPath[UUID],
        cancel_standing: CancelStanding = False,
    ) -> SchoolCalendarEntry:
        """Takes an entry out of the calendar; its days are what they were without it.

        A school may take out a bureau's entry for itself. Ending it again changes nothing. 409 `calendar-days-taken` as when
        entries are added.
        """
        end = partial(service.end_entry, cancel_standing=cancel_standing)
        return await runner.write(end, entry_id, again=service.get_entry)

    @put("/settings", operation_id="setCalendarSettings", opt={"action": actions.SCHOOL_CALENDAR_EDIT})
    async def set_settings(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[CalendarSettingsEdit],
        version: NamedDependency[int],
        cancel_standing: CancelStanding = False,
    ) -> CalendarSettings:
        """Replaces whether the national table counts, and the hours between which visits may be proposed.

        409 `calendar-days-taken` as when entries are added.
        """
        edit = partial(service.set_settings, cancel_standing=cancel_standing)
        return await runner.write(edit, data, version, again=service.get_settings)

    @post(
        "/files",
        operation_id="readCalendarFile",
        opt={"action": actions.SCHOOL_CALENDAR_EDIT, "idempotency_key": False},
        status_code=200,
        request_max_body_size=files.LARGEST,
        operation_class=raw_body("application/octet-stream"),
    )
    async def read_file(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        file_name: Annotated[
            str,
            QueryParameter(
                name="fileName", min_length=1, max_length=200, pattern=LINE, description="The name of the file."
            ),
        ],
    ) -> CalendarFile:
        """Reads a calendar (.ics) or a table (.xlsx, .csv) and answers with the entries it would add. It changes nothing.

        The entries are added by `addCalendarEntries`, perhaps corrected. 422 `calendar-file` when no calendar was found in it; a
        file that cannot be read is refused as a roster is.
        """
        await runner.check_session()
        data = await runner.request.body()
        return await runner.read(files.read_file, file_name, data)
