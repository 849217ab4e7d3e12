"""Routes of offered times."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.core.access import Action
from api.visits.offers import service
from api.web.edge import Edge
from schemas.visits import Offer, OfferNew


class OfferController(Controller):
    """When visits suit families."""

    path = "/orgs/{org_id:int}"
    tags = ("Home visits",)

    @get("/students/{student_id:uuid}/visit-offers", operation_id="listOffers", opt={"action": Action.OFFER_READ})
    async def list_offers(
        self, edge: NamedDependency[Edge], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> list[Offer]:
        """When and where visits suit a pupil's family: for its guardians, the class teacher and the visiting team."""
        return await edge.read(service.list_offers, student_id)

    @post("/students/{student_id:uuid}/visit-offers", operation_id="addOffer", opt={"action": Action.OFFER_EDIT})
    async def add_offer(
        self,
        edge: NamedDependency[Edge],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        data: JSONBody[OfferNew],
    ) -> Offer:
        """You offer a time for a visit to your child's family: every week, or on one date."""
        return await edge.write(service.add_offer, student_id, data, again=service.get_offer)

    @post(
        "/visit-offers/{offer_id:uuid}/end", operation_id="endOffer", opt={"action": Action.OFFER_EDIT}, status_code=200
    )
    async def end_offer(self, edge: NamedDependency[Edge], org_id: FromPath[int], offer_id: FromPath[UUID]) -> Offer:
        """Takes an offered time back. Visits agreed on stay as they are."""
        return await edge.write(service.end_offer, offer_id, again=service.get_offer)
