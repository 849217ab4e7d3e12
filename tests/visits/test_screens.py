"""The form of a proposal, and a person's own list over all schools."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, Family
from tests.world import Person


async def form(family: Family, by: Person | None = None, **params: Any) -> httpx.Response:
    path = f"/orgs/{family.org_id}/students/{family.student.account_id}/visit-form"
    return await family.world.client(by or family.teacher).get(path, params=params)


def starts(times: list[Any]) -> list[str]:
    """The coming week's, in the school's wall-clock time."""
    found = [datetime.fromisoformat(t["startsAt"]) + 8 * HOUR for t in times]
    return [f"{at:%d %H:%M}" for at in found if at < THURSDAY + 6 * DAY]


async def mine(family: Family, by: Person) -> Any:
    return await ok(await family.world.client(by).get("/me/visits"))


async def test_the_form_has_all_that_a_proposal_needs(family: Family) -> None:
    world, who = family.world, family.world.people
    entry = await family.add_availability(who.mother, placeKind="elsewhere", place="外婆家")
    found = await ok(await form(family))
    assert found["timeZone"] == "Asia/Shanghai"
    assert found["student"] == {
        "studentId": str(who.ming.account_id),
        "name": "ming",
        "className": "A",
        "needsOnsite": False,
    }
    assert found["availability"] == await ok(await world.client(who.wang).get(family.availability))
    assert found["availability"][0]["place"] == "外婆家"
    assert [(p["name"], p["part"], p["mine"]) for p in found["team"]] == [
        ("wang", "class_teacher", True),
        ("lin", "counsellor", False),
        ("gao", "leader", False),
    ]
    assert found["team"][0]["accountId"] == str(who.wang.account_id)
    assert starts(found["times"]) == ["26 19:00", "26 19:30", "26 20:00"]
    assert {t["availabilityId"] for t in found["times"]} == {entry["availabilityId"]}
    assert len({t["startsAt"] for t in found["times"]}) == 12  # four weeks of Thursdays
    first = found["times"][0]
    proposed = await family.try_propose(datetime.fromisoformat(first["startsAt"]), minutes=40)
    assert (await ok(proposed, 201))["endsAt"] == first["endsAt"]


async def test_times_depend_on_length_mode_and_reader(family: Family) -> None:
    who = family.world.people
    await family.add_availability(who.mother)
    online = await family.add_availability(who.father, weekday=5, fromTime="20:00", toTime="20:40", placeKind="video")
    found = (await ok(await form(family, minutes=90)))["times"]
    assert starts(found) == ["26 19:00", "26 19:30"]
    found = (await ok(await form(family, minutes=40)))["times"]
    assert starts(found) == ["26 19:00", "26 19:30", "26 20:00", "27 20:00"]
    assert [t["availabilityId"] for t in found if starts([t]) == ["27 20:00"]] == [online["availabilityId"]]
    await family.propose(THURSDAY, who.lin)  # a colleague's time is not the one who asks'
    assert "26 19:00" in starts((await ok(await form(family)))["times"])
    await family.propose(THURSDAY, who.wang)
    assert starts((await ok(await form(family)))["times"]) == ["26 20:00", "27 20:00"]


async def test_students_with_needs_are_marked(family: Family) -> None:
    needs = "update students set support = '{single_parent}' where org_id = $1 and student_id = $2"
    await family.world.sql(family.org_id, needs, family.org_id, family.student.account_id)
    assert (await ok(await form(family)))["student"]["needsOnsite"] is True


async def test_who_could_come_is_neither_family_nor_gone(family: Family) -> None:
    world, who = family.world, family.world.people
    jun = Family(world, world.north, who.jun, who.chen)

    async def team() -> list[tuple[str, str]]:
        return [(p["name"], p["part"]) for p in (await ok(await form(jun)))["team"]]

    everybody = [("chen", "class_teacher"), ("wang", "subject_teacher"), ("lin", "counsellor"), ("gao", "leader")]
    assert await team() == everybody
    await world.sql(
        world.north,
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, 'lin', $3)",
        *(world.north, who.lin.account_id, world.now),
    )
    await world.sql(
        world.north,
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'father', 2, $4)",
        *(world.north, who.jun.account_id, who.lin.account_id, world.now),
    )
    assert await team() == [p for p in everybody if p[0] != "lin"]
    refused = await jun.try_propose(THURSDAY, who.lin)
    assert field(refused) == (422, "$.team", "related")
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(world.north, end, world.north, who.gao.account_id, world.now)
    stop = "update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2 and part = 'subject_teacher'"
    await world.sql(world.north, stop, world.north, who.wang.account_id, world.now)
    assert await team() == [("chen", "class_teacher")]


async def test_the_form_is_for_the_class_teacher_alone(family: Family) -> None:
    world, who = family.world, family.world.people
    assert slug(await form(family, who.chen)) == (404, "not-found")
    for person in (who.lin, who.gao, who.north_admin, who.mother, who.ming, who.former_teacher, who.nobody):
        assert slug(await form(family, person)) == (403, "forbidden")
    elsewhere = f"/orgs/{world.south}/students/{who.ming.account_id}/visit-form"
    assert slug(await world.client(who.sun).get(elsewhere)) == (404, "not-found")
    leave = "update students set ended_at = $3 where org_id = $1 and student_id = $2"
    await world.sql(world.north, leave, world.north, who.ming.account_id, world.now)
    assert slug(await form(family)) == (404, "not-found")


@pytest.mark.parametrize("minutes", ["9", "241", "x"])
async def test_a_length_that_no_visit_has_is_refused(family: Family, minutes: str) -> None:
    answer = await form(family, minutes=minutes)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "$.minutes")


async def test_children_in_two_schools_are_one_list(family: Family) -> None:
    world, who = family.world, family.world.people
    tao = Family(world, world.south, who.tao, who.sun)
    later = await family.propose(THURSDAY + DAY)
    sooner = await tao.propose(THURSDAY)
    here = await family.add_availability(who.father)
    there = await tao.add_availability(who.mother, placeKind="elsewhere", place="楼下")
    found = await mine(family, who.mother)
    assert [v["visitId"] for v in found["visits"]] == [sooner, later]
    assert [v["orgId"] for v in found["visits"]] == [world.south, world.north]
    assert found["visits"][1] == await ok(await family.get(who.mother, later))
    assert {o["availabilityId"]: o for o in found["availability"]} == {
        here["availabilityId"]: here | {"orgId": world.north, "studentName": "ming", "canEnd": False},
        there["availabilityId"]: there | {"orgId": world.south, "studentName": "tao"},
    }
    of_father = await mine(family, who.father)
    assert [v["visitId"] for v in of_father["visits"]] == [later]
    assert [o["availabilityId"] for o in of_father["availability"]] == [here["availabilityId"]]


async def test_staff_see_their_class_and_their_teams_and_no_offers(family: Family) -> None:
    who = family.world.people
    await family.add_availability(who.mother)
    visit = await family.propose(THURSDAY, who.wang, who.lin)
    for person in (who.wang, who.lin):
        assert await mine(family, person) == {
            "visits": [await ok(await family.get(person, visit))],
            "availability": [],
        }


async def test_nobody_else_is_told_anything(family: Family) -> None:
    who = family.world.people
    await family.add_availability(who.mother)
    await family.propose(THURSDAY)
    for person in (who.ming, who.jun_mother, who.chen, who.gao, who.ou, who.qian, who.former_guardian, who.nobody):
        assert await mine(family, person) == {"visits": [], "availability": []}, person.name
    unknown = await family.world.client(who.mother).get("/me/visits", headers={"authorization": "Bearer x"})
    assert slug(unknown) == (401, "unauthenticated")


async def test_the_list_goes_sixty_days_back_and_keeps_what_ended(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    await family.add_availability(who.mother, weekday=None, onDate="2026-11-26")
    ended = await family.add_availability(who.mother, weekday=1)
    path = f"/orgs/{family.org_id}/availability/{ended['availabilityId']}/end"
    await ok(await family.world.client(who.mother).post(path))
    visit = await family.propose()
    await ok(await family.do(who.mother, visit, "decline"))
    far = await family.propose(THURSDAY + timedelta(days=170))
    found = await mine(family, who.mother)
    assert [(v["visitId"], v["state"]) for v in found["visits"]] == [(visit, "declined"), (far, "proposed")]
    assert [o["onDate"] for o in found["availability"]] == ["2026-11-26"]
    # Midnight in Shanghai, not in UTC, ends the day of an entry.
    clock.advance(datetime.fromisoformat("2026-11-26T23:59:00+08:00") - clock.now())
    assert len((await mine(family, who.mother))["availability"]) == 1
    clock.advance(timedelta(minutes=2))
    assert (await mine(family, who.mother))["availability"] == []
    clock.advance(THURSDAY + timedelta(days=60) - clock.now())
    assert len((await mine(family, who.mother))["visits"]) == 2
    clock.advance(timedelta(seconds=1))
    assert [v["visitId"] for v in (await mine(family, who.mother))["visits"]] == [far]


async def test_who_is_no_guardian_any_more_offers_nothing_here(family: Family) -> None:
    world, who = family.world, family.world.people
    await family.add_availability(who.father)
    await world.sql(
        family.org_id,
        "update guardianships set ended_at = updated_at where org_id = $1 and guardian_id = $2",
        *(family.org_id, who.father.account_id),
    )
    assert (await mine(family, who.mother))["availability"] == []
