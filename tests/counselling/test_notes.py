"""What a booking is about: sealed, for its counsellor, for a time, each look recorded."""

import asyncpg

from api.core import audit, db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.counselling.desk import HOUR, TUESDAY, Desk, ok, second_counsellor, slug
from tests.servers import Database

SECRET = "他半夜哭醒 <script>alert(1)</script> \U0001f494"


async def test_the_counsellor_reads_it_and_the_look_is_recorded(desk: Desk, pool: db.Pool, config: Config) -> None:
    who = desk.world.people
    booking = await desk.book(who.mother, who.ming, note=SECRET)
    assert booking["canReadNote"] is False
    assert (await ok(await desk.get(who.lin, booking["bookingId"])))["canReadNote"] is True
    path = f"{desk.bookings}/{booking['bookingId']}/note"
    answer = await desk.world.client(who.lin).get(path)
    assert await ok(answer) == {"text": SECRET}
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    looks = await desk.world.sql(
        desk.org_id, "select account_id, purpose from audit_accesses where org_id = $1", desk.org_id
    )
    assert [tuple(r) for r in looks] == [(who.lin.account_id, "counsellor")]
    async with db.transaction(pool, desk.org_id) as conn:
        assert await audit.verify(conn, Sealer(config.master_key), desk.org_id) is None


async def test_one_version_shows_each_person_and_each_hour_its_own(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = await desk.book(who.mother, who.ming, note=SECRET)
    path = f"{desk.bookings}/{booking['bookingId']}"
    before = await desk.world.client(who.mother).get(path)
    asked = {"if-none-match": before.headers["etag"]}
    assert (await desk.world.client(who.mother).get(path, headers=asked)).status_code == 304
    # The next to use this telephone's browser must not be told that what the one before saw is theirs.
    assert (await desk.world.client(who.lin).get(path, headers=asked)).json()["canReadNote"] is True
    clock.advance(TUESDAY + HOUR - clock.now())
    assert (await desk.world.client(who.mother).get(path, headers=asked)).json()["canMove"] is False
    changed = await desk.world.client(who.lin).get(path)
    assert changed.json()["version"] == before.json()["version"]


async def test_nobody_else_reads_it(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, note=SECRET))["bookingId"]
    path = f"{desk.bookings}/{booking}/note"
    for person in (who.mother, who.ming, who.wang, who.north_admin, who.gao, who.he, who.former_teacher):
        assert slug(await desk.world.client(person).get(path)) == (403, "forbidden")
    await second_counsellor(desk)
    assert slug(await desk.world.client(who.chen).get(path)) == (404, "not-found")
    once = await desk.world.sign_in(who.lin, assurance=1)
    assert slug(await once.get(path)) == (403, "step-up-needed")
    assert await desk.world.sql(desk.org_id, "select 1 from audit_accesses where org_id = $1", desk.org_id) == []


async def test_a_booking_without_a_note_has_none(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    assert (await ok(await desk.get(who.lin, booking)))["canReadNote"] is False
    assert slug(await desk.world.client(who.lin).get(f"{desk.bookings}/{booking}/note")) == (404, "not-found")


async def test_the_grant_ends_two_weeks_after_the_slot(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, note=SECRET))["bookingId"]
    path = f"{desk.bookings}/{booking}/note"
    clock.advance(TUESDAY + 14 * 24 * HOUR - clock.now())
    assert (await desk.world.client(who.lin).get(path)).status_code == 200
    clock.advance(HOUR)
    assert slug(await desk.world.client(who.lin).get(path)) == (404, "not-found")


async def test_the_note_goes_with_the_booking_to_its_new_counsellor(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, note=SECRET))["bookingId"]
    await second_counsellor(desk)
    await ok(await desk.move(who.mother, booking, TUESDAY, to=who.chen))
    path = f"{desk.bookings}/{booking}/note"
    chen = await desk.world.sign_in(who.chen, assurance=2)
    assert await ok(await chen.get(path)) == {"text": SECRET}
    assert slug(await desk.world.client(who.lin).get(path)) == (404, "not-found")
    rows = await desk.world.sql(
        desk.org_id, "select account_id from grants where org_id = $1 and until > $2", desk.org_id, desk.world.now
    )
    assert [r[0] for r in rows] == [who.chen.account_id]


async def test_a_later_date_keeps_it_open_longer(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, note=SECRET))["bookingId"]
    later = TUESDAY + 28 * 24 * HOUR
    await ok(await desk.move(who.mother, booking, later))
    clock.advance(later - clock.now())
    answer = await desk.world.client(who.lin).get(f"{desk.bookings}/{booking}/note")
    assert await ok(answer) == {"text": SECRET}


async def test_it_stands_nowhere_in_the_database(desk: Desk, database: Database) -> None:
    who = desk.world.people
    booking = (await desk.book(who.ming, who.ming, private=True, note=SECRET))["bookingId"]
    await ok(await desk.world.client(who.lin).get(f"{desk.bookings}/{booking}/note"))
    owner = await asyncpg.connect(database.owner_url)
    try:
        tables = await owner.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        for table in tables:
            found = await owner.fetchval(f'select count(*) from "{table[0]}" t where t::text like $1', "%半夜%")
            assert found == 0, table[0]
    finally:
        await owner.close()
