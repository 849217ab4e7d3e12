"""Route of figures."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.figures import actions, service
from api.http.request_runner import RequestRunner
from schemas.figures.wire import Figures


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
