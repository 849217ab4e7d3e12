"""The audit: records of access to confidential text form a chain, and a cut or changed chain is detected."""

import re
from uuid import UUID, uuid4

import asyncpg
import pytest

from api.core import anchors, audit, db
from api.core.access import Resource
from api.core.services import Services
from api.core.unit_of_work import Change, Denial
from api.counselling import actions as counselling
from tests.core.units_of_work import acting, owner
from tests.servers import Database


async def chain(services: Services, org_id: int, looks: int = 3) -> list[UUID]:
    """An organisation's first looks."""
    records = [uuid4() for _ in range(looks)]
    for record_id in records:
        async with acting(services, org_id, uuid4()) as uow:
            await audit.record_access(uow, record_id, "counsellor")
    return records


async def verdict(services: Services, org_id: int) -> str | None:
    """What is found, with the anchors of the test's folder."""
    anchored = anchors.read_anchors(services.config.anchors_dir, org_id)
    async with db.transaction(services.pool, org_id) as conn:
        return await audit.verify(conn, services.sealer, org_id, anchored)


async def anchor(services: Services, org_id: int) -> None:
    async with db.transaction(services.pool, org_id) as conn:
        head = await audit.find_last(conn, org_id)
    assert head is not None
    anchors.add_anchor(services.config.anchors_dir, org_id, head, services.clock.now())


async def forge(database: Database, statement: str) -> None:
    """What somebody with the owner's password does at night."""
    async with owner(database) as conn:
        await conn.execute("set row_security = off")
        await conn.execute(statement)


async def test_a_whole_chain_is_whole(services: Services) -> None:
    await chain(services, 11)
    assert await verdict(services, 11) is None
    assert await verdict(services, 12) is None  # nobody has looked yet


FORGED = """
insert into audit_accesses (org_id, seq, at, account_id, record_id, purpose, session_id, previous, hash)
select org_id, 4, at, account_id, record_id, purpose, session_id, hash, {hash} from audit_accesses where org_id = {org} and seq = 3
"""
UNKEYED = """sha256(hash || convert_to(concat_ws('|', org_id, 4, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  account_id, record_id, purpose, coalesce(session_id::text, '')), 'UTF8'))"""
"""What the chain was made with before it had a key, which anybody can compute."""


@pytest.mark.parametrize(
    ("org_id", "crime", "found"),
    [
        (
            21,
            "update audit_accesses set account_id = record_id where org_id = 21 and seq = 2",
            "Entry 2 .* was altered",
        ),
        (
            22,
            "update audit_accesses set at = '2026-11-23 03:00Z' where org_id = 22 and seq = 3",
            "Entry 3 .* altered",
        ),
        (23, "delete from audit_accesses where org_id = 23 and seq = 1", "Entry 1 .* is missing"),
        (24, "delete from audit_accesses where org_id = 24 and seq = 2", "Entry 2 .* is missing"),
        (25, "delete from audit_accesses where org_id = 25 and seq = 3", "newest entries .* 2 of 3"),
        (26, "delete from audit_accesses where org_id = 26", "newest entries .* 0 of 3"),
        (27, FORGED.format(org=27, hash="sha256(hash)"), "Entry 4 .* forged"),
        (28, FORGED.format(org=28, hash=UNKEYED), "Entry 4 .* forged"),
    ],
)
async def test_removed_or_changed_entries_are_detected(
    services: Services, database: Database, org_id: int, crime: str, found: str
) -> None:
    await chain(services, org_id)
    await anchor(services, org_id)
    await forge(database, crime)
    sentence = await verdict(services, org_id)
    assert sentence is not None
    assert re.search(found, sentence), sentence


async def test_a_chain_that_goes_on_from_an_older_state_does_not_fit_its_anchor(
    services: Services, database: Database
) -> None:
    """Whoever has database and key cuts the chain and lets it grow as long again."""
    await chain(services, 33)
    await anchor(services, 33)
    await forge(database, "delete from audit_accesses where org_id = 33 and seq > 1")
    await chain(services, 33)
    assert re.search("Entry 3 .* rewritten", await verdict(services, 33) or "")


async def test_anchors_are_kept_once_and_survive_a_cut_line(services: Services) -> None:
    await chain(services, 34)
    for _ in range(2):
        await anchor(services, 34)
    file = services.config.anchors_dir / "34.jsonl"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_bytes().splitlines()) == 1
    with file.open("ab") as half:
        half.write(b'{"at":"2026')
    assert set(anchors.read_anchors(services.config.anchors_dir, 34)) == {3}
    await chain(services, 34)
    await anchor(services, 34)
    assert set(anchors.read_anchors(services.config.anchors_dir, 34)) == {3, 6}


async def test_nobody_forges_a_look_a_change_or_a_refusal_of_somebody_else(services: Services) -> None:
    me, other = uuid4(), uuid4()
    look = "insert into audit_accesses (org_id, seq, at, account_id, record_id, purpose, previous, hash) values (35, 1, now(), $1, $1, 'owner', '', '')"
    change = "insert into audit_changes (org_id, at, account_id, action, resource) values (35, now(), $1, 'x', 'y')"
    refusal = "insert into audit_denials (org_id, at, account_id, action, resource) values (35, now(), $1, 'x', 'y')"
    for statement in (look, change, refusal):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(services.pool, 35, me) as conn:
                await conn.execute(statement, other)
        async with db.transaction(services.pool, 35, me) as conn:
            await conn.execute(statement, me)


async def test_the_app_cannot_say_that_entries_were_chained_without_a_key(services: Services) -> None:
    await chain(services, 36)
    for statement in (
        "insert into audit_heads (org_id, seq, locked) values (37, 3, true)",
        "insert into audit_heads (org_id, hash, locked) values (37, 'x', true)",
        "insert into audit_heads (org_id, locked) values (36, true) on conflict (org_id) do update set seq = 3",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(services.pool, int(statement[statement.index("(3") + 1 :][:2])) as conn:
                await conn.execute(statement)


async def test_the_app_cannot_rewrite_what_it_wrote(services: Services) -> None:
    await chain(services, 31)
    written = {"audit_accesses": "seq", "audit_heads": "seq", "audit_changes": "resource", "audit_denials": "resource"}
    for table, name in written.items():
        for statement in (f"delete from {table}", f"update {table} set {name} = null"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with db.transaction(services.pool, 31) as conn:
                    await conn.execute(statement)


async def test_changes_and_denials_name_who_and_what_never_the_content(services: Services) -> None:
    account, resource = uuid4(), uuid4()
    change = Change(action=counselling.BOOKING_ADD, resource="booking", resource_id=resource)
    denial = Denial(action=counselling.BOOKING_READ, resource=Resource(org_id=41, kind="booking", resource_id=resource))
    async with acting(services, 41, account) as uow:
        await audit.add_changes(uow, [change])
        await audit.add_denial(uow, denial)
        conn = uow.conn
        for table, action in (("audit_changes", "booking_add"), ("audit_denials", "booking_read")):
            row = await conn.fetchrow(
                f"select account_id, action, resource, resource_id from {table} where org_id = 41"
            )
            assert tuple(row or ()) == (account, action, "booking", resource)
