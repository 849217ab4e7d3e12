"""The day of the visits: the run sheet of who makes them, its homes, and running late."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.counselling.desk import busy, field, ok, slug, version
from tests.visits.family import DAY, HOUR, THURSDAY, Family, record
from tests.visits.test_address import ADDRESS, settle
from tests.world import Person

ON = "2026-11-26"
START = THURSDAY - 3 * HOUR
"""16:00 in Shanghai: four visits fit in before the school's hours for visits end."""


async def sheet(family: Family, by: Person, what: str = "", **params: Any) -> httpx.Response:
    return await family.world.client(by).get(f"/orgs/{family.org_id}/run-sheet{what}", params=params)


async def visits(family: Family, by: Person, **params: Any) -> list[str]:
    return [one["visit"]["visitId"] for one in (await ok(await sheet(family, by, **params)))["visits"]]


async def late(family: Family, by: Person, visit: str, seen: int = 2, minutes: int = 20) -> httpx.Response:
    path = f"{family.visits}/{visit}/late"
    return await family.world.client(by).post(path, json={"minutes": minutes}, headers=version(seen))


async def test_the_sheet_has_ones_own_agreed_visits_of_the_day_in_order(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    second = await family.agreed(START + 2 * HOUR, who.wang, who.lin)
    first = await family.agreed(START)
    await family.propose(START + HOUR)  # not agreed
    await family.agreed(START + DAY)
    lins = await family.agreed(START + HOUR, who.lin)
    assert await visits(family, who.wang) == []
    assert await visits(family, who.wang, day=ON) == [first, second]
    assert await visits(family, who.lin, day=ON) == [lins, second]
    clock.advance(START - clock.now())
    found = await ok(await sheet(family, who.wang))
    assert (found["day"], found["homesFrom"]) == (ON, "2026-11-25T10:00:00Z")
    assert [one["visit"]["visitId"] for one in found["visits"]] == [first, second]
    assert "address" not in str(found)
    for person in (who.mother, who.ming, who.former_teacher):
        assert slug(await sheet(family, person)) == (403, "forbidden")
    assert await visits(family, who.gao, day=ON) == []
    assert slug(await sheet(family, who.wang, day="2030-01-01"))[0] == 422


async def test_last_times_follow_ups_are_for_who_may_know_of_them(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    before = await family.agreed(clock.now() + HOUR)
    await family.agreed(START, who.wang, who.lin)
    clock.advance(2 * HOUR)
    follow_ups = [{"dueOn": f"2026-12-0{n}", "text": f"x{n}"} for n in (1, 2)]
    await ok(await family.do(who.wang, before, "record", 2, **record(followUps=follow_ups)))
    [one] = (await ok(await sheet(family, who.wang, day=ON)))["visits"]
    assert [(f["visitId"], f["dueOn"]) for f in one["followUps"]] == [(before, "2026-12-01"), (before, "2026-12-02")]
    done = one["followUps"][0]["followUpId"]
    await ok(await family.world.client(who.wang).post(f"{family.visits}/{before}/follow-ups/{done}/done"))
    [one] = (await ok(await sheet(family, who.wang, day=ON)))["visits"]
    assert [f["dueOn"] for f in one["followUps"]] == ["2026-12-02"]
    assert [f["text"] for f in one["followUps"]] == [None]  # a phone keeps the sheet: not before the window
    [one] = (await ok(await sheet(family, who.lin, day=ON)))["visits"]
    assert one["followUps"] == []
    clock.advance(START - clock.now() - 20 * HOUR)
    [one] = (await ok(await sheet(family, who.wang, day=ON)))["visits"]
    assert [f["text"] for f in one["followUps"]] == ["x2"]
    [one] = (await ok(await sheet(family, who.lin, day=ON)))["visits"]
    assert one["followUps"] == []
    clock.advance(2 * DAY)
    [one] = (await ok(await sheet(family, who.wang, day=ON)))["visits"]
    assert [f["text"] for f in one["followUps"]] == [None]


async def test_homes_open_in_order_in_the_window_alone_and_on_record(
    family: Family, services: Services, clock: FixedClock
) -> None:
    who = family.world.people
    await settle(family, services.vault)
    first, second = await family.agreed(START), await family.agreed(START + 2 * HOUR)
    await family.agreed(START + HOUR, who.lin)
    assert slug(await sheet(family, who.wang, "/homes", day=ON)) == (409, "family-not-yet")
    clock.advance(THURSDAY - clock.now() - DAY)
    answer = await sheet(family, who.wang, "/homes", day=ON)
    homes = (await ok(answer))["homes"]
    assert [(h["visitId"], h["family"]["address"], h["travelMinutes"]) for h in homes] == [
        (first, ADDRESS, None),
        (second, ADDRESS, 0),
    ]
    assert answer.headers["cache-control"] == "no-store"
    sql = "select account_id, record_id::text from audit_accesses where org_id = $1 and purpose = 'family'"
    looks = await family.world.sql(family.org_id, sql, family.org_id)
    assert {tuple(r) for r in looks} == {(who.wang.account_id, first), (who.wang.account_id, second)}
    assert (await ok(await sheet(family, who.gao, "/homes", day=ON)))["homes"] == []
    for person in (who.mother, who.ming, who.former_teacher):
        assert slug(await sheet(family, person, "/homes", day=ON)) == (403, "forbidden")
    clock.advance(2 * DAY)
    assert slug(await sheet(family, who.wang, "/homes", day=ON)) == (409, "family-no-more")


async def test_running_late_moves_what_is_still_to_come(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    before = await family.agreed(START - HOUR)
    first, second = await family.agreed(START), await family.agreed(START + HOUR, who.wang, who.lin)
    lins = await family.agreed(START + 3 * HOUR, who.lin)
    other_day = await family.agreed(START + DAY)
    clock.advance(START - clock.now() + timedelta(minutes=5))
    moved = await ok(await late(family, who.wang, first))
    assert (moved["state"], moved["startsAt"], moved["version"]) == ("confirmed", "2026-11-26T08:20:00Z", 3)
    starts = {v: (await ok(await family.get(who.mother, v)))["startsAt"] for v in (before, second, lins, other_day)}
    assert starts == {
        before: "2026-11-26T07:00:00Z",
        second: "2026-11-26T09:20:00Z",
        lins: "2026-11-26T11:00:00Z",
        other_day: "2026-11-27T08:00:00Z",
    }
    taken = await busy(world, who.wang, who.lin, who.mother)
    assert set(map(len, taken.values())) == {4, 2, 5}
    assert slug(await late(family, who.wang, first)) == (412, "stale")


async def test_late_is_refused_whole_where_somebody_is_taken(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    first, second = await family.agreed(START), await family.agreed(START + HOUR, who.wang, who.lin)
    await family.agreed(START + 2 * HOUR, who.lin, by=who.father)
    clock.advance(START - clock.now())
    taken = await busy(world, who.wang, who.lin, who.mother)
    assert slug(await late(family, who.wang, first)) == (409, "time-taken")
    assert await busy(world, who.wang, who.lin, who.mother) == taken
    assert {(await ok(await family.get(who.wang, v)))["version"] for v in (first, second)} == {2}


async def test_only_the_team_and_only_an_agreed_visit_of_today_is_late(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit, proposed = await family.agreed(START, who.lin), await family.propose(START + 2 * HOUR)
    assert slug(await late(family, who.lin, visit)) == (409, "visit-not-today")
    for person in (who.mother, who.ming, who.former_teacher):
        assert slug(await late(family, person, visit)) == (403, "forbidden")
    for person in (who.wang, who.chen, who.gao):
        assert slug(await late(family, person, visit)) == (404, "not-found")
    clock.advance(START - clock.now() + timedelta(minutes=15))
    assert field(await late(family, who.lin, visit, minutes=10)) == (422, "$.minutes", "past")
    assert slug(await late(family, who.wang, proposed, 1)) == (409, "visit-not-confirmed")
    assert (await late(family, who.lin, visit, minutes=15)).status_code == 422
    clock.advance(HOUR)
    assert slug(await late(family, who.lin, visit)) == (409, "visit-over")
    await ok(await family.do(who.lin, visit, "missed", 2))
    assert slug(await late(family, who.lin, visit, 3)) == (409, "visit-closed")


@pytest.mark.parametrize("minutes", [10, 20])
async def test_no_visit_is_moved_past_midnight(family: Family, clock: FixedClock, minutes: int) -> None:
    visit = await family.agreed(START)
    late_evening = START + timedelta(hours=6, minutes=45)
    sql = "update visits set starts_at = $3, ends_at = $4 where org_id = $1 and visit_id = $2"
    await family.world.sql(family.org_id, sql, *(family.org_id, visit, late_evening, late_evening + HOUR))
    clock.advance(START - clock.now())
    answer = await late(family, family.teacher, visit, minutes=minutes)
    if minutes == 10:
        assert (await ok(answer))["endsAt"] == "2026-11-26T15:55:00Z"
    else:
        assert field(answer) == (422, "$.minutes", "too-far")
