"""Ways by a routing server: asked in blocks, once for each pair, in its own datum; estimated where it fails, and the plan says so."""

from collections.abc import AsyncGenerator, Iterable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from api.campaigns.plans import reading
from api.campaigns.routing import rules, service
from api.core.services import Services
from api.roster.service import home_place
from schemas.campaigns.places import Point
from schemas.roster.rows import Home
from schemas.travelling import TravelMode
from tests.campaigns.test_plans import planned, with_answer
from tests.doubles.osrm import SPEED, OsrmDouble, metres
from tests.visits.test_followed import Town

WITHOUT: tuple[TravelMode, ...] = ("walk", "bicycle", "bus")
"""What a server for cars alone is not asked for."""


@pytest.fixture
async def osrm(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[OsrmDouble]:
    monkeypatch.setattr(service, "_kept", {})
    async with OsrmDouble() as double:
        yield double


def grid(count: int) -> list[Point]:
    return [Point(latitude=30.6 + n / 1000, longitude=114.3 + (n % 7) / 1000) for n in range(count)]


async def test_a_school_is_asked_in_blocks_that_the_server_takes_and_once(osrm: OsrmDouble) -> None:
    points = grid(120)
    found = await service.list_seconds(osrm.url, "car", points)
    assert found is not None
    assert len(found) == 120 * 119
    a, b = points[3], points[100]
    assert found[a, b] == pytest.approx(metres(rules.to_world(a), rules.to_world(b)) / SPEED, rel=0.01)
    asked = osrm.requests
    assert await service.list_seconds(osrm.url, "car", points) == found
    assert osrm.requests == asked  # each pair once
    assert set(osrm.modes) == {None}
    await service.list_seconds(f"{osrm.url}/{{mode}}", "walk", points[:2])
    assert osrm.modes[-1] == "walk"


async def test_the_server_is_asked_in_its_own_datum_and_for_its_own_modes(osrm: OsrmDouble) -> None:
    """A well known point: 39.907361, 116.391342 in WGS 84."""
    there = Point(latitude=39.908760, longitude=116.397585)
    await service.list_seconds(osrm.url, "car", [there, grid(1)[0]])
    assert any(
        x == pytest.approx(116.391342, abs=2e-5) and y == pytest.approx(39.907361, abs=2e-5) for x, y in osrm.points[0]
    )
    asked = osrm.requests
    for mode in WITHOUT:
        assert await service.list_seconds(osrm.url, mode, grid(2)) == {}
    assert await service.list_seconds(f"{osrm.url}/{{mode}}", "bus", grid(2)) == {}
    assert osrm.requests == asked


@pytest.mark.parametrize("step", [400, 503, 302, "reset", "garbage", "short", "no", "stall"])
async def test_what_it_does_not_answer_is_estimated(
    osrm: OsrmDouble, monkeypatch: pytest.MonkeyPatch, step: str | int
) -> None:
    monkeypatch.setattr(service, "TIMEOUT", timedelta(seconds=0.3))
    osrm.script = [step]
    assert await service.list_seconds(osrm.url, "car", grid(3)) is None
    osrm.release()
    monkeypatch.undo()
    assert await service.list_seconds(osrm.url, "car", grid(3))  # the next plan asks again


async def test_a_point_that_no_way_leads_to_is_estimated_alone(osrm: OsrmDouble) -> None:
    a, b, island = grid(3)
    x, y = rules.to_world(island)
    osrm.islands = {(round(x, 5), round(y, 5))}
    found = await service.list_seconds(osrm.url, "car", [a, b, island])
    assert found is not None
    assert found[a, b] is not None
    assert found[a, island] is found[island, b] is None


async def settle(town: Town, services: Services) -> None:
    """Ming has a home with coordinates."""
    world, who = town.family.world, town.family.world.people
    at = home_place(who.ming.account_id)
    home = msgspec.json.encode(Home(address="长江路1号", longitude=114.3, latitude=30.6))
    sealed = (await services.vault.seal_fields(world.north, {at: home}))[at]
    await world.operate(
        world.north,
        "update students set home_sealed = $3 where org_id = $1 and student_id = $2",
        *(world.north, who.ming.account_id, sealed),
    )


async def test_a_plan_says_what_its_travel_rests_on(
    town: Town, services: Services, osrm: OsrmDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    more: dict[str, Any] = {
        "travel": "car",
        "start": {"longitude": 114.31, "latitude": 30.62},
        "end": {"longitude": 114.31, "latitude": 30.62},
    }
    campaign_id = await with_answer(town, **more)
    plan = await planned(town, campaign_id)
    assert plan["ways"] == {"located": 0, "families": 2, "by": "distance", "refused": False}
    assert plan["evenings"][0]["travel"] == 60  # half an hour there and back, as nothing is known
    await settle(town, services)
    estimated = await planned(town, campaign_id)
    assert (estimated["ways"]["located"], estimated["evenings"][0]["visits"][0]["approximate"]) == (1, False)
    real = service.list_seconds

    async def ask(_: str | None, mode: TravelMode, points: Iterable[Point]) -> dict[rules.Pair, float | None] | None:
        return await real(osrm.url, mode, points)

    monkeypatch.setattr(reading.routing, "list_seconds", ask)
    osrm.script = [503]
    refused = await planned(town, campaign_id)
    assert refused["ways"] == {"located": 1, "families": 2, "by": "distance", "refused": True}
    assert refused["evenings"][0]["travel"] == estimated["evenings"][0]["travel"]
    by_routes = await planned(town, campaign_id)
    assert by_routes["ways"]["by"] == "routes"
    assert by_routes["evenings"][0]["travel"] != estimated["evenings"][0]["travel"]
