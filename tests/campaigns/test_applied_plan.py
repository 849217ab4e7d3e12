"""A plan that was applied goes out for weeks: what no longer fits is not proposed, and the plan says so (V9)."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import pytest

from api.campaigns.offers import rules as offers
from api.campaigns.plans import rules
from api.core.clock import FixedClock
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_offers import SATURDAYS, two_families
from tests.campaigns.test_plans import TUESDAYS, apply, planned, see, visits_of
from tests.campaigns.test_siblings import both_classes
from tests.campaigns.test_siblings import planned as planned_together
from tests.counselling.desk import ok, slug, version
from tests.visits.family import Family, record
from tests.visits.test_followed import Town

Changed: TypeAlias = Callable[[Town, str, FixedClock], Awaitable[Any]]
SATURDAY = datetime.fromisoformat("2026-12-05T01:00:00+00:00")


async def _wish(town: Town, campaign_id: str, **wish: Any) -> Any:
    world, who = town.family.world, town.family.world.people
    at = path(world, campaign_id, f"/plan/families/{who.hong.account_id}")
    return await ok(await world.client(who.wang).put(at, json=wish))


async def _edit(town: Town, campaign_id: str, hours: slice = slice(None), **more: Any) -> Any:
    world, who = town.family.world, town.family.world.people
    body = campaign([world.north_a], [who.wang], startsOn="2026-12-01", **{"visitsPerDay": 1, **more})
    body["visitors"][0]["hours"] = body["visitors"][0]["hours"][hours]
    return await ok(await world.client(who.wang).put(path(world, campaign_id), json=body, headers=version(1)))


async def _excluded(town: Town, campaign_id: str, _: FixedClock) -> Any:
    await _wish(town, campaign_id, excluded=True)


async def _pinned(town: Town, campaign_id: str, _: FixedClock) -> Any:
    later = rules.evening_id(UUID(campaign_id), date(2026, 12, 12), 9 * 60, [town.family.teacher.account_id])
    await _wish(town, campaign_id, pinnedTo=str(later))


async def _calls(town: Town, _: str, __: FixedClock) -> Any:
    who = town.family.world.people
    await ok(await answer(town.family.world, who.jun_mother, who.hong, callMe=True))


async def _later(town: Town, _: str, __: FixedClock) -> Any:
    who = town.family.world.people
    await ok(await answer(town.family.world, who.jun_mother, who.hong, times=[{**SATURDAYS, "fromTime": "10:30"}]))


async def _hours(town: Town, campaign_id: str, _: FixedClock) -> Any:
    await _edit(town, campaign_id, slice(1))


async def _ends(town: Town, campaign_id: str, _: FixedClock) -> Any:
    await _edit(town, campaign_id, endsOn="2026-12-04")


async def _longer(town: Town, campaign_id: str, _: FixedClock) -> Any:
    await _edit(town, campaign_id, visitMinutes=60)


async def _two(town: Town, campaign_id: str, _: FixedClock) -> Any:
    world, who = town.family.world, town.family.world.people
    body = campaign([world.north_a], [who.wang, who.gao], startsOn="2026-12-01", visitorsPerVisit=2)
    await ok(await world.client(who.wang).put(path(world, campaign_id), json=body, headers=version(1)))


async def _visited(town: Town, _: str, clock: FixedClock) -> Any:
    world, who = town.family.world, town.family.world.people
    hong = Family(world, world.north, who.hong, who.wang)
    visit = await hong.agreed(clock.now() + timedelta(hours=2), by=who.jun_mother)
    clock.advance(timedelta(hours=4))
    await ok(await hong.do(who.wang, visit, "record", 2, **record()))


async def _full(town: Town, _: str, __: FixedClock) -> Any:
    """Wang visits another family on that Saturday; one visit a day is the cap."""
    world, who = town.family.world, town.family.world.people
    await Family(world, world.north, who.jun, who.chen).propose(SATURDAY + timedelta(hours=2), who.wang, minutes=30)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_excluded, ("family", "hong")),
        (_pinned, ("family", "hong")),
        (_calls, ("family", "hong")),
        (_later, ("family", "hong")),
        (_hours, ("visitor", "wang")),
        (_full, ("visitor", "wang")),
        (_ends, ("campaign", None)),
        (_longer, ("campaign", None)),
        (_two, ("campaign", None)),
        (_visited, ("family", "hong")),
    ],
)
async def test_what_changed_since_is_not_proposed_by_a_later_wave(
    town: Town, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, change: Changed, said: tuple[str, str | None]
) -> None:
    monkeypatch.setattr(offers, "WAVE", 1)
    monkeypatch.setattr(offers, "NOTICE", timedelta(0))
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    plan = await planned(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"]))
    await town.work()
    [first] = await visits_of(town)
    assert (await see(world, campaign_id))["changes"] == []
    await change(town, campaign_id, clock)
    after = await see(world, campaign_id)
    assert [(c["kind"], c["name"]) for c in after["changes"]] == [said]
    await ok(await town.family.do(who.mother, first["visitId"], "decline"))
    clock.advance(timedelta(minutes=11))
    await town.work()
    assert [v["state"] for v in await visits_of(town) if v["studentName"] == "hong"] in ([], ["recorded"])


async def test_a_wish_that_keeps_the_evening_lets_it_go_out(
    town: Town, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "WAVE", 1)
    monkeypatch.setattr(offers, "NOTICE", timedelta(0))
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    plan = await planned(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"]))
    await town.work()
    [first] = await visits_of(town)
    [evening] = [e for e in plan["evenings"] if e["visits"][0]["studentName"] == "hong"]
    await _wish(town, campaign_id, pinnedTo=evening["eveningId"])
    await ok(await answer(world, who.jun_mother, who.hong, times=[{**SATURDAYS, "toTime": "11:59"}, TUESDAYS]))
    assert (await see(world, campaign_id))["changes"] == []
    await ok(await town.family.do(who.mother, first["visitId"], "decline"))
    clock.advance(timedelta(minutes=11))
    await town.work()
    assert [v["state"] for v in await visits_of(town) if v["studentName"] == "hong"] == ["proposed"]


async def test_each_class_teacher_is_told_what_changed_for_the_own_class(town: Town, clock: FixedClock) -> None:
    """One applies a school's plan, the other follows later: only what concerns the other's families stops them."""
    world, who = town.family.world, town.family.world.people
    body = campaign([world.north_a, world.north_b], [who.wang, who.chen], startsOn="2026-12-01")
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    for guardian, child in ((who.mother, who.ming), (who.jun_mother, who.jun)):
        await ok(await answer(world, guardian, child, times=[TUESDAYS]))
    await ok(await world.client(who.gao).post(path(world, campaign_id, "/plan")))
    await town.work()
    plan = await see(world, campaign_id, who.wang)
    await ok(await apply(world, campaign_id, plan["version"], who.wang))
    await town.work()
    await ok(await answer(world, who.jun_mother, who.jun, callMe=True))
    assert (await see(world, campaign_id, who.wang))["changes"] == []
    stale = await see(world, campaign_id, who.chen)
    assert (stale["changes"], stale["canApply"]) == ([{"kind": "family", "name": "jun"}], False)
    refused = await apply(world, campaign_id, stale["version"], who.chen)
    assert slug(refused) == (409, "plan-stale")
    assert "jun" in refused.json()["detail"]
    await ok(await answer(world, who.jun_mother, who.jun, times=[TUESDAYS]))
    clock.advance(timedelta(days=7))
    world.now = clock.now()
    late = await see(world, campaign_id, who.chen)
    assert (late["changes"], late["canApply"]) == ([{"kind": "notice", "name": "jun"}], False)


@pytest.mark.parametrize("leads", ["A", "B"])
async def test_a_child_who_was_visited_meanwhile_is_not_visited_again_with_a_sibling(
    town: Town, clock: FixedClock, leads: str
) -> None:
    """Ming was visited after the plan was applied and before it went out; jun's visit is due as before."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await both_classes(town)
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS]))
    plan = await planned_together(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"], who.wang if leads == "A" else who.chen))
    visit = await town.family.agreed(clock.now() + timedelta(hours=2))
    clock.advance(timedelta(hours=4))
    await ok(await town.family.do(who.wang, visit, "record", 2, **record()))
    await town.work()
    rows = await world.sql(world.north, "select student_id, state from visits where org_id = $1", world.north)
    proposed = [row["student_id"] for row in rows if row["state"] == "proposed"]
    assert proposed == ([] if leads == "A" else [who.jun.account_id])


@pytest.mark.parametrize("applied", [True, False])
async def test_a_child_who_left_stands_in_no_plan_without_a_name(town: Town, applied: bool) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    plan = await planned(town, campaign_id)
    if applied:
        await ok(await apply(world, campaign_id, plan["version"]))
    left = "update students set ended_at = $3 where org_id = $1 and student_id = $2"
    await world.operate(world.north, left, world.north, who.hong.account_id, world.now)
    for person in (who.wang, who.gao, who.north_admin):
        seen = await see(world, campaign_id, person)
        assert [v["studentName"] for e in seen["evenings"] for v in e["visits"]] == ["ming"], person.name
        assert (seen["families"], seen["placed"]) == (1, 1)
        assert seen["changes"] == ([] if applied else [{"kind": "family", "name": None}])
    if not applied:
        refused = await apply(world, campaign_id, plan["version"])
        assert slug(refused) == (409, "plan-stale")
        assert "a family that left or that you do not see" in refused.json()["detail"]
