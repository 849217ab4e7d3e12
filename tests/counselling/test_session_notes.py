"""What a counsellor writes of a session (C7): sealed for them and the custodians; nobody else learns that there is one."""

from typing import Any

import asyncpg
import httpx

from api.core import audit, db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.counselling.desk import HOUR, TUESDAY, Desk, ok, second_counsellor, slug
from tests.servers import Database
from tests.world import Person

TEXT = "他说夜里睡不着 <b>怕打雷</b> \U0001f327\n下次再谈。"


async def _session(desk: Desk, clock: FixedClock, **changes: Any) -> str:
    """A session that has begun."""
    booking = (await desk.book(desk.world.people.mother, desk.world.people.ming, **changes))["bookingId"]
    clock.advance(TUESDAY - clock.now())
    return f"{desk.bookings}/{booking}"


async def _write(desk: Desk, person: Person, path: str, text: str = TEXT, version: int = 0) -> httpx.Response:
    return await desk.world.client(person).put(
        f"{path}/session-note", json={"text": text}, headers={"if-match": f'"v{version}"'}
    )


async def test_its_counsellor_writes_opens_and_changes_it(
    desk: Desk, clock: FixedClock, pool: db.Pool, config: Config
) -> None:
    who = desk.world.people
    path = await _session(desk, clock)
    lin = desk.world.client(who.lin)
    before = await ok(await lin.get(path))
    assert (before["canWriteSessionNote"], before["sessionNoteVersion"]) == (True, 0)
    assert slug(await lin.get(f"{path}/session-note")) == (404, "not-found")
    kept = await ok(await _write(desk, who.lin, path))
    assert (kept["version"], "text" in kept) == (1, False)
    answer = await lin.get(f"{path}/session-note")
    assert (await ok(answer))["text"] == TEXT, "as it was typed"
    assert answer.headers["cache-control"] == "no-store"
    assert (await ok(await _write(desk, who.lin, path, "改过的", 1)))["version"] == 2
    note = await ok(await lin.get(f"{path}/session-note"))
    assert (note["text"], note["writtenBy"], note["version"]) == ("改过的", "lin", 2)
    rows = await desk.world.sql(desk.org_id, "select version from session_notes order by version")
    assert [row["version"] for row in rows] == [1, 2], "what was written before stays"
    looks = await desk.world.sql(
        desk.org_id, "select account_id, purpose from audit_accesses where org_id = $1", desk.org_id
    )
    assert [tuple(row) for row in looks] == [(who.lin.account_id, "counsellor")] * 2
    async with db.transaction(pool, desk.org_id) as conn:
        assert await audit.verify(conn, Sealer(config.master_key), desk.org_id) is None


async def test_a_custodian_opens_it_and_cannot_write(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    path = await _session(desk, clock)
    await ok(await _write(desk, who.lin, path))
    assert (await ok(await desk.world.client(who.he).get(f"{path}/session-note")))["text"] == TEXT
    assert slug(await _write(desk, who.he, path, "x", 1)) == (403, "forbidden")
    once = await desk.world.sign_in(who.he, assurance=1)
    assert slug(await once.get(f"{path}/session-note")) == (403, "step-up-needed")


async def test_a_custodian_who_is_the_students_parent_cannot_tell_that_there_is_one(
    desk: Desk, clock: FixedClock
) -> None:
    """DESIGN 7, K6: a guardian may be the harm. Also when they became the parent after it was written."""
    who, world, org_id = desk.world.people, desk.world, desk.org_id
    path = await _session(desk, clock)
    he = world.client(who.he)
    await ok(await _write(desk, who.lin, path))
    await ok(await he.get(f"{path}/session-note"))
    await world.sql(org_id, "insert into guardians values ($1, $2, 'he', null, now())", org_id, who.he.account_id)
    family = (org_id, who.ming.account_id, who.he.account_id)
    await world.sql(org_id, "insert into guardianships values ($1, $2, $3, 'father', 3, null, now())", *family)
    await world.operate(org_id, "select membership_put($1, 'guardian', now())", [who.he.account_id])
    part = "insert into booking_people values ($1, $2, $3, 'guardian', 'he', false, now())"
    await world.sql(org_id, part, org_id, path.rsplit("/", 1)[-1], who.he.account_id)
    assert slug(await he.get(f"{path}/session-note")) == (404, "not-found")
    assert (await ok(await he.get(path)))["sessionNoteVersion"] is None
    await ok(await _write(desk, who.lin, path, "改过的", 1))
    assert slug(await he.get(f"{path}/session-note")) == (404, "not-found")
    newest = "select note_id from session_notes where org_id = $1 and version = 2"
    granted = f"select account_id from grants where org_id = $1 and record_id = ({newest})"
    assert [row["account_id"] for row in await world.sql(org_id, granted, org_id)] == [who.lin.account_id]


async def test_who_takes_over_as_custodian_opens_what_was_written_before(desk: Desk, clock: FixedClock) -> None:
    who, world = desk.world.people, desk.world
    role = "update staff set roles = $3 where org_id = $1 and staff_id = $2"
    path = await _session(desk, clock)
    await ok(await _write(desk, who.lin, path))
    await world.sql(desk.org_id, role, desk.org_id, who.chen.account_id, ["custodian"])
    await world.sql(desk.org_id, role, desk.org_id, who.he.account_id, ["counsellor"])
    assert (await ok(await world.client(who.chen).get(f"{path}/session-note")))["text"] == TEXT
    assert slug(await world.client(who.he).get(f"{path}/session-note")) == (404, "not-found"), (
        "who was one opens it no more"
    )
    looks = await world.sql(
        desk.org_id, "select account_id, purpose from audit_accesses where org_id = $1", desk.org_id
    )
    assert [tuple(row) for row in looks] == [(who.chen.account_id, "custodian")]


async def test_nobody_else_learns_that_there_is_one(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    path = await _session(desk, clock)
    mother = desk.world.client(who.mother)
    before = await ok(await mother.get(path))
    await ok(await _write(desk, who.lin, path))
    assert await ok(await mother.get(path)) == before
    assert (before["sessionNoteVersion"], before["canWriteSessionNote"]) == (None, False)
    for person in (who.mother, who.ming, who.wang, who.gao, who.north_admin, who.former_teacher):
        client = desk.world.client(person)
        assert slug(await client.get(f"{path}/session-note")) == (403, "forbidden")
        assert slug(await _write(desk, person, path)) == (403, "forbidden")
    await second_counsellor(desk)
    for version in (0, 1):
        assert slug(await _write(desk, who.chen, path, version=version)) == (404, "not-found")
    assert slug(await desk.world.client(who.chen).get(f"{path}/session-note")) == (404, "not-found")
    elsewhere = path.replace(f"/orgs/{desk.org_id}/", f"/orgs/{desk.world.south}/")
    assert slug(await desk.world.client(who.zhao).get(f"{elsewhere}/session-note")) == (404, "not-found")


async def test_it_is_of_a_session_that_has_begun(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = await desk.book(who.mother, who.ming)
    path = f"{desk.bookings}/{booking['bookingId']}"
    assert slug(await _write(desk, who.lin, path)) == (409, "booking-not-begun")
    cancel = {"if-match": f'"v{booking["version"]}"'}
    await ok(await desk.world.client(who.mother).post(f"{path}/cancel", headers=cancel))
    clock.advance(TUESDAY + HOUR - clock.now())
    assert slug(await _write(desk, who.lin, path)) == (409, "booking-closed")


async def test_a_change_of_an_older_version_is_refused_and_a_repeated_one_counts_once(
    desk: Desk, clock: FixedClock
) -> None:
    who = desk.world.people
    path = await _session(desk, clock)
    lin = desk.world.client(who.lin)
    headers = {"if-match": '"v0"', "idempotency-key": "the-same-key-twice"}
    for _ in range(2):
        answer = await lin.put(f"{path}/session-note", json={"text": TEXT}, headers=headers)
        assert (await ok(answer))["version"] == 1
    assert slug(await _write(desk, who.lin, path, "later", 0)) == (412, "stale")
    assert slug(await lin.put(f"{path}/session-note", json={"text": TEXT})) == (428, "precondition-missing")
    for text in ("", "  \n", "x" * 4001):
        assert (await _write(desk, who.lin, path, text, 1)).status_code == 422


async def test_a_dump_without_the_key_store_says_nothing_of_it(
    desk: Desk, clock: FixedClock, database: Database
) -> None:
    path = await _session(desk, clock)
    await ok(await _write(desk, desk.world.people.lin, path))
    conn = await asyncpg.connect(database.owner_url)
    tables = await conn.fetch("select tablename from pg_tables where schemaname = 'public'")
    for table in tables:
        rows = await conn.fetch(f'select t::text as row from "{table["tablename"]}" t')
        assert not any("怕打雷" in row["row"] or "睡不着".encode().hex() in row["row"] for row in rows)
    await conn.close()
