"""A student leaves a school that a centre serves (0658): what was booked there goes on with the family, and nothing new is booked."""

import pytest

from api.core.services import Services
from api.roster.command import end_services
from jobs.kinds import HANDLERS
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, ok, slug, version
from tests.jobs.city import City
from tests.servers import Database
from tests.world import Person, World


@pytest.fixture
async def desk(world: World) -> Desk:
    """The centre's, of Qian."""
    return await centre_desk(world, world.people.qian)


@pytest.fixture
def city(services: Services, database: Database) -> City:
    """Its worker."""
    return City(services, database)


async def leave(world: World, student: Person) -> None:
    """The southern school ends the student by hand."""
    admin = await world.sign_in(world.people.south_admin, assurance=2)
    path = f"/orgs/{world.south}/roster/students/{student.account_id}"
    shown = await ok(await admin.get(path))
    await ok(await admin.post(f"{path}/end", headers=version(shown["version"])))


async def test_the_family_reads_and_cancels_what_it_booked_and_books_nothing_new(desk: Desk, city: City) -> None:
    world, who = desk.world, desk.world.people
    booked = (await desk.book(who.lei_father, who.lei, attends="both"))["bookingId"]
    await leave(world, who.lei)
    await city.work(HANDLERS)
    for person in (who.qian, who.lei_father, who.lei):
        assert (await ok(await desk.get(person, booked)))["state"] == "confirmed", person.name
    for person in (who.lei_father, who.lei):
        assert slug(await desk.try_book(person, who.lei, TUESDAY + HOUR)) == (404, "not-found")
        assert booked in str(await ok(await world.client(person).get("/me/inbox"))), person.name
    await ok(await desk.cancel(who.lei_father, booked))


async def test_messages_and_feed_go_on_with_it(desk: Desk, city: City) -> None:
    world, who = desk.world, desk.world.people
    booked = (await desk.book(who.lei_father, who.lei, attends="both"))["bookingId"]
    father = world.client(who.lei_father)
    feed = (await ok(await father.post("/me/feed"), 201))["https"].partition("/api/v1")[2]
    await leave(world, who.lei)
    await city.work(HANDLERS)
    assert "BEGIN:VEVENT" in (await father.get(feed)).text
    told = "select 1 from deliveries where account_id = $1 and state = 'sent'"
    before = len(await city.rows(told, who.lei_father.account_id))
    await ok(await desk.move(who.qian, booked, TUESDAY + HOUR))
    await city.work(HANDLERS)
    assert len(await city.rows(told, who.lei_father.account_id)) > before
    assert "20261124T150000" in (await father.get(feed)).text


async def test_another_time_is_a_new_booking(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booked = (await desk.book(who.lei_father, who.lei, attends="both"))["bookingId"]
    await leave(world, who.lei)
    assert slug(await desk.move(who.lei_father, booked, TUESDAY + HOUR)) == (404, "not-found")
    assert slug(await desk.try_book(who.qian, who.lei, TUESDAY + HOUR)) == (404, "not-found")
    assert await desk.starts(who.lei_father) == []
    assert await desk.starts(who.lei) == []


async def test_whose_tie_ended_before_or_is_barred_keeps_nothing(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booked = (await desk.book(who.lei_father, who.lei))["bookingId"]
    await leave(world, who.lei)
    tie = "update guardianships set ended_at = ended_at - interval '{}', barred = {} where org_id = $1 and guardian_id = $2"
    for earlier, barred, status in (("0 s", "false", 200), ("0 s", "true", 403), ("1 s", "false", 403)):
        await world.operate(world.south, tie.format(earlier, barred), world.south, who.lei_father.account_id)
        assert (await desk.get(who.lei_father, booked)).status_code == status, (earlier, barred)


@pytest.mark.parametrize(("days", "status"), [(365, 200), (367, 403)])
async def test_it_lasts_a_year(desk: Desk, days: int, status: int) -> None:
    world, who = desk.world, desk.world.people
    booked = (await desk.book(who.lei_father, who.lei))["bookingId"]
    await leave(world, who.lei)
    for table in ("students", "guardianships", "guardians", "memberships"):
        back = (
            f"update {table} set ended_at = ended_at - $2 * interval '1 day' where org_id = $1 and ended_at is not null"
        )
        await world.operate(world.south, back, world.south, days)
    for person in (who.lei_father, who.lei):
        assert (await desk.get(person, booked)).status_code == status, person.name
        named = [org["orgId"] for org in (await ok(await world.client(person).get("/me/home")))["orgs"]]
        assert (desk.org_id in named) is (status == 200), person.name


async def test_a_sibling_who_stays_gives_no_longer_time(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    add = "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, since, updated_at) values ($1, $2, $3, 'father', 2, $4, $4)"
    ids = (who.tao.account_id, who.lei_father.account_id)
    await world.operate(world.south, add, world.south, *ids, world.now)
    booked = (await desk.book(who.lei_father, who.lei))["bookingId"]
    await leave(world, who.lei)
    assert (await ok(await desk.get(who.lei_father, booked)))["state"] == "confirmed"
    assert slug(await desk.try_book(who.lei_father, who.lei, TUESDAY + HOUR)) == (404, "not-found")
    await desk.book(who.lei_father, who.tao, TUESDAY + HOUR)
    for table in ("students", "guardianships"):
        back = (
            f"update {table} set ended_at = ended_at - interval '367 days' where org_id = $1 and ended_at is not null"
        )
        await world.operate(world.south, back, world.south)
    assert slug(await desk.get(who.lei_father, booked)) == (404, "not-found")


async def test_only_schools_that_are_served_are_offered(desk: Desk, city: City) -> None:
    world, who = desk.world, desk.world.people

    async def offered(person: Person) -> list[int]:
        orgs = (await ok(await world.client(person).get("/me/home")))["orgs"]
        return next(org["talksFor"] for org in orgs if org["orgId"] == desk.org_id)

    assert await offered(who.mother) == [world.south], "and not the northern school"
    await end_services(city.database.owner_url, desk.org_id, [world.south], world.now)
    assert await offered(who.mother) == []
    assert await desk.starts(who.mother) == []
