"""A planned visit is where the family offers its time, and not at home by default (V9)."""

from typing import Any

import pytest

from api.core.services import Services
from tests.campaigns.test_families import answer
from tests.campaigns.test_other_times import live
from tests.campaigns.test_plans import TUESDAYS, apply, planned, visits_of, with_answer
from tests.campaigns.test_siblings import both_classes, stop_of
from tests.campaigns.test_siblings import planned as planned_together
from tests.counselling.desk import ok
from tests.visits.test_followed import Town

LIBRARY = {**TUESDAYS, "placeKind": "elsewhere", "place": "图书馆"}
GRANDMOTHERS = {**TUESDAYS, "placeKind": "elsewhere", "place": "外婆家"}


async def _proposed(town: Town, campaign_id: str) -> dict[str, Any]:
    plan = await planned(town, campaign_id)
    await ok(await apply(town.family.world, campaign_id, plan["version"]))
    await town.work()
    [visit] = await visits_of(town)
    return await ok(await town.family.get(town.family.teacher, visit["visitId"]))


async def test_a_time_elsewhere_is_proposed_there_and_is_its_givers(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    await ok(await answer(world, who.mother, who.ming, times=[LIBRARY]))
    visit = await _proposed(town, campaign_id)
    assert (visit["place"], visit["answeredBy"]["name"]) == ("图书馆", "mother")
    assert (await ok(await town.family.get(who.mother, visit["visitId"])))["place"] == "图书馆"
    assert (await ok(await town.family.get(who.father, visit["visitId"])))["place"] is None


@pytest.mark.parametrize("home", [True, False])
async def test_where_both_offer_a_time_it_is_at_home_or_at_the_place_of_one(town: Town, home: bool) -> None:
    """Whose place it is, the other parent does not learn."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    await ok(await answer(world, who.father, who.ming, times=[LIBRARY]))
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS if home else GRANDMOTHERS]))
    visit = await _proposed(town, campaign_id)
    seen = {p.name: await ok(await town.family.get(p, visit["visitId"])) for p in (who.mother, who.father)}
    if home:
        assert [v["place"] for v in (visit, *seen.values())] == [None] * 3
    else:
        host = visit["answeredBy"]["name"]
        assert visit["place"] == {"mother": "外婆家", "father": "图书馆"}[host]
        assert {name for name, v in seen.items() if v["place"]} == {host}


async def test_siblings_are_visited_together_at_a_place_of_both(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await both_classes(town)
    await ok(await answer(world, who.mother, who.ming, times=[LIBRARY]))
    stop = await _stop(town, campaign_id)
    assert {name: v["place"] for name, v in stop.items()} == {"ming": "图书馆", "jun": "图书馆"}


async def test_at_the_place_of_one_childs_other_parent_nobody_visits_both(town: Town, services: Services) -> None:
    """Jun's father is not ming's: his place is none for ming."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await both_classes(town)
    for child in (who.ming, who.jun):
        await live(town, services, child.account_id, 30.25)
    swap = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2 and student_id = $4"
    await world.operate(world.north, swap, world.north, who.father.account_id, world.now, who.ming.account_id)
    await ok(await answer(world, who.father, who.jun, times=[LIBRARY]))
    plan = await planned_together(town, campaign_id)
    assert plan["evenings"] == []
    await ok(
        await answer(
            world, who.mother, who.ming, times=[{**TUESDAYS, "weekday": 6, "fromTime": "09:00", "toTime": "12:00"}]
        )
    )
    stop = await _stop(town, campaign_id)
    assert {name: v["place"] for name, v in stop.items()} == {"ming": None, "jun": None}


async def _stop(town: Town, campaign_id: str) -> dict[str, dict[str, Any]]:
    plan = await planned_together(town, campaign_id)
    await ok(await apply(town.family.world, campaign_id, plan["version"], town.family.teacher))
    await town.work()
    return await stop_of(town)
