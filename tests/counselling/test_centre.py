"""Families of a school book at the centre that serves it (C2)."""

from tests.counselling.desk import HOUR, TUESDAY, add_place, centre_desk, hours_of, ok, people, slug
from tests.world import World


async def test_families_of_a_served_school_book_at_the_centre(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.qian)
    booking = await desk.book(who.lei_father, who.lei, attends="both")
    assert (booking["studentName"], booking["orgNameEn"]) == ("lei", "Centre")
    assert people(booking) == {
        "qian": ("counsellor", True),
        "lei": ("student", True),
        "lei_father": ("guardian", True),
    }
    own = await desk.book(who.tao, who.tao, TUESDAY + HOUR)
    assert people(own)["mother"] == ("guardian", False)
    private = await desk.book(who.tao, who.tao, TUESDAY + 2 * HOUR, private=True)
    assert (await desk.get(who.mother, own["bookingId"])).status_code == 200
    assert (await desk.get(who.mother, private["bookingId"])).status_code == 404


async def test_the_centre_learns_no_other_pupils_name(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.qian)
    for person, pupil in [(who.mother, who.ming), (who.mother, who.lei), (who.tao, who.lei), (who.lei_father, who.tao)]:
        assert slug(await desk.try_book(person, pupil)) == (404, "not-found")
    for person in (who.father, who.ming, who.sun, who.zhao):
        assert slug(await desk.try_book(person, who.tao)) == (403, "forbidden")
    assert slug(await desk.try_book(who.qian, who.tao)) == (404, "not-found")
    rows = await world.sql(world.centre, "select name from counselling_client($1)", who.tao.account_id)
    assert rows == []  # asked by nobody in particular


async def test_a_counsellor_of_the_centre_invites_whom_they_have_seen(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.qian)
    await desk.book(who.mother, who.tao, attends="both")
    again = await desk.book(who.qian, who.tao, TUESDAY + HOUR, attends="both")
    assert (again["bookedAs"], again["studentName"]) == ("invitation", "tao")
    assert people(again)["mother"] == ("guardian", True)
    assert slug(await desk.try_book(who.lin, who.tao, TUESDAY + 2 * HOUR)) == (404, "not-found")


async def test_hours_at_one_place_say_nothing_at_another(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.lin)
    provider_id, room_id = await add_place(world, world.north, who.north_admin)
    body = hours_of(who.lin.account_id, provider_id, room_id, weekday=3)
    await ok(await world.client(who.lin).post(f"/orgs/{world.north}/hours", json=body), 201)
    assert (await desk.try_book(who.tao, who.tao)).status_code == 201
    at_school = await world.client(who.ming).post(f"/orgs/{world.north}/bookings", json=desk.wish(who.ming))
    assert slug(at_school) == (409, "slot-not-offered")
