"""Fixtures for work."""

import pytest

from api.web.core import Core
from tests.jobs.world import World
from tests.servers import Database, owner


@pytest.fixture
async def world(core: Core, database: Database) -> World:
    """A city without any work left over from the test before; its clock is the test's."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return World(core, database)
