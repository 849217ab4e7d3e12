"""Pushes end with their session wherever it ends, and none begin on a phone that others use."""

import asyncio
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest
from pyotp.totp import TOTP

from api.accounts.purging import purge_idempotency
from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from api.core.services import Services
from api.core.unit_of_work import system_uow
from schemas.accounts.tasks import PurgeIdempotency
from tests.accounts.authenticator import Authenticator
from tests.accounts.test_signin import NEW, by_phone, enrolled, put_code, sealer, slug
from tests.accounts.test_tablets import SECRET, Tablet, give_secret, tablet
from tests.servers import Database
from tests.world import Person, World

__all__ = ["sealer", "tablet"]
FCM = {"kind": "fcm", "address": "a-token-of-firebase-0001", "name": "Lost"}
OWN = {"kind": "fcm", "address": "a-token-of-firebase-0002", "name": "Own"}
SHARED = {"sharedDevice": True}
MIGRATIONS = Path(__file__).parents[2] / "migrations"


async def signed_in(world: World, http: httpx.AsyncClient, sealer: Sealer, person: Person, **more: object) -> str:
    await put_code(world, sealer, person.phone, "246813")
    return (await by_phone(http, person.phone, "246813", **more)).json()["token"]


async def devices(client: httpx.AsyncClient) -> list[str]:
    return [device["name"] for device in (await client.get("/me/devices")).json()]


async def lose(world: World, clock: FixedClock, person: Person, *, how: str = "expired") -> None:
    """A phone of the person's is lost, and its session is over: unused for an hour, or after its time, its row removed or not."""
    lost = await world.sign_in(person, assurance=2)
    session = next(s["sessionId"] for s in (await lost.get("/me/sessions")).json() if s["current"])
    assert (await lost.post("/me/devices", json=FCM)).status_code == 201
    set_end = {
        "idle": "update sessions set idle_seconds = 3600, seen_at = $3 where account_id = $1 and session_id = $2",
        "expired": "update sessions set expires_at = $3 where account_id = $1 and session_id = $2",
        "removed": "delete from sessions where account_id = $1 and session_id = $2 and created_at > $3",
    }
    await world.operate(
        db.PLATFORM,
        set_end[how],
        person.account_id,
        session,
        clock.now() - timedelta(days=1 if how == "removed" else 2),
    )
    assert (await lost.get("/me")).status_code == 401


async def test_what_is_kept_of_a_device_is_no_time_finer_than_the_hour(world: World, clock: FixedClock) -> None:
    own = world.client(world.people.mother)
    assert (await own.post("/me/devices", json=OWN)).status_code == 201
    clock.advance(timedelta(hours=2, minutes=7, seconds=3))
    assert (await own.post("/me/devices", json=OWN)).status_code == 201
    rows = await world.operate(db.PLATFORM, "select device_id, created_at, seen_at from devices where name = 'Own'")
    for row in rows:
        assert row["seen_at"] - row["created_at"] in {timedelta(hours=2), timedelta(hours=3)}
        assert (row["seen_at"].minute, row["seen_at"].second, row["device_id"].version) == (0, 0, 4)


async def test_a_phone_that_others_use_registers_for_no_pushes(
    world: World, http: httpx.AsyncClient, sealer: Sealer
) -> None:
    mother = world.people.mother
    shared = world.client(mother, token=await signed_in(world, http, sealer, mother, **SHARED))
    own = world.client(mother)
    await own.post("/me/devices", json=OWN)
    for device in (FCM, OWN):
        assert slug(await shared.post("/me/devices", json=device)) == "shared-phone"
    assert await devices(own) == ["Own"]
    assert (await shared.delete("/auth/session")).status_code == 204
    assert await devices(own) == ["Own"], "it stayed with the session that registered it"


async def test_a_session_by_pin_registers_for_no_pushes(world: World, tablet: Tablet) -> None:
    """Who saw the PIN typed would go on hearing after the half hour."""
    ming = world.people.ming
    seen = world.client(ming, token=(await tablet.type(ming)).json()["token"])
    assert slug(await seen.post("/me/devices", json=FCM)) == "shared-phone"
    assert await devices(world.client(ming)) == []


@pytest.mark.parametrize("how", ["idle", "expired", "removed"])
async def test_signing_out_everywhere_ends_pushes_of_sessions_that_are_over(
    world: World, clock: FixedClock, how: str
) -> None:
    lin = world.people.lin
    await lose(world, clock, lin, how=how)
    home = await world.sign_in(lin, assurance=2)
    await home.post("/me/devices", json=OWN)
    assert sorted(await devices(home)) == ["Lost", "Own"], "expiry alone ends no pushes: an urgent report must arrive"
    there = (await home.get("/me/sessions")).json()
    assert (await home.delete("/me/sessions")).json() == {"ended": len(there) - 1}
    assert await devices(home) == ["Own"]


async def test_a_daily_removal_of_expired_sessions_ends_no_pushes(
    world: World, services: Services, clock: FixedClock
) -> None:
    lin = world.people.lin
    await lose(world, clock, lin)
    async with system_uow(services, db.PLATFORM) as uow:
        await purge_idempotency(uow, PurgeIdempotency())
    assert await devices(world.client(lin)) == ["Lost"]


async def test_a_new_secret_ends_them(world: World, clock: FixedClock) -> None:
    ming = world.people.ming
    await give_secret(world, ming)
    await lose(world, clock, ming)
    new = {"current": SECRET, "secret": "other words that nobody knows"}
    assert (await world.client(ming).put("/me/secret", json=new)).status_code == 204
    assert await devices(world.client(ming)) == []


async def test_a_new_password_and_a_new_authenticator_end_them(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    lin = world.people.lin
    totp = await enrolled(world, http, sealer, lin, clock)
    strong = await world.sign_in(lin, assurance=2)
    await lose(world, clock, lin)
    clock.advance(timedelta(seconds=60))
    proof = {"current": NEW, "totp": totp.at(clock.now())}
    changed = await strong.put("/me/password", json={"password": "seven green tables and a lamp", **proof})
    assert (changed.status_code, await devices(strong)) == (204, [])
    await lose(world, clock, lin)
    clock.advance(timedelta(seconds=60))
    secret = (await strong.post("/me/totp", json={})).json()["secret"]
    assert await devices(strong) == ["Lost"], "it counts when a code of it is confirmed"
    confirmed = await strong.post("/me/totp/confirm", json={"code": TOTP(secret).at(clock.now())})
    assert (confirmed.status_code, await devices(strong)) == (204, [])


async def test_a_new_passkey_ends_them(world: World, clock: FixedClock) -> None:
    lin = world.people.lin
    await lose(world, clock, lin)
    fresh = await world.sign_in(lin, assurance=1)
    asked = (await fresh.post("/me/passkeys/options", json={})).json()
    phone = Authenticator(lin.account_id)
    assert (await fresh.post("/me/passkeys", json=phone.create(asked["challenge"]))).status_code == 200
    assert await devices(fresh) == []


async def test_signing_in_on_a_phone_that_others_use_ends_the_pushes_of_the_session_before(
    world: World, http: httpx.AsyncClient, sealer: Sealer
) -> None:
    mother = world.people.mother
    own = await signed_in(world, http, sealer, mother)
    await world.client(mother, token=own).post("/me/devices", json=OWN)
    await put_code(world, sealer, mother.phone, "135791")
    body = {"phone": mother.phone, "code": "135791", "tokenKind": "bearer", **SHARED}
    shared = await http.post("/api/v1/auth/phone", json=body, headers={"authorization": f"Bearer {own}"})
    assert shared.status_code == 201
    assert await devices(world.client(mother)) == []


@pytest.mark.parametrize("ends", ["session_end($1, $2)", "session_end_others($1, gen_random_uuid(), now())"])
async def test_a_phone_that_registers_while_its_session_ends_is_not_told(
    world: World, database: Database, ends: str
) -> None:
    """The session's end waits for the registration and finds it, or the registration finds no session."""
    mother = world.people.mother
    client = world.client(mother)
    session = next(s["sessionId"] for s in (await client.get("/me/sessions")).json() if s["current"])
    put = "select device_put($1, gen_random_uuid(), 'fcm', $3, 'x', 'Lost', now(), $2)"
    registering, ending = await asyncpg.connect(database.owner_url), await asyncpg.connect(database.owner_url)
    try:
        work = registering.transaction()
        await work.start()
        assert await registering.fetchval(put, mother.account_id, session, b"a" * 32) is not None
        args = (mother.account_id, session) if "$2" in ends else (mother.account_id,)
        end = asyncio.create_task(ending.fetchval(f"select {ends}", *args))
        waits = "select count(*) from pg_locks where pid = $1 and not granted"
        while not await registering.fetchval(waits, ending.get_server_pid()):
            assert not end.done(), "it waited for nothing"
        await work.commit()
        assert await end == 1
        assert await registering.fetchval("select count(*) from devices where account_id = $1", mother.account_id) == 0
        assert await registering.fetchval(put, mother.account_id, session, b"a" * 32) is None
    finally:
        await registering.close()
        await ending.close()


async def test_what_was_registered_before_ends_where_nobody_would_end_it(world: World, database: Database) -> None:
    """The migration: of shared sessions, and of students' sessions that are over. Other people's stay (0006)."""
    mother, ming = world.people.mother, world.people.ming
    own = await world.operate(db.PLATFORM, "select session_id from sessions where account_id = $1", ming.account_id)
    add = "select session_add($1, $2, $3, 1, 'x', true, $4, $5)"
    shared, until = uuid4(), world.now + timedelta(minutes=30)
    await world.operate(db.PLATFORM, add, mother.account_id, b"s" * 32, shared, world.now, until)
    registered = [
        (mother, shared, "Shared"),
        (mother, uuid4(), "Over"),
        (ming, uuid4(), "Over"),
        (ming, own[0][0], "Open"),
    ]
    for who, session, name in registered:
        row = (who.account_id, sha256(name.encode()).digest(), name, session)
        put = "insert into devices values ($1, gen_random_uuid(), 'fcm', $2, 'x', $3, now(), now(), $4)"
        await world.operate(db.PLATFORM, put, *row)
    owner = await asyncpg.connect(database.owner_url)
    try:
        await owner.execute((MIGRATIONS / "0565_pushes_end_with_sessions.sql").read_text())
    finally:
        await owner.close()
    assert await devices(world.client(mother)) == ["Over"]
    assert await devices(world.client(ming)) == ["Open"]
