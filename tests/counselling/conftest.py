"""Fixtures of counselling."""

import pytest

from tests.counselling.desk import Desk, north_desk
from tests.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    """Lin's desk at the northern school."""
    return await north_desk(world)
