"""Fixtures of campaigns."""

import pytest

from api.core.services import Services
from tests.jobs.city import City
from tests.servers import Database
from tests.visits.family import Family
from tests.visits.test_followed import Town
from tests.world import World


@pytest.fixture
def town(world: World, services: Services, database: Database) -> Town:
    """A worker beside ming's family."""
    return Town(Family(world, world.north, world.people.ming, world.people.wang), City(services, database))
