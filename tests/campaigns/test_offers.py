"""A plan goes out in waves; each proposed time is held while the family is asked, and no longer (V9)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from api.campaigns.offers import rules
from api.core.clock import FixedClock
from schemas.campaigns.plans import StoredEvening, StoredVisit
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_plans import apply, planned, visits_of, with_answer
from tests.counselling.desk import ok, slug
from tests.visits.family import HOUR, Family
from tests.visits.test_followed import Town

SATURDAYS = {"weekday": 6, "fromTime": "09:00", "toTime": "12:00", "placeKind": "home"}
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


async def offered(town: Town, **more: Any) -> tuple[str, dict[str, Any]]:
    """A campaign whose applied plan has gone out: the proposal to ming's family."""
    campaign_id = await with_answer(town, **more)
    plan = await planned(town, campaign_id)
    await ok(await apply(town.family.world, campaign_id, plan["version"]))
    await town.work()
    [visit] = await visits_of(town)
    return campaign_id, visit


async def test_an_offer_that_is_not_answered_ends_by_itself_and_frees_the_time(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id, visit = await offered(town, startsOn="2026-12-01", holdHours=24)
    assert datetime.fromisoformat(visit["heldUntil"]) == world.now + 24 * HOUR
    start = datetime.fromisoformat(visit["startsAt"])
    jun = Family(world, world.north, who.jun, who.chen)
    assert slug(await jun.try_propose(start, who.wang)) == (409, "time-taken")
    clock.advance(timedelta(hours=25))
    # The hold alone is over, whether a worker runs or not.
    other = await jun.propose(start, who.wang)
    await ok(await jun.do(who.chen, other, "cancel"))
    await town.work()
    [ended, _] = sorted(await visits_of(town), key=lambda v: v["visitId"])
    assert (ended["state"], ended["heldUntil"]) == ("cancelled", None)
    assert (await town.told())["visit_not_answered"] == {"mother", "father", "wang"}
    screen = await ok(await world.client(who.wang).get(path(world, campaign_id)))
    assert {s["name"]: s["standing"] for s in screen["students"]}["ming"] == "owed"
    assert slug(await town.family.do(who.mother, visit["visitId"], "confirm")) == (409, "visit-closed")


@pytest.mark.parametrize("said", ["confirm", "ask-move"])
async def test_what_was_answered_does_not_end(town: Town, clock: FixedClock, said: str) -> None:
    who = town.family.world.people
    _, visit = await offered(town, startsOn="2026-12-01")
    times = (await ok(await town.family.get(who.mother, visit["visitId"], "/times")))["times"]
    body = {"startsAt": times[0]["startsAt"]} if said == "ask-move" else {}
    after = await ok(await town.family.do(who.mother, visit["visitId"], said, **body))
    assert after["heldUntil"] is None
    clock.advance(timedelta(hours=49))
    await town.work()
    [kept] = await visits_of(town)
    assert kept["state"] == after["state"]
    if said == "ask-move":  # the teacher proposes another time, which waits as any other
        moved = await ok(
            await town.family.do(who.wang, kept["visitId"], "move", 2, startsAt=times[-1]["startsAt"], minutes=40)
        )
        assert (moved["state"], moved["heldUntil"]) == ("proposed", None)


def evening(day: int, families: int) -> StoredEvening:
    start = NOW + timedelta(days=day)
    visits = [
        StoredVisit(
            student_id=uuid4(), starts_at=start + n * HOUR, ends_at=start + n * HOUR + HOUR, travel=5, approximate=False
        )
        for n in range(families)
    ]
    return StoredEvening(
        evening_id=uuid4(), day=date(2026, 11, 23) + timedelta(days=day), team=[], travel=9, visits=visits
    )


def test_a_wave_is_whole_evenings_and_what_could_not_wait() -> None:
    assert rules.next_wave([evening(day, 4) for day in range(10, 30)], 48, NOW) == 3
    assert rules.next_wave([evening(day, 4) for day in range(1, 30)], 48, NOW) == 4  # 26 November 12:00 is within
    assert rules.next_wave([evening(10, 2)], 48, NOW) == 1
    assert rules.next_wave([], 48, NOW) == 0


def test_a_time_is_never_held_beyond_its_beginning_and_no_hold_ends_at_night() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert rules.held_until(48, NOW + HOUR, NOW, zone) == NOW + HOUR
    for asked, ends in (
        ("2026-11-23T12:00", "2026-11-25T12:00"),
        ("2026-11-23T12:20", "2026-11-25T13:00"),
        ("2026-11-23T00:43", "2026-11-25T08:00"),
        ("2026-11-23T20:10", "2026-11-26T08:00"),  # 21:00 is not daytime any more
        ("2026-11-23T23:59", "2026-11-26T08:00"),
    ):
        at, until = (datetime.fromisoformat(one).replace(tzinfo=zone) for one in (asked, ends))
        assert rules.held_until(48, NOW + 500 * HOUR, at.astimezone(UTC), zone) == until, asked


async def test_the_next_wave_goes_out_when_the_first_is_answered_or_its_hold_ended(
    town: Town, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, who = town.family.world, town.family.world.people
    monkeypatch.setattr(rules, "WAVE", 1)
    monkeypatch.setattr(rules, "NOTICE", timedelta(0))
    campaign_id = await two_families(town)
    plan = await planned(town, campaign_id)
    assert [len(e["visits"]) for e in plan["evenings"]] == [1, 1]
    await ok(await apply(world, campaign_id, plan["version"]))
    await town.work()
    [first] = await visits_of(town)
    clock.advance(timedelta(minutes=30))
    await town.work()
    assert len(await visits_of(town)) == 1  # the first family still thinks
    assert first["studentName"] == "ming"
    await ok(await town.family.do(who.mother, first["visitId"], "decline"))
    clock.advance(timedelta(minutes=11))
    await town.work()
    states = {v["studentName"]: v["state"] for v in await visits_of(town)}
    assert states == {"ming": "declined", "hong": "proposed"}


async def test_a_class_teacher_replaced_between_waves_proposes_nothing_more_and_the_next_one_goes_on(
    town: Town, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, who = town.family.world, town.family.world.people
    monkeypatch.setattr(rules, "WAVE", 1)
    monkeypatch.setattr(rules, "NOTICE", timedelta(0))
    campaign_id = await two_families(town)
    plan = await planned(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"]))
    await town.work()
    [first] = await visits_of(town)
    replaced = "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2 and part = 'class_teacher'"
    await world.operate(world.north, replaced, world.north, world.north_a, world.now)
    follows = "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)"
    await world.operate(world.north, follows, world.north, world.north_a, who.chen.account_id, world.now)
    await ok(await town.family.do(who.mother, first["visitId"], "decline"))
    clock.advance(timedelta(minutes=11))
    await town.work()
    seen = (await ok(await world.client(who.chen).get(town.family.visits)))["items"]
    assert [v["state"] for v in seen] == ["declined"]  # nothing went out in the name of who was replaced
    for read in (path(world, campaign_id, "/plan"), f"{town.family.visits}/{first['visitId']}"):
        assert (await world.client(who.wang).get(read)).status_code in {403, 404}, read
        assert (await world.client(who.chen).get(read)).status_code == 200, read


async def two_families(town: Town) -> str:
    """Ming's and hong's families, each with evenings of their own."""
    world, who = town.family.world, town.family.world.people
    await world.operate(
        world.north,
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 1, $4)",
        *(world.north, who.hong.account_id, who.jun_mother.account_id, world.now),
    )
    campaign_id = await with_answer(town, startsOn="2026-12-01", visitsPerDay=1)
    await ok(await answer(world, who.jun_mother, who.hong, times=[SATURDAYS]))
    return campaign_id
