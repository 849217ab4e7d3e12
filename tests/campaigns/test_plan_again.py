"""While a plan is made again, the one that is there stays as it is until the new one is made (V9)."""

from datetime import timedelta
from typing import Any

import pytest

from api.campaigns.planning import service as planning
from api.core.clock import FixedClock
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_offers import two_families
from tests.campaigns.test_plan_after_wave import rows, went_out
from tests.campaigns.test_plans import TUESDAYS, apply, planned, see, visits_of, with_answer
from tests.counselling.desk import ok, slug
from tests.visits.test_followed import Town
from tests.world import Person, World


async def again(world: World, campaign_id: str, by: Person | None = None) -> dict[str, Any]:
    return await ok(await world.client(by or world.people.wang).post(path(world, campaign_id, "/plan")))


async def stop(world: World, campaign_id: str, by: Person | None = None) -> dict[str, Any]:
    return await ok(await world.client(by or world.people.wang).post(path(world, campaign_id, "/plan/cancel")))


def kept(plan: dict[str, Any]) -> dict[str, Any]:
    """What is shown of a plan, without how far another one is."""
    return {key: value for key, value in plan.items() if key not in {"version", "progressTotal"}}


async def test_stopping_leaves_the_plan_that_is_ready(town: Town) -> None:
    world = town.family.world
    campaign_id = await with_answer(town)
    ready = await planned(town, campaign_id)
    asked = await again(world, campaign_id)
    assert (asked["state"], asked["evenings"], asked["canApply"]) == ("solving", ready["evenings"], False)
    assert slug(await apply(world, campaign_id, asked["version"])) == (409, "plan-not-ready")
    stopped = await stop(world, campaign_id)
    assert kept(stopped) == kept(ready)
    await town.work()
    assert (await ok(await apply(world, campaign_id, stopped["version"])))["state"] == "applied"
    await town.work()
    assert [v["studentName"] for v in await visits_of(town)] == ["ming"]


async def test_what_changed_since_a_plan_is_still_known_after_stopping(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    await planned(town, campaign_id)
    await ok(await answer(world, who.mother, who.ming, callMe=True))
    await again(world, campaign_id)
    stopped = await stop(world, campaign_id)
    assert stopped["changes"] == [{"kind": "family", "name": "ming"}]
    assert slug(await apply(world, campaign_id, stopped["version"])) == (409, "plan-stale")


@pytest.mark.parametrize("end", ["stopped", "failed", "died", "solving"])
async def test_the_waves_of_an_applied_plan_go_on(
    town: Town, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr("api.campaigns.offers.rules.WAVE", 1)
    monkeypatch.setattr("api.campaigns.offers.rules.NOTICE", timedelta(0))
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    await went_out(town, campaign_id)
    await again(world, campaign_id)
    if end == "stopped":
        await stop(world, campaign_id)
    else:
        await _ended(town, monkeypatch, end)
    assert (await see(world, campaign_id))["state"] == {"stopped": "applied", "solving": "solving"}.get(end, "failed")
    [first] = await visits_of(town)
    await ok(await town.family.do(who.mother, first["visitId"], "confirm"))
    clock.advance(timedelta(minutes=11))
    await town.work()
    assert {name: v["answer"] for name, v in rows(await see(world, campaign_id)).items()} == {
        "ming": "confirmed",
        "hong": "asked",
    }


async def _ended(town: Town, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    world = town.family.world

    async def fails(*_: Any, **__: Any) -> Any:
        raise planning.PlanningFailed("x")

    if end == "failed":
        monkeypatch.setattr(planning, "plan", fails)
        await town.work()
    else:
        state = "failed" if end == "died" else "done"  # done: nobody makes it in this test
        await world.operate(
            world.north,
            "update tasks set state = $2 where org_id = $1 and kind = 'campaign_plan'",
            *(world.north, state),
        )


async def test_a_failed_try_leaves_a_plan_that_can_be_applied(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    world = town.family.world
    campaign_id = await with_answer(town)
    ready = await planned(town, campaign_id)
    await again(world, campaign_id)
    await _ended(town, monkeypatch, "failed")
    failed = await see(world, campaign_id)
    assert (failed["state"], failed["evenings"], failed["canApply"]) == ("failed", ready["evenings"], True)
    assert (await ok(await apply(world, campaign_id, failed["version"])))["evenings"][0]["day"]


async def test_one_teacher_stops_what_another_asked_for_and_a_new_plan_replaces_the_old(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    body = campaign([world.north_a, world.north_b], [who.wang, who.chen])
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS]))
    await again(world, campaign_id, who.gao)
    await town.work()
    shown = await see(world, campaign_id)
    await ok(await apply(world, campaign_id, shown["version"]))
    await town.work()
    await again(world, campaign_id, who.gao)
    await stop(world, campaign_id, who.gao)
    assert (await see(world, campaign_id, who.chen))["state"] == "applied"
    await again(world, campaign_id, who.gao)
    await again(world, campaign_id, who.gao)
    await town.work()
    assert (await see(world, campaign_id, who.gao))["state"] == "ready"
