"""Who changed or read what. Changes are rows; openings of confidential text are chained by HMAC, per organisation."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

import msgspec

from api.core.acting import Acting
from api.core.changes import Change, Denial
from api.core.db import ReadConn, many, maybe, queue, run, value
from api.core.sealing import Sealer

NO_ANCHORS: Mapping[int, bytes] = MappingProxyType({})

INSERT_CHANGE = """
insert into audit_changes (org_id, at, account_id, action, resource, resource_id) values ($1, $2, $3, $4, $5, $6)
"""
INSERT_CHANGES = """
insert into audit_changes (org_id, at, account_id, action, resource, resource_id)
select $1, $2, $3, u.action, u.resource, u.resource_id
from unnest($4::text[], $5::text[], $6::uuid[]) as u (action, resource, resource_id)
on conflict do nothing
"""


async def add_changes(uow: Acting, changes: Sequence[Change]) -> None:
    """Writes the changes of one request or task, with the commit."""
    if len(changes) == 1:  # nearly always, and cheaper than the list
        (c,) = changes
        what = (c.action.name, c.resource, c.resource_id)
        await queue(uow.conn, INSERT_CHANGE, uow.actor.org_id, uow.now, uow.actor.account_id, *what)
        return
    actions, resources = [c.action.name for c in changes], [c.resource for c in changes]
    ids, org_id, account_id = [c.resource_id for c in changes], uow.actor.org_id, uow.actor.account_id
    await queue(uow.conn, INSERT_CHANGES, org_id, uow.now, account_id, actions, resources, ids)


INSERT_DENIAL = """
insert into audit_denials (org_id, at, account_id, action, resource, resource_id) values ($1, $2, $3, $4, $5, $6)
"""


async def add_denial(uow: Acting, denial: Denial) -> None:
    """Writes a refusal, in a transaction of its own, since the refused one is rolled back."""
    what = (denial.action.name, denial.resource.kind, denial.resource.resource_id)
    await queue(uow.conn, INSERT_DENIAL, uow.actor.org_id, uow.now, uow.actor.account_id, *what)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a chain."""

    seq: int
    hash: bytes


LOCK_CHAIN = """
insert into audit_heads (org_id, locked) values ($1, true) on conflict (org_id) do update set locked = true
"""
SELECT_LAST = """
select seq, hash from audit_accesses where org_id = $1 order by seq desc limit 1
"""
INSERT_ACCESS = """
insert into audit_accesses (org_id, seq, at, account_id, record_id, purpose, session_id, previous, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def record_access(uow: Acting, record_id: UUID, purpose: str) -> int:
    """Records that a sealed record was opened; returns the entry's number. Call it last: an organisation's entries wait for each other."""
    conn, actor, org_id = uow.conn, uow.actor, uow.actor.org_id
    await queue(conn, LOCK_CHAIN, org_id)
    last = await find_last(conn, org_id) or Head(seq=0, hash=first_hash(org_id))
    entry = Access(
        seq=last.seq + 1,
        at=uow.now,
        account_id=actor.account_id,
        record_id=record_id,
        purpose=purpose,
        session_id=actor.session_id,
        previous=last.hash,
        hash=b"",
    )
    made = link(uow.sealer, org_id, entry)
    await run(conn, INSERT_ACCESS, org_id, *msgspec.structs.astuple(entry)[:-1], made)  # before anything is opened
    return entry.seq


async def find_last(conn: ReadConn, org_id: int) -> Head | None:
    """The newest entry of an organisation's chain."""
    return await maybe(conn, Head, SELECT_LAST, org_id)


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the chain."""

    seq: int
    at: datetime
    account_id: UUID
    record_id: UUID
    purpose: str
    session_id: UUID | None
    previous: bytes
    hash: bytes


SELECT_ACCESSES = """
select seq, at, account_id, record_id, purpose, session_id, previous, hash from audit_accesses
where org_id = $1 and seq > $2 order by seq limit $3
"""
SELECT_UNKEYED = """
select seq from audit_heads where org_id = $1
"""


async def verify(conn: ReadConn, sealer: Sealer, org_id: int, anchored: Mapping[int, bytes] = NO_ANCHORS) -> str | None:
    """Walks an organisation's chain. Returns None when whole, or one sentence that says where it breaks.

    `anchored`: hashes of entries by number, as they were kept outside of the database. Only these tell that the newest
    entries are missing.
    """
    unkeyed: int = await value(conn, SELECT_UNKEYED, org_id) or 0
    expected, seq = first_hash(org_id), 0
    while accesses := await many(conn, Access, SELECT_ACCESSES, org_id, seq, 5000):
        for row in accesses:
            if row.seq != seq + 1:
                return f"Entry {seq + 1} of organisation {org_id} is missing."
            made = unkeyed_link(org_id, row) if row.seq <= unkeyed else link(sealer, org_id, row)
            if row.previous != expected or not hmac.compare_digest(row.hash, made):
                return f"Entry {row.seq} of organisation {org_id} was altered or forged."
            if anchored.get(row.seq, made) != made:
                return f"Entry {row.seq} of organisation {org_id} is not the one that was anchored: the chain was rewritten."
            expected, seq = row.hash, row.seq
    newest = max(anchored, default=0)
    if max(newest, unkeyed) > seq:
        return f"The newest entries of organisation {org_id} are missing: {seq} of {max(newest, unkeyed)} are there."
    return None


SELECT_HASHES = """
select seq, hash from audit_accesses where org_id = $1 and seq > $2 order by seq limit $3
"""


async def find_end(conn: ReadConn, org_id: int, is_it: Callable[[bytes], bool]) -> int | None:
    """The number of the entry whose hash is meant; 0 for the beginning of the chain, None for none."""
    if is_it(first_hash(org_id)):
        return 0
    seq = 0
    while heads := await many(conn, Head, SELECT_HASHES, org_id, seq, 5000):
        for head in heads:
            if is_it(head.hash):
                return head.seq
        seq = heads[-1].seq
    return None


def first_hash(org_id: int) -> bytes:
    """What an organisation's chain begins from."""
    return hashlib.sha256(f"xinqiao {org_id}".encode()).digest()


def link(sealer: Sealer, org_id: int, row: Access) -> bytes:
    """The hash of one entry, over the one before it and all of its fields. Its key is outside of the database."""
    return sealer.chain_link(row.previous + _text(org_id, row), row.at)


def unkeyed_link(org_id: int, row: Access) -> bytes:
    """The same as entries from before 27 November 2026 have it."""
    return hashlib.sha256(row.previous + _text(org_id, row)).digest()


def _text(org_id: int, row: Access) -> bytes:
    at = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    who, session = str(row.account_id), str(row.session_id or "")
    return "|".join([str(org_id), str(row.seq), at, who, str(row.record_id), row.purpose, session]).encode()
