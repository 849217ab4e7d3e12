"""A centre's counsellor whom a court bars at the school from a child, or who is its family there."""

from typing import Any

import pytest

from api.core.services import Services
from api.roster.command import OrgNew, add_orgs
from jobs.kinds import HANDLERS
from tests.barring import ORDER
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, field, ok, slug, version
from tests.jobs.city import City
from tests.servers import Database
from tests.world import World

SPAN = {"from": "2026-11-01T00:00:00Z", "to": "2026-11-30T00:00:00Z"}


@pytest.fixture
async def desk(world: World) -> Desk:
    """The centre's, of Qian."""
    return await centre_desk(world, world.people.qian)


@pytest.fixture
def city(services: Services, database: Database) -> City:
    """Its worker."""
    return City(services, database)


async def add_father(world: World) -> None:
    """The southern school names Qian as Tao's father, as it names anybody."""
    qian = world.people.qian
    body = {"name": "qian", "relation": "father", "contactOrder": 3, "phone": qian.phone}
    await _change(world, "guardians", body)


async def order(world: World, what: str, body: Any = None) -> None:
    """The southern school records an order about Qian, or lifts it."""
    await _change(world, f"guardians/{world.people.qian.account_id}/{what}", body)


async def _change(world: World, what: str, body: Any) -> None:
    admin = await world.sign_in(world.people.south_admin, assurance=2)
    path = f"/orgs/{world.south}/roster/students/{world.people.tao.account_id}"
    shown = await ok(await admin.get(path))
    answer = await admin.post(f"{path}/{what}", json=body, headers=version(shown["version"]))
    assert answer.status_code in {200, 201}, answer.text


async def test_an_order_of_the_school_closes_the_child_to_who_counsels_at_the_centre(desk: Desk, city: City) -> None:
    world, who = desk.world, desk.world.people
    early = (await desk.book(who.mother, who.tao, note="about home"))["bookingId"]
    await city.work(HANDLERS)
    await add_father(world)
    await order(world, "bar", ORDER)
    await city.work(HANDLERS)
    assert (await ok(await desk.get(who.mother, early)))["state"] == "cancelled"
    told = (await ok(await world.client(who.mother).get("/me/inbox")))["items"]
    assert [item for item in told if "somebody else will see you" in item["body"]]
    qian = await world.sign_in(who.qian, assurance=2)
    for what in ("", "/note", "/session-note"):
        assert slug(await qian.get(f"{desk.bookings}/{early}{what}")) == (404, "not-found"), what
    for path in ("/me/diary", f"/orgs/{desk.org_id}/bookings", "/me/inbox"):
        assert who.tao.name not in (await qian.get(path, params=SPAN if "inbox" not in path else None)).text, path


async def test_nobody_books_at_the_centre_with_who_is_barred(desk: Desk, city: City) -> None:
    world, who = desk.world, desk.world.people
    await desk.close(who.qian, (await desk.book(who.mother, who.tao))["bookingId"])
    await add_father(world)
    await order(world, "bar", ORDER)
    await city.work(HANDLERS)
    at = TUESDAY + HOUR
    assert slug(await desk.try_book(who.qian, who.tao, at, private=True)) == (404, "not-found")
    assert field(await desk.try_book(who.tao, who.tao, at, private=True)) == (422, "$.counsellorId", "related")
    assert field(await desk.try_book(who.mother, who.tao, at)) == (422, "$.counsellorId", "related")
    await desk.book(who.lei, who.lei, at)
    await order(world, "lift")
    await city.work(HANDLERS)
    await desk.book(who.mother, who.tao, at + HOUR)


async def test_todays_family_invites_nobody_at_the_centre(desk: Desk, city: City) -> None:
    world, who = desk.world, desk.world.people
    await desk.book(who.mother, who.tao)
    await add_father(world)
    await city.work(HANDLERS)
    answer = await desk.try_book(who.qian, who.tao, TUESDAY + HOUR, private=True)
    assert field(answer) == (422, "$.counsellorId", "related")


async def test_nobody_moves_a_talk_at_the_centre_to_family_or_who_is_barred(desk: Desk, city: City) -> None:
    world, who = desk.world, desk.world.people
    also = "update staff set roles = roles || '{counsellor}' where org_id = $1 and staff_id = $2"
    await world.sql(desk.org_id, also, desk.org_id, who.centre_admin.account_id)
    other = await centre_desk(world, who.centre_admin)
    early = (await other.book(who.mother, who.tao))["bookingId"]
    await add_father(world)
    answer = await other.move(who.mother, early, TUESDAY + HOUR, to=who.qian)
    assert field(answer) == (422, "$.counsellorId", "related"), "as today's father"
    await order(world, "bar", ORDER)
    await city.work(HANDLERS)
    answer = await other.move(who.mother, early, TUESDAY + HOUR, to=who.qian)
    assert field(answer) == (422, "$.counsellorId", "related"), "as one who is barred"


async def test_an_order_reaches_a_centre_that_serves_later_and_who_works_there_later(
    desk: Desk, city: City, database: Database
) -> None:
    world, who = desk.world, desk.world.people
    gone = "delete from org_catchments where provider_org_id = $1 and client_org_id = $2"
    await world.operate(world.south, gone, desk.org_id, world.south)
    left = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(desk.org_id, left, desk.org_id, who.qian.account_id, world.now)
    await add_father(world)
    await order(world, "bar", ORDER)
    await city.work(HANDLERS)
    serves = (world.south,)
    org = OrgNew(org_id=desk.org_id, parent_id=None, kind="centre", name_zh="中心", name_en="Centre", serves=serves)
    await add_orgs(database.owner_url, [org])
    await world.sql(desk.org_id, left, desk.org_id, who.qian.account_id, None)
    assert field(await desk.try_book(who.mother, who.tao)) == (422, "$.counsellorId", "related")
