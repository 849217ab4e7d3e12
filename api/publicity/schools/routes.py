"""Routes of a bureau's view of returns."""

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.publicity import actions
from api.publicity.periods import InPeriod, OnDay
from api.publicity.schools import service
from api.roster.files import service as files
from schemas.publicity.wire import PublicityOfSchools, PublicitySettings, PublicitySettingsEdit


class SchoolPublicityController(Controller):
    """Returns of a bureau's schools: counts, never a person."""

    path = "/orgs/{org_id:int}/publicity/schools"
    tags = ("Publicity",)

    @get(operation_id="getSchoolPublicity", opt={"action": actions.PUBLICITY_SCHOOLS})
    async def get_returns(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        period: InPeriod = "quarter",
        day: OnDay = None,
    ) -> PublicityOfSchools:
        """Returns the newest return of each school below your bureau for a period, their sums, and who has not filed.

        Without `day` it is the newest period that is over.
        """
        return await runner.read(service.get_returns, period, day)

    @get(
        "/returns.xlsx",
        operation_id="exportSchoolPublicity",
        opt={"action": actions.PUBLICITY_SCHOOLS},
        media_type=files.XLSX,
    )
    async def export_returns(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        period: InPeriod = "quarter",
        day: OnDay = None,
    ) -> bytes:
        """Returns the same as a workbook with two columns for each kind of event, in which every cell is text."""
        content = await runner.read(service.export_returns, period, day)
        runner.header("content-disposition", 'attachment; filename="xinqiao-publicity-returns.xlsx"')
        return content

    @put("/settings", operation_id="setPublicitySettings", opt={"action": actions.PUBLICITY_SCHOOLS})
    async def set_settings(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[PublicitySettingsEdit],
        version: NamedDependency[int],
    ) -> PublicitySettings:
        """Replaces for which periods returns are asked of the schools, and how many days after its end each is due.

        A school follows its nearest bureau that has said so. What was filed keeps the day by which it was due.
        """
        return await runner.write(service.set_settings, data, version, again=service.get_settings)
