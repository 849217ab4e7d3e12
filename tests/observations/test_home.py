"""What the first screen tells of committees: whether one serves, and which request waits for a guardian (R2, P4)."""

from datetime import timedelta
from typing import Any

from api.core.clock import FixedClock
from tests.observations.desk import START, Desk, ok
from tests.observations.test_filing import form
from tests.world import Person

NO_PLACE = {"orgId": None, "resourceId": None, "name": None, "studentId": None}


async def home(desk: Desk, who: Person) -> Any:
    """Somebody's first screen."""
    return await ok(await desk.world.client(who).get("/me/home"))


async def serves(desk: Desk, who: Person) -> list[tuple[int, bool]]:
    """In which organisations somebody serves."""
    return [(o["orgId"], o["serves"]) for o in (await home(desk, who))["orgs"]]


async def requests(desk: Desk, who: Person) -> list[Any]:
    """The requests that wait for somebody."""
    return [n for n in (await home(desk, who))["needs"] if n["kind"] == "answer_committee"]


async def test_who_serves_is_shown_the_reports(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    assert await serves(desk, who.ming) == [(world.north, True)]
    for person in (who.hong, who.wang, who.lin, who.father):
        assert (world.north, False) in await serves(desk, person), person.name
    assert not any(yes for _, yes in await serves(desk, who.mother))
    assert (await form(desk, who.ming)).status_code == 200


async def test_one_serves_only_in_the_term_and_the_class(desk: Desk, clock: FixedClock) -> None:
    world, who = desk.world, desk.world.people
    asked = await ok(await desk.appoint(who.chen, who.jun, startsOn=f"{START + timedelta(days=5)}"), 201)
    await ok(await desk.answer(who.jun_mother, asked["memberId"]))
    assert await serves(desk, who.jun) == [(world.north, False)]
    clock.advance(timedelta(days=5))
    assert await serves(desk, who.jun) == [(world.north, True)]
    await ok(await desk.end(who.chen, asked["memberId"], 2))
    assert await serves(desk, who.jun) == [(world.north, False)]
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(desk.org_id, move, desk.org_id, who.ming.account_id, world.north_b)
    assert await serves(desk, who.ming) == [(world.north, False)]
    await world.sql(desk.org_id, move, desk.org_id, who.ming.account_id, world.north_a)
    assert await serves(desk, who.ming) == [(world.north, True)]
    clock.advance(timedelta(days=96))
    assert await serves(desk, who.ming) == [(world.north, False)]


async def test_a_request_waits_on_the_guardians_screens_until_one_answers(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    assert await requests(desk, who.mother) == []
    asked = await ok(await desk.appoint(who.chen, who.jun), 201)
    need = {"kind": "answer_committee", "orgId": world.north, "resourceId": asked["memberId"], "name": "jun"}
    need["studentId"] = str(who.jun.account_id)
    assert await requests(desk, who.jun_mother) == [need]
    for person in (who.mother, who.father, who.jun, who.ming, who.chen, who.wang, who.lin, who.former_guardian):
        assert await requests(desk, person) == [], person.name
    await ok(await desk.answer(who.jun_mother, asked["memberId"]))
    assert await requests(desk, who.jun_mother) == []


async def test_each_school_has_its_request(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    terms = {"startsOn": f"{START + timedelta(days=120)}", "endsOn": f"{START + timedelta(days=200)}"}
    north = await ok(await desk.appoint(who.wang, who.ming, **terms), 201)
    body = {"studentId": str(who.tao.account_id), **terms}
    south = await ok(
        await world.client(who.sun).post(f"/orgs/{world.south}/committee-members", json=body),
        201,
    )
    found = [(n["orgId"], n["resourceId"], n["name"]) for n in await requests(desk, who.mother)]
    assert sorted(found) == [(world.north, north["memberId"], "ming"), (world.south, south["memberId"], "tao")]
    assert [n["resourceId"] for n in await requests(desk, who.father)] == [north["memberId"]]


async def test_what_can_be_answered_no_more_waits_for_nobody(desk: Desk, clock: FixedClock) -> None:
    world, who = desk.world, desk.world.people
    declined = await ok(await desk.appoint(who.chen, who.jun), 201)
    await ok(await desk.answer(who.jun_mother, declined["memberId"], consents=False))
    assert await requests(desk, who.jun_mother) == []
    ended = await ok(await desk.appoint(who.chen, who.jun), 201)
    await ok(await desk.end(who.chen, ended["memberId"]))
    assert await requests(desk, who.jun_mother) == []
    await ok(await desk.appoint(who.chen, who.jun), 201)
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(desk.org_id, move, desk.org_id, who.jun.account_id, world.north_a)
    assert await requests(desk, who.jun_mother) == []
    await world.sql(desk.org_id, move, desk.org_id, who.jun.account_id, world.north_b)
    clock.advance(timedelta(days=100))
    assert len(await requests(desk, who.jun_mother)) == 1  # its last day
    clock.advance(timedelta(days=1))
    assert await requests(desk, who.jun_mother) == []


async def test_other_needs_have_no_place(desk: Desk) -> None:
    needs = (await home(desk, desk.world.people.wang))["needs"]
    assert needs
    for need in needs:
        assert {k: v for k, v in need.items() if k != "kind"} == NO_PLACE
