"""What a team says without network: sent later with the time it was said, about the visit that they knew."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.counselling.desk import field, ok, slug, version
from tests.visits.family import DAY, HOUR, Family, agreement_new, record
from tests.visits.test_day import ON, START, late, sheet
from tests.visits.test_ended import School
from tests.visits.test_followed import Town, team, town
from tests.world import Person

__all__ = ["team", "town"]
MINUTE = timedelta(minutes=1)


async def say(
    family: Family, by: Person, visit: str, what: str, at: datetime | None = None, seen: int | None = 2
) -> httpx.Response:
    path = f"{family.visits}/{visit}/{what}"
    params = {"saidAt": at.isoformat()} if at else {}
    headers = {} if seen is None else version(seen)
    return await family.world.client(by).post(path, params=params, headers=headers)


async def stop(family: Family, by: Person, **params: Any) -> Any:
    [one] = (await ok(await sheet(family, by, **params)))["visits"]
    return one


async def test_a_visit_begins_when_the_team_said_so(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit, proposed = await family.agreed(START, who.wang, who.lin), await family.propose(START + 2 * HOUR)
    clock.advance(START - clock.now() - 31 * MINUTE)
    assert slug(await say(family, who.wang, visit, "start")) == (409, "visit-not-begun")
    for person in (who.mother, who.ming, who.former_teacher):
        assert slug(await say(family, person, visit, "start")) == (403, "forbidden")
    for person in (who.chen, who.gao):
        assert slug(await say(family, person, visit, "start")) == (404, "not-found")
    clock.advance(50 * MINUTE)
    assert slug(await say(family, who.wang, proposed, "start", seen=1)) == (409, "visit-not-confirmed")
    assert slug(await say(family, who.wang, visit, "start", seen=1)) == (412, "stale")
    said = START + 5 * MINUTE
    await ok(await say(family, who.lin, visit, "start", said))
    await ok(await say(family, who.wang, visit, "start"))  # the first one holds
    one = await stop(family, who.wang)
    assert (one["startedAt"], one["allClearAt"]) == ("2026-11-26T08:05:00Z", None)
    assert (await ok(await family.get(who.wang, visit, "/alert")))["startedAt"] == one["startedAt"]
    naive = f"{family.visits}/{visit}/start?saidAt=2026-11-26T16:00:00"
    assert field(await family.world.client(who.wang).post(naive, headers=version(2))) == (422, "$.saidAt", "invalid")
    assert field(await say(family, who.wang, visit, "start", START - 3 * DAY)) == (422, "$.saidAt", "not-now")
    clock.advance(HOUR)
    assert slug(await say(family, who.wang, visit, "start")) == (409, "visit-over")
    await ok(await family.do(who.lin, visit, "missed", 2))
    assert slug(await say(family, who.lin, visit, "start", said, 3)) == (409, "visit-closed")


async def test_all_is_well_counts_from_when_it_was_said(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit = await family.agreed(START, who.wang, who.lin)
    clock.advance(START - clock.now() + 2 * HOUR)
    # Said before this time of the visit: about another one.
    assert slug(await say(family, who.wang, visit, "all-clear", START - HOUR, None)) == (409, "visit-not-begun")
    assert field(await say(family, who.wang, visit, "all-clear", START - 3 * DAY, None)) == (422, "$.saidAt", "not-now")
    await ok(await say(family, who.wang, visit, "all-clear", START + 55 * MINUTE, None))
    one = await stop(family, who.lin)
    assert (one["allClearAt"], one["canSayAllClear"]) == ("2026-11-26T08:55:00Z", False)


@pytest.mark.parametrize("ahead", [0, 9])
async def test_a_wrong_clock_does_not_leave_a_visit_open(family: Family, clock: FixedClock, ahead: int) -> None:
    visit = await family.agreed(START)
    clock.advance(START - clock.now() + MINUTE)
    at = START + ahead * HOUR - (0 if ahead else 10) * MINUTE
    await ok(await say(family, family.teacher, visit, "all-clear", at, None))
    one = await stop(family, family.teacher)
    assert (one["canSayAllClear"], one["allClearAt"] >= "2026-11-26T08:00:00Z") == (False, True)


async def test_own_lateness_does_not_outdate_what_waits_on_the_phone(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit = await family.agreed(START, who.wang, who.lin)
    clock.advance(START - clock.now())
    await ok(await late(family, who.wang, visit, 2, 10))
    clock.advance(30 * MINUTE)
    # Lin did not know of it.
    assert slug(await family.do(who.lin, visit, "missed", 2)) == (412, "stale")
    assert slug(await family.do(who.lin, visit, "record", 2, **record())) == (412, "stale")
    assert slug(await family.do(who.wang, visit, "record", 1, **record())) == (412, "stale")
    await ok(await say(family, who.wang, visit, "start"))
    await ok(await family.do(who.wang, visit, "record", 2, **record()))


async def late_said(family: Family, visit: str, at: datetime, minutes: int = 20) -> httpx.Response:
    path, body = f"{family.visits}/{visit}/late", {"minutes": minutes, "saidAt": at.isoformat()}
    return await family.world.client(family.teacher).post(path, json=body, headers=version(2))


async def starts(family: Family, *visits: str) -> list[str]:
    return [(await ok(await family.get(family.teacher, one)))["startsAt"][11:16] for one in visits]


async def test_lateness_counts_from_when_it_was_said_for_those_who_still_wait(
    family: Family, clock: FixedClock
) -> None:
    first, second = await family.agreed(START), await family.agreed(START + HOUR)
    clock.advance(START - clock.now() + 30 * MINUTE)
    assert field(await late_said(family, first, START - 3 * DAY)) == (422, "$.saidAt", "not-now")
    # More minutes were to be chosen when it was said.
    assert field(await late_said(family, first, START + 25 * MINUTE)) == (422, "$.minutes", "past")
    moved = await ok(await late_said(family, first, START))
    assert (moved["startsAt"][11:16], moved["version"]) == ("08:00", 2)  # 08:20 is over
    assert await starts(family, second) == ["09:20"]


async def test_lateness_that_is_of_no_use_any_more_is_dropped_and_said_so(family: Family, clock: FixedClock) -> None:
    first, second = await family.agreed(START), await family.agreed(START + HOUR)
    clock.advance(START - clock.now() + HOUR + 20 * MINUTE)
    assert slug(await late_said(family, first, START)) == (409, "late-too-late")
    clock.advance(DAY)
    assert slug(await late_said(family, first, START)) == (409, "late-too-late")
    assert slug(await late_said(family, first, START + DAY)) == (409, "visit-not-today")
    assert slug(await late_said(family, first, START + HOUR)) == (409, "visit-over")
    assert await starts(family, first, second) == ["08:00", "09:00"]


async def test_a_visit_that_got_another_time_since_keeps_it(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    first, second = await family.agreed(START), await family.agreed(START + HOUR, who.wang, who.lin)
    clock.advance(START - clock.now() + 5 * MINUTE)
    await ok(await late(family, who.lin, second, 2, 30))
    clock.advance(5 * MINUTE)
    await ok(await late_said(family, first, START))
    assert await starts(family, first, second) == ["08:20", "09:30"]


async def test_a_record_tells_when_it_was_written(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit = await family.agreed(START, who.lin, who.chen)
    clock.advance(START - clock.now() + DAY)
    due = [{"dueOn": ON, "text": "x"}]  # today, when it was written
    old = record(followUps=due, saidAt=(START - 3 * DAY).isoformat())
    assert field(await family.do(who.lin, visit, "record", 2, **old)) == (422, "$.saidAt", "not-now")
    await ok(await family.do(who.lin, visit, "record", 2, **record(followUps=due, saidAt="2026-11-26T10:00:00Z")))
    clock.advance(MINUTE)
    # It arrived second, and stays the second account.
    await ok(await family.do(who.chen, visit, "record", 2, **record(saidAt="2026-11-26T09:00:00Z")))
    listed = await ok(await family.get(who.wang, visit, "/records"))
    assert [(one["writtenByName"], one["writtenAt"]) for one in listed] == [
        ("lin", "2026-11-26T10:00:00Z"),
        ("chen", "2026-11-26T09:00:00Z"),
    ]
    first = await ok(await family.get(who.wang, visit, "/record"))
    assert (first["recordId"], first["recordedAt"]) == (listed[0]["recordId"], "2026-11-26T10:00:00Z")


async def test_last_times_agreement_is_on_the_sheet_in_the_window_for_its_readers(
    town: Town, clock: FixedClock, services: Services
) -> None:
    family, who = town.family, town.family.world.people
    before = await family.agreed(clock.now() + HOUR, who.lin)
    await family.agreed(START, who.wang, who.chen)
    clock.advance(2 * HOUR)
    await ok(await family.do(who.lin, before, "record", 2, **record()))
    path = f"{family.visits}/{before}/agreement"
    for body in (agreement_new(steps=[{"dueOn": "2026-12-01", "text": "旧的"}]), agreement_new()):
        await ok(await family.world.client(who.lin).post(path, json=body))
        clock.advance(MINUTE)
    assert (await stop(family, who.wang, day=ON))["agreed"] is None  # too early
    clock.advance(START - clock.now() - 20 * HOUR)
    agreed = (await stop(family, who.wang, day=ON))["agreed"]
    assert (agreed["visitId"], agreed["steps"]) == (before, agreement_new()["steps"])
    # Chen comes along today, and was not there last time.
    assert (await stop(family, who.chen, day=ON))["agreed"] is None
    assert record()["atHome"] not in str(await stop(family, who.wang, day=ON))
    # Who leads the class tomorrow reads it then: the visit goes with the class.
    await School(town, services).replace(who.chen)
    await town.work()
    assert (await ok(await sheet(family, who.wang, day=ON)))["visits"] == []
    assert (await stop(family, who.chen, day=ON))["agreed"]["visitId"] == before
    clock.advance(2 * DAY)
    assert [one["agreed"] for one in (await ok(await sheet(family, who.chen, day=ON)))["visits"]] == [None]


@pytest.mark.parametrize("faster", ["record", "missed"])
async def test_what_waited_on_a_phone_is_no_failure_once_a_colleague_wrote_the_visit_down(
    family: Family, clock: FixedClock, faster: str
) -> None:
    who = family.world.people
    visit = await family.agreed(START, who.wang, who.lin)
    clock.advance(START - clock.now() + 20 * MINUTE)
    body = record() if faster == "record" else {}
    closed = await ok(await family.do(who.lin, visit, faster, 2, **body))
    said = START + 5 * MINUTE
    clear = await ok(await say(family, who.wang, visit, "all-clear", said, None))
    assert (clear["open"], clear["canSayAllClear"]) == (False, False)
    begun = await say(family, who.wang, visit, "start", said)
    if faster == "record":
        assert (await ok(begun))["version"] == closed["version"]
        assert slug(await say(family, who.wang, visit, "start", START - HOUR)) == (409, "visit-closed")
    else:  # nobody was home: who began a visit hears of it
        assert slug(begun) == (409, "visit-closed")
    for stranger in (who.chen, who.gao):
        assert slug(await say(family, stranger, visit, "start", said)) == (404, "not-found")


async def test_of_a_visit_that_was_cancelled_nothing_can_be_said(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit = await family.agreed(START, who.wang, who.lin)
    await ok(await family.do(who.mother, visit, "cancel", 2, reason=None))
    clock.advance(START - clock.now() + 20 * MINUTE)
    for what, seen in (("all-clear", None), ("start", 3)):
        assert slug(await say(family, who.wang, visit, what, START + 5 * MINUTE, seen)) == (409, "visit-closed"), what
