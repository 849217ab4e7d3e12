"""A line on everybody's first screen, until a day or until it is taken off."""

from datetime import timedelta

from api.core.clock import FixedClock
from tests.bulletins.matrix import BODY
from tests.counselling.desk import ok, slug
from tests.world import Person, World


async def shown(world: World, person: Person) -> list[str]:
    """The bulletins of somebody's first screen."""
    return [line["text"] for line in (await ok(await world.client(person).get("/me/home")))["bulletins"]]


async def test_everybody_of_the_school_sees_it_until_its_last_day(world: World, clock: FixedClock) -> None:
    who = world.people
    await ok(await world.client(who.north_admin).post(f"/orgs/{world.north}/bulletins", json=BODY), 201)
    for person in (who.mother, who.ming, who.wang, who.gao):
        assert await shown(world, person) == [BODY["text"]], person.name
    for person in (who.sun, who.former_guardian, who.ou):
        assert await shown(world, person) == [], person.name
    clock.advance(timedelta(days=4))
    assert await shown(world, who.mother) == [BODY["text"]]
    clock.advance(timedelta(days=1))
    assert await shown(world, who.mother) == []


async def test_it_is_taken_off_once_and_again(world: World) -> None:
    client, path = world.client(world.people.gao), f"/orgs/{world.north}/bulletins"
    added = await ok(await client.post(path, json=BODY), 201)
    for _ in range(2):
        assert (await ok(await client.post(f"{path}/{added['bulletinId']}/end")))["version"] == 2
    assert await ok(await client.get(path)) == []
    assert await shown(world, world.people.mother) == []


async def test_the_first_screen_holds_two_of_a_school(world: World) -> None:
    client, path = world.client(world.people.north_admin), f"/orgs/{world.north}/bulletins"
    for text in "123":
        await ok(await client.post(path, json={**BODY, "text": text}), 201)
    assert await shown(world, world.people.mother) == ["3", "2"]
    assert [line["text"] for line in await ok(await client.get(path))] == ["3", "2", "1"]


async def test_a_day_that_is_over_and_an_empty_line_are_refused(world: World) -> None:
    client, path = world.client(world.people.north_admin), f"/orgs/{world.north}/bulletins"
    assert slug(await client.post(path, json={**BODY, "lastDay": "2026-11-22"})) == (409, "bulletin-over")
    assert (await client.post(path, json={**BODY, "text": " "})).status_code == 422
