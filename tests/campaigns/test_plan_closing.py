"""What becomes of a plan that is being made when its campaign is closed, its class ends, or a wave of the one before goes out (V9)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from api.campaigns.planning import service as planning
from api.core.clock import FixedClock
from schemas.campaigns.planning import Plan, Problem
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_offers import two_families
from tests.campaigns.test_plan_after_wave import rows, went_out
from tests.campaigns.test_plan_again import again, kept
from tests.campaigns.test_plans import TUESDAYS, apply, planned, see, visits_of, with_answer
from tests.counselling.desk import ok, slug, version
from tests.visits.test_followed import Town
from tests.world import World


async def close(world: World, campaign_id: str) -> None:
    seen = (await ok(await world.client(world.people.wang).get(path(world, campaign_id))))["version"]
    await ok(await world.client(world.people.wang).post(path(world, campaign_id, "/close"), headers=version(seen)))


async def end_class(world: World) -> None:
    """As a new school year does with a class that has left: its students and teachers are in it no more."""
    for table in ("classes", "students", "class_staff"):
        sql = f"update {table} set ended_at = $3 where org_id = $1 and class_id = $2"
        await world.operate(world.north, sql, world.north, world.north_a, world.now)


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[Any]]) -> None:
    """This happens while the worker computes."""
    solve = planning.plan

    async def plan(problem: Problem, **more: Any) -> Plan:
        made = await solve(problem, **more)
        await happens()
        return made

    monkeypatch.setattr(planning, "plan", plan)


@pytest.mark.parametrize("computes", [False, True])
async def test_closing_stops_a_plan_that_is_being_made(
    town: Town, monkeypatch: pytest.MonkeyPatch, *, computes: bool
) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    await again(world, campaign_id)
    if computes:
        meanwhile(monkeypatch, lambda: close(world, campaign_id))
    else:
        await close(world, campaign_id)
        assert (await see(world, campaign_id))["state"] == "cancelled"
    await town.work()
    for reader in (who.wang, who.gao):
        shown = await see(world, campaign_id, reader)
        assert (shown["state"], shown["evenings"], shown["canEdit"]) == ("cancelled", [], False)


async def test_closing_leaves_the_plan_that_was_there_to_be_read(town: Town) -> None:
    world = town.family.world
    campaign_id = await with_answer(town)
    ready = await planned(town, campaign_id)
    await again(world, campaign_id)
    await ok(await answer(world, world.people.mother, world.people.ming, callMe=True))
    await close(world, campaign_id)
    await town.work()
    closed = await see(world, campaign_id)
    assert kept(closed) == kept(ready) | {"canEdit": False, "canApply": False, "wave": None}


@pytest.mark.parametrize("computes", [False, True])
async def test_a_class_that_ends_leaves_a_plan_that_a_leader_closes(
    town: Town, monkeypatch: pytest.MonkeyPatch, *, computes: bool
) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    await again(world, campaign_id)
    if computes:
        meanwhile(monkeypatch, lambda: end_class(world))
    else:
        await end_class(world)
    await town.work()
    shown = await see(world, campaign_id, who.gao)
    assert (shown["state"], shown["families"], shown["canApply"]) == ("ready", 0, False)
    assert slug(await world.client(who.wang).get(path(world, campaign_id, "/plan")))[0] in {403, 404}


async def test_a_wave_proposed_while_a_plan_is_made_again_holds(
    town: Town, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.campaigns.offers.rules.WAVE", 1)
    monkeypatch.setattr("api.campaigns.offers.rules.NOTICE", timedelta(0))
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    await went_out(town, campaign_id)
    [first] = await visits_of(town)
    await ok(await town.family.do(who.mother, first["visitId"], "confirm"))
    await again(world, campaign_id)

    async def wave() -> None:
        # The plan's lease lasts: the wave is due at once.
        due = "update tasks set due_at = $2 where org_id = $1 and kind = 'campaign_wave' and state = 'planned'"
        await world.operate(world.north, due, world.north, clock.now())
        await town.work()

    meanwhile(monkeypatch, wave)
    await town.work()
    before = {v["studentName"]: v for v in await visits_of(town)}
    assert {name: v["state"] for name, v in before.items()} == {"ming": "confirmed", "hong": "proposed"}
    plan = await see(world, campaign_id)
    assert {name: v["answer"] for name, v in rows(plan).items()} == {"ming": "confirmed", "hong": "asked"}
    assert plan["changes"] == [{"kind": "visitor", "name": "wang"}, {"kind": "family", "name": "hong"}]
    assert slug(await apply(world, campaign_id, plan["version"])) == (409, "plan-stale")
    await town.work()
    after = {v["studentName"]: v for v in await visits_of(town)}
    assert after == before


async def test_who_leads_one_class_reads_and_applies_the_plan_and_the_school_makes_it(town: Town) -> None:
    """The campaign leads each class teacher to the plan, and offers to make it to those alone who may."""
    world, who = town.family.world, town.family.world.people
    body = campaign([world.north_a, world.north_b], [who.wang])
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS]))
    await again(world, campaign_id, who.gao)
    await town.work()
    for reader, edits in ((who.gao, True), (who.wang, False), (who.chen, False)):
        found = await ok(await world.client(reader).get(path(world, campaign_id)))
        plan = await see(world, campaign_id, reader)
        assert (found["canEdit"], found["canPlan"], plan["canEdit"]) == (edits, True, edits), reader.name
    if (found := await world.client(who.lin).get(path(world, campaign_id))).status_code == 200:
        assert found.json()["canPlan"] is False
    await ok(await world.client(who.gao).post(path(world, campaign_id, "/close"), headers=version(1)))
    assert (await ok(await world.client(who.wang).get(path(world, campaign_id))))["canPlan"] is False
