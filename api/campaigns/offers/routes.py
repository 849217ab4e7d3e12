"""Routes of times that are offered for a visit."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.campaigns import actions
from api.campaigns.offers import service
from api.http.request_runner import RequestRunner
from schemas.visits.wire import FreeTimes


class VisitOfferController(Controller):
    """Other times for a visit."""

    path = "/orgs/{org_id:int}/visits/{visit_id:uuid}"
    tags = ("Home visits",)

    @get("/offers", operation_id="listVisitOffers", opt={"action": actions.VISIT_OFFER_READ})
    async def list_offers(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], visit_id: FromPath[UUID]
    ) -> FreeTimes:
        """Lists the free times of the next 28 days that keep the route of the team's day possible, the best first.

        The best add the least travel. 409 `visit-closed` when the visit is cancelled or closed.
        """
        return await runner.read(service.list_offers, visit_id)
