"""Both keys are replaced under data that was there before: everything opens with the new master key alone."""

import os
from datetime import timedelta
from uuid import UUID

import httpx
import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from litestar import Litestar

from api.accounts.signin.device import read_device
from api.core import audit, db, rekeying, roots
from api.core.clock import FixedClock
from api.core.errors import Misconfigured
from api.core.keystore import open_keystore
from api.core.resealing import COLUMNS
from api.core.sealing import Sealer
from api.core.services import Services, open_services
from api.features import REGISTRY
from tests.core.units_of_work import owner
from tests.observations.desk import SECRET, Desk, ok, slug
from tests.observations.test_filing import own
from tests.servers import Database

NEW = os.urandom(32)


async def prepare(desk: Desk, sealer: Sealer) -> None:
    """A student who signs in by name; a device, a mail address and authenticators of a teacher."""
    world, ming, wang = desk.world, desk.world.people.ming.account_id, desk.world.people.wang.account_id
    name, key = "小明", sealer.student_name("CLASSA", "小明")
    await world.operate(world.north, "update students set name = $1 where student_id = $2", name, ming)
    await world.operate(world.north, "select login_students($1, $2, $1, $3)", [ming], [key], world.now)
    device = {"kind": "fcm", "address": "t" * 40, "name": "phone"}
    await ok(await world.client(world.people.wang).post("/me/devices", json=device), 201)
    mail = sealer.seal_contact("mail", wang, "wang@example.cn")
    await world.operate(db.PLATFORM, "update accounts set email_sealed = $2 where account_id = $1", wang, mail)
    login = "insert into login_keys (key_hash, account_id, kind, sealed) values ($1, $2, 'mail', $3)"
    await world.operate(db.PLATFORM, login, sealer.login("wang@example.cn"), wang, mail)
    codes = (sealer.seal_contact("authenticator", wang, "S"), sealer.seal_contact("authenticator", wang, "P"))
    insert = (
        "insert into credentials (account_id, totp_sealed, totp_pending_sealed, changed_at) values ($1, $2, $3, $4)"
    )
    await world.operate(db.PLATFORM, insert, wang, *codes, world.now)


async def raised(desk: Desk) -> str:
    """A report about the counsellor, which the school owns by now, without them."""
    observation = await desk.filed(desk.world.people.ming, aboutStaffId=str(desk.world.people.lin.account_id))
    await ok(await desk.post(desk.world.people.wang, observation, "raise", reason="x"))
    return observation


async def rekey(services: Services, database: Database) -> Services:
    """Both keys replaced, as `rekey --new-root` does, and a process that starts with the new master key alone."""
    async with owner(database) as conn, conn.transaction():
        await rekeying.add_root(conn, NEW, services.config.master_key, services.clock.now())
    config = msgspec.structs.replace(services.config, master_key=NEW)
    after = await open_services(config, REGISTRY, services.clock, pool_size=5)
    await after.vault.keys.reseal()
    return after


async def test_everything_opens_after_with_the_new_key_alone(
    desk: Desk, app: Litestar, http: httpx.AsyncClient, services: Services, database: Database, clock: FixedClock
) -> None:
    world, who, old = desk.world, desk.world.people, Sealer(services.config.master_key)
    await prepare(desk, old)
    device = read_device(None).remember(old, who.wang.account_id)
    before = await raised(desk)
    await ok(await desk.get(who.gao, before, "/text"))
    clock.advance(timedelta(hours=1))
    after = await rekey(services, database)
    app.state["services"] = after

    assert SECRET in (await desk.get(who.gao, before, "/text")).text
    assert [o["observationId"] for o in await own(desk, who.ming)] == [before]
    assert slug(await desk.get(who.lin, before)) == (404, "not-found")
    assert device.knows(after.sealer, who.wang.account_id)
    later = await raised(desk)
    assert slug(await desk.get(who.lin, later)) == (404, "not-found")
    assert SECRET in (await desk.get(who.gao, later, "/text")).text
    async with db.reading(after.pool, world.north) as conn:
        assert await audit.verify(conn, after.sealer, world.north) is None
    await check_contacts(world.operator, after.sealer, old)
    await check_names(desk, after.sealer, old)
    await check_old_opens_nothing(desk, database, services, later)
    await after.close()


async def check_contacts(operator: db.Pool, new: Sealer, old: Sealer) -> None:
    """Each is sealed again; nobody who has the old master key opens one."""
    async with db.transaction(operator, db.PLATFORM) as conn:
        for column in COLUMNS:
            rows = await conn.fetch(column.select)
            assert rows, column.select
            for sealed, account_id, *_ in rows:
                assert new.open_contact(column.kind, account_id, sealed)
                with pytest.raises(InvalidTag):
                    old.open_contact(column.kind, account_id, sealed)


async def check_names(desk: Desk, new: Sealer, old: Sealer) -> None:
    """People are found by phone and name under the new root key, their devices too, and no longer under the old one."""
    who, find = desk.world.people, "select account_id from login_find($1)"
    for sealer, found in ((new, True), (old, False)):
        phone = await desk.world.operate(db.PLATFORM, find, sealer.phone(who.mother.phone))
        student = await desk.world.operate(db.PLATFORM, find, sealer.student_name("CLASSA", "小明"))
        device = await desk.world.operate(
            db.PLATFORM, "select from devices where address_hash = $1", sealer.name("device", "t" * 40)
        )
        assert [bool(phone), bool(student), bool(device)] == [found] * 3
    assert phone == []


async def check_old_opens_nothing(desk: Desk, database: Database, services: Services, later: str) -> None:
    """Neither the root keys nor a student's key, nor does it tell who filed what came since, or make an entry of the chain."""
    master, ming = services.config.master_key, desk.world.people.ming.account_id
    async with owner(database) as conn:
        with pytest.raises(Misconfigured, match="does not open the root keys"):
            await roots.load(conn, master)
        mark = await conn.fetchval("select observer_mark from observations where observation_id = $1", UUID(later))
        subjects = [row["subject_id"] for row in await conn.fetch("select distinct subject_id from vault_keys")]
    assert mark != Sealer(master).mark("observer", later, ming)
    store = await open_keystore(services.config.keystore_url, services.config.data_dir, master)
    for subject in subjects:
        with pytest.raises(InvalidTag):
            await store.get([subject])
    await store.close()
    async with db.reading(services.pool, desk.org_id) as conn:
        assert (
            await audit.verify(conn, Sealer(master), desk.org_id)
            == f"Entry 2 of organisation {desk.org_id} was altered or forged."
        )
