"""Nobody is told as news what they did themselves: it stands in their inbox, read, and nothing is sent about it."""

import pytest

from api.core.services import Services
from tests.counselling.desk import TUESDAY, Desk, north_desk, ok
from tests.jobs.city import City
from tests.lectures.hall import Hall
from tests.notices.office import HOUR, Office
from tests.servers import Database, owner
from tests.visits.family import THURSDAY, Family
from tests.world import Person, World


@pytest.fixture
async def office(world: World, services: Services, database: Database) -> Office:
    """The northern school and its worker, whom no work is left of the test before."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return Office(world, City(services, database))


@pytest.fixture
async def desk(world: World) -> Desk:
    return await north_desk(world)


async def test_a_booking_is_news_to_the_others_alone(office: Office, desk: Desk) -> None:
    who = office.world.people
    booking = await desk.book(who.mother, who.ming, attends="guardian")
    await office.work()
    assert await office.inbox(who.mother) == [("Appointment booked", True)]
    assert await office.inbox(who.lin) == [("Appointment booked", False)]
    await ok(await desk.move(who.lin, booking["bookingId"], TUESDAY + HOUR))
    await office.work()
    assert (await office.inbox(who.mother))[0] == ("Appointment changed", False)
    assert (await office.inbox(who.lin))[0] == ("Appointment changed", True)
    await ok(await desk.cancel(who.mother, booking["bookingId"], 2))
    await office.work()
    assert (await office.inbox(who.mother))[0] == ("Appointment cancelled", True)
    assert (await office.inbox(who.lin))[0] == ("Appointment cancelled", False)


async def test_who_confirms_a_visit_has_the_receipt_read(office: Office) -> None:
    who = office.world.people
    await Family(office.world, office.org_id, who.ming, who.wang).agreed(THURSDAY)
    await office.work()
    assert await _unread(office, who.mother) == []
    assert len(await office.inbox(who.mother)) == 1
    assert len(await _unread(office, who.father)) == len(await _unread(office, who.wang)) == 1


async def test_who_registers_or_publishes_has_no_news_of_it(office: Office) -> None:
    hall, who = Hall(office.world, office.city), office.world.people
    everybody = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian", "staff"]}
    lecture = await hall.publish(who.gao, audience=everybody)
    assert await office.inbox(who.gao) == [("Before exams", True)]
    assert await _unread(office, who.wang) == ["Before exams"]
    await hall.register(who.wang, lecture)
    await office.work()
    assert await _unread(office, who.wang) == []  # who registers knows of it
    assert len(await office.inbox(who.wang)) == 2


async def test_a_notice_is_no_news_to_who_sent_it(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.gao, audience={"roles": ["leader", "class_teacher"], "parts": ["staff"]})
    assert [read for _, read in await office.inbox(who.gao)] == [True]
    assert len(await _unread(office, who.wang)) == 1
    assert await office.mine(who.gao)  # it is to be read or signed like by everybody
    await ok(await office.do(who.gao, notice, "withdraw"))
    await office.work()
    assert await _unread(office, who.gao) == []


async def _unread(office: Office, person: Person) -> list[str]:
    return [title for title, read in await office.inbox(person) if not read]
