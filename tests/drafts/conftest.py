"""Fixtures of drafts: a family that is visited, and a counsellor's desk."""

import pytest

from tests.counselling.desk import Desk, north_desk
from tests.visits.family import Family
from tests.world import World


@pytest.fixture
async def family(world: World) -> Family:
    """Ming's."""
    return Family(world, world.north, world.people.ming, world.people.wang)


@pytest.fixture
async def desk(world: World) -> Desk:
    """Lin's desk at the northern school."""
    return await north_desk(world)
