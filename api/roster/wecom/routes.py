"""Routes: reading the roster from a school's WeCom."""

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.http.request_runner import RequestRunner
from api.roster import actions
from api.roster import service as imports
from api.roster.wecom import service
from schemas.roster.wire import RosterImport, RosterSources


class RosterWecomController(Controller):
    """The roster read from a school's WeCom."""

    path = "/orgs/{org_id:int}/roster"
    tags = ("Roster",)

    @get("/sources", operation_id="getRosterSources", opt={"action": actions.ROSTER_IMPORT})
    async def get_sources(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> RosterSources:
        """Returns where the roster can be read from besides a file: WeCom where the school has an application there."""
        return await runner.read(service.get_sources)

    @post("/imports/wecom", operation_id="addRosterReading", opt={"action": actions.ROSTER_IMPORT}, status_code=202)
    async def add_reading(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> RosterImport:
        """Has the worker read the school's directory in WeCom and check it, without changing anything.

        The answer is an import whose `state` is reading; it becomes checked, like an uploaded file, or failed with a sentence.
        Students and parents are read, colleagues are not. What WeCom does not know (sex, names of parents) is taken from today's
        roster, and is a bad row of newcomers. 403 `step-up-needed` without a second factor in this session, 409
        `roster-no-wecom` without an application.
        """
        return await runner.write(service.add_reading, again=imports.get_import)
