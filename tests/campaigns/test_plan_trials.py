"""What a wish costs is computed before it is saved, and a preferred evening is followed where nothing is lost by it (V9)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.campaigns.planning import service as planning
from api.campaigns.plans import rules, trials
from tests.barring import bar
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_offers import offered, two_families
from tests.campaigns.test_plan_days import days_of
from tests.campaigns.test_plans import TUESDAYS, planned, see, with_answer
from tests.counselling.desk import field, ok, slug, version
from tests.visits.test_followed import Town
from tests.world import Person

NOTHING: dict[str, Any] = {"added": [], "lost": [], "moved": [], "evenings": 0, "travel": 0, "keyStudents": 0}


def tuesday(town: Town, campaign_id: str, day: int) -> str:
    people = [town.family.world.people.wang.account_id]
    return str(rules.evening_id(UUID(campaign_id), date(2026, 12, day), 18 * 60 + 30, people))


async def tried(town: Town, campaign_id: str, student: Person, by: Person | None = None, **wish: str) -> Any:
    world = town.family.world
    return await world.client(by or world.people.wang).get(_cost_of(town, campaign_id, student), params=wish)


def _cost_of(town: Town, campaign_id: str, student: Person) -> str:
    return path(town.family.world, campaign_id, f"/plan/families/{student.account_id}/cost")


async def test_the_cost_of_a_wish_is_told_and_nothing_is_kept(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    plan = await planned(town, campaign_id)
    assert await ok(await tried(town, campaign_id, who.ming, excluded="true")) == {**NOTHING, "evenings": -1}
    later = tuesday(town, campaign_id, 8)
    assert await ok(await tried(town, campaign_id, who.ming, preferred=later)) == {**NOTHING, "moved": ["ming"]}
    after = await see(world, campaign_id)
    assert (after["version"], after["changes"], days_of(after)) == (plan["version"], [], ["2026-12-01"])
    set_wish = path(world, campaign_id, f"/plan/families/{who.ming.account_id}")
    await ok(await world.client(who.wang).put(set_wish, json={"preferred": later}))
    again = await planned(town, campaign_id)
    assert days_of(again) == ["2026-12-08"]
    assert [v["preferred"] for e in again["evenings"] for v in e["visits"]] == [True]


async def test_a_pin_may_cost_a_key_student_and_a_preference_does_not(town: Town) -> None:
    """One evening with room for one family; ming's comes first."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    needs = "update students set support = '{poverty}' where org_id = $1 and student_id = $2"
    await world.operate(world.north, needs, world.north, who.ming.account_id)
    await world.operate(world.north, "update campaigns set ends_on = '2026-12-01' where org_id = $1", world.north)
    await ok(await answer(world, who.jun_mother, who.hong, times=[TUESDAYS]))
    # No plan on the screen rests on this: the one without the wish is made to compare with.
    first = tuesday(town, campaign_id, 1)
    cost = await ok(await tried(town, campaign_id, who.hong, pinnedTo=first))
    assert cost == {**NOTHING, "added": ["hong"], "lost": ["ming"], "keyStudents": -1}
    assert await ok(await tried(town, campaign_id, who.hong, preferred=first)) == NOTHING
    gone = await ok(await tried(town, campaign_id, who.ming, excluded="true"))
    assert (gone["added"], gone["lost"], gone["keyStudents"]) == (["hong"], [], -1)


async def test_who_tries_wishes_and_what_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id, _ = await offered(town)
    assert slug(await tried(town, campaign_id, who.ming, excluded="true")) == (409, "family-has-visit")
    assert slug(await tried(town, campaign_id, who.jun, excluded="true")) == (409, "not-in-campaign")
    assert slug(await tried(town, campaign_id, who.hong, who.chen, excluded="true")) == (404, "not-found")
    assert slug(await tried(town, campaign_id, who.hong, who.mother, excluded="true")) == (403, "forbidden")

    async def fails(*_: Any, **__: Any) -> Any:
        raise planning.PlanningFailed("x")

    with monkeypatch.context() as broken:
        broken.setattr(planning, "plan", fails)
        assert slug(await tried(town, campaign_id, who.hong, excluded="true")) == (409, "planner-failed")
    monkeypatch.setattr(trials, "AT_ONCE", 0)
    assert slug(await tried(town, campaign_id, who.hong, excluded="true")) == (409, "planner-busy")
    await ok(await world.client(who.wang).post(path(world, campaign_id, "/close"), headers=version(1)))
    assert slug(await tried(town, campaign_id, who.hong, excluded="true")) == (409, "campaign-closed")


async def test_a_wish_tells_nothing_of_a_child_from_whom_its_reader_is_barred(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await two_families(town)
    await world.operate(world.north, "update campaigns set ends_on = '2026-12-01' where org_id = $1", world.north)
    await ok(await answer(world, who.jun_mother, who.hong, times=[TUESDAYS]))
    assert (await ok(await tried(town, campaign_id, who.hong, who.gao, excluded="true")))["added"] == ["ming"]
    await bar(world, who.gao, who.ming)
    gao = await world.sign_in(who.gao, assurance=2)
    cost = await ok(await gao.get(_cost_of(town, campaign_id, who.hong), params={"excluded": "true"}))
    assert cost == {**NOTHING}


@pytest.mark.parametrize("what", ["pinnedTo", "preferred"])
async def test_no_evening_is_wished_for_on_which_nobody_could_come(town: Town, what: str) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    at = path(world, campaign_id, f"/plan/families/{who.ming.account_id}")
    for evening in (
        str(uuid4()),
        tuesday(town, campaign_id, 2),
        str(rules.evening_id(UUID(campaign_id), date(2026, 12, 1), 0, [])),
    ):
        refused = await world.client(who.wang).put(at, json={what: evening})
        assert field(refused) == (422, f"$.{what}", "no-evening")
        assert field(await tried(town, campaign_id, who.ming, None, **{what: evening})) == (
            422,
            f"$.{what}",
            "no-evening",
        )
    await ok(await world.client(who.wang).put(at, json={"excluded": True, what: str(uuid4())}))
    await ok(await world.client(who.wang).put(at, json={what: tuesday(town, campaign_id, 1)}))
