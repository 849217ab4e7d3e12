"""Longer random years than the suite has time for: more seeds, and more happens in each."""

import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.counselling.desk import north_desk
from tests.jobs.city import City
from tests.roster.test_years import Checked, live
from tests.servers import Database
from tests.world import World

STEPS = 25


@pytest.mark.parametrize("seed", range(100, 106))
async def test_in_longer_years_only_todays_people_are_reached(
    world: World, services: Services, database: Database, clock: FixedClock, seed: int
) -> None:
    await live(Checked(world, City(services, database), clock, await north_desk(world), seed), STEPS)
