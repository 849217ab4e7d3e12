"""What a plan says of a family whom nobody met (V9)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from tests.campaigns.test_plan_after_wave import rows, went_out
from tests.campaigns.test_plan_days import days_of
from tests.campaigns.test_plans import planned, see, visits_of, with_answer
from tests.counselling.desk import ok
from tests.visits.test_followed import Town


async def _missed(town: Town, clock: FixedClock, campaign_id: str, how: str) -> dict[str, Any]:
    """The planned visit goes out, is agreed, may get another time, and nobody is there. Returns the visit."""
    family, who = town.family, town.family.world.people
    await went_out(town, campaign_id)
    [visit] = await visits_of(town)
    seen, starts_at = 2, datetime.fromisoformat(visit["startsAt"])
    if how == "moved":
        starts_at += timedelta(days=2)
        await ok(await family.do(who.wang, visit["visitId"], "move", 1, startsAt=starts_at.isoformat(), minutes=40))
        seen = 3
    await ok(await family.do(who.mother, visit["visitId"], "confirm", seen - 1))
    clock.advance(starts_at - clock.now())
    if how == "late":
        await ok(await family.do(who.wang, visit["visitId"], "late", seen, minutes=20))
        seen, starts_at = seen + 1, starts_at + timedelta(minutes=20)
        clock.advance(timedelta(minutes=20))
    await town.work()
    return await ok(await family.do(who.wang, visit["visitId"], "missed", seen))


@pytest.mark.parametrize("how", ["in time", "late", "moved"])
async def test_a_row_says_that_nobody_was_met(town: Town, clock: FixedClock, how: str) -> None:
    campaign_id = await with_answer(town, startsOn="2026-12-01")
    visit = await _missed(town, clock, campaign_id, how)
    plan = await see(town.family.world, campaign_id)
    row = rows(plan)["ming"]
    assert (row["answer"], row["startsAt"], row["visitId"]) == ("missed", visit["startsAt"], visit["visitId"])
    assert (days_of(plan), row["missedAt"]) == ([visit["startsAt"][:10]], visit["startsAt"])


async def test_a_plan_made_again_says_that_the_family_was_missed_before(town: Town, clock: FixedClock) -> None:
    campaign_id = await with_answer(town, startsOn="2026-12-01")
    visit = await _missed(town, clock, campaign_id, "in time")
    plan = await planned(town, campaign_id)
    row = rows(plan)["ming"]
    assert (row["answer"], row["missedAt"], row["visitId"]) == ("planned", visit["startsAt"], None)
    assert row["startsAt"] > visit["startsAt"]
    assert [u["missedAt"] for u in plan["unplaced"]] == [None]  # hong's
