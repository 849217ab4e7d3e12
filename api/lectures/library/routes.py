"""Routes of the library of lectures as staff keep it."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.lectures import actions
from api.lectures.library import service
from schemas.lectures.library import (
    LectureEntry,
    LectureEntryEdit,
    LectureLibraryForm,
    LectureSeries,
    LectureSeriesNew,
    RecordingHosts,
    RecordingHostsEdit,
)


class LectureLibraryController(Controller):
    """Numbered series of lectures, and their recordings."""

    path = "/orgs/{org_id:int}/lectures"
    tags = ("Lectures: library",)

    @get("/library", operation_id="getLectureLibrary", opt={"action": actions.LECTURE_FOLLOW})
    async def get_form(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> LectureLibraryForm:
        """Returns the series of the school and the sites on which recordings may be."""
        return await runner.read(service.get_form)

    @put("/library/hosts", operation_id="setRecordingHosts", opt={"action": actions.LECTURE_LIBRARY})
    async def set_hosts(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[RecordingHostsEdit],
        version: NamedDependency[int],
    ) -> RecordingHosts:
        """Replaces the sites on which recordings may be, each by its whole name.

        A recording on a site that was taken out opens no more, and opens again once its site is back.
        """
        return await runner.write(service.set_hosts, data, version, again=service.get_hosts)

    @post("/series", operation_id="addLectureSeries", opt={"action": actions.LECTURE_LIBRARY})
    async def add_series(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[LectureSeriesNew]
    ) -> LectureSeries:
        """Begins a series of lectures."""
        return await runner.write(service.add_series, data, again=service.get_series)

    @put("/series/{series_id:uuid}", operation_id="setLectureSeries", opt={"action": actions.LECTURE_LIBRARY})
    async def set_series(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        series_id: FromPath[UUID],
        data: JSONBody[LectureSeriesNew],
        version: NamedDependency[int],
    ) -> LectureSeries:
        """Renames a series, ends it or takes it up again. Lectures that are in it stay."""
        return await runner.write(service.set_series, series_id, data, version, again=service.get_series)

    @get("/{lecture_id:uuid}/library", operation_id="getLectureEntry", opt={"action": actions.LECTURE_FOLLOW})
    async def get_entry(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> LectureEntry:
        """Returns a lecture's place in the library, how many people opened its recording, and what people said of it.

        Answers are counted five people at a time; before the first five there are none.
        """
        return await runner.read(service.get_entry, lecture_id)

    @put("/{lecture_id:uuid}/library", operation_id="setLectureEntry", opt={"action": actions.LECTURE_EDIT})
    async def set_entry(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        data: JSONBody[LectureEntryEdit],
        version: NamedDependency[int],
    ) -> LectureEntry:
        """Puts a lecture into a series, adds its recording, or takes either out.

        409 `recording-too-early` before it was published and has begun, 409 `number-taken` when another lecture of the series
        has the number; 422 for a site that the school does not allow.
        """
        return await runner.write(service.set_entry, lecture_id, data, version, again=service.get_entry)
