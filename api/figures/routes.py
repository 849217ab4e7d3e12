"""Route of figures."""

from typing import Annotated

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.figures import actions, service
from api.http.request_runner import RequestRunner
from schemas.figures.wire import Figures, FigureTargets, FigureTargetsEdit, FigureTrends


class FiguresController(Controller):
    """Figures of schools for their bureau: counts, never a child."""

    path = "/orgs/{org_id:int}"
    tags = ("Figures",)

    @get("/figures", operation_id="getFigures", opt={"action": actions.FIGURES_READ})
    async def get_figures(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> Figures:
        """Returns the figures of each school below your bureau, and their sums.

        Schools count daily. A school that has never counted is missing.
        """
        return await runner.read(service.get_figures)

    @get("/figures/trends", operation_id="getFigureTrends", opt={"action": actions.FIGURES_READ})
    async def get_trends(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: Annotated[int | None, QueryParameter(name="schoolId", description="Only this school.")] = None,
    ) -> FigureTrends:
        """Returns how the schools that are below your bureau today went on, by month and by term, for two years.

        A month is as it stood at its last daily count. Counts of confidential matters are not among them. 404 for a school that is not below.
        """
        return await runner.read(service.get_trends, school_id)

    @put("/figures/targets", operation_id="setFigureTargets", opt={"action": actions.FIGURES_TARGET})
    async def set_targets(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[FigureTargetsEdit],
        version: NamedDependency[int],
    ) -> FigureTargets:
        """Replaces what your bureau wants each of its schools to reach.

        The version is that of the targets in the figures; before any were set it is 0. Schools do not see them.
        """
        return await runner.write(service.set_targets, data, version, again=service.get_targets)
