"""The plan of a campaign over HTTP: made by the worker, shown, wished for, applied, and refused when it is not up to date (V9)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.campaigns.planning import service as planning
from api.campaigns.plans import rules
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import opened, path
from tests.campaigns.test_families import answer
from tests.counselling.desk import ok, slug, version
from tests.visits.family import Family
from tests.visits.test_followed import Town
from tests.world import Person, World

TUESDAYS = {"weekday": 2, "fromTime": "19:00", "toTime": "21:00", "placeKind": "home"}
VIDEO = {"weekday": 6, "fromTime": "09:00", "toTime": "12:00", "placeKind": "video"}
HOUR = timedelta(hours=1)


async def with_answer(town: Town, **more: Any) -> str:
    """A campaign of class A, to which ming's mother answered with Tuesday evenings; hong's family has not answered."""
    world = town.family.world
    campaign_id = (await opened(world, world.people.wang, **more))["campaignId"]
    await ok(await answer(world, world.people.mother, world.people.ming, times=[TUESDAYS, VIDEO]))
    return campaign_id


async def see(world: World, campaign_id: str, by: Person | None = None) -> dict[str, Any]:
    return await ok(await world.client(by or world.people.wang).get(path(world, campaign_id, "/plan")))


async def planned(town: Town, campaign_id: str) -> dict[str, Any]:
    """The plan after the worker has made it."""
    world = town.family.world
    await ok(await world.client(world.people.wang).post(path(world, campaign_id, "/plan")))
    await town.work()

    return await see(world, campaign_id)


async def apply(world: World, campaign_id: str, seen: int, by: Person | None = None) -> Any:
    client = world.client(by or world.people.wang)
    return await client.post(path(world, campaign_id, "/plan/apply"), headers=version(seen))


async def visits_of(town: Town) -> list[dict[str, Any]]:
    return (await ok(await town.family.world.client(town.family.teacher).get(town.family.visits)))["items"]


async def test_a_plan_is_made_and_its_visits_are_proposed(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    assert (await see(world, campaign_id))["state"] is None
    asked = await ok(await world.client(who.wang).post(path(world, campaign_id, "/plan")))
    assert (asked["state"], asked["canApply"]) == ("solving", False)
    assert slug(await apply(world, campaign_id, asked["version"])) == (409, "plan-not-ready")
    await town.work()
    plan = await see(world, campaign_id)
    assert (plan["state"], plan["families"], plan["placed"], plan["unproved"], plan["changes"]) == (
        "ready",
        2,
        1,
        None,
        [],
    )
    [evening] = plan["evenings"]
    [visit] = evening["visits"]
    assert [m["name"] for m in evening["team"]] == ["wang"]
    start = datetime.fromisoformat(visit["startsAt"]) + 8 * HOUR
    assert (visit["studentName"], start.isoweekday(), start.hour >= 19) == ("ming", 2, True)
    assert visit["approximate"] is True  # no coordinates at all
    assert [(u["studentName"], u["reason"]) for u in plan["unplaced"]] == [("hong", "no_answer")]
    assert slug(await apply(world, campaign_id, 1)) == (412, "stale")
    applied = await ok(await apply(world, campaign_id, plan["version"]))
    assert applied["state"] == "applied"
    await town.work()
    [proposed] = await visits_of(town)
    assert (proposed["studentName"], proposed["state"], proposed["startsAt"]) == ("ming", "proposed", visit["startsAt"])
    assert (await town.told())["visit_proposed"] == {"mother", "father"}
    screen = await ok(await world.client(who.wang).get(path(world, campaign_id)))
    assert {s["name"]: s["standing"] for s in screen["students"]} == {"ming": "planned", "hong": "owed"}
    again = (await see(world, campaign_id))["version"]
    await ok(await apply(world, campaign_id, again))
    await town.work()
    assert len(await visits_of(town)) == 1  # applied twice, proposed once


async def test_a_plan_that_went_stale_says_what_changed_and_is_not_applied(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    plan = await planned(town, campaign_id)
    await ok(await answer(world, who.mother, who.ming, times=[{**TUESDAYS, "fromTime": "18:30"}]))
    await Family(world, world.north, who.jun, who.chen).agreed(
        datetime.fromisoformat("2026-12-19T02:00:00+00:00"), who.wang, by=who.jun_mother
    )
    stale = await see(world, campaign_id)
    assert stale["changes"] == [{"kind": "visitor", "name": "wang"}, {"kind": "family", "name": "ming"}]
    assert stale["canApply"] is False
    refused = await apply(world, campaign_id, plan["version"])
    assert slug(refused) == (409, "plan-stale")
    assert "wang, ming" in refused.json()["detail"]
    await town.work()
    assert [v["studentName"] for v in await visits_of(town)] == ["jun"]


async def test_an_agreed_visit_is_never_moved(town: Town) -> None:
    """Wang is with jun's family on a Tuesday: the plan keeps away from it, ways there and back included."""
    world, who = town.family.world, town.family.world.people
    busy = datetime.fromisoformat("2026-12-01T11:30:00+00:00")
    jun = Family(world, world.north, who.jun, who.chen)
    kept = await jun.agreed(busy, who.wang, by=who.jun_mother)
    campaign_id = await with_answer(town, endsOn="2026-12-01")
    plan = await planned(town, campaign_id)
    assert plan["placed"] == 0
    [reason] = [u["reason"] for u in plan["unplaced"] if u["studentName"] == "ming"]
    assert reason != "no_window"
    later = campaign([world.north_a], [who.wang], endsOn="2026-12-08")
    await ok(await world.client(who.wang).put(path(world, campaign_id), json=later, headers=version(1)))
    plan = await planned(town, campaign_id)
    assert [e["day"] for e in plan["evenings"]] == ["2026-12-08"]
    await ok(await apply(world, campaign_id, plan["version"]))
    await town.work()
    visit = await ok(await jun.get(who.wang, kept))
    assert (visit["state"], visit["startsAt"]) == ("confirmed", "2026-12-01T11:30:00Z")


async def test_what_became_impossible_after_applying_is_not_proposed(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town, endsOn="2026-12-01")
    plan = await planned(town, campaign_id)
    [visit] = plan["evenings"][0]["visits"]
    await ok(await apply(world, campaign_id, plan["version"]))
    await Family(world, world.north, who.jun, who.chen).propose(datetime.fromisoformat(visit["startsAt"]), who.wang)
    await town.work()
    assert [v["studentName"] for v in await visits_of(town)] == ["jun"]
    screen = await ok(await world.client(who.wang).get(path(world, campaign_id)))
    assert {s["name"]: s["standing"] for s in screen["students"]}["ming"] == "owed"


async def test_a_class_teacher_replaced_after_applying_proposes_nothing_more(town: Town) -> None:
    world = town.family.world
    campaign_id = await with_answer(town)
    plan = await planned(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"]))
    await world.operate(
        world.north,
        "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2 and part = 'class_teacher'",
        *(world.north, world.north_a, world.now),
    )
    await town.work()
    found = await world.sql(world.north, "select visit_id from visits where org_id = $1", world.north)
    assert found == []


async def test_families_are_left_out_or_pinned(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    plan = await planned(town, campaign_id)
    wang, family = world.client(who.wang), path(world, campaign_id, f"/plan/families/{who.ming.account_id}")
    after = await ok(await wang.put(family, json={"excluded": True}))
    assert [f["studentName"] for f in after["excluded"]] == ["ming"]
    assert after["changes"] == [{"kind": "family", "name": "ming"}]
    without = await planned(town, campaign_id)
    assert (without["families"], without["placed"]) == (1, 0)
    last = rules.evening_id(UUID(campaign_id), date(2026, 12, 8), 18 * 60 + 30, [who.wang.account_id])
    await ok(await wang.put(family, json={"pinnedTo": str(last)}))
    pinned = await planned(town, campaign_id)
    assert [(e["day"], [v["pinned"] for v in e["visits"]]) for e in pinned["evenings"]] == [("2026-12-08", [True])]
    assert pinned["version"] > plan["version"]
    stranger = path(world, campaign_id, f"/plan/families/{who.jun.account_id}")
    assert slug(await wang.put(stranger, json={"excluded": True})) == (409, "not-in-campaign")


async def test_a_plan_is_cancelled_and_asked_for_again(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    wang = world.client(who.wang)
    await ok(await wang.post(path(world, campaign_id, "/plan")))
    assert (await ok(await wang.post(path(world, campaign_id, "/plan/cancel"))))["state"] == "cancelled"
    await town.work()
    assert (await see(world, campaign_id))["state"] == "cancelled"
    assert (await planned(town, campaign_id))["state"] == "ready"
    assert (await ok(await wang.post(path(world, campaign_id, "/plan/cancel"))))["state"] == "ready"


async def test_a_planner_that_fails_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: Any, **__: Any) -> Any:
        raise planning.PlanningFailed("x")

    campaign_id = await with_answer(town)
    monkeypatch.setattr(planning, "plan", fails)
    assert (await planned(town, campaign_id))["state"] == "failed"


async def test_who_sees_makes_and_applies_it(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    body = campaign([world.north_a, world.north_b], [who.wang])
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS]))
    await ok(await world.client(who.gao).post(path(world, campaign_id, "/plan")))
    await town.work()
    whole = await see(world, campaign_id, who.gao)
    names = {u["studentName"] for u in whole["unplaced"]} | {
        v["studentName"] for e in whole["evenings"] for v in e["visits"]
    }
    assert (names, whole["canApply"]) == ({"ming", "hong", "jun"}, False)
    part = await see(world, campaign_id, who.chen)
    assert ([u["studentName"] for u in part["unplaced"]], part["evenings"], part["canApply"]) == (["jun"], [], False)
    assert (await see(world, campaign_id, who.wang))["canApply"] is True
    assert slug(await apply(world, campaign_id, whole["version"], who.gao)) == (403, "forbidden")
    assert slug(await world.client(who.wang).post(path(world, campaign_id, "/plan"))) == (404, "not-found")
    for person in (who.lin, who.mother, who.ming, who.he):
        assert slug(await world.client(person).get(path(world, campaign_id, "/plan"))) == (403, "forbidden"), (
            person.name
        )
    await ok(await apply(world, campaign_id, whole["version"], who.wang))


async def test_what_changed_names_no_child_of_a_class_that_the_reader_does_not_see(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    body = campaign([world.north_a, world.north_b], [who.wang])
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS]))
    await ok(await world.client(who.gao).post(path(world, campaign_id, "/plan")))
    await town.work()
    for child in (who.ming, who.hong):
        wish = path(world, campaign_id, f"/plan/families/{child.account_id}")
        await ok(await world.client(who.gao).put(wish, json={"excluded": True}))
    assert {c["name"] for c in (await see(world, campaign_id, who.wang))["changes"]} == {"ming", "hong"}
    other = await see(world, campaign_id, who.chen)
    assert (other["changes"], other["canApply"]) == ([{"kind": "family", "name": None}], False)
    refused = await apply(world, campaign_id, other["version"], who.chen)
    assert slug(refused) == (409, "plan-stale")
    assert not [name for name in ("ming", "hong") if name in refused.json()["detail"]]


async def test_what_cannot_be_planned_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    plan, gao = path(world, campaign_id, "/plan"), world.client(who.gao)
    monkeypatch.setattr(rules, "MOST_FAMILIES", 1)
    assert slug(await gao.post(plan)) == (409, "too-many-families")
    gone = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.operate(world.north, gone, world.north, who.wang.account_id, world.now)
    assert slug(await gao.post(plan)) == (409, "no-visitors")
    await ok(await gao.post(path(world, campaign_id, "/close"), headers=version(1)))
    for what in ("", "/cancel"):
        assert slug(await gao.post(f"{plan}{what}")) == (409, "campaign-closed")
