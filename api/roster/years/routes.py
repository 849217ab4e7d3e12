"""Routes of a new school year."""

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.roster import actions
from api.roster import service as imports
from api.roster.years import service
from schemas.roster.wire import RosterImport
from schemas.roster.years.wire import SchoolYearNew, SchoolYearProposal


class SchoolYearController(Controller):
    """A new school year without a file: classes go up, graduate, are merged, split or end."""

    path = "/orgs/{org_id:int}/roster/school-years"
    tags = ("Roster",)

    @get("/next", operation_id="getNextSchoolYear", opt={"action": actions.ROSTER_IMPORT, **NEUTRAL})
    async def get_next(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> SchoolYearProposal:
        """Returns the next school year as the names of today's classes suggest it, with the students of each class."""
        return await runner.read_confidential(service.propose)

    @post("", operation_id="addSchoolYear", opt={"action": actions.ROSTER_IMPORT})
    async def add_year(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[SchoolYearNew]
    ) -> RosterImport:
        """Tries out what opening a school year would change.

        It is an import that is applied like any other and can be undone for 7 days.

        409 `roster-changed` when students, classes or teachers changed since the proposal, also between this answer and applying it
        (then the import fails and nothing changes), 409 `roster-import-running` while an import runs, 409 `barred-child` where it
        ends the class of a child from whom a court's order bars you, 422 `school-year-steps` and others when the steps do not make a
        school year.
        """
        return await runner.write(service.add_year, data, again=imports.get_import)
