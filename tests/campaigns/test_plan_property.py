"""Random answers, agreements, illnesses and new plans over HTTP; the database's claims are the judge (V9)."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from api.core.clock import FixedClock
from tests.campaigns.matrix import campaign
from tests.campaigns.planning.samples import seeded
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_plans import apply, see
from tests.campaigns.test_siblings import siblings
from tests.counselling.desk import ok, version
from tests.visits.family import Family
from tests.visits.test_followed import Town
from tests.world import Person, World

# Two visits of one person that meet, unless siblings are visited together.
SELECT_MEETING = """
select a.visit_id from visits a
join visit_team t on t.org_id = a.org_id and t.visit_id = a.visit_id
where a.org_id = $1 and a.state = any ('{proposed,move_asked,confirmed}') and
  exists (select from visits b join visit_team u on u.org_id = b.org_id and u.visit_id = b.visit_id
    where b.org_id = $1 and b.visit_id <> a.visit_id and u.staff_id = t.staff_id and b.joint_id is distinct from coalesce(a.joint_id, b.visit_id)
      and b.state = any ('{proposed,move_asked,confirmed}') and b.starts_at < a.ends_at and a.starts_at < b.ends_at)
"""
SELECT_TEAMS = """
select t.staff_id, a.starts_at, a.ends_at from visits a
join visit_team t on t.org_id = a.org_id and t.visit_id = a.visit_id
where a.org_id = $1 and a.state = any ('{proposed,move_asked,confirmed}')
"""
SELECT_CLAIMS = "select subject_id, starts_at, ends_at from claims where subject_id = any ($1)"
SELECT_CONFIRMED = (
    "select visit_id, starts_at, ends_at from visits where org_id = $1 and state = 'confirmed' order by visit_id"
)


async def unclaimed(town: Town, org_id: int) -> list[dict[str, Any]]:
    """Visits without the claim of one of their team."""
    visits = await town.city.rows(SELECT_TEAMS, org_id)
    claims = await town.city.rows(SELECT_CLAIMS, [visit["staff_id"] for visit in visits])
    taken = [(c["subject_id"], c["starts_at"], c["ends_at"]) for c in claims]
    return [
        visit
        for visit in visits
        if not any(who == visit["staff_id"] and a < visit["ends_at"] and visit["starts_at"] < b for who, a, b in taken)
    ]


def families(world: World, *, together: bool) -> list[tuple[Person, Person, Person]]:
    """Student, class teacher, and the guardian who answers. Siblings have one mother."""
    who = world.people
    return [(who.ming, who.wang, who.mother), (who.jun, who.chen, who.mother if together else who.jun_mother)]


async def answers(world: World, chance: Random, *, together: bool) -> None:
    for student, _, guardian in families(world, together=together):
        times = [
            {"weekday": w, "fromTime": f"{chance.choice((17, 18, 19))}:00", "toTime": "21:00", "placeKind": "home"}
            for w in chance.sample(range(1, 7), chance.randint(1, 3))
        ]
        await ok(await answer(world, guardian, student, times=times))


def hours(chance: Random) -> list[dict[str, Any]]:
    days = sorted(chance.sample(range(1, 7), chance.randint(2, 6)))
    return [{"weekday": w, "fromTime": "17:30", "toTime": "20:30"} for w in days]


async def confirm_some(world: World, chance: Random, *, together: bool) -> None:
    for student, teacher, guardian in families(world, together=together):
        family = Family(world, world.north, student, teacher)
        for visit in (await ok(await world.client(guardian).get(family.visits)))["items"]:
            if visit["state"] == "proposed" and chance.random() < 0.7:
                what = chance.choice(("confirm", "decline"))
                await family.do(guardian, visit["visitId"], what, visit["version"])


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_claims_hold_and_nothing_agreed_moves(town: Town, clock: FixedClock, seed: int) -> None:
    world, who, chance = town.family.world, town.family.world.people, seeded(seed)
    together = seed % 2 == 1
    if together:
        await siblings(world)
    body = campaign([world.north_a, world.north_b], [who.wang, who.chen])
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    at = 1
    for _ in range(3):
        before = await world.sql(world.north, SELECT_CONFIRMED, world.north)
        for visitor in body["visitors"]:  # somebody falls ill, somebody is well again
            visitor["hours"] = hours(chance) if chance.random() < 0.8 else visitor["hours"]
        await ok(await world.client(who.gao).put(path(world, campaign_id), json=body, headers=version(at)))
        at += 1
        await answers(world, chance, together=together)
        await ok(await world.client(who.gao).post(path(world, campaign_id, "/plan")))
        await town.work()
        plan = await see(world, campaign_id, who.gao)
        assert plan["state"] == "ready"
        for teacher in (who.wang, who.chen):
            mine = await see(world, campaign_id, teacher)
            if mine["canApply"]:
                await ok(await apply(world, campaign_id, mine["version"], teacher))
        await town.work()
        await confirm_some(world, chance, together=together)
        assert await town.city.rows(SELECT_MEETING, world.north) == []
        assert await unclaimed(town, world.north) == []
        after = await world.sql(world.north, SELECT_CONFIRMED, world.north)
        assert [row for row in before if row not in after] == []
        clock.advance(timedelta(hours=chance.choice((1, 6, 20))))
    made = await world.sql(world.north, "select visit_id from visits where org_id = $1", world.north)
    assert made
