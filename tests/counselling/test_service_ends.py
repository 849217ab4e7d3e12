"""A centre serves a school no more (0657): nothing new is booked, and what was booked goes on with its family."""

from api.core.services import Services
from api.roster.command import OrgNew, add_orgs, end_services
from jobs.kinds import HANDLERS
from tests.barring import ORDER
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, ok, slug, version
from tests.jobs.city import City
from tests.servers import Database
from tests.world import World


async def end(desk: Desk, database: Database) -> None:
    """The centre serves the southern school no more."""
    await end_services(database.owner_url, desk.org_id, [desk.world.south], desk.world.now)


async def begin(desk: Desk, database: Database) -> None:
    """And does so again."""
    org = OrgNew(
        org_id=desk.org_id,
        parent_id=None,
        kind="centre",
        name_zh="中心",
        name_en="Centre",
        serves=(desk.world.south,),
    )
    await add_orgs(database.owner_url, [org])


async def test_families_keep_what_they_booked_and_book_nothing_new(
    world: World, services: Services, database: Database
) -> None:
    who, city = world.people, City(services, database)
    desk = await centre_desk(world, who.qian)
    booked = (await desk.book(who.mother, who.tao, attends="both"))["bookingId"]
    await end(desk, database)
    await city.work(HANDLERS)
    assert (await ok(await desk.get(who.mother, booked)))["state"] == "confirmed"
    assert slug(await desk.try_book(who.mother, who.tao, TUESDAY + HOUR)) == (404, "not-found")
    assert slug(await desk.try_book(who.tao, who.tao, TUESDAY + HOUR)) == (404, "not-found")
    shown = await world.client(who.mother).get(
        f"/orgs/{desk.org_id}/slots", params={"studentId": str(who.tao.account_id)}
    )
    assert (await ok(shown))["slots"] == []
    told = (await ok(await world.client(who.mother).get("/me/inbox")))["items"]
    assert booked in str(told)
    await ok(await desk.cancel(who.mother, booked))
    await begin(desk, database)
    await desk.book(who.mother, who.tao, TUESDAY + HOUR)


async def test_an_order_still_ends_what_who_is_barred_had_there(
    world: World, services: Services, database: Database
) -> None:
    who, city = world.people, City(services, database)
    desk = await centre_desk(world, who.qian)
    booked = (await desk.book(who.lei_father, who.lei, attends="both"))["bookingId"]
    await end(desk, database)
    admin = await world.sign_in(who.south_admin, assurance=2)
    path = f"/orgs/{world.south}/roster/students/{who.lei.account_id}"
    shown = await ok(await admin.get(path))
    bar = f"{path}/guardians/{who.lei_father.account_id}/bar"
    await ok(await admin.post(bar, json=ORDER, headers=version(shown["version"])))
    await city.work(HANDLERS)
    assert (await ok(await desk.get(who.qian, booked)))["state"] == "cancelled"
    assert (await desk.get(who.lei_father, booked)).status_code in {403, 404}
