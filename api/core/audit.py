"""Who changed or read what. Changes are rows; looks at confidential text are chained by hash, per organisation."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, many, maybe, run, value
from api.core.unit_of_work import Change, Denial, UnitOfWork

INSERT_CHANGES = """
insert into audit_changes (org_id, at, account_id, action, resource, resource_id)
select $1, $2, $3, u.action, u.resource, u.resource_id
from unnest($4::text[], $5::text[], $6::uuid[]) as u (action, resource, resource_id)
on conflict do nothing
"""


async def add_changes(conn: Conn, org_id: int, account_id: UUID, changes: Sequence[Change], at: datetime) -> None:
    """Writes the changes of one request or task."""
    actions, resources = [c.action.name for c in changes], [c.resource for c in changes]
    await run(conn, INSERT_CHANGES, org_id, at, account_id, actions, resources, [c.resource_id for c in changes])


INSERT_DENIAL = """
insert into audit_denials (org_id, at, account_id, action, resource, resource_id) values ($1, $2, $3, $4, $5, $6)
"""


async def add_denial(conn: Conn, org_id: int, account_id: UUID | None, denial: Denial, at: datetime) -> None:
    """Writes a refusal, in a transaction of its own, since the refused one is rolled back."""
    await run(
        conn,
        INSERT_DENIAL,
        org_id,
        at,
        account_id,
        denial.action.name,
        denial.resource.kind,
        denial.resource.resource_id,
    )


RECORD_ACCESS = """
select audit_record_access($1, $2, $3, $4, $5)
"""


async def record_access(uow: UnitOfWork, record_id: UUID, purpose: str) -> int:
    """Records one look at a sealed record and returns its number. Call it last: an org's looks wait for each other."""
    actor = uow.actor
    return await value(uow.conn, RECORD_ACCESS, uow.now, actor.account_id, record_id, purpose, actor.session_id)


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


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where the chain stands."""

    seq: int
    hash: bytes


SELECT_ACCESSES = """
select seq, at, account_id, record_id, purpose, session_id, previous, hash from audit_accesses
where org_id = $1 and seq > $2 order by seq limit $3
"""
SELECT_HEAD = """
select seq, hash from audit_heads where org_id = $1
"""


async def verify(conn: Conn, org_id: int) -> str | None:
    """Walks an organisation's chain. Returns None when whole, or one sentence that says where it breaks."""
    expected, seq = hashlib.sha256(f"xinqiao {org_id}".encode()).digest(), 0
    while accesses := await many(conn, Access, SELECT_ACCESSES, org_id, seq, 5000):
        for row in accesses:
            if row.seq != seq + 1:
                return f"Look {seq + 1} of organisation {org_id} is missing."
            if row.previous != expected or row.hash != link(org_id, row):
                return f"Look {row.seq} of organisation {org_id} was altered."
            expected, seq = row.hash, row.seq
    head = await maybe(conn, Head, SELECT_HEAD, org_id)
    if head is not None and (head.seq, head.hash) != (seq, expected):
        return f"The newest looks of organisation {org_id} are missing: {seq} of {head.seq} are there."
    return None


def link(org_id: int, row: Access) -> bytes:
    """The hash of one look, as `audit_record_access` in the database makes it."""
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
