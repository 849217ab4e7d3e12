"""What a bureau's officer sees of schools, how it got there, and what never does."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.core import daily
from api.core.clock import FixedClock
from api.core.db import uuid7
from api.core.services import Services
from jobs.kinds import DAILY, HANDLERS
from tests.counselling.desk import ok, slug, version
from tests.jobs.city import City
from tests.servers import Database, owner
from tests.visits.family import THURSDAY, Family, log, record
from tests.world import Person, World

NUMBERS = {"students": 0, "visited": 0, "contacted": 0, "owed": 0, "noticesSent": 0, "peopleReached": 0}
NONE = {"inPerson": None, "phone": None, "video": None, "text": None, "all": None}


@pytest.fixture
def city(services: Services, database: Database) -> City:
    """Runs tasks."""
    return City(services, database)


@pytest.fixture
def family(world: World) -> Family:
    """Ming's."""
    return Family(world, world.north, world.people.ming, world.people.wang)


async def counted(city: City) -> None:
    """Every school counts, as when a worker starts."""
    await daily.ensure(city.services, DAILY)
    await city.work(HANDLERS)


async def figures(world: World, by: Person | None = None) -> dict[str, Any]:
    return await ok(await world.client(by or world.people.ou).get(f"/orgs/{world.bureau}/figures"))


async def students(world: World, org_id: int, class_id: UUID, count: int) -> list[UUID]:
    """More students of a class."""
    ids = [uuid4() for _ in range(count)]
    row = (
        "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
        " select $1, u.id, $2, u.id::text::varchar(32), 'x', 'male', $4 from unnest($3::uuid[]) as u (id) on conflict do nothing"
    )
    await world.sql(org_id, row, org_id, class_id, ids, world.now)
    return ids


async def booked(world: World, org_id: int, by: Person, ids: list[UUID], mode: str, **more: Any) -> None:
    """A booking of each."""
    place = "insert into providers (org_id, provider_id, kind, name_zh, name_en, address, phone, updated_at) values ($1, $2, 'school_room', 'x', 'x', '', '', $3)"
    provider_id, at = uuid7(), more.get("at", world.now)
    await world.sql(org_id, place, org_id, provider_id, world.now)
    row = (
        "insert into bookings (org_id, booking_id, provider_id, counsellor_id, student_id, student_name, booked_by, booked_as,"
        " private, mode, starts_at, ends_at, claim_until, state, created_at, updated_at)"
        " select $1, u.booking_id, $2, $3, u.id, 'x', $3, 'invitation', true, $5, $6, $7, $7, $8, $6, $6"
        " from unnest($4::uuid[], $9::uuid[]) as u (id, booking_id) on conflict do nothing"
    )
    ends = (at, at + timedelta(minutes=45), more.get("state", "done"), [uuid7() for _ in ids])
    await world.sql(org_id, row, org_id, provider_id, by.account_id, ids, mode, *ends)


async def observed(world: World, org_id: int, class_id: UUID, ids: list[UUID], state: str = "received") -> None:
    """An observation of each."""
    text = uuid7()
    sealed = "insert into vault_records (org_id, record_id, kind, algorithm, sealed, created_at) values ($1, $2, 'observation', 'x', '', $3)"
    await world.sql(org_id, sealed, org_id, text, world.now)
    row = (
        "insert into observations (org_id, observation_id, class_id, student_id, urgent, rung, rungs, conflicts, observer_mark,"
        " text_id, observer_id, state, waits, outcome, filed_at, due_at, updated_at)"
        " select $1, u.observation_id, $2, u.id, false, 'class', '{class}', '{}', sha256('x'), $4, $4, $5, $5 <> 'done',"
        " case when $5 = 'done' then 'helped' end, $6::timestamptz, $6::timestamptz + interval '1 day', $6::timestamptz"
        " from unnest($3::uuid[], $7::uuid[]) as u (id, observation_id) on conflict do nothing"
    )
    await world.sql(org_id, row, org_id, class_id, ids, text, state, world.now, [uuid7() for _ in ids])


async def test_a_bureau_sees_its_schools_as_they_counted_themselves(
    city: City, family: Family, clock: FixedClock
) -> None:
    world, who = family.world, family.world.people
    assert await figures(world) == {
        "timeZone": "Asia/Shanghai",
        "since": "2026-08-31T16:00:00Z",
        "countedAt": None,
        "schools": [],
        "total": {**NUMBERS, "bookings": NONE, "observations": None},
        "targets": {"visited": None, "contacted": None, "version": 0},
    }
    await ok(await log(family, who.wang, who.ming), 201)
    visit = await family.agreed(THURSDAY)
    clock.advance(THURSDAY - clock.now())
    await ok(await family.do(who.wang, visit, "record", 2, **record()))
    notice = {"kind": "information", "titleZh": "秋游", "bodyZh": "好", "audience": {"classIds": [str(world.north_a)]}}
    for _ in range(2):
        sent = await ok(await world.client(who.wang).post(f"/orgs/{world.north}/notices", json=notice), 201)
        path = f"/orgs/{world.north}/notices/{sent['noticeId']}/send"
        await ok(await world.client(who.wang).post(path, json={}, headers={"if-match": '"v1"'}))
    await city.work(HANDLERS)
    await counted(city)
    seen = await figures(world)
    north, south = seen["schools"]
    reached = north.pop("peopleReached")
    assert reached == seen["total"]["peopleReached"] >= 4
    assert north == {
        "schoolId": world.north,
        "nameZh": "北校",
        "nameEn": "North",
        "countedAt": "2026-11-26T11:00:00Z",
        "students": 3,
        "visited": 1,
        "contacted": 1,
        "owed": 2,
        "noticesSent": 2,
        "bookings": NONE,
        "observations": None,
    }
    assert (south["schoolId"], south["students"], south["owed"], south["noticesSent"]) == (world.south, 2, 2, 0)
    assert (seen["countedAt"], seen["total"]["students"], seen["total"]["owed"]) == ("2026-11-26T11:00:00Z", 5, 4)
    school = await ok(await world.client(who.gao).get(f"/orgs/{world.north}/coverage"))
    assert [school[k] for k in ("students", "visited", "contacted", "owed")] == [3, 1, 1, 2]


async def test_few_persons_in_confidential_matters_never_leave_their_school(city: City, world: World) -> None:
    """DESIGN 7: neither the officer nor the bureau's rows have them."""
    who = world.people
    north = await students(world, world.north, world.north_a, 24)
    south = await students(world, world.south, world.south_a, 12)
    await booked(world, world.north, who.lin, north[:13], "in_person")
    await booked(world, world.north, who.lin, north[:13], "in_person")  # students, not appointments
    await booked(world, world.north, who.lin, north[13:23], "phone")
    await booked(world, world.north, who.lin, north[23:], "video")
    await booked(world, world.south, who.zhao, south[:9], "in_person")
    await observed(world, world.north, world.north_a, [*north[:10], *north[:10]])
    await observed(world, world.north, world.north_a, north[10:], "done")
    await observed(world, world.south, world.south_a, [*south[:9], *south[:9]])
    await counted(city)
    seen = await figures(world)
    # One in video alone would be 24 - 23; with text, nobody, it would still be one: so the phone goes with them.
    assert [s["bookings"] for s in seen["schools"]] == [{**NONE, "inPerson": 13, "all": 24}, NONE]
    assert [s["observations"] for s in seen["schools"]] == [10, None]
    assert seen["total"]["bookings"] == {**NONE, "inPerson": 13, "all": 24}
    assert seen["total"]["observations"] == 10
    await booked(world, world.south, who.zhao, south[9:], "phone", at=world.now + timedelta(hours=1), state="confirmed")
    await observed(world, world.south, world.south_a, south[9:10])
    await _a_day_later(city)
    seen = await figures(world)
    assert seen["schools"][1]["bookings"] == {**NONE, "all": 12}
    assert (seen["total"]["bookings"]["all"], seen["total"]["observations"]) == (36, 20)
    kept = await world.sql(world.bureau, "select * from school_figures where org_id = $1", world.bureau)
    confidential = {v for row in kept for k, v in row.items() if k.startswith(("bookings", "observations"))}
    assert confidential == {None, 10, 12, 13, 24}


async def _a_day_later(city: City) -> None:
    clock = city.services.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(days=1))
    await city.work(HANDLERS)


async def test_what_is_no_talk_of_this_school_year_does_not_count(city: City, world: World) -> None:
    ids = await students(world, world.north, world.north_a, 12)
    august = datetime(2026, 8, 31, 15, 59, tzinfo=UTC)
    await booked(world, world.north, world.people.lin, ids, "phone", at=august)
    await booked(world, world.north, world.people.lin, ids, "phone", state="cancelled")
    await booked(world, world.north, world.people.lin, ids, "phone", state="missed")
    await counted(city)
    assert (await figures(world))["schools"][0]["bookings"] == NONE
    ids += await students(world, world.north, world.north_a, 18)
    await booked(world, world.north, world.people.lin, ids, "in_person", at=world.now - timedelta(days=2))
    await booked(world, world.north, world.people.lin, ids[:10], "phone", at=world.now - timedelta(days=1))
    await _a_day_later(city)  # each student by the latest: 20 in person, and 10 by phone, whom the two zeros hide
    assert (await figures(world))["schools"][0]["bookings"] == {**NONE, "inPerson": 20, "all": 30}


async def test_a_school_counts_every_day_by_itself(city: City, world: World, clock: FixedClock) -> None:
    await counted(city)
    first = (await figures(world))["countedAt"]
    await students(world, world.north, world.north_a, 1)
    await daily.ensure(city.services, DAILY)  # another worker starts: it is planned already
    await city.work(HANDLERS)
    assert (await figures(world))["total"]["students"] == 5
    await _a_day_later(city)
    seen = await figures(world)
    assert seen["total"]["students"] == 6
    assert seen["countedAt"] > first


async def test_a_closed_school_stops_counting(city: City, world: World, clock: FixedClock, database: Database) -> None:
    await counted(city)
    conn = await owner(database)
    try:
        await conn.execute("update orgs set ended_at = $2 where org_id = $1", world.south, clock.now())
        await _a_day_later(city)
        state = "select state from tasks where kind = 'count_figures' and org_id = $1"
        assert [await conn.fetchval(state, org) for org in (world.north, world.south)] == ["planned", "done"]
    finally:
        await conn.execute("update orgs set ended_at = null where org_id = $1", world.south)
        await conn.close()


async def test_only_officers_read_figures(city: City, world: World) -> None:
    await counted(city)
    for name in world.people.__dataclass_fields__:
        person, path = getattr(world.people, name), f"/orgs/{world.bureau}/figures"
        if name != "ou":
            assert slug(await world.client(person).get(path)) == (403, "forbidden"), name
    roles = "update staff set roles = '{leader,school_admin}' where org_id = $1 and staff_id = $2"
    await world.sql(world.bureau, roles, world.bureau, world.people.ou.account_id)
    assert slug(await world.client(world.people.ou).get(f"/orgs/{world.bureau}/figures")) == (403, "forbidden")


async def test_every_bureau_above_gets_them_and_no_other(city: City, world: World, database: Database) -> None:
    other = await _bureau(database, world.bureau + 900_000)
    top = await _bureau(database, world.bureau + 900_001)
    await _parent(database, world.bureau, top)
    await counted(city)
    for org_id, schools in ((world.bureau, 2), (top, 2), (other, 0)):
        rows = await world.sql(org_id, "select school_id from school_figures where org_id = $1", org_id)
        assert len(rows) == schools
    await _parent(database, world.south, other)  # its old bureau's row stays, and is shown no more
    assert [s["schoolId"] for s in (await figures(world))["schools"]] == [world.north]


async def _bureau(database: Database, org_id: int) -> int:
    conn = await owner(database)
    row = "insert into orgs (org_id, kind, name_zh, name_en) values ($1, 'bureau', '局', 'B')"
    await conn.execute(row, org_id)
    await conn.close()
    return org_id


async def _parent(database: Database, org_id: int, parent: int) -> None:
    conn = await owner(database)
    await conn.execute("update orgs set parent_org_id = $2 where org_id = $1", org_id, parent)
    await conn.close()


async def test_last_years_numbers_are_not_shown_as_this_years(city: City, world: World, clock: FixedClock) -> None:
    await counted(city)
    clock.advance(datetime(2027, 8, 31, 16, 0, tzinfo=UTC) - clock.now())
    seen = await figures(world)
    assert (seen["since"], seen["schools"], seen["countedAt"]) == ("2027-08-31T16:00:00Z", [], None)
    await city.work(HANDLERS)
    assert len((await figures(world))["schools"]) == 2


async def test_a_bureau_sets_what_its_schools_are_to_reach(world: World) -> None:
    who, path = world.people, f"/orgs/{world.bureau}/figures/targets"
    assert (await figures(world))["targets"] == {"visited": None, "contacted": None, "version": 0}
    officer, body = world.client(who.ou), {"visited": 95, "contacted": None}
    assert slug(await officer.put(path, json=body, headers=version(1))) == (412, "stale")
    assert await ok(await officer.put(path, json=body, headers=version(0))) == body | {"version": 1}
    assert (await figures(world))["targets"] == body | {"version": 1}
    assert slug(await officer.put(path, json=body, headers=version(0))) == (412, "stale")
    assert slug(await officer.put(path, json=body, headers=version(2))) == (412, "stale")
    assert await ok(await officer.put(path, json={"visited": None, "contacted": 80}, headers=version(1))) == {
        "visited": None,
        "contacted": 80,
        "version": 2,
    }
    for wrong in ({"visited": 0, "contacted": None}, {"visited": 101, "contacted": None}, {"visited": 5}):
        assert (await officer.put(path, json=wrong, headers=version(2))).status_code == 422
    for other in (who.gao, who.north_admin, who.mother, who.centre_admin):
        assert slug(await world.client(other).put(path, json=body, headers=version(2))) == (403, "forbidden")
    school = f"/orgs/{world.north}/figures/targets"
    assert slug(await world.client(who.ou).put(school, json=body, headers=version(0))) == (403, "forbidden")
