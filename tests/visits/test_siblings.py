"""A class teacher proposes one visit for siblings of one home (V1): what is offered, who learns of whom, and what each may do with it."""

from datetime import timedelta
from typing import Any

import pytest

from api.core import db
from api.core.clock import FixedClock
from api.core.parts import EndedPart
from api.core.services import Services
from tests.counselling.desk import field, ok, slug
from tests.visits.brothers import CLAIMED, siblings, stop_of
from tests.visits.family import DAY, THURSDAY, Family, record
from tests.visits.test_address import settle
from tests.visits.test_ended import END_TIE, School
from tests.visits.test_followed import Town, team, town
from tests.world import Person
from tests.world_rows import add_guardian

__all__ = ["team", "town"]
BAR = "update guardianships set ended_at = $4, barred = true where org_id = $1 and student_id = $2 and guardian_id = $3"
MOVE = "update students set class_id = $3 where org_id = $1 and student_id = $2"


@pytest.fixture
async def brothers(town: Town) -> Town:
    """Ming of class A and jun of class B have the same mother and father."""
    await siblings(town.family.world)
    return town


async def offered(family: Family) -> tuple[list[str], bool]:
    """What ming's class teacher is offered: names, and whether another class has a sibling."""
    path = f"/orgs/{family.org_id}/students/{family.student.account_id}/visit-form"
    form = await ok(await family.world.client(family.teacher).get(path))
    return form["siblings"], form["siblingElsewhere"]


async def together(town: Town, *team: Person, **more: Any) -> dict[str, dict[str, Any]]:
    """A visit to both that wang proposes, as its class teachers see it."""
    who = town.family.world.people
    await ok(await town.family.try_propose(THURSDAY, *team, withSiblings=True, **more), 201)
    await town.work()
    return await stop_of(town.family, who.wang, who.chen)


async def tie(town: Town, guardian: Person, student: Person) -> None:
    world = town.family.world
    async with db.transaction(world.operator, world.north) as conn:
        await add_guardian(conn, world.north, guardian, student, 3, world.now)


async def bar(town: Town, guardian: Person, student: Person) -> None:
    world = town.family.world
    await world.operate(world.north, BAR, world.north, student.account_id, guardian.account_id, world.now)


async def test_a_class_teacher_is_told_of_a_sibling_and_not_which_one(brothers: Town) -> None:
    """Wang teaches class B a subject as well, which opens nothing of its families."""
    world, who = brothers.family.world, brothers.family.world.people
    assert await offered(brothers.family) == ([], True)
    await world.operate(world.north, MOVE, world.north, who.jun.account_id, world.north_a)
    assert await offered(brothers.family) == (["jun"], False)


async def test_who_lives_elsewhere_or_is_owed_nothing_is_not_offered(
    brothers: Town, services: Services, clock: FixedClock
) -> None:
    family, who = brothers.family, brothers.family.world.people
    jun = Family(family.world, family.org_id, who.jun, who.chen)
    visit = await jun.agreed(THURSDAY - DAY)
    assert await offered(family) == ([], False)  # a visit is to come
    clock.advance(THURSDAY - clock.now())
    await ok(await jun.do(who.chen, visit, "missed", 2))
    assert await offered(family) == ([], True)  # it did not take place
    visit = await jun.agreed(THURSDAY + DAY)
    clock.advance(THURSDAY + 2 * DAY - clock.now())
    await ok(await jun.do(who.chen, visit, "record", 2, **record()))
    assert await offered(family) == ([], False)  # visited this school year
    assert field(await family.try_propose(THURSDAY + 3 * DAY, withSiblings=True)) == (
        422,
        "$.withSiblings",
        "no-sibling",
    )
    clock.advance(timedelta(days=300))
    assert await offered(family) == ([], True)  # the next school year
    await settle(family, services.vault)
    assert await offered(family) == ([], True)  # one address is not known, and all guardians are the same
    await settle(jun, services.vault, "广东路8号")
    assert await offered(family) == ([], False)


async def test_nobody_without_a_sibling_is_offered_one(family: Family) -> None:
    assert await offered(family) == ([], False)
    assert field(await family.try_propose(withSiblings=True)) == (422, "$.withSiblings", "no-sibling")
    assert await family.world.sql(family.org_id, "select 1 from visits where org_id = $1", family.org_id) == []


async def test_both_class_teachers_and_the_family_are_told_once(brothers: Town) -> None:
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers, place="外婆家", message="想聊聊小明的作业")
    assert await brothers.told() == {"visit_proposed": {"mother", "father", "chen"}}  # wang did it
    inbox = [i["title"] for i in (await ok(await family.world.client(who.mother).get("/me/inbox")))["items"]]
    assert inbox.count("Home visit proposed") == 1
    home = await ok(await family.world.client(who.mother).get("/me/home"))
    assert [(v["studentName"], v["siblings"], v["message"]) for v in home["visits"]] == [
        ("ming", ["jun"], "想聊聊小明的作业")
    ]
    assert {(v["state"], v["startsAt"], v["place"], v["withSibling"]) for v in stop.values()} == {
        ("proposed", stop["ming"]["startsAt"], "外婆家", True)
    }
    assert stop["jun"]["message"] is None  # it is about ming, and jun's class teacher reads this one
    seen = await stop_of(family, who.chen)
    assert set(seen) == {"jun"}
    assert slug(await family.get(who.chen, stop["ming"]["visitId"])) == (404, "not-found")
    assert len(await brothers.city.rows(CLAIMED, [who.wang.account_id])) == 1


async def test_a_visit_to_both_is_done_for_both_and_each_record_is_its_childs(
    brothers: Town, clock: FixedClock
) -> None:
    family, world, who = brothers.family, brothers.family.world, brothers.family.world.people
    stop = await together(brothers)
    await ok(await family.do(who.mother, stop["ming"]["visitId"], "confirm"))
    assert {v["state"] for v in (await stop_of(family, who.wang)).values()} == {"confirmed"}
    clock.advance(THURSDAY + DAY - clock.now())
    for name, visit in stop.items():
        await ok(await family.do(who.wang, visit["visitId"], "record", 2, **record(atHome=f"{name}在家")))
    for class_id, teacher in ((world.north_a, who.wang), (world.north_b, who.chen)):
        path = f"/orgs/{world.north}/classes/{class_id}/coverage"
        assert (await ok(await world.client(teacher).get(path)))["visited"] == 1
    [written] = await ok(await family.get(who.chen, stop["jun"]["visitId"], "/records"))
    read = f"/records/{written['recordId']}"
    assert (await ok(await family.get(who.chen, stop["jun"]["visitId"], read)))["atHome"] == "jun在家"
    assert slug(await family.get(who.chen, stop["ming"]["visitId"], "/records")) == (404, "not-found")
    [other] = await ok(await family.get(who.wang, stop["ming"]["visitId"], "/records"))
    swapped = await family.get(who.chen, stop["jun"]["visitId"], f"/records/{other['recordId']}")
    assert slug(swapped) == (404, "not-found")


async def test_a_guardian_barred_from_one_child_makes_two_homes(brothers: Town) -> None:
    who = brothers.family.world.people
    await bar(brothers, who.father, who.jun)
    assert await offered(brothers.family) == ([], False)
    assert field(await brothers.family.try_propose(withSiblings=True)) == (422, "$.withSiblings", "no-sibling")


async def test_a_guardian_barred_later_reads_of_their_own_child_alone(brothers: Town) -> None:
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers)
    await bar(brothers, who.father, who.jun)
    [shown] = (await ok(await family.world.client(who.father).get("/me/visits")))["visits"]
    assert (shown["studentName"], shown["siblings"], shown["withSibling"]) == ("ming", [], False)
    assert slug(await family.get(who.father, stop["jun"]["visitId"])) == (404, "not-found")
    await ok(await family.do(who.father, stop["ming"]["visitId"], "decline"))
    assert {n: v["state"] for n, v in (await stop_of(family, who.wang)).items()} == {
        "ming": "declined",
        "jun": "proposed",
    }


@pytest.mark.parametrize("barred", [False, True])
async def test_nobody_visits_a_child_of_whom_they_are_or_were_family(
    brothers: Town, services: Services, barred: bool
) -> None:
    """Lin is a guardian of jun, or is barred from jun: nobody with lin in the team visits jun, and ming may be visited alone."""
    family, world, who = brothers.family, brothers.family.world, brothers.family.world.people
    for student in (who.ming, who.jun):
        await settle(Family(world, family.org_id, student, who.wang), services.vault)
    await tie(brothers, who.lin, who.jun)
    if barred:
        await bar(brothers, who.lin, who.jun)
    refused = await family.try_propose(THURSDAY, who.wang, who.lin, withSiblings=True)
    assert field(refused) == (422, "$.withSiblings", "no-sibling")
    await ok(await family.try_propose(THURSDAY, who.wang, who.lin), 201)
    assert set(await stop_of(family, who.wang, who.chen)) == {"ming"}


async def test_who_is_barred_from_the_student_is_not_in_the_team(town: Town) -> None:
    family, world, who = town.family, town.family.world, town.family.world.people
    await tie(town, who.lin, who.ming)
    await bar(town, who.lin, who.ming)
    assert field(await family.try_propose(THURSDAY, who.wang, who.lin)) == (422, "$.team", "related")
    path = f"/orgs/{family.org_id}/students/{family.student.account_id}/visit-form"
    choices = (await ok(await world.client(who.wang).get(path)))["team"]
    assert [one["name"] for one in choices] == ["wang", "gao"]


async def test_who_proposed_it_cancels_it_for_both(brothers: Town) -> None:
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers)
    await ok(await family.do(who.wang, stop["ming"]["visitId"], "cancel"))
    assert {v["state"] for v in (await stop_of(family, who.wang)).values()} == {"cancelled"}
    assert await brothers.city.rows(CLAIMED, [who.wang.account_id]) == []
    await brothers.work()
    assert (await brothers.told())["visit_cancelled"] == {"mother", "father", "chen"}


async def test_the_other_class_teacher_cancels_for_the_own_child(brothers: Town) -> None:
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers)
    await ok(await family.do(who.chen, stop["jun"]["visitId"], "cancel"))
    assert {n: v["state"] for n, v in (await stop_of(family, who.wang)).items()} == {
        "ming": "proposed",
        "jun": "cancelled",
    }
    assert len(await brothers.city.rows(CLAIMED, [who.wang.account_id])) == 1


async def test_a_child_who_changes_class_is_followed_by_the_new_class_teacher(brothers: Town) -> None:
    family, world, who = brothers.family, brothers.family.world, brothers.family.world.people
    stop = await together(brothers, who.lin)
    assert set(await stop_of(family, who.wang)) == {"ming"}  # who proposes and does not come learns of no other child
    await world.operate(world.north, MOVE, world.north, who.jun.account_id, world.north_a)
    assert set(await stop_of(family, who.wang)) == {"ming", "jun"}
    assert await stop_of(family, who.chen) == {}
    assert slug(await family.do(who.chen, stop["jun"]["visitId"], "cancel")) == (404, "not-found")


async def test_a_guardian_who_loses_one_child_stays_asked_for_the_other(brothers: Town, services: Services) -> None:
    """Father's tie to ming ends; he answers for jun alone, and mother for both."""
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers)
    school = School(brothers, services)
    ming = who.ming.account_id
    ended = EndedPart(account_id=who.father.account_id, part="guardianship", how="left", student_id=ming)
    await school.end(f"{END_TIE} and student_id = '{ming}'", ended)
    assert slug(await family.get(who.father, stop["ming"]["visitId"])) == (404, "not-found")
    [shown] = (await ok(await family.world.client(who.father).get("/me/visits")))["visits"]
    assert (shown["studentName"], shown["siblings"], shown["withSibling"]) == ("jun", [], False)
    await ok(await family.do(who.mother, stop["ming"]["visitId"], "confirm"))
    states = {v["state"] for v in (await stop_of(family, who.wang)).values()}
    assert states == {"confirmed"}


async def test_a_taken_time_proposes_neither(brothers: Town) -> None:
    family, who = brothers.family, brothers.family.world.people
    await family.propose(THURSDAY)
    assert slug(await family.try_propose(THURSDAY, withSiblings=True)) == (409, "time-taken")
    assert set(await stop_of(family, who.wang, who.chen)) == {"ming"}


async def test_other_times_of_a_stop_are_those_given_for_either_child(brothers: Town) -> None:
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers, who.wang)
    mine, beside = stop["ming"]["visitId"], stop["jun"]["visitId"]
    jun = Family(family.world, family.org_id, who.jun, who.chen)
    await family.add_availability(who.mother, weekday=5, toTime="20:00")
    await jun.add_availability(who.father, weekday=6, toTime="20:00")
    await jun.add_availability(
        who.father, weekday=6, fromTime="15:00", toTime="16:00", placeKind="elsewhere", place="咖啡馆"
    )
    either = ["27 19:00", "28 19:00"]
    for reader, visit_id in ((who.mother, mine), (who.wang, mine)):
        assert await family.times(reader, visit_id) == either
    assert await family.times(who.father, beside) == ["27 19:00", "28 15:00", "28 19:00"]
    assert await family.times(who.mother, beside) == either  # nobody wishes for the other's place
    saturday = (THURSDAY + 2 * DAY).isoformat()
    answer = await ok(await family.do(who.mother, mine, "ask-move", 1, startsAt=saturday))
    assert answer["state"] == "move_asked"


async def test_what_another_guardian_of_the_sibling_gives_is_not_offered(brothers: Town) -> None:
    """The father is a guardian of jun alone by now, and barred from ming."""
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers, who.wang)
    jun = Family(family.world, family.org_id, who.jun, who.chen)
    await jun.add_availability(who.father, weekday=6, toTime="20:00")
    assert await family.times(who.mother, stop["ming"]["visitId"]) == ["28 19:00"]
    await bar(brothers, who.father, who.ming)
    for reader in (who.mother, who.wang):
        assert await family.times(reader, stop["ming"]["visitId"]) == []
    assert await family.times(who.father, stop["jun"]["visitId"]) == ["28 19:00"]
