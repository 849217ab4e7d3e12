"""Fixtures of notices."""

from dataclasses import replace

import pytest

from api.core import db
from api.core.services import Services
from tests.jobs.city import City
from tests.notices.bureau import Bureau
from tests.notices.office import Office
from tests.servers import Database, owner
from tests.world import World
from tests.world_rows import add_memberships, add_staff


@pytest.fixture
async def office(world: World, services: Services, database: Database) -> Office:
    """The northern school's office; no work is left over from the test before."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return Office(world, City(services, database))


@pytest.fixture
async def bureau(office: Office) -> Bureau:
    second, org_id = office.world.people.nobody, office.world.bureau
    async with db.transaction(office.world.operator, org_id) as conn:
        await add_staff(conn, org_id, second, ["officer"], office.world.now)
        await add_memberships(conn, "staff", [second], office.world.now)
    proven = await office.world.sign_in(second, assurance=2)
    return Bureau(office, replace(second, token=proven.headers["authorization"].removeprefix("Bearer ")))
