"""Fixtures of lectures."""

import pytest

from api.core.services import Services
from tests.jobs.city import City
from tests.lectures.hall import Hall
from tests.servers import Database, owner
from tests.world import World


@pytest.fixture
async def hall(world: World, services: Services, database: Database) -> Hall:
    """The northern school's hall; no work is left over from the test before."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return Hall(world, City(services, database))
