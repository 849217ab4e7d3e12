"""A visit at home that is not reported as over: the team is asked, then the duty persons of today are told in turn."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.by_mail import by_mail
from tests.counselling.desk import ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, Family, moved, record
from tests.visits.test_ended import School
from tests.visits.test_followed import Town, team, town
from tests.world import Person

__all__ = ["team", "town"]
MINUTE = timedelta(minutes=1)
END = THURSDAY + HOUR


async def alert(family: Family, by: Person, visit: str) -> httpx.Response:
    return await family.get(by, visit, "/alert")


async def all_clear(family: Family, by: Person, visit: str) -> httpx.Response:
    return await family.world.client(by).post(f"{family.visits}/{visit}/all-clear")


async def heard(town: Town) -> dict[str, set[str]]:
    """Who has which message standing about a visit that is not over."""
    about = {"visit_over_asked", "visit_not_over", "visit_all_clear"}
    return {template: people for template, people in (await town.told()).items() if template in about}


async def at(town: Town, clock: FixedClock, time: datetime) -> dict[str, set[str]]:
    """Who has heard what, once the work due at a time is done."""
    clock.advance(time - clock.now())
    await town.work()
    return await heard(town)


@pytest.fixture
async def visit(town: Town, clock: FixedClock, team: tuple[Person, ...]) -> str:
    """Wang's and Lin's, agreed; the work of that is done, and it has begun."""
    visit = await town.family.agreed(THURSDAY, *team)
    await town.work()
    assert await at(town, clock, THURSDAY + MINUTE) == {}
    return visit


async def test_the_team_is_asked_then_one_duty_person_after_the_other_is_told(
    town: Town, clock: FixedClock, visit: str
) -> None:
    asked = {"visit_over_asked": {"wang", "lin"}}
    assert await at(town, clock, END + 14 * MINUTE) == {}
    assert await at(town, clock, END + 15 * MINUTE) == asked
    assert await at(town, clock, END + 29 * MINUTE) == asked
    assert await at(town, clock, END + 30 * MINUTE) == {**asked, "visit_not_over": {"gao"}}
    assert await at(town, clock, END + 39 * MINUTE) == {**asked, "visit_not_over": {"gao"}}
    # Lin is a counsellor, and on the team.
    assert await at(town, clock, END + 40 * MINUTE) == {**asked, "visit_not_over": {"gao", "he"}}
    assert await at(town, clock, END + 50 * MINUTE) == {**asked, "visit_not_over": {"gao", "he", "north_admin"}}
    assert await at(town, clock, END + 3 * HOUR) == {**asked, "visit_not_over": {"gao", "he", "north_admin"}}


async def test_who_looks_sees_whom_to_call_and_the_next_one_is_left_alone(
    town: Town, clock: FixedClock, visit: str
) -> None:
    family, who = town.family, town.family.world.people
    assert slug(await alert(family, who.gao, visit)) == (404, "not-found")
    mails = [await by_mail(family.world, town.city.services.sealer, one) for one in (who.lin, who.father)]
    await at(town, clock, END + 30 * MINUTE)
    answer = await alert(family, who.gao, visit)
    seen = await ok(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert (seen["open"], seen["canSayAllClear"], "address" in seen) == (True, True, False)
    assert [p["part"] for p in seen["people"]] == ["team", "team", "guardian", "guardian"]
    assert [(p["phone"], p["mail"]) for p in seen["people"] if p["name"] in {"lin", "father"}] == [
        (None, mail) for mail in mails
    ], "no phone: written to"
    assert [p["phone"] for p in seen["people"] if p["mail"] is None] == [who.wang.phone, who.mother.phone]
    sql = "select account_id, purpose from audit_accesses where org_id = $1 and record_id = $2::uuid"
    assert [tuple(r) for r in await family.world.sql(family.org_id, sql, family.org_id, visit)] == [
        (who.gao.account_id, "phones")
    ]
    assert (await at(town, clock, END + 2 * HOUR))["visit_not_over"] == {"gao"}
    mine = await ok(await alert(family, who.wang, visit))
    assert [p["phone"] or p["mail"] for p in mine["people"]] == [None, None]
    for person in (who.mother, who.ming):
        assert slug(await alert(family, person, visit)) == (403, "forbidden")
        assert slug(await all_clear(family, person, visit)) == (403, "forbidden")
    for person in (who.he, who.chen, who.north_admin):
        assert slug(await alert(family, person, visit)) == (404, "not-found")
        assert slug(await all_clear(family, person, visit)) == (404, "not-found")
    clock.advance(DAY)
    assert slug(await alert(family, who.gao, visit)) == (404, "not-found")


async def test_all_is_well_ends_it_for_everybody(town: Town, clock: FixedClock, visit: str) -> None:
    family, who = town.family, town.family.world.people
    await at(town, clock, END + 30 * MINUTE)
    day = {"day": "2026-11-26"}
    sheet = f"/orgs/{family.org_id}/run-sheet"
    [one] = (await ok(await family.world.client(who.wang).get(sheet, params=day)))["visits"]
    assert one["canSayAllClear"]
    said = await ok(await all_clear(family, who.wang, visit))
    assert (said["open"], said["canSayAllClear"]) == (False, False)
    await ok(await all_clear(family, who.lin, visit))
    assert await at(town, clock, END + 2 * HOUR) == {"visit_all_clear": {"gao"}}
    [one] = (await ok(await family.world.client(who.wang).get(sheet, params=day)))["visits"]
    assert not one["canSayAllClear"]
    closed = await ok(await alert(family, who.gao, visit))
    assert (closed["open"], [p["phone"] for p in closed["people"]]) == (False, [None, None])
    await ok(await family.do(who.wang, visit, "record", 2, **record()))
    again = await ok(await all_clear(family, who.wang, visit))
    assert (again["open"], again["canSayAllClear"]) == (False, False)
    assert await at(town, clock, END + 3 * HOUR) == {"visit_all_clear": {"gao"}}


@pytest.mark.parametrize("how", ["record", "missed"])
async def test_who_writes_it_down_is_back(town: Town, clock: FixedClock, visit: str, how: str) -> None:
    await at(town, clock, END + 30 * MINUTE)
    body: dict[str, Any] = record() if how == "record" else {}
    await ok(await town.family.do(town.family.teacher, visit, how, 2, **body))
    assert await at(town, clock, END + 2 * HOUR) == {"visit_all_clear": {"gao"}}


async def test_what_was_said_before_its_end_alerts_nobody(town: Town, clock: FixedClock, visit: str) -> None:
    family, who = town.family, town.family.world.people
    await ok(await all_clear(family, who.lin, visit))
    assert await at(town, clock, END + 2 * HOUR) == {}
    # A class teacher who puts it off is watched at the new time.
    await ok(await family.do(who.wang, visit, "move", 2, **moved()))
    assert slug(await all_clear(family, who.wang, visit)) == (409, "visit-not-confirmed")
    await ok(await family.do(who.mother, visit, "confirm", 3))
    await town.work()
    assert slug(await all_clear(family, who.wang, visit)) == (409, "visit-not-begun")
    assert await at(town, clock, END + 3 * DAY + 30 * MINUTE) == {
        "visit_over_asked": {"wang", "lin"},
        "visit_not_over": {"gao"},
    }


async def test_late_cancelled_and_video_visits(town: Town, clock: FixedClock, team: tuple[Person, ...]) -> None:
    family, who = town.family, town.family.world.people
    late = await family.agreed(THURSDAY, *team)
    cancelled = await family.agreed(THURSDAY - 2 * HOUR, *team)
    await family.agreed(THURSDAY - 4 * HOUR, *team, mode="video")
    await ok(await family.do(who.mother, cancelled, "cancel", 2))
    await at(town, clock, THURSDAY - MINUTE)
    path = f"{family.visits}/{late}/late"
    await ok(await family.world.client(who.wang).post(path, json={"minutes": 30}, headers={"if-match": '"v2"'}))
    await town.work()
    assert await at(town, clock, END + 44 * MINUTE) == {}
    assert await at(town, clock, END + 45 * MINUTE) == {"visit_over_asked": {"wang", "lin"}}


async def test_who_left_is_neither_asked_nor_told_nor_let_in(
    town: Town, clock: FixedClock, services: Services, visit: str
) -> None:
    family, who = town.family, town.family.world.people
    school = School(town, services)
    await school.replace(who.chen)
    assert await at(town, clock, END + 15 * MINUTE) == {"visit_over_asked": {"lin"}}
    assert slug(await all_clear(family, who.wang, visit)) == (404, "not-found")
    await at(town, clock, END + 30 * MINUTE)
    await ok(await alert(family, who.gao, visit))
    await school.leave(who.gao)
    # Gao's look does not count any more.
    assert (await at(town, clock, END + 41 * MINUTE))["visit_not_over"] == {"gao", "he"}
