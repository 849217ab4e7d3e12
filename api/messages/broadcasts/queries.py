"""SQL of broadcasts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run, value
from api.messages.audiences.queries import PEOPLE
from schemas.messages.broadcasts import Broadcast, BroadcastNew, Progress, Telling
from schemas.messages.tasks import DeliverMessage, TellChunk

FIRST = UUID(int=0)
LAST = UUID(int=2**128 - 1)

INSERT_BROADCAST = """
insert into broadcasts (org_id, broadcast_id, key, template, params, importance, groups, except_groups, parts, readers_of, in_inbox,
  replaces, expires_at, created_at, routine, done_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (org_id, key) do nothing
"""


async def add_broadcast(conn: Conn, org_id: int, new: BroadcastNew, now: datetime) -> bool:
    """Writes a broadcast. False: there is one under its key."""
    to = new.audience
    audience = (list(to.groups), list(to.except_groups), list(to.parts), new.readers_of, new.in_inbox, new.replaces)
    what = (new.broadcast_id, new.key, new.template, msgspec.json.encode(new.params), new.importance)
    how = (new.expires_at, now, new.routine, new.done_by)
    return await run(conn, INSERT_BROADCAST, org_id, *what, *audience, *how) == 1


INSERT_GROUPS = """
insert into broadcast_groups (org_id, name, visible_at, broadcast_id) select $1, u.name, $4, $2 from unnest($3::text[]) as u (name)
on conflict (org_id, name, visible_at, broadcast_id) do nothing
"""


async def add_groups(conn: Conn, org_id: int, broadcast_id: UUID, groups: Sequence[str], visible_at: datetime) -> None:
    """Lets the readers of these groups find it."""
    await queue(conn, INSERT_GROUPS, org_id, broadcast_id, list(groups), visible_at)


_READERS = """
union
select r.account_id from broadcast_reads r join broadcasts b on b.org_id = r.org_id and b.broadcast_id = r.broadcast_id
where r.org_id = $1 and r.broadcast_id = $5::uuid and r.account_id is distinct from b.done_by
"""
_AUDIENCE = PEOPLE + _READERS
# One statement makes an audience ready, a row for $7 people. The last chunk has no upper end: a person who joins while the telling is
# under way is told as well. One sorted array is cut: numbering each row would cost more than finding it.
_CUT = """
), found as materialized (
  select array_agg(a.account_id order by a.account_id) as ids, count(*)::integer as total from audience a
  where not exists (select from broadcast_reads r where r.org_id = $1 and r.broadcast_id = $6 and r.account_id = a.account_id)
)
insert into broadcast_chunks (org_id, broadcast_id, chunk, low, high, upto, people)
select $1, $6, n.chunk, coalesce(f.ids[n.chunk * $7], $8::uuid),
  case when (n.chunk + 1) * $7 < f.total then f.ids[(n.chunk + 1) * $7] else $9::uuid end,
  coalesce(f.ids[n.chunk * $7], $8::uuid), least($7, f.total - n.chunk * $7)
from found f cross join lateral generate_series(0, (f.total - 1) / $7) as n (chunk)
where f.total > 0
on conflict (org_id, broadcast_id, chunk) do nothing
returning chunk
"""
INSERT_CHUNKS = "with audience as (" + _AUDIENCE + _CUT
SET_PEOPLE = """
update broadcasts set people = (
  select coalesce(sum(c.people), 0)::integer from broadcast_chunks c where c.org_id = $1 and c.broadcast_id = $2)
where org_id = $1 and broadcast_id = $2
"""


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """A chunk's number."""

    chunk: int


async def add_chunks(conn: Conn, org_id: int, new: BroadcastNew, size: int) -> list[Chunk]:
    """Cuts today's audience, without who sent it, into chunks of at most `size` people."""
    to = new.audience
    audience = (list(to.groups), list(to.except_groups), list(to.parts), new.readers_of)
    made = await many(conn, Chunk, INSERT_CHUNKS, org_id, *audience, new.broadcast_id, size, FIRST, LAST)
    await queue(conn, SET_PEOPLE, org_id, new.broadcast_id)
    return sorted(made, key=lambda one: one.chunk)


SELECT_BROADCAST = """
select b.broadcast_id, b.key, b.template, b.params, b.importance, b.groups, b.except_groups, b.parts, b.readers_of, b.replaces, b.routine,
  b.created_at, b.expires_at, b.recalled_at, c.high, c.upto, c.ended_at,
  array(select q.channel || ':' || q.rule from broadcast_sms q
    where q.org_id = $1 and q.broadcast_id = $2 and q.rule <> 'free' order by q.channel) as over
from broadcast_chunks c join broadcasts b on b.org_id = c.org_id and b.broadcast_id = c.broadcast_id
where c.org_id = $1 and c.broadcast_id = $2 and c.chunk = $3
"""


async def find_broadcast(conn: ReadConn, org_id: int, broadcast_id: UUID, chunk: int) -> Broadcast | None:
    """A broadcast and how far one chunk of it is."""
    return await maybe(conn, Broadcast, SELECT_BROADCAST, org_id, broadcast_id, chunk)


_NEXT = """
)
select coalesce(array_agg(n.account_id order by n.account_id), '{}') as people from (
  select a.account_id from audience a
  where a.account_id > $6 and a.account_id <= $7 and not exists (
    select from broadcast_reads r where r.org_id = $1 and r.broadcast_id = $8 and r.account_id = a.account_id)
  order by a.account_id limit $9) n
"""
SELECT_NEXT = "with audience as (" + _AUDIENCE + _NEXT


async def list_next(conn: ReadConn, org_id: int, row: Broadcast, limit: int) -> list[UUID]:
    """The next people of a chunk by today's roster who have not read it, in the order of their ids."""
    audience = (row.groups, row.except_groups, row.parts, row.readers_of)
    return await value(conn, SELECT_NEXT, org_id, *audience, row.upto, row.high, row.broadcast_id, limit)


SET_UPTO = """
update broadcast_chunks set upto = $5, sent = sent + $6, unsent = unsent + $7, ended_at = $8
where org_id = $1 and broadcast_id = $2 and chunk = $3 and upto = $4 and ended_at is null
"""


async def set_upto(
    conn: Conn,
    org_id: int,
    place: tuple[UUID, int, UUID],
    upto: UUID,
    sent: int,
    unsent: int,
    ended_at: datetime | None,
) -> bool:
    """Moves a chunk on from its `place` (broadcast, chunk, where it was). False: another worker did."""
    return await run(conn, SET_UPTO, org_id, *place, upto, sent, unsent, ended_at) == 1


SET_RECALLED = """
update broadcasts set recalled_at = $3 where org_id = $1 and broadcast_id = $2 and recalled_at is null
"""


async def set_recalled(conn: Conn, org_id: int, broadcast_id: UUID, now: datetime) -> None:
    """Takes a broadcast back: everything that looks at it sees that, so no row of a person changes."""
    await queue(conn, SET_RECALLED, org_id, broadcast_id, now)


SELECT_RECALLED = """
select exists (select from broadcasts where org_id = $1 and broadcast_id = any ($2) and recalled_at is not null)
"""


async def is_recalled(conn: ReadConn, org_id: int, broadcast_ids: Collection[UUID]) -> bool:
    """Whether one of these was taken back."""
    return await value(conn, SELECT_RECALLED, org_id, list(broadcast_ids))


# Of one page of people: who has read it, or was in the audience and behind where the telling is, and does not wait for another try.
_TOLD = """
)
select coalesce(array_agg(p.account_id), '{}') as people from unnest($6::uuid[]) as p (account_id)
where exists (select from broadcast_reads r where r.org_id = $1 and r.broadcast_id = $5 and r.account_id = p.account_id)
  or (p.account_id in (select a.account_id from audience a)
    and exists (
      select from broadcast_chunks c
      where c.org_id = $1 and c.broadcast_id = $5 and p.account_id > c.low and p.account_id <= c.upto)
    and not exists (
      select from messages m join message_people q on q.org_id = m.org_id and q.message_id = m.message_id
      where m.org_id = $1 and m.broadcast_id = $5 and q.account_id = p.account_id and q.delivered_at is null))
"""
SELECT_TOLD = "with audience as (" + PEOPLE + _TOLD


async def list_told(conn: ReadConn, org_id: int, row: Telling, people: Sequence[UUID]) -> list[UUID]:
    """Whom of these people a broadcast has reached, in the inbox at least."""
    audience = (row.groups, row.except_groups, row.parts)
    return await value(conn, SELECT_TOLD, org_id, *audience, row.broadcast_id, list(people))


# A worker that holds a part of it may be sending: what it sent is known when its task is not `handed` any more.
SELECT_TELLINGS = """
select b.broadcast_id, b.groups, b.except_groups, b.parts, b.routine, b.created_at,
  not exists (
    select from broadcast_chunks c where c.org_id = $1 and c.broadcast_id = b.broadcast_id and c.ended_at is null) as through,
  exists (
    select from broadcast_chunks c join tasks t on t.org_id = $1 and t.kind = $3 and t.key = b.broadcast_id || ':' || c.chunk
    where c.org_id = $1 and c.broadcast_id = b.broadcast_id and t.state = 'handed')
  or exists (
    select from messages m join tasks t on t.org_id = $1 and t.kind = $4 and t.key = m.message_id::text
    where m.org_id = $1 and m.broadcast_id = b.broadcast_id and t.state = 'handed') as sending
from broadcasts b where b.org_id = $1 and b.broadcast_id = any ($2) order by b.created_at, b.broadcast_id
"""


async def list_tellings(conn: ReadConn, org_id: int, broadcast_ids: Collection[UUID]) -> list[Telling]:
    """How far broadcasts are, the first one first."""
    kinds = (TellChunk.kind, DeliverMessage.kind)
    return await many(conn, Telling, SELECT_TELLINGS, org_id, list(broadcast_ids), *kinds)


INSERT_READ = """
insert into broadcast_reads (org_id, broadcast_id, account_id, read_at)
select $1, b.broadcast_id, $3, $4 from broadcasts b where b.org_id = $1 and b.broadcast_id = $2
on conflict (org_id, broadcast_id, account_id) do nothing
"""


async def add_read(conn: Conn, org_id: int, broadcast_id: UUID, account_id: UUID, now: datetime) -> None:
    """Notes when somebody first read it."""
    await queue(conn, INSERT_READ, org_id, broadcast_id, account_id, now)


# Whom a chunk did not reach at once is told by messages of their own: an urgent one's people all, others at the end of quiet hours.
SELECT_PROGRESS = """
with again as (
  select count(*)::integer as reached from messages m join message_people p on p.org_id = $1 and p.message_id = m.message_id
  where m.org_id = $1 and m.broadcast_id = $2 and p.delivered_at is not null
), due as (
  select count(*)::integer as messages from messages m join tasks t on t.org_id = $1 and t.kind = $3 and t.key = m.message_id::text
  where m.org_id = $1 and m.broadcast_id = $2 and t.state in ('planned', 'handed') and t.due_at <= $4
)
select coalesce(sum(c.people), 0)::integer as people,
  coalesce(sum(c.sent), 0)::integer + coalesce((select a.reached from again a), 0) as sent,
  greatest(coalesce(sum(c.unsent), 0)::integer - (select a.reached from again a), 0) as unsent,
  (count(*) filter (where c.ended_at is null))::integer + coalesce((select d.messages from due d), 0) as left
from broadcast_chunks c where c.org_id = $1 and c.broadcast_id = $2
"""


async def get_progress(conn: ReadConn, org_id: int, broadcast_id: UUID, now: datetime) -> Progress:
    """How far the telling is, by all channels."""
    return await one(conn, Progress, SELECT_PROGRESS, org_id, broadcast_id, DeliverMessage.kind, now)
