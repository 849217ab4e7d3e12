"""Route of figures."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.figures import actions, service
from api.http.request_runner import RequestRunner
from schemas.figures.wire import Figures


class FiguresController(Controller):
    """What a bureau sees of its schools: counts, never a child."""

    path = "/orgs/{org_id:int}"
    tags = ("Figures",)

    @get("/figures", operation_id="getFigures", opt={"action": actions.FIGURES_READ})
    async def get_figures(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> Figures:
        """Each school below your bureau in numbers, and their sums. Schools count daily; one that never did is missing."""
        return await runner.read(service.get_figures)
