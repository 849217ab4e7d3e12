"""SQL of digests."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, queue, value
from api.messages.audiences.queries import PEOPLE
from schemas.messages.digests import Digest, DigestMark, RoutineBroadcast

SELECT_DIGESTS = """
select account_id, hour, since, until from digests_of($1)
"""


async def list_digests(conn: ReadConn, accounts: Sequence[UUID]) -> list[Digest]:
    """Who of these people wants digests, or wanted them."""
    return await many(conn, Digest, SELECT_DIGESTS, list(accounts))


SELECT_ROUTINE = """
select b.broadcast_id, b.template, b.params, b.groups, b.except_groups, b.parts, b.readers_of, b.created_at
from broadcasts b
where b.org_id = $1 and b.routine and b.recalled_at is null and b.expires_at > $2 and b.created_at > $3
order by b.created_at, b.broadcast_id
"""


async def list_routine(conn: ReadConn, org_id: int, now: datetime, after: datetime) -> list[RoutineBroadcast]:
    """Broadcasts that can wait and still matter."""
    return await many(conn, RoutineBroadcast, SELECT_ROUTINE, org_id, now, after)


_UNREAD = """
union
select r.account_id from broadcast_reads r where r.org_id = $1 and r.broadcast_id = $5::uuid
)
select coalesce(array_agg(a.account_id order by a.account_id), '{}') as people from audience a
where not exists (select from broadcast_reads r where r.org_id = $1 and r.broadcast_id = $6 and r.account_id = a.account_id)
"""
SELECT_UNREAD = "with audience as (" + PEOPLE + _UNREAD


async def list_unread(conn: ReadConn, org_id: int, row: RoutineBroadcast) -> list[UUID]:
    """Whom a broadcast reaches by today's roster, of those who have not read it."""
    audience = (row.groups, row.except_groups, row.parts, row.readers_of)
    return await value(conn, SELECT_UNREAD, org_id, *audience, row.broadcast_id)


SELECT_MARKS = """
select account_id, told_from, told_upto from digest_marks where org_id = $1 and account_id = any ($2)
"""


async def list_marks(conn: ReadConn, org_id: int, accounts: Sequence[UUID]) -> list[DigestMark]:
    """Of what these people's last digests told."""
    return await many(conn, DigestMark, SELECT_MARKS, org_id, list(accounts))


PUT_MARKS = """
insert into digest_marks (org_id, account_id, told_from, told_upto)
select $1, u.account_id, u.told_from, u.told_upto from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) as u (account_id, told_from, told_upto)
on conflict (org_id, account_id) do update set told_from = excluded.told_from, told_upto = excluded.told_upto
"""


async def put_marks(conn: Conn, org_id: int, marks: Sequence[DigestMark]) -> None:
    """Notes of what people's digests tell."""
    columns = [m.account_id for m in marks], [m.told_from for m in marks], [m.told_upto for m in marks]
    await queue(conn, PUT_MARKS, org_id, *columns)
