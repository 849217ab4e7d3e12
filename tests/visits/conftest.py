"""Fixtures of home visits."""

import pytest

from tests.visits.family import Family
from tests.world import World


@pytest.fixture
async def family(world: World) -> Family:
    """Ming's."""
    return Family(world, world.north, world.people.ming, world.people.wang)
