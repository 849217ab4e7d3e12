"""Fixtures of observations."""

import asyncpg
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.jobs.city import City
from tests.observations.desk import Desk
from tests.observations.hours import Hours
from tests.servers import Database
from tests.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    """The northern school; Ming serves, with the mother's consent."""
    made = Desk(world)
    who = world.people
    await made.serve(who.wang, who.ming, who.mother)
    return made


@pytest.fixture
async def city(services: Services, database: Database) -> City:
    """Runs tasks; none is left over from the test before."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        await owner.execute("delete from tasks")
    finally:
        await owner.close()
    return City(services, database)


@pytest.fixture
def hours(city: City, clock: FixedClock) -> Hours:
    """Moves the clock and runs what is due."""
    return Hours(city, clock)
