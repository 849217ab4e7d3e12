"""A bureau's entries reach its schools and centres, which may override them."""

from typing import Any

import pytest

from api.core.services import Services
from api.core.unit_of_work import system_uow
from jobs.kinds import HANDLERS
from tests.counselling.desk import TUESDAY, field, north_desk, ok
from tests.jobs.city import City
from tests.school_calendar.test_school_calendar import kind_on, path, year
from tests.school_calendar.year import add, closed, term, workday
from tests.servers import Database, owner
from tests.world import World

HOLIDAYS = {**closed("2026-12-21", "2026-12-23", "全区放假"), "forSchools": True}


@pytest.fixture
def city(services: Services, database: Database) -> City:
    return City(services, database)


async def kinds(world: World, org_id: int, who: Any, *days: str) -> list[str]:
    found = await year(world, org_id, who)
    return [kind_on(found, day) for day in days]


async def test_a_bureaus_entry_reaches_every_school_and_centre_and_goes_again(world: World, city: City) -> None:
    who = world.people
    [shared] = await add(world, world.bureau, who.ou, HOLIDAYS)
    assert (shared["forSchools"], shared["fromOrg"]) == (True, None)
    await add(world, world.bureau, who.ou, closed("2026-12-14", name="本局搬家"))
    for _ in range(2):
        await city.work(HANDLERS)
    for org_id, person in ((world.north, who.mother), (world.south, who.south_admin)):
        assert await kinds(world, org_id, person, "2026-12-21", "2026-12-14") == ["closed", "school_day"]
    [copy] = (await year(world, world.north, who.north_admin))["entries"]
    assert (copy["entryId"], copy["fromOrg"], copy["forSchools"]) == (shared["entryId"], "Bureau", False)
    await ok(await world.client(who.ou).post(path(world.bureau, f"/entries/{shared['entryId']}/end")))
    await city.work(HANDLERS)
    assert await kinds(world, world.north, who.mother, "2026-12-21") == ["school_day"]


async def test_a_school_overrides_what_it_was_given(world: World, city: City) -> None:
    who = world.people
    terms = term("2026-09-01", "2027-01-20"), term("2027-02-22", "2027-07-05", "第二学期")
    made = await add(world, world.bureau, who.ou, HOLIDAYS, *({**t, "forSchools": True} for t in terms))
    [shared] = [e for e in made if e["kind"] == "closed"]
    await city.work(HANDLERS)
    assert await kinds(world, world.north, who.ming, "2027-02-01") == ["vacation"]
    await add(world, world.north, who.north_admin, closed("2026-12-21", "2026-12-23"), workday("2026-12-22"))
    assert await kinds(world, world.north, who.ming, "2026-12-21", "2026-12-22") == ["closed", "workday"]
    await add(world, world.north, who.north_admin, term("2026-09-01", "2027-02-10"), term("2027-03-01", "2027-07-01"))
    assert await kinds(world, world.north, who.ming, "2027-02-01", "2027-02-25") == ["school_day", "vacation"]
    await add(world, world.south, who.south_admin, {**workday("2026-12-21"), "kind": "workday"})
    await ok(await world.client(who.south_admin).post(path(world.south, f"/entries/{shared['entryId']}/end")))
    await add(world, world.bureau, who.ou, {**closed("2027-03-03"), "forSchools": True})
    await city.work(HANDLERS)
    assert await kinds(world, world.south, who.south_admin, "2026-12-22", "2027-03-03") == ["school_day", "closed"]


async def test_a_school_that_comes_under_another_bureau_has_its_entries_from_there(
    world: World, city: City, database: Database
) -> None:
    who = world.people
    await add(world, world.bureau, who.ou, HOLIDAYS)
    await city.work(HANDLERS)
    assert await kinds(world, world.north, who.ming, "2026-12-21") == ["closed"]
    conn = await owner(database)
    await conn.execute("update orgs set parent_org_id = null where org_id = $1", world.north)
    await conn.close()
    await add(world, world.bureau, who.ou, {**closed("2027-03-03"), "forSchools": True})
    async with system_uow(city.services, world.north) as uow:
        await uow.conn.execute(
            "update tasks set state = 'planned', due_at = $2 where org_id = $1", world.north, uow.now
        )
    await city.work(HANDLERS)
    assert await kinds(world, world.north, who.ming, "2026-12-21", "2027-03-03") == ["school_day", "school_day"]
    assert await kinds(world, world.south, who.south_admin, "2026-12-21", "2027-03-03") == ["closed", "closed"]


async def test_a_shared_entry_cancels_what_stands_in_the_schools_with_notice(world: World, city: City) -> None:
    who, desk = world.people, await north_desk(world)
    talk = await desk.book(who.mother, who.ming)
    day = TUESDAY.date().isoformat()
    await add(world, world.bureau, who.ou, {**closed(day), "forSchools": True})
    await city.work(HANDLERS)
    shown = await ok(await desk.get(who.mother, talk["bookingId"]))
    assert shown["state"] == "cancelled"


async def test_only_a_bureau_shares(world: World) -> None:
    answer = await world.client(world.people.north_admin).post(
        path(world.north, "/entries"), json={"entries": [HOLIDAYS]}
    )
    assert field(answer) == (422, "$.entries[0].forSchools", "only-bureau")
