"""Once a plan went out, its rows say what became of them, and a plan made again keeps what was proposed or agreed in its picture (V9)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.campaigns.planning import service as planning
from api.core.clock import FixedClock
from schemas.campaigns.planning import Plan, Problem
from tests.campaigns.planning.checker import faults
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_offers import two_families
from tests.campaigns.test_plan_changes import NOTHING
from tests.campaigns.test_plan_days import days_of
from tests.campaigns.test_plans import TUESDAYS, apply, planned, see, visits_of, with_answer
from tests.counselling.desk import ok, slug
from tests.visits.family import Family
from tests.visits.test_followed import Town


def rows(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {v["studentName"]: v for e in plan["evenings"] for v in e["visits"]}


async def went_out(town: Town, campaign_id: str) -> dict[str, Any]:
    plan = await planned(town, campaign_id)
    await ok(await apply(town.family.world, campaign_id, plan["version"]))
    await town.work()
    return await see(town.family.world, campaign_id)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """Each plan that is made is judged by the independent checker."""
    seen, plan = list[Problem](), planning.plan

    async def judge(problem: Problem, **more: Any) -> Plan:
        made = await plan(problem, **more)
        assert faults(problem, made) == []
        seen.append(problem)
        return made

    monkeypatch.setattr(planning, "plan", judge)
    return seen


async def test_a_plan_made_again_keeps_what_was_agreed_in_its_picture(town: Town, judged: list[Problem]) -> None:
    world, who = town.family.world, town.family.world.people
    await two_families(town)
    [first] = [c["campaignId"] for c in await ok(await world.client(who.wang).get(path(world)))]
    await ok(await answer(world, who.jun_mother, who.hong, callMe=True))
    out = await went_out(town, first)
    ming = rows(out)["ming"]
    [visit] = await visits_of(town)
    assert (ming["answer"], ming["heldUntil"], ming["visitId"]) == ("asked", visit["heldUntil"], visit["visitId"])
    assert (out["canApply"], out["settled"], out["placed"]) == (False, 1, 1)
    wish = path(world, first, f"/plan/families/{who.ming.account_id}")
    assert slug(await world.client(who.wang).put(wish, json={"excluded": True})) == (409, "family-has-visit")
    assert rows(await see(world, first, who.gao))["ming"]["visitId"] is None  # a leader reads no visit
    await ok(await town.family.do(who.mother, visit["visitId"], "confirm"))
    assert rows(await see(world, first))["ming"]["answer"] == "confirmed"

    await world.operate(world.north, "update campaigns set visits_per_day = 3 where org_id = $1", world.north)
    await ok(await answer(world, who.jun_mother, who.hong, times=[TUESDAYS]))
    again = await planned(town, first)
    [evening] = again["evenings"]
    both = rows(again)
    assert [v["answer"] for v in evening["visits"]] == ["confirmed", "planned"]
    assert (both["ming"]["startsAt"], both["ming"]["visitId"]) == (visit["startsAt"], visit["visitId"])
    assert {**again["against"], "travel": 0} == {**NOTHING, "added": ["hong"]}  # no day out more than before
    assert again["against"]["travel"] > 0
    assert (again["placed"], again["settled"], again["canApply"]) == (2, 1, True)
    assert [f.from_minute is not None for f in judged[-1].fixed] == [True]
    way = datetime.fromisoformat(both["hong"]["startsAt"]) - datetime.fromisoformat(both["ming"]["endsAt"])
    assert way > timedelta(minutes=20)  # travel and set-up; the fixed buffer of other claims does not hold here

    await _declined(town, first, again, visit["startsAt"])


async def _declined(town: Town, campaign_id: str, again: dict[str, Any], agreed: str) -> None:
    """The new visit goes out and is declined; the agreed one stays as it is."""
    world, who = town.family.world, town.family.world.people
    await ok(await apply(world, campaign_id, again["version"]))
    await town.work()
    made = {v["studentName"]: v for v in await visits_of(town)}
    assert (made["ming"]["state"], made["ming"]["startsAt"]) == ("confirmed", agreed)
    hong = Family(world, world.north, who.hong, who.wang)
    await ok(await hong.do(who.jun_mother, made["hong"]["visitId"], "decline"))
    after = await see(world, campaign_id)
    assert rows(after)["hong"]["answer"] == "declined"
    assert (after["placed"], after["families"]) == (1, 2)


async def test_later_waves_are_queued_and_a_moved_visit_stands_on_its_day(
    town: Town, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.campaigns.offers.rules.WAVE", 1)
    monkeypatch.setattr("api.campaigns.offers.rules.NOTICE", timedelta(0))
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    out = await went_out(town, campaign_id)
    assert {name: v["answer"] for name, v in rows(out).items()} == {"ming": "asked", "hong": "queued"}
    assert out["canApply"] is False
    [visit] = await visits_of(town)
    later = datetime.fromisoformat(visit["startsAt"]) + timedelta(days=8)
    move = {"startsAt": later.isoformat(), "minutes": 40}
    await ok(await town.family.do(who.wang, visit["visitId"], "move", 1, **move))
    moved = await see(world, campaign_id)
    assert days_of(moved)[-1] == "2026-12-09"
    [row] = [e for e in moved["evenings"] if e["day"] == "2026-12-09"]
    assert (row["travel"], [v["studentName"] for v in row["visits"]]) == (None, ["ming"])
    assert len(rows(moved)) == 2
    await ok(await town.family.do(who.mother, visit["visitId"], "confirm", 2))
    clock.advance(later - clock.now() + timedelta(minutes=1))
    assert rows(await see(world, campaign_id))["ming"]["answer"] == "to_record"


async def test_an_offer_that_nobody_answered_says_so(town: Town, clock: FixedClock) -> None:
    world = town.family.world
    campaign_id = await with_answer(town, startsOn="2026-12-01", holdHours=24)
    await went_out(town, campaign_id)
    clock.advance(timedelta(hours=25))
    await town.work()
    assert rows(await see(world, campaign_id))["ming"]["answer"] == "not_answered"
