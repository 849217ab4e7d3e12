"""Route of a person's own visits."""

from litestar import Controller, get
from litestar.di import NamedDependency

from api.core.access import Action
from api.visits.mine import service
from api.web.edge import Edge
from schemas.visit_screens import MyVisits


class MyVisitController(Controller):
    """Visits that concern you."""

    path = "/me/visits"
    tags = ("Home visits",)

    @get(operation_id="listMyVisits", opt={"action": Action.ME})
    async def list_mine(self, edge: NamedDependency[Edge]) -> MyVisits:
        """Visits to your children or class and those of your team, from every organisation: coming ones and those of the
        last 60 days, by time. With them the times that your children's families offer.
        """
        return service.whole((await edge.each_org(service.get_part)).values())
