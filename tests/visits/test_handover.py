"""An evening that its teacher cannot make: a colleague takes all of it, or nothing changes."""

import asyncio
from typing import Any
from uuid import UUID

import httpx

from api.core.clock import FixedClock
from api.core.services import Services
from tests.counselling.desk import busy, field, ok, slug
from tests.visits.family import DAY, HOUR, Family, may, wish
from tests.visits.test_day import ON, START, visits
from tests.visits.test_ended import School
from tests.visits.test_followed import Town, team, town
from tests.world import Person

__all__ = ["team", "town"]


async def evening(family: Family, by: Person, day: str = ON) -> Any:
    return await ok(await family.world.client(by).get(f"/orgs/{family.org_id}/run-sheet/evening", params={"day": day}))


async def hand_over(
    family: Family,
    by: Person,
    to: Person | UUID,
    *seen: str,
    day: str = ON,
    org_id: int | None = None,
    fewer: bool = False,
) -> httpx.Response:
    body = {
        "day": day,
        "fewer": fewer,
        "visitIds": seen,
        "colleagueId": str(to.account_id if isinstance(to, Person) else to),
    }
    return await family.world.client(by).post(f"/orgs/{org_id or family.org_id}/run-sheet/hand-over", json=body)


async def test_a_colleague_takes_the_whole_evening_and_everybody_is_told(town: Town, team: tuple[Person, ...]) -> None:
    """Wang is ill: Gao makes both visits, beside Lin in the first. What is not agreed yet passes on as well."""
    family, who = town.family, town.family.world.people
    first, second = await family.agreed(START, *team), await family.agreed(START + 2 * HOUR)
    asked, later = await family.propose(START + HOUR), await family.agreed(START + DAY)
    await town.work()
    town.mails()
    found = await evening(family, who.wang)
    assert [one["visitId"] for one in found["visits"]] == [first, asked, second]
    assert [(one["name"], one["free"]) for one in found["colleagues"]] == [("gao", True), ("lin", True)]
    answer = await hand_over(family, who.wang, who.gao, first, asked, second)
    assert answer.status_code == 204, answer.text
    assert await visits(family, who.gao, day=ON) == [first, second]
    assert (await visits(family, who.wang, day=ON), await visits(family, who.lin, day=ON)) == ([], [first])
    assert await busy(family.world, who.wang, who.gao) == {
        "wang": [("08:00", "09:00")],
        "gao": [("08:00", "09:00"), ("09:00", "10:00"), ("10:00", "11:00")],
    }
    await town.work()
    told = await town.told()
    assert told["visit_team_changed"] == {"mother", "father", "lin"}
    # Each of the two hears of a visit once, in words of their own.
    assert (told["visit_taken_off"], told["visit_taken_over"]) == ({"wang"}, {"gao"})
    assert [one["title"] for one in await _inbox(town, who.wang)] == ["A home visit without you"] * 3
    assert [one["title"] for one in await _inbox(town, who.gao)] == ["You take over a home visit"] * 3
    await _told_once_when_run_again(town)
    assert {("wang", "CANCEL"), ("mother", "REQUEST")} <= {(name, method) for name, method, _ in town.mails()}
    shown = await ok(await family.get(who.mother, second))
    assert ([one["name"] for one in shown["team"]], shown["state"], shown["version"]) == (["gao"], "confirmed", 3)
    # The class teacher still sees it, and neither visits nor writes it down.
    assert slug(await family.world.client(who.wang).get(f"{family.visits}/{second}/family"))[0] == 404
    assert await visits(family, who.wang, day="2026-11-27") == [later]


async def _inbox(town: Town, by: Person) -> list[Any]:
    """What stands about hand-overs there."""
    items = (await ok(await town.family.world.client(by).get("/me/inbox")))["items"]
    return [
        one for one in items if "take over" in one["title"] or "without you" in one["title"] or "Others" in one["title"]
    ]


async def _told_once_when_run_again(town: Town) -> None:
    before = await town.told(), len(town.city.sms.items)
    await town.city.rows(
        "update tasks set state = 'planned', attempt = attempt + 1 where kind = 'visit_changed' and org_id = $1 returning 1",
        town.family.org_id,
    )
    await town.work()
    assert (await town.told(), len(town.city.sms.items)) == before


async def test_a_proposed_visit_that_passes_on_still_waits_for_the_family(town: Town) -> None:
    family, who = town.family, town.family.world.people
    asked = await family.propose(START)
    await town.work()
    assert (await hand_over(family, who.wang, who.gao, asked)).status_code == 204
    await town.work()
    told = await town.told()
    assert {"mother", "father"} <= told["visit_team_proposed"]
    assert "visit_team_changed" not in told
    [newest, *_] = (await ok(await family.world.client(who.mother).get("/me/inbox")))["items"]
    assert "still waits for the family's answer. These people would come: gao." in newest["body"]


async def test_who_came_along_is_out_once_somebody_else_goes(family: Family) -> None:
    who = family.world.people
    visit = await family.agreed(START, who.lin)
    assert (await hand_over(family, who.lin, who.wang, visit)).status_code == 204
    assert slug(await family.get(who.lin, visit)) == (404, "not-found")
    assert await visits(family, who.wang, day=ON) == [visit]
    assert await busy(family.world, who.lin, who.wang) == {"wang": [("08:00", "09:00")]}
    # Back again, as who leads the class: their place goes with the class.
    assert (await hand_over(family, who.wang, who.lin, visit)).status_code == 204
    assert await visits(family, who.lin, day=ON) == [visit]


async def test_a_visit_for_two_becomes_one_for_one_only_by_a_word(family: Family, team: tuple[Person, ...]) -> None:
    who = family.world.people
    visit = await family.agreed(START, *team)
    [lin] = [one for one in (await evening(family, who.wang))["colleagues"] if one["name"] == "lin"]
    assert (lin["free"], lin["comesAlready"]) == (True, 1)
    assert slug(await hand_over(family, who.wang, who.lin, visit)) == (409, "fewer-come")
    assert {one["name"] for one in (await ok(await family.get(who.mother, visit)))["team"]} == {"wang", "lin"}
    assert (await hand_over(family, who.wang, who.lin, visit, fewer=True)).status_code == 204
    assert await busy(family.world, *team) == {"lin": [("08:00", "09:00")]}


async def test_who_teaches_the_class_and_leaves_no_gap_is_named_first(family: Family, team: tuple[Person, ...]) -> None:
    who = family.world.people
    await family.agreed(START, *team)
    teaches = "insert into class_staff (org_id, class_id, staff_id, part, subject, updated_at) values ($1, $2, $3, 'subject_teacher', '数学', $4)"
    world = family.world
    for one in (who.lin, who.north_admin):
        await world.sql(world.north, teaches, world.north, world.north_a, one.account_id, world.now)
    found = [one["name"] for one in (await evening(family, who.wang))["colleagues"]]
    assert found == ["north_admin", "gao", "lin"]  # lin teaches there, and comes already


async def test_nothing_changes_where_the_colleague_has_something_else(family: Family) -> None:
    who = family.world.people
    first, second = await family.agreed(START), await family.agreed(START + 2 * HOUR)
    await family.agreed(START + 2 * HOUR, who.lin, by=who.father)
    found = {one["name"]: one["free"] for one in (await evening(family, who.wang))["colleagues"]}
    assert found == {"gao": True, "lin": False}
    assert slug(await hand_over(family, who.wang, who.lin, first, second)) == (409, "time-taken")
    assert await visits(family, who.wang, day=ON) == [first, second]
    assert len((await busy(family.world, who.wang))["wang"]) == 2


async def test_who_may_not_visit_these_families_takes_nothing(family: Family) -> None:
    """Nobody of another class or school, who left, is family, is barred from the child, or is on leave then."""
    world, who = family.world, family.world.people
    visit = await family.agreed(START)
    people = (who.chen, who.sun, who.former_teacher, who.mother, who.ming, who.wang)
    refused = {field(await hand_over(family, who.wang, one, visit)) for one in people}
    assert refused == {(422, "$.colleagueId", "cannot-visit")}
    barred = (
        "with person as (insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, 'gao', $4))"
        " insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, ended_at, barred, updated_at)"
        " values ($1, $3, $2, 'father', 3, $4, true, $4)"
    )
    gao, ming = who.gao.account_id, family.student.account_id
    await world.sql(family.org_id, barred, family.org_id, gao, ming, world.now)
    leave = (
        "insert into staff_leaves (org_id, leave_id, staff_id, first_day, last_day, starts_at, ends_at, roles, given_roles,"
        " recorded_by, updated_at) values ($1, $2, $2, $3, $3, $4, $5, '{}', '{}', $2, $4)"
    )
    await world.sql(family.org_id, leave, family.org_id, who.lin.account_id, START.date(), START - HOUR, START + DAY)
    assert (await evening(family, who.wang))["colleagues"] == []
    for one in (who.gao, who.lin):
        assert field(await hand_over(family, who.wang, one, visit)) == (422, "$.colleagueId", "cannot-visit")


async def test_only_an_evening_to_come_and_as_it_was_seen(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    first, second = await family.agreed(START), await family.agreed(START + 2 * HOUR)
    assert slug(await hand_over(family, who.wang, who.lin, first)) == (412, "stale")
    assert slug(await hand_over(family, who.lin, who.gao, first)) == (409, "nothing-to-hand-over")
    assert slug(await hand_over(family, who.wang, who.lin, first, day="2026-11-24")) == (409, "nothing-to-hand-over")
    assert field(await hand_over(family, who.wang, who.lin, first, day="2026-11-22")) == (422, "$.day", "past")
    for person in (who.mother, who.ming, who.former_teacher):
        assert slug(await hand_over(family, person, who.lin, first, second)) == (403, "forbidden")
    assert slug(await hand_over(family, who.wang, who.lin, first, org_id=family.world.south))[0] in {403, 404}
    clock.advance(START - clock.now() + HOUR / 2)
    assert slug(await hand_over(family, who.wang, who.lin, first, second)) == (412, "stale")
    assert (await hand_over(family, who.wang, who.lin, second)).status_code == 204
    assert slug(await hand_over(family, who.wang, who.lin, first)) == (409, "visit-begun")


async def ask(family: Family, by: Person, *seen: str, day: str = ON) -> httpx.Response:
    path = f"/orgs/{family.org_id}/run-sheet/new-times"
    return await family.world.client(by).post(path, json={"day": day, "visitIds": seen})


async def test_families_choose_another_time_and_this_one_is_free(
    town: Town, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family, who = town.family, town.family.world.people
    await family.add_availability(who.mother, fromTime="16:00")
    agreed, proposed = await family.agreed(START, *team), await family.propose(START + 2 * HOUR)
    wished = await family.propose(START + HOUR)
    await ok(await family.do(who.father, wished, "ask-move", 1, **wish(START + 7 * DAY + HOUR)))
    await town.work()
    town.mails()
    seen = agreed, proposed, wished
    assert slug(await ask(family, who.wang, agreed)) == (412, "stale")
    assert (await ask(family, who.wang, *seen)).status_code == 204
    await town.work()
    told = await town.told()
    assert told["visit_unable"] == {"mother", "father", "lin"}
    assert not {"visit_confirmed", "visit_soon", "visit_tomorrow"} & told.keys()
    assert {(name, method) for name, method, _ in town.mails()} == {
        (n, "CANCEL") for n in ("wang", "lin", "mother", "father")
    }
    assert await busy(family.world, *team, who.mother) == {"wang": [("09:00", "10:00")]}  # of the wish alone
    shown = await ok(await family.get(who.mother, agreed))
    assert (shown["state"], shown["wishedAt"], shown["confirmedBy"]) == ("move_asked", None, None)
    assert may(shown) == {"waitsForMe", "canAnswer", "canCancel"}
    assert may(await ok(await family.get(who.wang, agreed))) == {"canMove", "canCancel"}
    assert slug(await family.do(who.mother, agreed, "confirm", 3)) == (409, "visit-time-gone")
    assert slug(await ask(family, who.wang, wished)) == (409, "nothing-to-hand-over")
    # Another day alone, and still after the time that was agreed.
    assert not [at for at in await family.times(who.mother, agreed) if at.startswith("26")]
    clock.advance(START - clock.now() + 3 * HOUR)
    assert "waitsForMe" in may(await ok(await family.get(who.wang, agreed)))
    later = START + 7 * DAY
    asked = await ok(await family.do(who.mother, agreed, "ask-move", 3, **wish(later)))
    assert (asked["state"], asked["wishedAt"]) == ("move_asked", "2026-12-03T08:00:00Z")
    moved_to = {"startsAt": later.isoformat(), "minutes": 60}
    assert (await ok(await family.do(who.wang, agreed, "move", 4, **moved_to)))["state"] == "confirmed"
    await town.work()
    assert {("lin", "REQUEST"), ("mother", "REQUEST")} <= {(name, method) for name, method, _ in town.mails()}


async def test_the_next_class_teacher_follows_a_family_that_chooses(
    town: Town, services: Services, clock: FixedClock
) -> None:
    """Wang asked for another time and was replaced: Gao has the visit, though they have something else at its old time."""
    school, family, who = School(town, services), town.family, town.family.world.people
    visit = await family.agreed(START)
    assert (await ask(family, who.wang, visit)).status_code == 204
    await family.agreed(START, who.gao)
    await school.replace(who.gao)
    shown = await ok(await family.get(who.gao, visit))
    assert ([one["name"] for one in shown["team"]], shown["state"]) == (["gao"], "move_asked")
    await town.work()
    assert "gao" in (await town.told())["visit_unable"]
    clock.advance(START - clock.now() + HOUR)
    await school.student_leaves()
    assert (
        await family.world.sql(
            family.org_id,
            "select state, asked_at from visits where org_id = $1 and visit_id = $2",
            family.org_id,
            UUID(visit),
        )
    )[0] == ("cancelled", None)


async def test_of_both_at_one_instant_one_is_refused(family: Family) -> None:
    """Else a colleague's time stayed taken for a visit that the family was asked to move."""
    who = family.world.people
    visit = await family.agreed(START)
    answers = await asyncio.gather(hand_over(family, who.wang, who.gao, visit), ask(family, who.wang, visit))
    assert sorted(answer.status_code == 204 for answer in answers) == [False, True], [a.text for a in answers]
    taken = await busy(family.world, who.wang, who.gao)
    assert taken == ({"gao": [("08:00", "09:00")]} if answers[0].status_code == 204 else {})


async def test_nobody_comes_who_bears_the_name_of_a_barred_guardian(family: Family) -> None:
    """As for a class (0264): a second number is no other person."""
    who = family.world.people
    visit = await family.agreed(START)
    bar = "update guardianships set barred = true, ended_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3"
    ids = (family.org_id, who.ming.account_id, who.father.account_id)
    await family.world.sql(family.org_id, bar, *ids, family.world.now)
    same = "update staff set name = 'FATHER' where org_id = $1 and staff_id = $2"
    await family.world.sql(family.org_id, same, family.org_id, who.gao.account_id)
    assert "FATHER" not in [one["name"] for one in (await evening(family, who.wang))["colleagues"]]
    assert field(await hand_over(family, who.wang, who.gao, visit)) == (422, "$.colleagueId", "cannot-visit")
