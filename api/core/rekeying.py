"""Replaces the master key, or a root key and everything that is sealed or named by it (`./xinqiao rekey`, 0208). As the owner."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from cryptography.exceptions import InvalidTag

from api.core import resealing, roots
from api.core.errors import Misconfigured
from api.core.name_folding import guardian_sign_in, staff_code, staff_sign_in
from api.core.organisations import list_org_ids
from api.core.roots import Roots
from api.core.sealing import ContactKind, Root, Sealer

Connection = asyncpg.Connection
Moved: TypeAlias = tuple[bytes, tuple[object, ...]]
"""A login key, and the row that takes its place."""
LOCK_ROOTS = "lock table root_keys in access exclusive mode"
INSERT_ROOT = "insert into root_keys (key_id, sealed, made_at) values ($1, $2, $3)"
UPDATE_ROOT = "update root_keys set sealed = $2 where key_id = $1"
NEITHER = "Neither XINQIAO_MASTER_KEY nor XINQIAO_OLD_MASTER_KEY is the master key of this installation."


async def wrap(conn: "Connection[asyncpg.Record]", master: bytes, old: bytes | None, now: datetime) -> list[Root]:
    """Seals the root keys by the master key, in the transaction of the caller. `old` sealed them until now.

    Returns them. A repetition changes nothing. Raises Misconfigured.
    """
    await conn.execute(LOCK_ROOTS)  # a process that starts now waits, and reads what is there afterwards
    try:
        if found := await roots.list_roots(conn, master):
            return found
    except Misconfigured:
        if old is None:
            raise
    found = await _opened_by(conn, old or master)
    kept = bool(found)
    found = found or [Root(0, old or master, now)]
    await _check_contact(conn, Sealer(found[0].key, found[1:]))
    for one in found:
        if kept:
            await conn.execute(UPDATE_ROOT, one.key_id, roots.seal_root(master, one))
        else:
            await conn.execute(INSERT_ROOT, one.key_id, roots.seal_root(master, one), one.made_at)
    return found


async def _opened_by(conn: "Connection[asyncpg.Record]", old: bytes) -> list[Root]:
    try:
        return await roots.list_roots(conn, old)
    except Misconfigured as error:
        raise Misconfigured(NEITHER) from error


SELECT_NEWEST_ACCESS = "select max(at) from audit_accesses where org_id = $1"


async def _after_every_entry(conn: "Connection[asyncpg.Record]", now: datetime) -> datetime:
    """An instant after all entries of the chains, since it says which root key verifies them, and clocks of hosts differ."""
    newest = [await conn.fetchval(SELECT_NEWEST_ACCESS, org_id) for org_id in await list_org_ids(conn)]
    return max([now, *(at + timedelta(microseconds=1) for at in newest if at)])


async def add_root(
    conn: "Connection[asyncpg.Record]", master: bytes, old: bytes | None, now: datetime
) -> "tuple[Roots, int]":
    """Makes a new root key, and seals and names everything in the database by it, in the transaction of the caller.

    Returns the root keys, and how many ways to sign in could not be named again. Raises Misconfigured.
    """
    found = await wrap(conn, master, old, now)
    new = Root(len(found), os.urandom(32), await _after_every_entry(conn, max(now, found[-1].made_at)))
    await conn.execute(INSERT_ROOT, new.key_id, roots.seal_root(master, new), new.made_at)
    before, after = Sealer(found[0].key, found[1:]), Sealer(found[0].key, [*found[1:], new])
    await conn.execute(LOCK_IDENTITIES)
    await _move_addresses(conn, after)
    lost = await _move_students(conn, before, after)
    await _name_devices(conn, after)
    await _reseal(conn, after)
    for org_id in await list_org_ids(conn):
        await conn.execute(FORGET_UNDOS, org_id)
    for sql in (DELETE_CODES, DELETE_ATTEMPTS, DELETE_FAILURES, FORGET_MOVES):
        await conn.execute(sql)
    return Roots(found[0].key, (*found[1:], new)), lost


LOCK_IDENTITIES = "lock table accounts, login_keys, login_codes, devices, credentials in share row exclusive mode"
# What undoes an import names people by their login keys.
FORGET_UNDOS = """
update roster_imports set undo_sealed = null, undo_until = null, applicable = applicable and origin <> 'undo',
  file_sealed = case when origin <> 'undo' then file_sealed end
where org_id = $1 and (undo_sealed is not null or origin = 'undo')
"""
# What was made for five minutes, or a week, under a name that nobody can compute back.
DELETE_CODES = "delete from login_codes"
DELETE_ATTEMPTS = "delete from login_attempts"
DELETE_FAILURES = "delete from login_failures"
# Nothing names an old number by the new key: what was moved lately is taken back by hand.
FORGET_MOVES = """
update login_moves set old_key = null, old_sealed = null, device_kinds = '{}', device_addresses = '{}' where old_key is not null
"""
SELECT_KEYS = "select key_hash, account_id, kind, sealed from login_keys where kind = $1"
DELETE_KEY = "delete from login_keys where key_hash = $1"
INSERT_KEY = "insert into login_keys (key_hash, account_id, kind, sealed) values ($1, $2, $3, $4)"


async def _move_addresses(conn: "Connection[asyncpg.Record]", sealer: Sealer) -> None:
    """Phone numbers, and mail addresses of who has no phone."""
    rows = [row for kind in ("phone", "mail") for row in await conn.fetch(SELECT_KEYS, kind)]
    moved: list[Moved] = [
        (row["key_hash"], (sealer.login(address), row["account_id"], row["kind"], row["sealed"]))
        for row in rows
        if (address := _opened(sealer, row["kind"], row["account_id"], row["sealed"])) is not None
    ]
    await _move(conn, moved)


async def _move(conn: "Connection[asyncpg.Record]", moved: list[Moved]) -> None:
    # The key is what the table is distributed by, so a row is made again and not changed.
    await conn.executemany(DELETE_KEY, [(old,) for old, _ in moved])
    await conn.executemany(INSERT_KEY, [new for _, new in moved])


def _opened(sealer: Sealer, kind: ContactKind, account_id: UUID, sealed: bytes | None) -> str | None:
    try:
        return sealer.open_contact(kind, account_id, sealed) if sealed else None
    except (InvalidTag, ValueError):
        return None  # it reached nobody before either


SELECT_STUDENTS = """
select c.code, s.student_number, s.name from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1
"""


SELECT_GUARDIANS = """
select c.code, s.student_number, g.name from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
join students s on s.org_id = t.org_id and s.student_id = t.student_id
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where t.org_id = $1
"""


SELECT_STAFF = """
select staff_number, name from staff where org_id = $1
"""


async def _move_students(conn: "Connection[asyncpg.Record]", before: Sealer, after: Sealer) -> int:
    """Ways of those who sign in by a name, found again by the roster. Returns how many are not in it, and sign nobody in until the next import."""
    rows = {row["key_hash"]: row["account_id"] for row in await conn.fetch(SELECT_KEYS, "student")}
    moved: list[Moved] = []
    for org_id in await list_org_ids(conn):
        guardians = await conn.fetch(SELECT_GUARDIANS, org_id)
        staff = [
            (staff_code(org_id), staff_sign_in(row["staff_number"], row["name"]))
            for row in await conn.fetch(SELECT_STAFF, org_id)
        ]
        students = await conn.fetch(SELECT_STUDENTS, org_id)
        for code, name in [*_names(students), *_names_of_guardians(guardians), *staff]:
            old = before.student_name(code, name)
            if account_id := rows.pop(old, None):
                moved.append((old, (after.student_name(code, name), account_id, "student", None)))
    await _move(conn, moved)
    return len(rows)


def _names(rows: "Iterable[asyncpg.Record]") -> Iterator[tuple[str, str]]:
    for row in rows:
        yield row["code"], row["student_number"]
        yield row["code"], row["name"]


def _names_of_guardians(rows: "Iterable[asyncpg.Record]") -> Iterator[tuple[str, str]]:
    for row in rows:
        yield row["code"], guardian_sign_in(row["student_number"], row["name"])


SELECT_DEVICES = "select address_sealed, account_id, device_id, kind from devices"
UPDATE_ADDRESS = "update devices set address_hash = $1 where account_id = $2 and device_id = $3"


async def _name_devices(conn: "Connection[asyncpg.Record]", sealer: Sealer) -> None:
    named: list[tuple[bytes, UUID, UUID]] = []
    for row in await conn.fetch(SELECT_DEVICES):
        try:
            text = sealer.open_contact("device", row["account_id"], row["address_sealed"])
        except (InvalidTag, ValueError):
            continue
        address = text if row["kind"] == "fcm" else msgspec.json.decode(text, type=dict[str, object])["endpoint"]
        named.append((sealer.name("device", str(address)), row["account_id"], row["device_id"]))
    await conn.executemany(UPDATE_ADDRESS, named)


async def _reseal(conn: "Connection[asyncpg.Record]", sealer: Sealer) -> None:
    for column in resealing.COLUMNS:
        again: list[tuple[object, ...]] = []
        for sealed, account_id, *rest in await conn.fetch(column.select):
            try:
                text = sealer.open_contact(column.kind, account_id, sealed)
            except (InvalidTag, ValueError):
                continue
            again.append((sealer.seal_contact(column.kind, account_id, text), account_id, *rest))
        await conn.executemany(column.update, again)


SELECT_ANY_ADDRESS = "select account_id, kind, sealed from login_keys where sealed is not null limit 20"


async def _check_contact(conn: "Connection[asyncpg.Record]", sealer: Sealer) -> None:
    """Raises Misconfigured where there are phone numbers or mail addresses and none of some opens: a wrong key must not become a root key."""
    rows = await conn.fetch(SELECT_ANY_ADDRESS)
    if rows and all(_opened(sealer, row["kind"], row["account_id"], row["sealed"]) is None for row in rows):
        raise Misconfigured(NEITHER)


SELECT_BUSY = """
select count(*) from pg_stat_activity
where datname = current_database() and usename in ('xinqiao_app', 'xinqiao_door', 'xinqiao_relay')
"""


async def check_stopped(conn: "Connection[asyncpg.Record]") -> None:
    """Raises Misconfigured while API or worker run: they would go on naming and sealing by the earlier root key."""
    if await conn.fetchval(SELECT_BUSY):
        raise Misconfigured("API or worker still run on this database: stop them first. Nothing was changed.")
