"""Hours of a campaign that end with the day: 24:00."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from api.campaigns.offers import other_times
from api.campaigns.offers.other_times import Asked
from schemas.campaigns.places import Place
from schemas.campaigns.rows import HoursRow
from schemas.visits.wire import FreeTime
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer
from tests.campaigns.test_plans import apply, planned, visits_of
from tests.counselling.desk import field, ok
from tests.visits.test_followed import Town
from tests.visits.test_until_midnight import open_until_midnight
from tests.world import World

LATE = {"weekday": 2, "fromTime": "23:10", "toTime": "24:00"}


def late(world: World, **more: Any) -> dict[str, Any]:
    """A campaign of class A, whose class teacher gives the last 50 minutes of Tuesdays."""
    body = campaign([world.north_a], [world.people.wang])
    body["visitors"][0]["hours"] = [{**LATE, **more}]
    return body


async def test_a_plan_uses_an_evening_to_its_last_minute(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    await open_until_midnight(world)
    made = await ok(await world.client(who.wang).post(path(world), json=late(world)), 201)
    assert made["visitors"][0]["hours"] == [LATE]
    seen = await ok(await world.client(who.wang).get(path(world, made["campaignId"])))
    assert seen["visitors"][0]["hours"] == [LATE]
    times = [{**LATE, "fromTime": "23:20", "placeKind": "home"}]
    answered = await ok(await answer(world, who.mother, who.ming, times=times))
    assert (answered["times"][0]["toTime"], answered["suggestions"][0]["toTime"]) == ("24:00", "24:00")
    plan = await planned(town, made["campaignId"])
    [evening] = plan["evenings"]
    [visit] = evening["visits"]
    start = datetime.fromisoformat(visit["startsAt"])
    assert (start.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%a %H:%M"), visit["studentName"]) == (
        "Tue 23:20",
        "ming",
    )
    await ok(await apply(world, made["campaignId"], plan["version"]))
    await town.work()
    [proposed] = await visits_of(town)
    assert datetime.fromisoformat(proposed["endsAt"]) == start + timedelta(minutes=40)


async def test_hours_are_compared_with_midnight_as_the_days_end(town: Town) -> None:
    world, wang = town.family.world, town.family.world.client(town.family.world.people.wang)
    for more, code in (({"toTime": "00:00"}, "order"), ({"fromTime": "23:30"}, "too-short")):
        assert field(await wang.post(path(world), json=late(world, **more))) == (422, "$.visitors", code)
    assert (await wang.post(path(world), json=late(world, fromTime="24:00"))).status_code == 422
    both = late(world)
    both["visitors"][0]["hours"].append({**LATE, "fromTime": "22:00", "toTime": "23:20"})
    assert field(await wang.post(path(world), json=both)) == (422, "$.visitors", "overlap")


async def test_an_answer_until_midnight_must_hold_a_visit(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    await ok(await world.client(who.wang).post(path(world), json=late(world)), 201)
    short = [{**LATE, "fromTime": "23:30", "placeKind": "home"}]
    assert field(await answer(world, who.mother, who.ming, times=short)) == (422, "$.times", "too-short")


def test_a_time_that_ends_at_midnight_lies_only_in_hours_that_do() -> None:
    """Midnight is no early end: hours until 21:00 do not hold it."""
    wang = uuid4()
    start = datetime(2026, 12, 1, 15, 20, tzinfo=UTC)  # Tuesday, 23:20 in Shanghai
    free = [FreeTime(availability_id=UUID(int=1), starts_at=start, ends_at=start + timedelta(minutes=40))]

    def offered(until: time) -> list[FreeTime]:
        asked = Asked(
            starts_at=start + timedelta(days=5),
            team_ids=[wang],
            home=Place(precision="unknown"),
            travel="walk",
            speed_kmh=5,
            most=4,
            hours=[HoursRow(staff_id=wang, weekday=2, from_time=time(18, 30), to_time=until)],
            zone=ZoneInfo("Asia/Shanghai"),
            for_family=False,
            earliest=start - timedelta(days=1),
        )
        return other_times.ranked(free, asked, [], {})

    assert offered(time(0)) == free
    assert offered(time(23, 59)) == offered(time(21)) == []


async def test_the_school_keeps_visits_to_its_own_hours(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    made = await ok(await world.client(who.wang).post(path(world), json=late(world)), 201)
    await ok(await answer(world, who.mother, who.ming, times=[{**LATE, "placeKind": "home"}]))
    assert (await planned(town, made["campaignId"]))["placed"] == 0  # 21:30 is the latest where nothing was set
