"""The daily task that anchors the chains."""

from uuid import uuid4

from api.anchors import service
from api.core import anchors, audit
from api.core.services import Services
from schemas.anchors.tasks import AnchorChains
from tests.core.units_of_work import acting
from tests.world import World


async def test_every_day_the_ends_of_all_chains_are_anchored(services: Services, world: World) -> None:
    async with acting(services, world.north, uuid4()) as uow:
        await audit.record_access(uow, uuid4(), "counsellor")
    again = await service.anchor_chains(services, 0, AnchorChains())
    assert again > services.clock.now()
    folder = services.config.anchors_dir
    assert world.north in anchors.list_anchored(folder)
    assert world.south not in anchors.list_anchored(folder)  # nobody opened anything there
