"""Route of a person's own visits."""

from litestar import Controller, get
from litestar.di import NamedDependency

from api.core.access import ME
from api.http.request_runner import RequestRunner
from api.visits.mine import service
from schemas.visits.screens.wire import MyVisits


class MyVisitController(Controller):
    """A person's own visits."""

    path = "/me/visits"
    tags = ("Home visits",)

    @get(operation_id="listMyVisits", opt={"action": ME})
    async def list_mine(self, runner: NamedDependency[RequestRunner]) -> MyVisits:
        """Lists visits to your children or class and visits of your team, from every organisation.

        Coming visits and those of the last 60 days, by time. With them the times at which a visit would suit your
        family.
        """
        return service.combine((await runner.each_org(service.get_part)).values())
