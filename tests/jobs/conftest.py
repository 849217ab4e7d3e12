"""Fixtures for work."""

import pytest

from api.core.embedded import Servers
from api.core.services import Services
from tests.jobs.city import City
from tests.jobs.scene import chaos as chaos  # noqa: PLC0414  # fixtures, passed on
from tests.jobs.scene import scene as scene  # noqa: PLC0414
from tests.servers import Cluster, Database, owner


@pytest.fixture
async def city(services: Services, database: Database) -> City:
    """A city without any work left over from the test before; its clock is the test's."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return City(services, database)


@pytest.fixture
def servers(cluster: Cluster) -> Servers:
    """The run's servers, with an empty Valkey."""
    cluster.servers.flush()
    return cluster.servers
