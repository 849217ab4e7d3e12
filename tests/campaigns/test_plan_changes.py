"""A plan made again changes little, and says what it changed; whatever its team has to do keeps its way there and back (V9)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.campaigns.plans import rules
from tests.campaigns.test_plan_days import days_of
from tests.campaigns.test_plans import planned, with_answer
from tests.counselling.desk import ok
from tests.visits.family import Family
from tests.visits.test_followed import Town

NOTHING: dict[str, Any] = {"added": [], "lost": [], "moved": [], "evenings": 0, "travel": 0}


async def test_a_plan_made_again_keeps_everybody_and_says_what_it_changed(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    first = await planned(town, campaign_id)
    assert (first["against"], days_of(first)) == (None, ["2026-12-01"])
    assert (await planned(town, campaign_id))["against"] == NOTHING
    # Wang is taken on the first Tuesday: the visit moves, and stays there once the time is free again.
    jun = Family(world, world.north, who.jun, who.chen)
    await jun.agreed(datetime.fromisoformat("2026-12-01T11:30:00+00:00"), who.wang, by=who.jun_mother)
    moved = await planned(town, campaign_id)
    assert (moved["against"], days_of(moved)) == ({**NOTHING, "moved": ["ming"]}, ["2026-12-08"])
    await world.operate(world.north, "update visits set state = 'cancelled' where org_id = $1", world.north)
    await world.operate(world.north, "delete from claims where subject_id = $1", who.wang.account_id)
    again = await planned(town, campaign_id)
    assert (again["against"], days_of(again)) == (NOTHING, ["2026-12-08"])


async def test_what_somebody_has_to_do_keeps_its_way_there_and_back(town: Town) -> None:
    """Wang's other visit ends 19:10: twenty minutes and the set-up later a visit may begin, not earlier."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town, endsOn="2026-12-01")
    jun = Family(world, world.north, who.jun, who.chen)
    await jun.agreed(datetime.fromisoformat("2026-12-01T10:30:00+00:00"), who.wang, by=who.jun_mother)
    visits = await ok(await world.client(who.chen).get(f"/orgs/{world.north}/visits"))
    ends = max(datetime.fromisoformat(v["endsAt"]) for v in visits["items"])
    [visit] = (await planned(town, campaign_id))["evenings"][0]["visits"]
    gap = datetime.fromisoformat(visit["startsAt"]) - ends
    assert gap.total_seconds() / 60 == rules.BUFFER + rules.SET_UP == 25
    assert UUID(visit["studentId"]) == who.ming.account_id
