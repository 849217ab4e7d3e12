"""Sealed phones, mail and device addresses and authenticator secrets open for their own account and kind alone."""

import os
import shutil
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from cryptography.exceptions import InvalidTag

from api.core import migrate
from api.core.db import uuid7
from api.core.errors import Misconfigured
from api.core.sealing import Sealer, derive, seal
from tests.servers import Cluster, Database

MASTER = os.urandom(32)
SEALER = Sealer(MASTER)
ONE, OTHER = uuid7(), uuid7()
BOUND = "0201_contacts_bound.sql"
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def as_before(text: str) -> bytes:
    """What an older version wrote: bound to nobody."""
    return seal(derive(MASTER, "contacts"), text.encode(), b"contact")


def test_a_contact_opens_for_its_own_account_and_kind_alone() -> None:
    sealed = SEALER.seal_contact("phone", ONE, "13900000001")
    assert SEALER.open_contact("phone", ONE, sealed) == "13900000001"
    with pytest.raises(InvalidTag):
        SEALER.open_contact("phone", OTHER, sealed)
    with pytest.raises(InvalidTag):
        SEALER.open_contact("mail", ONE, sealed)


def test_what_is_bound_to_nobody_is_not_opened() -> None:
    with pytest.raises(InvalidTag):
        SEALER.open_contact("phone", ONE, as_before("13900000001"))


@pytest.fixture
def empty(cluster: Cluster) -> Generator[Database]:
    """A database without any migration."""
    database = cluster.empty()
    yield database
    cluster.drop(database)


@pytest.fixture
async def older(empty: Database, tmp_path: Path) -> Database:
    """A database from before contacts were bound, with two people in it; of the other, one value opens for nobody."""
    for path in migrate.files():
        if path.name < BOUND:
            shutil.copy(path, tmp_path)
    await migrate.migrate(empty.owner_url, tmp_path)
    conn = await asyncpg.connect(empty.owner_url)
    insert = "insert into accounts (account_id, email_sealed, created_at, updated_at) values ($1, $2, $3, $3)"
    await conn.execute(insert, ONE, as_before("one@example.cn"), NOW)
    await conn.execute(insert, OTHER, b"\x01nothing that opens", NOW)
    insert = "insert into login_keys (key_hash, account_id, kind, sealed) values ($1, $2, 'phone', $3)"
    await conn.execute(insert, SEALER.phone("13900000001"), ONE, as_before("13900000001"))
    await conn.execute(insert, SEALER.phone("13900000002"), ONE, as_before("13900000002"))
    insert = "insert into devices values ($1, $2, 'fcm', $3, $4, 'phone', $5, $5)"
    await conn.execute(insert, ONE, uuid7(), SEALER.name("device", "token"), as_before("token"), NOW)
    insert = (
        "insert into credentials (account_id, totp_sealed, totp_pending_sealed, changed_at) values ($1, $2, $3, $4)"
    )
    await conn.execute(insert, ONE, as_before("SECRET"), as_before("PENDING"), NOW)
    await conn.close()
    return empty


async def test_what_was_sealed_before_is_bound_by_the_migration(older: Database) -> None:
    assert BOUND in await migrate.migrate(older.owner_url, sealer=SEALER)
    conn = await asyncpg.connect(older.owner_url)
    mails = {
        r["account_id"]: r["email_sealed"] for r in await conn.fetch("select account_id, email_sealed from accounts")
    }
    phones = {r["key_hash"]: r["sealed"] for r in await conn.fetch("select key_hash, sealed from login_keys")}
    device = await conn.fetchval("select address_sealed from devices")
    codes = await conn.fetchrow("select totp_sealed, totp_pending_sealed from credentials")
    await conn.close()
    assert SEALER.open_contact("mail", ONE, mails[ONE]) == "one@example.cn"
    assert mails[OTHER] == b"\x01nothing that opens"
    for phone in ("13900000001", "13900000002"):
        assert SEALER.open_contact("phone", ONE, phones[SEALER.phone(phone)]) == phone
    assert SEALER.open_contact("device", ONE, device) == "token"
    assert codes is not None
    assert [SEALER.open_contact("authenticator", ONE, c) for c in codes] == ["SECRET", "PENDING"]


async def test_without_the_key_nothing_is_migrated(older: Database) -> None:
    with pytest.raises(Misconfigured, match="master key"):
        await migrate.migrate(older.owner_url)
    assert BOUND in await migrate.status(older.owner_url)


async def test_grants_of_before_are_sealed_by_the_migration(empty: Database, tmp_path: Path) -> None:
    for path in migrate.files():
        if path.name < "0227":
            shutil.copy(path, tmp_path)
    await migrate.migrate(empty.owner_url, tmp_path)
    conn = await asyncpg.connect(empty.owner_url)
    await conn.execute("insert into orgs (org_id, kind, name_zh, name_en) values (7, 'school', 'x', 'x')")
    insert = "insert into grants values (7, $1, $2, 'owner', $3, $4, $4)"
    record, by = uuid7(), uuid7()
    await conn.execute("insert into vault_records values (7, $1, 'observation', 'A256GCM', '', $2)", record, NOW)
    await conn.execute(insert, record, ONE, by, NOW)
    with pytest.raises(Misconfigured, match="Grants have to be sealed"):
        await migrate.migrate(empty.owner_url)
    await migrate.migrate(empty.owner_url, sealer=SEALER)
    seal_of = await conn.fetchval("select seal from grants where org_id = 7")
    await conn.close()
    assert seal_of == SEALER.seal_grant(7, record, ONE, "owner", by, NOW)[0]
