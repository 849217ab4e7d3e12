"""Fixtures of notices."""

import pytest

from api.http.core import Core
from tests.jobs.city import City
from tests.notices.office import Office
from tests.servers import Database, owner
from tests.world import World


@pytest.fixture
async def office(world: World, core: Core, database: Database) -> Office:
    """The northern school's office; no work is left over from the test before."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return Office(world, City(core, database))
