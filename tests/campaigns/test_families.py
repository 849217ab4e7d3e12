"""Families are asked once and reminded once, answer in a few taps, or by a teacher who writes down what they said (V9)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.campaigns.families.telling import on_working_day
from api.core import access
from api.core.clock import FixedClock
from api.core.local_time import local_day
from api.core.parts import EndedPart, end
from api.core.unit_of_work import unit_of_work_as
from tests.campaigns.test_campaigns import opened, path
from tests.counselling.desk import field, ok, slug, version
from tests.school_calendar.test_calendar_rules import calendar
from tests.visits.test_followed import Town
from tests.world import Person, World

THURSDAYS = {"weekday": 4, "fromTime": "19:00", "toTime": "21:00", "placeKind": "home"}
SUNDAYS = {"weekday": 7, "fromTime": "09:00", "toTime": "11:00", "placeKind": "elsewhere", "place": "图书馆"}


def of(world: World, student: Person) -> str:
    return f"/orgs/{world.north}/students/{student.account_id}/campaign-answer"


async def answer(world: World, by: Person, student: Person, **body: Any) -> Any:
    return await world.client(by).put(of(world, student), json={"times": [], **body})


async def told(world: World, person: Person) -> list[str]:
    """What waits in somebody's inbox, by its title."""
    items = (await ok(await world.client(person).get("/me/inbox")))["items"]
    return [m["title"] for m in items if m["about"] and m["about"]["kind"] == "visited_student"]


ASK, REMINDER = "When does a home visit suit you?", "Please choose times for the home visit"


async def asked(town: Town) -> dict[str, Any]:
    """A campaign of class A whose families were asked, and told."""
    world = town.family.world
    made = await opened(world, world.people.wang)
    found = await ok(await world.client(world.people.wang).post(path(world, made["campaignId"], "/ask")))
    await town.work()
    return found


def test_a_reminder_and_an_answer_fall_on_days_on_which_the_school_works() -> None:
    def moved(day: str) -> str:
        at = datetime.fromisoformat(f"{day}T18:00:00+08:00")
        return on_working_day(calendar(), at).isoformat()[:16]

    assert [moved(day) for day in ("2026-10-01", "2026-10-10", "2026-10-11", "2026-09-20")] == [
        "2026-10-08T18:00",
        "2026-10-10T18:00",
        "2026-10-12T18:00",
        "2026-09-20T18:00",
    ]


async def test_a_family_is_asked_once_and_reminded_once(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    found = await asked(town)
    assert (found["progress"]["asked"], found["progress"]["answered"]) == (2, 0)
    assert await told(world, who.mother) == [ASK]
    assert await told(world, who.father) == [ASK]
    for person in (who.former_guardian, who.jun_mother, who.ming, who.wang):
        assert await told(world, person) == [], person.name
    await ok(await world.client(who.wang).post(path(world, found["campaignId"], "/ask")))
    await town.work()
    assert await told(world, who.mother) == [ASK]
    clock.advance(timedelta(days=3, minutes=1))
    await town.work()
    assert await told(world, who.mother) == [REMINDER, ASK]
    clock.advance(timedelta(days=9))
    await town.work()
    assert await told(world, who.mother) == [REMINDER, ASK]


async def test_who_answers_is_not_reminded_nor_is_the_other_parent(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    found = await asked(town)
    given = await ok(await answer(world, who.mother, who.ming, times=[THURSDAYS]))
    assert (given["answer"], [t["fromTime"] for t in given["times"]]) == ("times", ["19:00"])
    clock.advance(timedelta(days=4))
    await town.work()
    assert await told(world, who.mother) == await told(world, who.father) == []
    screen = await ok(await world.client(who.wang).get(path(world, found["campaignId"])))
    assert {s["name"]: (s["asked"], s["answer"]) for s in screen["students"]} == {
        "ming": (True, "times"),
        "hong": (True, None),
    }


async def waiting(world: World, person: Person) -> list[str]:
    """Of which children the first screen asks for times."""
    return [one["studentName"] for one in (await ok(await world.client(person).get("/me/home")))["timesAsked"]]


async def test_the_first_screen_asks_until_somebody_of_the_family_has_answered(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    assert await waiting(world, who.mother) == []
    found = await asked(town)
    assert await waiting(world, who.mother) == await waiting(world, who.father) == ["ming"]
    for person in (who.former_guardian, who.jun_mother, who.ming, who.wang, who.north_admin):
        assert await waiting(world, person) == [], person.name
    await ok(await answer(world, who.father, who.ming, times=[THURSDAYS]))
    assert await waiting(world, who.mother) == []
    clear = "update campaign_families set answer = null, answered_by = null, answered_at = null where org_id = $1"
    await world.operate(world.north, clear, world.north)
    assert await waiting(world, who.mother) == ["ming"]
    visit = await town.family.propose()
    assert await waiting(world, who.mother) == []  # a proposal is the question now
    await ok(await town.family.do(who.mother, visit, "decline"))
    assert await waiting(world, who.mother) == ["ming"]
    closed = world.client(who.wang).post(path(world, found["campaignId"], "/close"), headers=version(1))
    await ok(await closed)
    assert await waiting(world, who.mother) == []


async def test_a_family_that_chooses_another_time_is_not_asked_as_well(town: Town, clock: FixedClock) -> None:
    """Also after the old time, while the visit is due again; once it declines, the campaign asks."""
    world, who, family = town.family.world, town.family.world.people, town.family
    visit = await family.agreed(clock.now() + timedelta(hours=30))
    body = {"day": f"{local_day(clock.now() + timedelta(hours=30), 'Asia/Shanghai'):%F}", "visitIds": [visit]}
    ill = world.client(who.wang).post(f"/orgs/{family.org_id}/run-sheet/new-times", json=body)
    assert (await ill).status_code == 204
    clock.advance(timedelta(days=2))
    found = await asked(town)
    assert (await told(world, who.mother), await waiting(world, who.mother)) == ([], [])
    await ok(await family.do(who.mother, visit, "decline", 3))
    assert await waiting(world, who.mother) == ["ming"]
    await ok(await world.client(who.wang).post(path(world, found["campaignId"], "/ask")))
    await town.work()
    assert await told(world, who.mother) == [ASK]


async def test_nobody_hears_more_once_the_child_moved_or_the_campaign_is_closed(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    found = await asked(town)
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.operate(world.north, move, world.north, who.ming.account_id, world.north_b)
    moved = EndedPart(
        account_id=who.ming.account_id,
        part="student",
        how="moved_class",
        class_id=world.north_a,
        to_class_id=world.north_b,
    )
    async with unit_of_work_as(town.city.services, access.system(world.north), world.now) as uow:
        await end(uow, "test", None, [moved])
    assert await told(world, who.mother) == []
    assert slug(await answer(world, who.mother, who.ming, callMe=True)) == (404, "not-found")
    clock.advance(timedelta(days=4))
    await town.work()
    assert await told(world, who.mother) == []
    back = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.operate(world.north, back, world.north, who.ming.account_id, world.north_a)
    await ok(await world.client(who.wang).post(path(world, found["campaignId"], "/close"), headers=version(2)))
    assert slug(await answer(world, who.mother, who.ming, callMe=True)) == (404, "not-found")
    closed = world.client(who.wang).post(path(world, found["campaignId"], "/ask"))
    assert slug(await closed) == (409, "campaign-closed")


async def test_what_was_given_before_is_suggested_first(world: World) -> None:
    who = world.people
    await opened(world, who.wang)
    first = await ok(await world.client(who.mother).get(of(world, who.ming)))
    assert [(s["weekday"], s["fromTime"], s["given"]) for s in first["suggestions"]] == [
        (2, "18:30", False),
        (6, "09:00", False),
    ]
    await ok(await answer(world, who.mother, who.ming, times=[THURSDAYS, SUNDAYS]))
    again = await ok(await answer(world, who.mother, who.ming, callMe=True))
    assert (again["answer"], again["times"]) == ("call_me", [])  # the newest answer counts
    assert [(s["weekday"], s["given"]) for s in again["suggestions"]] == [(4, True), (2, False), (6, False)]
    other = await ok(await world.client(who.father).get(of(world, who.ming)))
    assert [s["given"] for s in other["suggestions"]] == [False, False]  # parents may live apart


async def test_a_teacher_writes_down_what_a_guardian_said(world: World) -> None:
    who = world.people
    made = await opened(world, who.wang)
    form = await ok(await world.client(who.wang).get(of(world, who.ming)))
    assert [g["name"] for g in form["guardians"]] == ["mother", "father"]
    assert field(await answer(world, who.wang, who.ming, times=[THURSDAYS])) == (422, "$.guardianId", "required")
    said = str(who.father.account_id)
    given = await ok(await answer(world, who.wang, who.ming, times=[THURSDAYS], guardianId=said))
    assert (given["answer"], given["answeredBy"]) == ("times", said)
    [entry] = await ok(
        await world.client(who.father).get(f"/orgs/{world.north}/students/{who.ming.account_id}/availability")
    )
    assert (entry["guardianName"], entry["canEnd"]) == ("father", True)
    screen = await ok(await world.client(who.wang).get(path(world, made["campaignId"])))
    assert screen["progress"]["answered"] == 1
    mine = await ok(await world.client(who.mother).get(of(world, who.ming)))
    assert ([g["name"] for g in mine["guardians"]], mine["times"]) == (["mother"], [])


async def test_who_may_answer(world: World) -> None:
    who = world.people
    assert slug(await world.client(who.mother).get(of(world, who.ming))) == (404, "not-found")  # no campaign yet
    await opened(world, who.wang)
    for person in (who.chen, who.jun_mother, who.mother):
        student = who.jun if person is who.mother else who.ming
        assert slug(await answer(world, person, student, callMe=True)) == (404, "not-found"), person.name
    for person in (who.gao, who.north_admin, who.lin, who.ming, who.former_guardian, who.nobody):
        assert slug(await answer(world, person, who.ming, callMe=True)) == (403, "forbidden"), person.name


@pytest.mark.parametrize(
    ("body", "where", "code"),
    [
        ({}, "$.times", "required"),
        ({"times": [{**THURSDAYS, "toTime": "19:30"}]}, "$.times", "too-short"),
        ({"times": [{**THURSDAYS, "toTime": "18:00"}]}, "$.times", "too-short"),
        ({"times": [{**THURSDAYS, "weekday": None, "onDate": "2027-02-01"}]}, "$.times", "outside"),
        ({"times": [{**THURSDAYS, "onDate": "2026-12-01"}]}, "$.times", "not-allowed"),
        ({"times": [{**SUNDAYS, "place": None}]}, "$.times", "required"),
        ({"callMe": True, "guardianId": "other"}, "$.guardianId", "not-found"),
    ],
)
async def test_what_is_refused(world: World, body: dict[str, Any], where: str, code: str) -> None:
    who = world.people
    await opened(world, who.wang)
    if "guardianId" in body:
        body = {**body, "guardianId": str(who.father.account_id)}  # the mother answers for herself
    sent = {k: [_without_none(t) for t in v] if k == "times" else v for k, v in body.items()}
    assert field(await answer(world, who.mother, who.ming, **sent)) == (422, where, code)


def _without_none(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in entry.items() if v is not None}
