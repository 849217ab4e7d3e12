"""Siblings of one home are visited at one stop: one time, one question, one team, and each class sees its own child (V1, V5)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.campaigns.plans.rules import visitors_for
from api.core import households
from api.core.clock import FixedClock
from schemas.campaigns.plan_rows import FamilyRow, HelperRow
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import ASK, answer, of, told
from tests.campaigns.test_plans import TUESDAYS, apply, see
from tests.counselling.desk import ok, slug
from tests.visits.brothers import CLAIMED, siblings
from tests.visits.test_followed import Town
from tests.visits.test_handover import hand_over
from tests.world import Person

HOUR = timedelta(hours=1)

SPANS = "select during from claims where subject_id = any ($1) and state in ('held', 'confirmed')"


async def both_classes(town: Town, **more: Any) -> str:
    """A campaign of both classes, made by the leader, with two visitors; the mother answers for ming."""
    world, who = town.family.world, town.family.world.people
    await siblings(world)
    body = campaign([world.north_a, world.north_b], [who.wang, who.chen], **more)
    campaign_id = (await ok(await world.client(who.gao).post(path(world), json=body), 201))["campaignId"]
    await ok(await world.client(who.gao).post(path(world, campaign_id, "/ask")))
    await town.work()
    return campaign_id


async def planned(town: Town, campaign_id: str) -> dict[str, Any]:
    world, who = town.family.world, town.family.world.people
    await ok(await world.client(who.gao).post(path(world, campaign_id, "/plan")))
    await town.work()
    return await see(world, campaign_id, who.gao)


async def stop_of(town: Town) -> dict[str, dict[str, Any]]:
    """By name of the child, the visits as the class teachers see them."""
    world, who = town.family.world, town.family.world.people
    found = [
        v for p in (who.wang, who.chen) for v in (await ok(await world.client(p).get(town.family.visits)))["items"]
    ]
    return {v["studentName"]: v for v in found}


async def test_a_family_is_asked_once_and_visited_once_for_both_children(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await both_classes(town)
    assert await told(world, who.mother) == [ASK]  # once, though two classes have a child of hers
    asked = await ok(await world.client(who.mother).get(of(world, who.ming)))
    assert asked["siblings"] == ["jun"]
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS]))
    assert (await ok(await world.client(who.mother).get(of(world, who.jun))))["answer"] == "times"
    assert await told(world, who.mother) == []
    plan = await planned(town, campaign_id)
    [evening] = plan["evenings"]
    [row] = evening["visits"]
    assert {row["studentName"], *row["siblings"]} == {"ming", "jun"}
    assert (plan["families"], plan["placed"], row["siblingElsewhere"]) == (2, 1, False)
    for teacher, child in ((who.wang, "ming"), (who.chen, "jun")):
        own = (await see(world, campaign_id, teacher))["evenings"][0]["visits"]
        assert [(v["studentName"], v["siblings"], v["siblingElsewhere"]) for v in own] == [(child, [], True)]
    await ok(await apply(world, campaign_id, plan["version"], who.wang))
    await town.work()
    stop = await stop_of(town)
    assert {(v["startsAt"], v["state"], v["withSibling"]) for v in stop.values()} == {
        (row["startsAt"], "proposed", True)
    }
    assert (await town.told())["visit_proposed"] == {"mother", "father", "chen"}  # wang did it
    proposals = [i["title"] for i in (await ok(await world.client(who.mother).get("/me/inbox")))["items"]]
    assert proposals.count("Home visit proposed") == 1
    home = await ok(await world.client(who.mother).get("/me/home"))
    assert [sorted([v["studentName"], *v["siblings"]]) for v in home["visits"]] == [["jun", "ming"]]
    await ok(await apply(world, campaign_id, (await see(world, campaign_id, who.chen))["version"], who.chen))
    await town.work()
    assert len(await stop_of(town)) == 2  # the other class teacher's share proposes nothing twice


async def proposed(town: Town, **more: Any) -> dict[str, dict[str, Any]]:
    """A stop of both, proposed in the name of wang."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await both_classes(town, **more)
    await ok(
        await answer(
            world,
            who.mother,
            who.ming,
            times=[TUESDAYS, {**TUESDAYS, "weekday": 6, "fromTime": "09:00", "toTime": "12:00"}],
        )
    )
    plan = await planned(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"], who.wang))
    await town.work()
    return await stop_of(town)


async def test_one_answer_is_for_both_and_the_time_is_taken_once(town: Town) -> None:
    who = town.family.world.people
    stop = await proposed(town)
    await ok(await town.family.do(who.mother, stop["jun"]["visitId"], "confirm"))
    after = await stop_of(town)
    assert {v["state"] for v in after.values()} == {"confirmed"}
    people = [UUID(m["accountId"]) for m in after["ming"]["team"]] + [who.mother.account_id]
    assert len(await town.city.rows(CLAIMED, people)) == len(people)
    times = (await ok(await town.family.get(who.mother, after["ming"]["visitId"], "/offers")))["times"]
    assert times
    await ok(await town.family.do(who.mother, after["ming"]["visitId"], "ask-move", 2, startsAt=times[0]["startsAt"]))
    assert {v["wishedAt"] for v in (await stop_of(town)).values()} == {times[0]["startsAt"]}
    moved = {"startsAt": times[0]["startsAt"], "minutes": 40}
    await ok(await town.family.do(who.chen, after["jun"]["visitId"], "move", 3, **moved))
    now = await stop_of(town)
    # It was their wish.
    assert {(v["state"], v["startsAt"]) for v in now.values()} == {("confirmed", times[0]["startsAt"])}
    await ok(await town.family.do(who.father, now["ming"]["visitId"], "cancel", 4))
    assert {v["state"] for v in (await stop_of(town)).values()} == {"cancelled"}
    assert await town.city.rows(CLAIMED, people) == []


async def test_who_has_one_of_the_children_answers_for_that_one(town: Town) -> None:
    """A father of ming alone says no: jun is visited all the same, and the team's time stays taken."""
    world, who = town.family.world, town.family.world.people
    stop = await proposed(town)
    gone = "update guardianships set ended_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3"
    await world.operate(world.north, gone, world.north, who.jun.account_id, who.father.account_id, world.now)
    await ok(await town.family.do(who.father, stop["ming"]["visitId"], "decline"))
    assert {n: v["state"] for n, v in (await stop_of(town)).items()} == {"ming": "declined", "jun": "proposed"}
    team = [UUID(m["accountId"]) for m in stop["jun"]["team"]]
    assert len(await town.city.rows(CLAIMED, team)) == 1
    await town.work()
    assert slug(await town.family.do(who.father, stop["jun"]["visitId"], "confirm")) == (404, "not-found")
    await ok(await town.family.do(who.mother, stop["jun"]["visitId"], "confirm"))


async def test_a_team_that_is_late_is_late_for_both(town: Town, clock: FixedClock) -> None:
    who = town.family.world.people
    stop = await proposed(town)
    await ok(await town.family.do(who.mother, stop["ming"]["visitId"], "confirm"))
    start = datetime.fromisoformat(stop["ming"]["startsAt"])
    clock.advance(start - HOUR / 2 - clock.now())
    [comes] = [p for p in (who.wang, who.chen) if str(p.account_id) == stop["ming"]["team"][0]["accountId"]]
    await ok(await town.family.do(comes, stop["jun"]["visitId"], "late", 2, minutes=20))
    after = {datetime.fromisoformat(v["startsAt"]) for v in (await stop_of(town)).values()}
    assert after == {start + HOUR / 3}
    people = [comes.account_id, who.mother.account_id]
    assert {row["during"].lower for row in await town.city.rows(SPANS, people)} == after


async def test_an_evening_goes_to_a_colleague_or_back_to_the_family_for_both(town: Town) -> None:
    """The leader takes the whole stop; then the family is asked for another time, once, and nobody's time is taken."""
    who, family = town.family.world.people, town.family
    stop = await proposed(town)
    await ok(await family.do(who.mother, stop["ming"]["visitId"], "confirm"))
    [comes] = [p for p in (who.wang, who.chen) if str(p.account_id) == stop["ming"]["team"][0]["accountId"]]
    day = stop["ming"]["startsAt"][:10]
    ids = [visit["visitId"] for visit in stop.values()]
    taken = await hand_over(family, comes, who.gao, *ids, day=day)
    assert taken.status_code == 204, taken.text
    assert [m["name"] for v in (await stop_of(town)).values() for m in v["team"]] == ["gao", "gao"]
    people = [who.gao.account_id, comes.account_id, who.mother.account_id]
    claimed = {row["subject_id"] for row in await town.city.rows(CLAIMED, people)}
    assert claimed == {who.gao.account_id, who.mother.account_id}
    body = {"day": day, "visitIds": ids}
    again = await family.world.client(who.gao).post(f"/orgs/{family.org_id}/run-sheet/new-times", json=body)
    assert again.status_code == 204, again.text
    await town.work()
    assert {v["state"] for v in (await stop_of(town)).values()} == {"move_asked"}
    assert await town.city.rows(CLAIMED, people) == []


async def test_a_hold_that_ends_ends_for_both(town: Town, clock: FixedClock) -> None:
    stop = await proposed(town)
    clock.advance(timedelta(hours=80))
    await town.work()
    assert {v["state"] for v in (await stop_of(town)).values()} == {"cancelled"}
    team = [UUID(m["accountId"]) for m in stop["jun"]["team"]]
    assert await town.city.rows(CLAIMED, team) == []


@pytest.mark.parametrize("leaves", ["ming", "jun"])
async def test_a_child_who_leaves_is_visited_no_more_and_the_sibling_is(town: Town, leaves: str) -> None:
    world, who = town.family.world, town.family.world.people
    stop = await proposed(town)
    student: Person = getattr(who, leaves)
    await ok(await town.family.do(who.mother, stop["ming"]["visitId"], "confirm"))
    await world.operate(
        world.north,
        "update students set ended_at = $3 where org_id = $1 and student_id = $2",
        world.north,
        student.account_id,
        world.now,
    )
    await town.work()
    rows = await world.sql(world.north, "select student_id, state from visits where org_id = $1", world.north)
    states = {row["student_id"]: row["state"] for row in rows}
    other = who.jun if leaves == "ming" else who.ming
    assert states[other.account_id] == "confirmed"
    team = [UUID(m["accountId"]) for m in stop["jun"]["team"]]
    assert len(await town.city.rows(CLAIMED, [*team, who.mother.account_id])) == 2


def row(n: int, guardians: str, barred: str = "") -> FamilyRow:
    def ids(names: str) -> list[UUID]:
        return [UUID(int=ord(c)) for c in names]

    return FamilyRow(
        student_id=UUID(int=n), class_id=UUID(int=n), home_sealed=None, teacher_ids=[], guardian_ids=ids(guardians), barred_ids=ids(barred)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "homes", "together"),
    [
        (row(1, "mf"), row(2, "mf"), ("", ""), True),
        (row(1, "mf"), row(2, "m"), ("", ""), False),  # parents may live apart
        (row(1, "mf"), row(2, "m"), ("长江路1号", "长江路1号"), True),
        (row(1, "mf"), row(2, "mf"), ("长江路1号", "长江路2号"), False),
        (row(1, "mf"), row(2, "mf"), ("长江路1号", ""), True),
        (row(1, "m"), row(2, "f"), ("长江路1号", "长江路1号"), False),  # a block of flats
        (row(1, "m", barred="f"), row(2, "mf"), ("长江路1号", "长江路1号"), False),
        (row(1, ""), row(2, ""), ("", ""), False),
    ],
)
def test_who_lives_together(a: FamilyRow, b: FamilyRow, homes: tuple[str, str], together: bool) -> None:
    addresses = {one.student_id: home for one, home in zip((a, b), homes, strict=True) if home}
    assert [len(home) for home in households.households([a, b], addresses)] == ([2] if together else [1, 1])
    assert households.live_together(b, a, addresses) is together
    assert households.address_key("长江路１号 3Ｂ") == households.address_key("长江路1号3b")


@pytest.mark.parametrize("family", [row(1, "m"), row(1, "f", barred="m")])
def test_no_plan_sends_who_is_family_or_barred_from_the_child(family: FamilyRow) -> None:
    mother, gao = UUID(int=ord("m")), UUID(int=7)
    helpers = [HelperRow(staff_id=one, name="", any_class=True) for one in (mother, gao)]
    assert visitors_for(family, helpers) == [gao]
