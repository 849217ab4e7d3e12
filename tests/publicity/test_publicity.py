"""A school's log of publicity work, its returns, and how they reach its bureau (N3, N4, N9, G4)."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from api.core import daily
from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import DAILY, HANDLERS
from tests.counselling.desk import field, ok, slug, version
from tests.jobs.city import City
from tests.lectures.hall import DAY, EVENING, HOUR, Hall
from tests.publicity.matrix import EVENT
from tests.servers import Database, owner
from tests.world import Person, World

LECTURES = {"kind": "lecture", "count": 2, "people": 90}
QUARTER = {"period": "quarter", "firstDay": "2026-10-01"}
JANUARY = datetime(2027, 1, 8, 2, 0, tzinfo=UTC)
"""The quarter is over, and its return is due in two days."""


@pytest.fixture
async def city(services: Services, database: Database) -> City:
    """Runs tasks; none is left over from the test before."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return City(services, database)


async def add(world: World, by: Person, **more: Any) -> Any:
    return await ok(await world.client(by).post(f"/orgs/{world.north}/publicity/events", json={**EVENT, **more}), 201)


async def log(world: World, by: Person, **query: str) -> Any:
    return await ok(await world.client(by).get(f"/orgs/{world.north}/publicity", params=query))


async def file(world: World, by: Person, seen: Any, **more: Any) -> Any:
    """Files what the log showed."""
    body = {"lines": seen["lines"], "edition": (seen["filed"] or {"edition": 0})["edition"], **QUARTER, **more}
    return await world.client(by).post(f"/orgs/{world.north}/publicity/returns", json=body)


async def schools(world: World, **query: str) -> Any:
    path = f"/orgs/{world.bureau}/publicity/schools"
    return await ok(await world.client(world.people.ou).get(path, params=query))


async def test_a_log_is_kept_line_by_line(world: World) -> None:
    who = world.people
    board = await add(world, who.lin)
    booklet = await add(world, who.gao, kind="booklet", heldOn="2026-10-12", count=381, people=400)
    await add(world, who.gao, kind="salon", heldOn="2026-09-30")
    path = f"/orgs/{world.north}/publicity/events/{board['eventId']}"
    changed = await ok(await world.client(who.gao).put(path, json={**EVENT, "people": 130}, headers=version(1)))
    assert (changed["people"], changed["enteredBy"], changed["version"]) == (130, board["enteredBy"], 2)
    assert slug(await world.client(who.lin).put(path, json=EVENT, headers=version(1))) == (412, "stale")
    seen = await log(world, who.lin)
    assert (seen["firstDay"], seen["lastDay"], seen["dueOn"]) == ("2026-10-01", "2026-12-31", "2027-01-11")
    assert (seen["over"], seen["asked"], seen["canFile"], seen["people"]) == (False, True, False, 530)
    assert {line["kind"]: line["count"] for line in seen["lines"] if line["count"]} == {"booklet": 381, "board": 3}
    month = await log(world, who.gao, period="month", day="2026-10-31")
    assert ([e["eventId"] for e in month["events"]], month["asked"]) == ([booklet["eventId"]], False)
    for _ in range(2):  # again changes nothing
        await ok(await world.client(who.gao).post(f"{path}/end"))
    assert slug(await world.client(who.gao).put(path, json=EVENT, headers=version(3))) == (412, "stale")
    assert (await log(world, who.gao))["people"] == 400


async def test_what_is_no_event_is_refused(world: World) -> None:
    who = world.people
    for day, code in (("2026-11-24", "future"), ("2020-01-01", "too-old")):
        answer = await world.client(who.gao).post(
            f"/orgs/{world.north}/publicity/events", json={**EVENT, "heldOn": day}
        )
        assert field(answer) == (422, "$.heldOn", code)
    for day, code in (("0001-01-01", "too-old"), ("9999-12-31", "too-far")):
        for path, by in (
            (f"/orgs/{world.north}/publicity", who.gao),
            (f"/orgs/{world.bureau}/publicity/schools", who.ou),
        ):
            assert field(await world.client(by).get(path, params={"day": day})) == (422, "$.day", code)
    for by in (who.wang, who.mother, who.ming):
        assert slug(await world.client(by).get(f"/orgs/{world.north}/publicity")) == (403, "forbidden")
    line = await add(world, who.gao)
    swapped = f"/orgs/{world.south}/publicity/events/{line['eventId']}/end"
    assert slug(await world.client(who.south_admin).post(swapped)) == (404, "not-found")


async def test_a_lecture_that_was_held_is_one_line(world: World, city: City, clock: FixedClock) -> None:
    hall, gao = Hall(world, city), world.people.gao
    held = await hall.publish(world.people.wang)
    meeting = await hall.publish(world.people.wang, kind="parent_meeting")
    new = {"kind": "lecture", "heldOn": "2026-11-30", "topic": "考前陪伴", "lectureId": held["lectureId"]}
    path = f"/orgs/{world.north}/publicity/events"
    clock.advance(EVENING - clock.now())
    early = await world.client(gao).post(path, json={**EVENT, **new})
    assert field(early) == (404, "$.lectureId", "not-found")
    clock.advance(2 * HOUR)
    [offered] = (await log(world, gao))["lectures"]
    assert (offered["lectureId"], offered["heldOn"], offered["people"]) == (held["lectureId"], "2026-11-30", 0)
    other_day = await world.client(gao).post(path, json={**EVENT, **new, "heldOn": "2026-11-29"})
    assert field(other_day) == (404, "$.lectureId", "not-found")
    line = await add(world, gao, **new)
    assert slug(await world.client(gao).post(path, json={**EVENT, **new})) == (409, "lecture-logged")
    assert (await log(world, gao))["lectures"] == []
    await ok(await world.client(gao).post(f"{path}/{line['eventId']}/end"))
    assert [one["lectureId"] for one in (await log(world, gao))["lectures"]] == [held["lectureId"]]
    assert meeting["lectureId"] != held["lectureId"]


async def test_a_return_is_filed_and_amended_and_reaches_every_bureau_above(
    world: World, city: City, clock: FixedClock
) -> None:
    who = world.people
    await add(world, who.gao, **LECTURES)
    seen = await log(world, who.gao)
    assert slug(await file(world, who.gao, seen)) == (409, "period-not-over")
    assert slug(await file(world, who.lin, seen)) == (403, "forbidden")
    clock.advance(JANUARY - clock.now())
    seen = await log(world, who.gao, day="2026-12-31")
    assert field(await file(world, who.gao, seen, firstDay="2026-10-02")) == (422, "$.firstDay", "not-first")
    await add(world, who.lin, kind="article", people=0)
    assert slug(await file(world, who.gao, seen)) == (409, "return-changed")
    seen = await log(world, who.gao, day="2026-12-31")
    filed = await ok(await file(world, who.gao, seen), 201)
    assert (filed["edition"], filed["dueOn"], filed["late"]) == (1, "2027-01-11", False)
    assert slug(await file(world, who.north_admin, seen)) == (409, "return-changed")  # of edition 0: somebody filed
    await city.work(HANDLERS)
    assert (await schools(world))["filed"] == 1
    clock.advance(10 * DAY)
    await add(world, who.gao, kind="booklet", heldOn="2026-12-01", count=381, people=400)
    seen = await log(world, who.gao, day="2026-12-31")
    assert (seen["differs"], seen["filed"]["edition"]) == (True, 1)
    amended = await ok(await file(world, who.gao, seen), 201)
    assert (amended["edition"], amended["dueOn"], amended["firstFiledOn"]) == (2, "2027-01-11", "2027-01-08")
    seen = await log(world, who.gao, day="2026-12-31")
    assert (seen["differs"], (await ok(await file(world, who.gao, seen), 201))["edition"]) == (False, 2)
    await city.work(HANDLERS)
    at_bureau = await schools(world)
    [missing, north] = at_bureau["schools"]
    assert (missing["schoolId"], missing["filed"]) == (world.south, None)
    assert (north["filed"]["edition"], north["filed"]["late"], at_bureau["people"]) == (2, False, 490)
    editions = "select edition, counts[4] as booklets from publicity_returns where org_id = $1 order by edition"
    rows = await world.sql(world.north, editions, world.north)
    assert [(row["edition"], row["booklets"]) for row in rows] == [(1, 0), (2, 381)]  # the first stays as it was
    csv = await world.client(who.ou).get(f"/orgs/{world.bureau}/publicity/schools/returns.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(csv.content)).get_sheet_by_index(0).to_python()
    assert (sheet[0][4:6], sheet[1][1], sheet[-1][-1]) == (["Lectures count", "Lectures people"], "Not filed", "490")


async def test_a_filed_return_cannot_be_changed_in_the_database(world: World) -> None:
    with pytest.raises(Exception, match="permission denied"):
        await world.sql(world.north, "update publicity_returns set edition = 9 where org_id = $1", world.north)


async def test_those_who_file_are_reminded_before_the_day_as_the_bureau_set_it(
    world: World, city: City, clock: FixedClock
) -> None:
    who = world.people
    path = f"/orgs/{world.bureau}/publicity/schools/settings"
    twice = await world.client(who.ou).put(path, json={"periods": ["year", "year"], "dueAfter": 5}, headers=version(0))
    assert field(twice) == (422, "$.periods", "duplicate")
    new = {"periods": ["month"], "dueAfter": 4}
    assert (await ok(await world.client(who.ou).put(path, json=new, headers=version(0))))["version"] == 1
    assert slug(await world.client(who.ou).put(path, json=new, headers=version(0))) == (412, "stale")
    await city.work(HANDLERS)
    seen = await log(world, who.gao, period="month")
    assert (seen["asked"], seen["dueOn"], (await log(world, who.gao))["asked"]) == (True, "2026-12-04", False)
    await daily.ensure(city.services, DAILY)
    await city.work(HANDLERS)
    assert await inbox(world, who.gao) == []
    clock.advance(datetime(2026, 12, 1, 2, tzinfo=UTC) - clock.now())
    await city.work(HANDLERS)
    assert await inbox(world, who.gao) == ["A return is due"]
    assert await inbox(world, who.wang) == []
    clock.advance(DAY)
    await city.work(HANDLERS)
    assert await inbox(world, who.gao) == ["A return is due"]
    month = {"period": "month", "firstDay": "2026-11-01"}
    seen = await log(world, who.gao, period="month", day="2026-11-01")
    await ok(await file(world, who.gao, seen, **month), 201)
    assert await inbox(world, who.gao) == []
    clock.advance(DAY)
    await city.work(HANDLERS)
    assert await inbox(world, who.gao) == []  # what was filed is not told again


async def inbox(world: World, by: Person) -> list[str]:
    return [i["title"] for i in (await ok(await world.client(by).get("/me/inbox")))["items"]]


async def test_a_school_that_comes_under_another_bureau_has_its_returns_there(
    world: World, city: City, clock: FixedClock, database: Database
) -> None:
    clock.advance(JANUARY - clock.now())
    await ok(await file(world, world.people.gao, await log(world, world.people.gao, day="2026-12-31")), 201)
    await city.work(HANDLERS)
    other = world.bureau + 900_000
    conn = await owner(database)
    try:
        row = "insert into orgs (org_id, kind, name_zh, name_en) values ($1, 'bureau', '局', 'B')"
        await conn.execute(row, other)
        await conn.execute("update orgs set parent_org_id = $2 where org_id = $1", world.north, other)
    finally:
        await conn.close()
    clock.advance(timedelta(days=1))
    await city.work(HANDLERS)
    assert [s["schoolId"] for s in (await schools(world))["schools"]] == [world.south]
    rows = await world.sql(other, "select school_id from school_publicity_returns where org_id = $1", other)
    assert [row["school_id"] for row in rows] == [world.north]


async def test_the_log_leaves_as_a_workbook(world: World) -> None:
    await add(world, world.people.gao, topic="=1+1")
    answer = await world.client(world.people.gao).get(f"/orgs/{world.north}/publicity/events.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sheet == [
        ["Date", "Kind", "Topic", "Audience", "Count", "People", "Place", "Materials", "Link"],
        ["2026-11-02", "Boards", "=1+1", "", "3", "120", "", "", ""],
    ]
