"""A family's time that ends with the day: 24:00."""

from tests.counselling.desk import field, ok, slug, version
from tests.visits.family import Family
from tests.world import World


async def open_until_midnight(world: World) -> None:
    """The school lets visits end with the day."""
    settings = {"nationalDays": True, "visitFrom": "08:00", "visitUntil": "24:00"}
    at = f"/orgs/{world.north}/school-calendar/settings"
    await ok(await world.client(world.people.north_admin).put(at, json=settings, headers=version(1)))


async def test_a_time_until_midnight_is_given_shown_and_free_to_the_last_half_hour(family: Family) -> None:
    world, who = family.world, family.world.people
    await open_until_midnight(world)
    entry = await family.add_availability(who.mother, fromTime="22:00", toTime="24:00")
    assert (entry["fromTime"], entry["toTime"]) == ("22:00", "24:00")
    for reader in (who.mother, who.wang):
        [seen] = await ok(await world.client(reader).get(family.availability))
        assert seen["toTime"] == "24:00"
    [mine] = (await ok(await world.client(who.mother).get("/me/visits")))["availability"]
    assert mine["toTime"] == "24:00"
    visit = await family.propose()
    assert await family.times(who.mother, visit) == ["26 22:00", "26 22:30", "26 23:00"]


async def test_times_that_touch_one_until_midnight_join_it(family: Family) -> None:
    mother = family.world.people.mother
    await family.add_availability(mother, fromTime="22:00", toTime="24:00")
    joined = await family.add_availability(mother, fromTime="20:00", toTime="22:00")
    assert (joined["fromTime"], joined["toTime"]) == ("20:00", "24:00")
    again = await family.add_availability(mother, fromTime="21:00", toTime="23:59")
    assert (again["fromTime"], again["toTime"]) == ("20:00", "24:00")
    assert len(await ok(await family.world.client(mother).get(family.availability))) == 1


async def test_no_time_begins_at_the_days_end_or_ends_at_its_beginning(family: Family) -> None:
    mother = family.world.people.mother
    assert slug(await family.try_availability(mother, fromTime="24:00", toTime="24:00"))[0] == 422
    refused = await family.try_availability(mother, fromTime="22:00", toTime="00:00")
    assert field(refused) == (422, "$.toTime", "order")
    assert slug(await family.try_availability(mother, fromTime="22:00", toTime="24:01"))[0] == 422
