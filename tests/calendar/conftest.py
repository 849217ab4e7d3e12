"""The town of the tests about calendars' answers."""

import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.calendar.town import Town, address
from tests.counselling.desk import north_desk
from tests.jobs.city import City
from tests.servers import Database
from tests.visits.family import Family
from tests.world import World


@pytest.fixture
async def town(world: World, services: Services, database: Database, clock: FixedClock) -> Town:
    who = world.people
    for person in (who.wang, who.lin, who.mother, who.father, who.jun_mother):
        sealed = services.sealer.seal_contact("mail", person.account_id, address(person))
        await world.operate(0, "select account_set_email($1, $2, $3, $3)", person.account_id, sealed, world.now)
    family = Family(world, world.north, who.ming, who.wang)
    return Town(world, await north_desk(world), family, City(services, database), clock)
