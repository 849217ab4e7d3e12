"""A tie ends at a school: the centre that serves it follows, and nothing of the child reaches who was barred."""

from uuid import UUID

import pytest

from api.core import parts
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from jobs.kinds import HANDLERS
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, ok
from tests.jobs.city import City
from tests.servers import Database
from tests.world import Person, World

END_TIE = "update guardianships set ended_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3"


@pytest.fixture
async def desk(world: World) -> Desk:
    """The centre's."""
    return await centre_desk(world, world.people.qian)


@pytest.fixture
def city(services: Services, database: Database) -> City:
    """Its worker."""
    return City(services, database)


async def bar(services: Services, city: City, school_id: int, who: Person, child: Person) -> None:
    """A court's order, as the school records it; then the worker works."""
    async with system_uow(services, school_id) as uow:
        await uow.conn.execute(END_TIE, school_id, child.account_id, who.account_id, uow.now)
        ended = EndedPart(account_id=who.account_id, part="guardianship", how="barred", student_id=child.account_id)
        await parts.end(uow, "test", None, [ended])
    await city.work(HANDLERS)


async def test_a_barred_guardian_loses_what_they_booked_at_the_centre(
    desk: Desk, services: Services, city: City
) -> None:
    world, who = desk.world, desk.world.people
    booking = await desk.book(who.lei_father, who.lei, attends="both")
    await city.work(HANDLERS)
    father = world.client(who.lei_father)
    feed = (await ok(await father.post("/me/feed"), 201))["https"].partition("/api/v1")[2]
    assert "BEGIN:VEVENT" in (await father.get(feed)).text
    [about] = (await ok(await father.get("/me/inbox")))["items"]
    assert about["childIds"] == [str(who.lei.account_id)], "a centre has no roster of its own"
    told = "select 1 from deliveries where account_id = $1 and state = 'sent'"
    before = len(await city.rows(told, who.lei_father.account_id))
    await bar(services, city, world.south, who.lei_father, who.lei)
    [row] = await world.sql(
        desk.org_id,
        "select state, cancelled_for from bookings where org_id = $1 and booking_id = $2",
        *(desk.org_id, UUID(booking["bookingId"])),
    )
    assert (row[0], row[1]) == ("cancelled", "client_left")
    assert (await ok(await father.get("/me/inbox")))["items"] == []
    assert "BEGIN:VEVENT" not in (await father.get(feed)).text
    assert len(await city.rows(told, who.lei_father.account_id)) == before, "nothing left for him since"


async def test_other_families_and_later_bookings_stay(desk: Desk, services: Services, city: City) -> None:
    world, who = desk.world, desk.world.people
    kept = await desk.book(who.tao, who.tao, TUESDAY + HOUR)
    await bar(services, city, world.south, who.lei_father, who.lei)
    assert (await ok(await desk.get(who.mother, kept["bookingId"])))["state"] == "confirmed"
    again = "update guardianships set ended_at = null where org_id = $1 and guardian_id = $2"
    await world.operate(world.south, again, world.south, who.lei_father.account_id)
    later = await desk.book(who.lei_father, who.lei, attends="both")
    await city.work(HANDLERS)
    assert (await ok(await desk.get(who.lei_father, later["bookingId"])))["state"] == "confirmed"
    assert (await ok(await world.client(who.lei_father).get("/me/inbox")))["items"]
