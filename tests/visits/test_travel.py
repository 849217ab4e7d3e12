"""How long the way from one home of the day to the next takes: as the campaign of the class travels, else on foot."""

from typing import Any

import pytest

from api.campaigns.planning.travel import PACES
from api.core.clock import FixedClock
from api.core.services import Services
from api.visits.day import rules
from schemas.travelling import ON_FOOT, Travel, TravelMode
from schemas.visits.wire import Family as Home
from tests.campaigns.test_campaigns import campaign, path
from tests.counselling.desk import ok, version
from tests.visits.family import DAY, HOUR, THURSDAY, Family
from tests.visits.test_address import settle
from tests.visits.test_day import ON, START, sheet


def home(latitude: float | None) -> Home:
    return Home(address="x", longitude=115.5, latitude=latitude, people=[], until=THURSDAY)


@pytest.mark.parametrize(("mode", "minutes"), [("walk", 18), ("bicycle", 8), ("car", 8), ("bus", 16)])
def test_minutes_are_those_of_the_way_of_travel(mode: TravelMode, minutes: int) -> None:
    pace = PACES[mode]
    travel = Travel(mode=mode, speed=pace.speed, detour=pace.detour, overhead=pace.overhead)
    assert rules.travel_minutes(home(25.5), home(25.509), travel) == minutes  # 1 km
    assert rules.travel_minutes(home(25.5), home(25.5), travel) == 0
    assert rules.travel_minutes(None, home(25.5), travel) is None
    assert rules.travel_minutes(home(25.5), home(None), travel) is None


def test_on_foot_is_as_the_plan_walks() -> None:
    pace = PACES["walk"]
    assert (ON_FOOT.speed, ON_FOOT.detour, ON_FOOT.overhead) == (pace.speed, pace.detour, pace.overhead)


async def _travel(family: Family) -> list[str]:
    answer = await sheet(family, family.world.people.wang, "/homes", day=ON)
    return [one["travel"] for one in (await ok(answer))["homes"]]


async def test_the_day_is_travelled_as_the_open_campaign_of_that_day_says(
    family: Family, services: Services, clock: FixedClock
) -> None:
    world, wang = family.world, family.world.client(family.world.people.wang)
    await settle(family, services.vault)
    for start in (START, START + 2 * HOUR):
        await family.agreed(start)
    clock.advance(THURSDAY - clock.now() - DAY)
    assert await _travel(family) == ["walk", "walk"]

    def body(**more: Any) -> dict[str, Any]:
        return campaign([world.north_a], [world.people.wang], **{"startsOn": "2026-11-25", "endsOn": ON, **more})

    made = await ok(await wang.post(path(world), json=body(travel="bus")), 201)
    this = path(world, made["campaignId"])
    assert await _travel(family) == ["bus", "bus"]
    await ok(await wang.put(this, json=body(travel="car", endsOn="2026-11-25"), headers=version(1)))
    assert await _travel(family) == ["walk", "walk"]  # not its day
    await ok(await wang.put(this, json=body(travel="car"), headers=version(2)))
    assert await _travel(family) == ["car", "car"]
    await ok(await wang.post(f"{this}/close", headers=version(3)))
    assert await _travel(family) == ["walk", "walk"]
