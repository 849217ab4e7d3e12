"""Theme months (N3): a school's own and its bureau's, shown to everybody, and without effect on a day's hours."""

from datetime import timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from api.school_calendar.files import rules as files
from jobs.kinds import HANDLERS
from tests.counselling.desk import field, ok
from tests.jobs.city import City
from tests.school_calendar.test_school_calendar import kind_on, path, year
from tests.school_calendar.year import add, closed
from tests.servers import Database
from tests.world import World


def theme(first: str, last: str, name: str = "心理健康月", **more: Any) -> dict[str, Any]:
    return {"kind": "theme", "firstDay": first, "lastDay": last, "name": name, **more}


async def themes(world: World, who: Any) -> list[str]:
    return [found["name"] for found in await ok(await world.client(who).get("/me/themes"))]


async def test_a_theme_is_shown_to_everybody_from_a_month_before_to_its_last_day(
    world: World, clock: FixedClock
) -> None:
    who = world.people
    day = clock.now().date()
    for name, first, last in (("当月", 0, 20), ("下月", 31, 60), ("更晚", 32, 60), ("过去", -20, -1)):
        begins, ends = (str(day + timedelta(days=n)) for n in (first, last))
        await add(world, world.north, who.north_admin, theme(begins, ends, name))
    await add(world, world.north, who.north_admin, closed(str(day), str(day + timedelta(days=1)), "停课"))
    for reader in (who.mother, who.ming, who.wang, who.gao):
        assert await themes(world, reader) == ["当月", "下月"], reader.name
    assert await themes(world, who.lei_father) == [], "of another school"


async def test_a_theme_changes_no_day_and_takes_ninety_two_days_at_most(world: World) -> None:
    who = world.people
    await add(world, world.north, who.north_admin, theme("2026-12-01", "2026-12-31"))
    found = await year(world, world.north, who.mother)
    assert (kind_on(found, "2026-12-07"), kind_on(found, "2026-12-12")) == ("school_day", "weekend")
    assert not any(span["exam"] or span["name"] == "心理健康月" for span in found["spans"])
    body = {"entries": [theme("2026-12-01", "2027-03-03")]}
    refused = await world.client(who.north_admin).post(path(world.north, "/entries"), json=body)
    assert field(refused) == (422, "$.entries[0].lastDay", "too-long")
    for stranger in (who.mother, who.wang, who.south_admin):
        answered = await world.client(stranger).post(path(world.north, "/entries"), json=body)
        assert answered.status_code in {403, 404}, stranger.name


async def test_a_bureaus_theme_is_its_schools_and_listed_once(
    world: World, services: Services, database: Database
) -> None:
    who = world.people
    day = services.clock.now().date()
    shared = theme(str(day), str(day + timedelta(days=9)), forSchools=True)
    [made] = await add(world, world.bureau, who.ou, shared)
    await City(services, database).work(HANDLERS)
    [found] = await ok(await world.client(who.mother).get("/me/themes"))
    assert (found["entryId"], found["fromOrg"]) == (made["entryId"], "Bureau")
    await ok(await world.client(who.ou).post(path(world.bureau, f"/entries/{made['entryId']}/end")))
    await City(services, database).work(HANDLERS)
    assert await themes(world, who.mother) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [("心理健康月", "theme"), ("5.25主题月", "theme"), ("宣传周", "theme"), ("Theme month", "theme"), ("月考", "exam")],
)
def test_files_name_themes(text: str, kind: str) -> None:
    assert files.kind_of(text) == kind


async def test_a_closed_school_has_no_themes(world: World) -> None:
    who = world.people
    day = world.now.date()
    await add(world, world.north, who.north_admin, theme(str(day), str(day)))
    assert await themes(world, who.mother) == ["心理健康月"]
    await world.operate(world.north, "update orgs set ended_at = $2 where org_id = $1", world.north, world.now)
    assert await themes(world, who.mother) == []
