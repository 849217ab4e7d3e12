"""Themes of today on the first screen of everybody whom they concern (N3)."""

from datetime import timedelta
from typing import Any

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.counselling.desk import ok
from tests.jobs.city import City
from tests.school_calendar.test_school_calendar import path
from tests.school_calendar.test_themes import theme
from tests.school_calendar.year import add, closed
from tests.servers import Database
from tests.world import World


async def first(world: World, who: Any) -> list[str]:
    return [found["name"] for found in (await ok(await world.client(who).get("/me/home")))["themes"]]


async def test_a_theme_stands_there_from_its_first_to_its_last_day(world: World, clock: FixedClock) -> None:
    who, day = world.people, clock.now().date()
    for name, begins, ends in (("过去", -20, -1), ("今天完", -3, 0), ("今天起", 0, 20), ("明天起", 1, 20)):
        await add(
            world,
            world.north,
            who.north_admin,
            theme(str(day + timedelta(days=begins)), str(day + timedelta(days=ends)), name),
        )
    await add(world, world.north, who.north_admin, closed(str(day), str(day + timedelta(days=1)), "停课"))
    for reader in (who.mother, who.ming, who.wang, who.gao):
        assert await first(world, reader) == ["今天完", "今天起"], reader.name
    assert await first(world, who.lei_father) == [], "of another school"


async def test_a_bureaus_theme_stands_there_once_for_two_schools_and_goes_with_its_end(
    world: World, services: Services, database: Database
) -> None:
    who, day = world.people, services.clock.now().date()
    shared = theme(str(day), str(day + timedelta(days=9)), forSchools=True)
    [made] = await add(world, world.bureau, who.ou, shared)
    await City(services, database).work(HANDLERS)
    for reader in (who.mother, who.wang, who.lei_father, who.ou):
        assert await first(world, reader) == ["心理健康月"], reader.name
    await ok(await world.client(who.ou).post(path(world.bureau, f"/entries/{made['entryId']}/end")))
    await City(services, database).work(HANDLERS)
    assert await first(world, who.mother) == []
