"""Replacing the master key and the root key: what a kill leaves works, what is wrong says so (0208)."""

import os
import re
from collections.abc import AsyncGenerator, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from cryptography.exceptions import InvalidTag

from api.cli.environment import ROOT
from api.core import keystore, rekeying, roots
from api.core.db import uuid7
from api.core.errors import Misconfigured
from api.core.keystore import open_keystore
from api.core.roots import Roots
from api.core.sealing import Ring, Root, Sealer
from tests.servers import Cluster, Database

OLD, NEW, OTHER = os.urandom(32), os.urandom(32), os.urandom(32)
NOW = datetime(2026, 11, 27, tzinfo=UTC)
PHONE = "13900000001"


@pytest.fixture
def installation(cluster: Cluster) -> Generator[Database]:
    """A database of its own."""
    database = cluster.fresh()
    yield database
    cluster.drop(database)


@pytest.fixture
async def conn(installation: Database) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    """The owner, in a database with one person, who came under the old master key."""
    conn = await asyncpg.connect(installation.owner_url)
    account_id, sealer = uuid7(), Sealer(OLD)
    insert = "insert into login_keys (key_hash, account_id, kind, sealed) values ($1, $2, 'phone', $3)"
    await conn.execute(insert, sealer.phone(PHONE), account_id, sealer.seal_contact("phone", account_id, PHONE))
    yield conn
    await conn.close()


async def opens(conn: "asyncpg.Connection[asyncpg.Record]", master: bytes) -> bool:
    """Whether this master key reads the phone number and finds the person by it."""
    try:
        sealer = Sealer(*await roots.load(conn, master))
        row = await conn.fetchrow("select account_id, sealed from login_keys where key_hash = $1", sealer.phone(PHONE))
        return row is not None and sealer.open_contact("phone", row["account_id"], row["sealed"]) == PHONE
    except (Misconfigured, InvalidTag):
        return False


async def test_another_master_key_takes_over_at_once_or_not_at_all(
    conn: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    transaction = conn.transaction()
    await transaction.start()
    await rekeying.wrap(conn, NEW, OLD, NOW)
    await transaction.rollback()  # as a kill does
    assert (await opens(conn, OLD), await opens(conn, NEW)) == (True, False)
    for _ in range(2):  # a repetition changes nothing
        async with conn.transaction():
            await rekeying.wrap(conn, NEW, OLD, NOW)
        assert (await opens(conn, OLD), await opens(conn, NEW)) == (False, True)
    async with conn.transaction():
        await rekeying.wrap(conn, OTHER, NEW, NOW)
    assert (await opens(conn, OLD), await opens(conn, NEW), await opens(conn, OTHER)) == (False, False, True)


async def test_a_process_that_runs_goes_on_while_the_master_key_changes(
    conn: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    running = await roots.load(conn, OLD)
    async with conn.transaction():
        await rekeying.wrap(conn, NEW, OLD, NOW)
    assert await roots.load(conn, NEW) == running


async def test_no_wrong_key_becomes_a_root_key(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    for given in (None, OTHER):
        with pytest.raises(Misconfigured, match="Neither"):
            async with conn.transaction():
                await rekeying.wrap(conn, NEW, given, NOW)
    async with conn.transaction():
        await rekeying.wrap(conn, NEW, OLD, NOW)
    with pytest.raises(Misconfigured, match="Neither"):
        async with conn.transaction():
            await rekeying.wrap(conn, OTHER, OLD, NOW)
    assert await opens(conn, NEW)


async def test_a_new_root_key_is_whole_or_not_there(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    transaction = conn.transaction()
    await transaction.start()
    await rekeying.add_root(conn, NEW, OLD, NOW)
    assert await opens(conn, NEW)
    await transaction.rollback()
    assert (await opens(conn, OLD), await opens(conn, NEW)) == (True, False)
    for count in (1, 2):  # again and again
        async with conn.transaction():
            found, _ = await rekeying.add_root(conn, NEW, OLD if count == 1 else None, NOW)
        assert (len(found.later), await opens(conn, NEW), await opens(conn, OLD)) == (count, True, False)


async def test_a_root_key_that_was_lost_or_moved_in_time_is_named(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    async with conn.transaction():
        await rekeying.add_root(conn, NEW, OLD, NOW)
    await conn.execute("update root_keys set made_at = $1 where key_id = 1", NOW + timedelta(days=1))
    with pytest.raises(Misconfigured, match="does not open"):
        await roots.load(conn, NEW)
    await conn.execute("delete from root_keys where key_id = 0")
    await conn.execute("update root_keys set made_at = $1", NOW)
    with pytest.raises(Misconfigured, match="missing"):
        await roots.load(conn, NEW)


async def test_nobody_but_the_owner_writes_root_keys(installation: Database) -> None:
    app = await asyncpg.connect(installation.app_url)
    for sql in (
        "insert into root_keys values (9, '', now())",
        "update root_keys set made_at = now()",
        "delete from root_keys",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(sql)
    await app.close()
    door = await asyncpg.connect(installation.door_url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await door.fetch("select from root_keys")
    await door.close()


@pytest.mark.parametrize("kind", ["a file", "a second PostgreSQL"])
async def test_a_key_store_sealed_half_way_opens_and_is_finished(
    kind: str, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keystore, "BATCH", 2)
    other = cluster.empty()
    url = other.owner_url if kind != "a file" else None
    known, subjects = Roots(OLD, (Root(1, NEW, NOW),)), [uuid4() for _ in range(5)]
    before = await open_keystore(url, tmp_path, OLD)
    made = await before.get_or_make(subjects)
    after = await open_keystore(url, tmp_path, *known)
    assert await after.count_older() == 5
    wrap, calls = Ring.seal, [1, 1]

    def killed(ring: Ring, plain: bytes, bound_to: bytes) -> bytes:
        calls.pop()  # raises once the first batch is over
        return wrap(ring, plain, bound_to)

    monkeypatch.setattr(Ring, "seal", killed)
    with pytest.raises(IndexError):
        await after.reseal()
    monkeypatch.undo()
    assert (await after.count_older(), await after.get(subjects)) == (3, made)
    assert await after.reseal() == 3
    assert (await after.count_older(), await after.get(subjects)) == (0, made)
    with pytest.raises(InvalidTag):
        await before.get(subjects)
    await before.close()
    await after.close()
    cluster.drop(other)


def test_an_entry_of_a_chain_is_of_the_root_key_of_its_instant() -> None:
    one, two = Root(1, NEW, NOW), Root(2, OTHER, NOW + timedelta(days=1))
    sealer, first, second = Sealer(OLD, [one, two]), Sealer(OLD), Sealer(OLD, [one])
    assert sealer.chain_link(b"x", NOW - timedelta(microseconds=1)) == first.chain_link(b"x", NOW)
    assert sealer.chain_link(b"x", NOW) == second.chain_link(b"x", NOW) != first.chain_link(b"x", NOW)
    assert sealer.chain_link(b"x", two.made_at) not in {first.chain_link(b"x", NOW), second.chain_link(b"x", NOW)}


def test_what_was_sealed_by_a_root_key_that_is_not_there_does_not_open() -> None:
    ring = Ring("contacts", OLD, [Root(1, NEW, NOW)])
    with pytest.raises(InvalidTag):
        Ring("contacts", OLD).open(ring.seal(b"text", b"place"), b"place")


TREATED = {
    ("name", "phone"): "named again, by the sealed number",
    ("name", "login mail"): "named again, by the sealed address",
    ("name", "pupil"): "named again, by the roster",
    ("name", "device"): "named again, by the sealed address",
    ("name", "mail"): "computed when compared",
    ("name", "email"): "of a code by mail: five minutes",
    ("name", "starting code"): "codes are dropped, and said so",
    ("name", "tablet code"): "good for half an hour: another one is issued",
    ("name", "attempt"): "counted anew",
    ("name", "failure"): "counted anew",
    ("name", "passkey"): "counted anew",
    ("mark", "observer"): "written by the newest",
    ("marks", "observer"): "compared by all",
    ("name", "unnumbered"): "stays as it is: people are found by child and name",
    ("mark", "wecom"): "written by the newest, each day",
    ("marks", "wecom"): "compared by all",
    ("marks", "wecom-state"): "compared by all",
    ("marks", "wecom-sign-in"): "written when a person switches it on, and stays as it is: compared by all",
    ("marks", "wechat"): "written when a person links their WeChat, and stays as it is: compared by all",
    ("marks", "wechat-state"): "compared by all",
    ("mark", "conflict"): "written by the newest",
    ("marks", "conflict"): "compared by all",
    ("mark", "mailbox slot"): "written by the newest; one in an old slot is found by its receipt, as (mark, receipt)",
    ("mark", "receipt"): "a report that is repeated at that moment is filed twice",
    ("mark", "asked"): "the same",
    ("mark", "request"): "a write that is repeated at that moment is refused",
    ("marks", "device"): "compared by all",
    ("marks", "grant"): "compared by all",
    ("first_mark", "organizer"): "of the first root key for ever",
    ("seal_contact", "phone"): "sealed again",
    ("seal_contact", "mail"): "sealed again",
    ("seal_contact", "device"): "sealed again",
    ("seal_contact", "authenticator"): "sealed again",
}
"""What is made by a root key, and what becomes of it under a new one."""
MADE = re.compile(r"""(?:sealer|self)\.(marks?|first_mark|name|seal_contact)\(\s*["']([^"']+)["']""")


def test_what_a_new_root_key_means_is_known_for_everything_made_by_one() -> None:
    """A new name, mark or kind of contact needs a line here, and its treatment in `rekeying` or in 0208."""
    sources = [path.read_text() for folder in ("api", "jobs") for path in (ROOT / folder).rglob("*.py")]
    assert {found for source in sources for found in MADE.findall(source)} == set(TREATED)


async def test_what_undoes_an_import_of_before_is_forgotten(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    """It names people by login keys that nobody has any more."""
    await conn.execute("insert into orgs (org_id, kind, name_zh, name_en) values (7, 'school', 'x', 'x')")
    insert = (
        "insert into roster_imports (org_id, uploaded_by, file_name, file_sealed, file_size, file_sha256, state, counts, bad_count,"
        " changes, needs_confirmation, created_at, updated_at, origin, applicable, undo_sealed, undo_until)"
        " values (7, $1, 'x', 'x', 1, $2, $3, '{}', 0, '{}', false, $4, $4, $5, true, 'x', $4)"
    )
    for state, origin in (("done", "file"), ("checked", "undo")):
        await conn.execute(insert, uuid4(), b"x" * 32, state, NOW, origin)
    async with conn.transaction():
        await rekeying.add_root(conn, NEW, OLD, NOW)
    rows = await conn.fetch("select origin, undo_sealed, applicable, file_sealed from roster_imports order by origin")
    assert [tuple(row) for row in rows] == [("file", None, True, b"x"), ("undo", None, False, None)]
