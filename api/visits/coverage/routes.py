"""Routes of coverage."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.coverage import service
from schemas.visits.coverage.wire import Coverage, SchoolCoverage


class CoverageController(Controller):
    """Coverage: which students were visited and contacted, and who is due a visit."""

    path = "/orgs/{org_id:int}"
    tags = ("Home visits",)

    @get("/classes/{class_id:uuid}/coverage", operation_id="getCoverage", opt={"action": actions.COVERAGE_READ})
    async def get_class(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], class_id: FromPath[UUID]
    ) -> Coverage:
        """Returns for each student of a class the last visit and contact, and whether a visit is due.

        A visit is due once in each school year.
        """
        return await runner.read(service.get_class, class_id)

    @get("/coverage", operation_id="getSchoolCoverage", opt={"action": actions.COVERAGE_READ})
    async def get_school(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> SchoolCoverage:
        """Returns the figures of your classes, or of the whole school.

        They count students visited this school year, contacted this term and owed a visit, and the days with visits.
        """
        return await runner.read(service.get_school)
