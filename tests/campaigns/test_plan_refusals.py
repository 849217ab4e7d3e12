"""What a plan refuses, or does not place, one by one (V9).

The others have their tests beside what they are about: another class (test_campaigns, test_plans), a family's data outside its window
(tests/visits: test_address, test_day), an agreed visit and a stale plan (test_plans).
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from api.campaigns.plans import rules
from api.core.clock import FixedClock
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_offers import two_families
from tests.campaigns.test_plans import TUESDAYS, planned, see, with_answer
from tests.counselling.desk import field, ok, slug, version
from tests.visits.test_followed import Town


def reasons(plan: dict[str, Any]) -> dict[str, str]:
    return {u["studentName"]: u["reason"] for u in plan["unplaced"]}


async def test_a_time_that_passed_is_no_time_and_no_missing_answer(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    once = {"onDate": "2026-11-28", "fromTime": "09:00", "toTime": "12:00", "placeKind": "home"}
    await ok(await answer(world, who.mother, who.ming, times=[once]))
    plan = await planned(town, campaign_id)
    assert [e["day"] for e in plan["evenings"]] == ["2026-11-28"]
    clock.advance(timedelta(days=7))
    assert (await see(world, campaign_id))["canApply"] is False
    assert reasons(await planned(town, campaign_id))["ming"] == "no_window"


async def test_a_time_shorter_than_a_visit_is_refused_and_never_planned(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    short = {**TUESDAYS, "toTime": "19:30"}
    assert field(await answer(world, who.mother, who.ming, times=[short])) == (422, "$.times", "too-short")
    longer = campaign([world.north_a], [who.wang], visitMinutes=140)
    await ok(await world.client(who.wang).put(path(world, campaign_id), json=longer, headers=version(1)))
    assert reasons(await planned(town, campaign_id))["ming"] == "no_window"


async def test_two_hundred_families_are_too_many(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    add = "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at) values ($1, $2, $3, $4, $4, 'female', $5)"
    for number in range(198):
        await world.operate(world.north, add, world.north, uuid4(), world.north_a, f"S{number}", world.now)
    refused = await world.client(who.wang).post(path(world, campaign_id, "/plan"))
    assert slug(refused) == (409, "too-many-families")
    assert f"{rules.MOST_FAMILIES}" in refused.json()["detail"]
    assert (await see(world, campaign_id))["state"] is None


async def test_a_team_of_nobody_is_refused(town: Town) -> None:
    """Nobody gives hours, or two who always have to go together give none in common."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    wang = world.client(who.wang)
    body = campaign([world.north_a], [who.wang, who.lin], visitorsPerVisit=2)
    body["visitors"][1]["hours"] = [{"weekday": 1, "fromTime": "18:30", "toTime": "21:00"}]
    await ok(await wang.put(path(world, campaign_id), json=body, headers=version(1)))
    assert slug(await wang.post(path(world, campaign_id, "/plan"))) == (409, "no-visitors")
    alone = campaign([world.north_a], [who.wang])
    alone["visitors"][0]["hours"] = []
    await ok(await wang.put(path(world, campaign_id), json=alone, headers=version(2)))
    assert slug(await wang.post(path(world, campaign_id, "/plan"))) == (409, "no-visitors")


async def test_a_class_without_any_coordinates_is_planned_and_marked(town: Town) -> None:
    """Both families are planned, and the plan says that none of them is known to lie anywhere."""
    campaign_id = await two_families(town)
    plan = await planned(town, campaign_id)
    assert (plan["families"], plan["placed"], plan["unplaced"]) == (2, 2, [])
    visits = [visit for evening in plan["evenings"] for visit in evening["visits"]]
    assert {visit["studentName"]: visit["approximate"] for visit in visits} == {"ming": True, "hong": True}
    assert (plan["ways"]["located"], plan["ways"]["families"]) == (0, 2)
