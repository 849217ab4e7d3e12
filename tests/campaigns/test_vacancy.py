"""A class that nobody leads for a while: who follows takes the part in its campaign, as in a replacement without a gap (V8)."""

from collections.abc import Sequence
from typing import Any

from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import opened, path
from tests.campaigns.test_duty import screen
from tests.counselling.desk import ok, version
from tests.world import Person, World


async def leads(world: World, who: Person, *classes: Any, teaches: Sequence[Any] = ()) -> None:
    """The administrator's edit of a colleague, who leads these classes from now on, and teaches those."""
    client, at = world.client(world.people.north_admin), f"/orgs/{world.north}/roster/staff/{who.account_id}"
    now = await ok(await client.get(at))
    body = {"name": who.name, "number": f"N{who.name}", "roles": [], "leads": [str(one) for one in classes]}
    taught = [{"classId": str(one), "subject": "数学"} for one in teaches]
    await ok(await client.put(at, json={**body, "teaches": taught}, headers=version(now["version"])))


async def visitors(world: World, campaign_id: str) -> dict[str, int]:
    """Who visits, and on how many spans."""
    found = await screen(world, world.people.gao, campaign_id)
    return {one["name"]: len(one["hours"]) for one in found["visitors"]}


async def test_who_follows_a_vacancy_visits_in_the_campaign(world: World) -> None:
    who = world.people
    campaign_id = (await opened(world, who.wang))["campaignId"]
    await leads(world, who.wang)
    assert await visitors(world, campaign_id) == {}
    before = (await screen(world, who.gao, campaign_id))["version"]
    await leads(world, who.lin, world.north_a)
    assert await visitors(world, campaign_id) == {"lin": 0}
    found = await screen(world, who.lin, campaign_id)
    assert (found["version"], found["canEdit"]) == (before + 1, True)


async def test_who_comes_back_after_a_vacancy_visits_again(world: World) -> None:
    who = world.people
    campaign_id = (await opened(world, who.wang))["campaignId"]
    await leads(world, who.wang)
    await leads(world, who.wang, world.north_a)
    assert await visitors(world, campaign_id) == {"wang": 0}  # hours are given by themself


async def test_nobody_else_is_made_a_visitor(world: World) -> None:
    """A closed campaign stays as it was, and who leads another class as well does not come into its campaign twice."""
    who = world.people
    body = campaign([world.north_a, world.north_b], [who.gao])
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    before = await visitors(world, campaign_id)
    assert set(before) == {"gao"}  # chen leads class B and was not chosen
    await leads(world, who.wang)
    await ok(await world.client(who.gao).post(path(world, campaign_id, "/close"), headers=version(2)))
    await leads(world, who.lin, world.north_a)
    assert await visitors(world, campaign_id) == before


async def test_a_replaced_class_teacher_who_teaches_on_reads_no_family(world: World) -> None:
    """Wang led class A and still teaches it: a visitor with their own hours, who learns of families by their visits."""
    who = world.people
    campaign_id = (await opened(world, who.wang))["campaignId"]
    assert len((await screen(world, who.wang, campaign_id))["students"]) == 2
    await leads(world, who.wang, teaches=[world.north_a])
    await leads(world, who.lin, world.north_a)
    assert await visitors(world, campaign_id) == {"lin": 0, "wang": 2}
    found = await screen(world, who.wang, campaign_id)
    assert (found["students"], found["classes"], found["days"], found["visits"]) == ([], [], [], 0)
    assert (found["canEdit"], found["canPlan"]) == (False, False)
