"""Nothing is planned, offered or proposed on days on which who would come is on leave, also while the leave is yet to begin (V9)."""

from datetime import datetime, timedelta
from uuid import uuid4

from tests.campaigns.test_plans import apply, planned, see, visits_of, with_answer
from tests.counselling.desk import ok, slug
from tests.visits.family import THURSDAY, moved
from tests.visits.test_followed import Town
from tests.visits.test_leaves import LEAVE
from tests.world import Person, World

DAY = timedelta(days=1)
MIDNIGHT = datetime.fromisoformat("2026-12-01T00:00:00+08:00")
"""The first Tuesday of the campaign begins."""


async def on_leave(world: World, who: Person, since: datetime, until: datetime, by: Person | None = None) -> None:
    """Recorded ahead, as an administrator does."""
    stand_in = by.account_id if by else None
    await world.operate(
        world.north,
        LEAVE.replace("'{}', '{}', $7, $3, $7", "'{}', '{}', null, $3, $7"),
        *(world.north, uuid4(), who.account_id, stand_in, since, until, world.now),
    )


async def test_a_plan_keeps_away_from_leaves(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    plan = await planned(town, campaign_id)
    assert [e["day"] for e in plan["evenings"]] == ["2026-12-01"]
    await on_leave(world, who.wang, MIDNIGHT, MIDNIGHT + DAY, who.gao)
    stale = await see(world, campaign_id)
    assert (stale["changes"], stale["canApply"]) == ([{"kind": "visitor", "name": "wang"}], False)
    assert slug(await apply(world, campaign_id, plan["version"])) == (409, "plan-stale")
    again = await planned(town, campaign_id)
    assert [e["day"] for e in again["evenings"]] == ["2026-12-08"]
    assert (again["changes"], again["canApply"]) == ([], True)


async def test_what_was_planned_before_a_leave_was_recorded_does_not_go_out(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    plan = await planned(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"]))
    await on_leave(world, who.wang, MIDNIGHT, MIDNIGHT + DAY)
    await town.work()
    assert await visits_of(town) == []
    assert (await see(world, campaign_id))["changes"] == [{"kind": "visitor", "name": "wang"}]


async def test_a_family_is_shown_no_time_in_a_leave(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    await with_answer(town)
    visit = await town.family.propose(THURSDAY, who.wang)

    async def days(what: str) -> set[str]:
        found = await ok(await town.family.get(who.mother, visit, what))
        return {one["startsAt"][:10] for one in found["times"]}

    for what in ("/times", "/offers"):
        assert "2026-12-01" in await days(what)
    await on_leave(world, who.wang, MIDNIGHT, MIDNIGHT + DAY)
    for what in ("/times", "/offers"):
        assert "2026-12-01" not in await days(what)
        assert "2026-12-08" in await days(what)
    asked = await town.family.do(who.mother, visit, "ask-move", 1, startsAt="2026-12-01T11:00:00Z")
    assert slug(asked) == (409, "time-not-free")


async def test_nobody_is_proposed_while_on_leave(town: Town) -> None:
    world, who, family = town.family.world, town.family.world.people, town.family
    tuesday = MIDNIGHT + timedelta(hours=19)
    await on_leave(world, who.lin, MIDNIGHT, MIDNIGHT + DAY)
    assert slug(await family.try_propose(tuesday, who.wang, who.lin)) == (409, "time-taken")
    visit = await family.propose(THURSDAY, who.wang, who.lin)
    assert slug(await family.do(who.wang, visit, "move", 1, **moved(tuesday))) == (409, "time-taken")
    assert (await ok(await family.get(who.wang, visit)))["version"] == 1
    await family.propose(tuesday, who.wang)  # alone
    await ok(await family.do(who.wang, visit, "move", 1, **moved(tuesday + DAY)))  # it is over by then
