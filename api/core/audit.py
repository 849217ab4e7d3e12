"""Who changed or read what. Changes are rows; openings of confidential text are chained by hash, per organisation."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from api.core.acting import Acting
from api.core.changes import Change, Denial
from api.core.db import ReadConn, many, maybe, one, queue, run

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
    """The head of the chain."""

    seq: int
    hash: bytes


INSERT_HEAD = """
insert into audit_heads (org_id, seq, hash) values ($1, 0, $2) on conflict (org_id) do nothing
"""
LOCK_HEAD = """
select seq, hash from audit_heads where org_id = $1 for update
"""
INSERT_ACCESS = """
insert into audit_accesses (org_id, seq, at, account_id, record_id, purpose, session_id, previous, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
UPDATE_HEAD = """
update audit_heads set seq = $2, hash = $3 where org_id = $1
"""


async def record_access(uow: Acting, record_id: UUID, purpose: str) -> int:
    """Records that a sealed record was opened; returns the entry's number. Call it last: an organisation's entries wait for each other."""
    conn, actor, org_id = uow.conn, uow.actor, uow.actor.org_id
    await queue(conn, INSERT_HEAD, org_id, first_hash(org_id))
    head = await one(conn, Head, LOCK_HEAD, org_id)
    entry = Access(
        seq=head.seq + 1,
        at=uow.now,
        account_id=actor.account_id,
        record_id=record_id,
        purpose=purpose,
        session_id=actor.session_id,
        previous=head.hash,
        hash=b"",
    )
    made = link(org_id, entry)
    await queue(conn, INSERT_ACCESS, org_id, *msgspec.structs.astuple(entry)[:-1], made)
    await run(conn, UPDATE_HEAD, org_id, entry.seq, made)  # both are written before anything is opened
    return entry.seq


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
SELECT_HEAD = """
select seq, hash from audit_heads where org_id = $1
"""


async def verify(conn: ReadConn, org_id: int) -> str | None:
    """Walks an organisation's chain. Returns None when whole, or one sentence that says where it breaks."""
    expected, seq = first_hash(org_id), 0
    while accesses := await many(conn, Access, SELECT_ACCESSES, org_id, seq, 5000):
        for row in accesses:
            if row.seq != seq + 1:
                return f"Entry {seq + 1} of organisation {org_id} is missing."
            if row.previous != expected or row.hash != link(org_id, row):
                return f"Entry {row.seq} of organisation {org_id} was altered."
            expected, seq = row.hash, row.seq
    head = await maybe(conn, Head, SELECT_HEAD, org_id)
    if head is not None and (head.seq, head.hash) != (seq, expected):
        return f"The newest entries of organisation {org_id} are missing: {seq} of {head.seq} are there."
    return None


def first_hash(org_id: int) -> bytes:
    """What an organisation's chain begins from."""
    return hashlib.sha256(f"xinqiao {org_id}".encode()).digest()


def link(org_id: int, row: Access) -> bytes:
    """The hash of one entry: over the one before it and all of its fields."""
    at = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = "|".join(
        [
            str(org_id),
            str(row.seq),
            at,
            str(row.account_id),
            str(row.record_id),
            row.purpose,
            str(row.session_id or ""),
        ]
    )
    return hashlib.sha256(row.previous + text.encode()).digest()
