"""Fixtures of notices."""

import pytest

from api.core.services import Services
from tests.jobs.city import City
from tests.notices.office import Office
from tests.servers import Database, owner
from tests.world import World


@pytest.fixture
async def office(world: World, services: Services, database: Database) -> Office:
    """The northern school's office; no work is left over from the test before."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return Office(world, City(services, database))
