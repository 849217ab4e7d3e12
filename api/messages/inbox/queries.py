"""SQL of an inbox: messages told to a person, and broadcasts to a group that they are in today.

$1 organisation, $2 person, $3 now, $4 nothing of before then: a student's secret was reset.
"""

from datetime import datetime
from uuid import UUID

from api.core.access import Actor
from api.core.db import Conn, ReadConn, many, maybe, queue, value
from api.messages.audiences.queries import LEFT_OUT, TIES, TIES_OF_GUARDIANS
from schemas.messages.rows import Mine

_MESSAGES = """
select m.message_id, m.template, m.params, m.importance, p.visible_at, p.read_at
from message_people p join messages m on m.org_id = p.org_id and m.message_id = p.message_id
where p.org_id = $1 and p.account_id = $2 and p.visible_at <= $3 and p.hidden_at is null
  and m.withdrawn_at is null and m.broadcast_id is null and m.template <> 'digest'
  and ($4::timestamptz is null or p.visible_at >= $4)
"""
_LEFT_OUT = LEFT_OUT.replace("$3::text[]", "b.except_groups").replace("$3", "b.except_groups")
# Broadcasts to a group that the reader is in today, read or not.
_BROADCASTS = (
    """
select distinct on (b.broadcast_id) b.broadcast_id as message_id, b.template, b.params, b.importance, p.visible_at, r.read_at
from ("""
    + TIES
    + """) i
cross join lateral unnest(i.groups) as u (name)
join broadcast_groups p on p.org_id = $1 and p.name = u.name and p.visible_at <= $3 and ($4::timestamptz is null or p.visible_at >= $4)
join broadcasts b on b.org_id = $1 and b.broadcast_id = p.broadcast_id and b.in_inbox and b.recalled_at is null
left join broadcast_reads r on r.org_id = $1 and r.broadcast_id = b.broadcast_id and r.account_id = i.account_id
where i.account_id = $2 and i.part = any (b.parts) and not """
    + _LEFT_OUT
)
_ALL = "with mine as (" + _MESSAGES + "union all (" + _BROADCASTS + ")) "
_PAGE = """
select m.message_id, m.template, m.params, m.importance, m.visible_at, m.read_at from mine m
where ($5::timestamptz is null or (m.visible_at, m.message_id) < ($5, $6::uuid))
order by m.visible_at desc, m.message_id desc limit $7
"""
SELECT_INBOX = _ALL + _PAGE


async def list_inbox(
    conn: ReadConn,
    org_id: int,
    account_id: UUID,
    now: datetime,
    before: datetime | None,
    before_id: UUID | None,
    limit: int,
    closed_before: datetime | None,
) -> list[Mine]:
    """A person's messages, newest first, from the given place on; none of before a reset of their secret."""
    return await many(conn, Mine, SELECT_INBOX, org_id, account_id, now, closed_before, before, before_id, limit)


_ONE = """
select m.message_id, m.template, m.params, m.importance, m.visible_at, m.read_at from mine m where m.message_id = $5
"""
SELECT_MINE = _ALL + _ONE


async def find_mine(
    conn: ReadConn, org_id: int, account_id: UUID, message_id: UUID, now: datetime, closed_before: datetime | None
) -> Mine | None:
    """One message of a person's inbox."""
    return await maybe(conn, Mine, SELECT_MINE, org_id, account_id, now, closed_before, message_id)


_UNREAD_BROADCASTS = (
    """
select distinct b.broadcast_id
from ("""
    + TIES
    + """) i
cross join lateral unnest(i.groups) as u (name)
join broadcast_groups p on p.org_id = $1 and p.name = u.name and p.visible_at <= $3 and ($4::timestamptz is null or p.visible_at >= $4)
join broadcasts b on b.org_id = $1 and b.broadcast_id = p.broadcast_id and b.in_inbox and b.recalled_at is null and b.expires_at > $3
where i.account_id = $2 and i.part = any (b.parts) and not """
    + _LEFT_OUT
    + """
  and not exists (
    select from broadcast_reads r where r.org_id = $1 and r.broadcast_id = b.broadcast_id and r.account_id = $2)
"""
)
_UNREAD_MESSAGES = """
select m.message_id from message_people p join messages m on m.org_id = p.org_id and m.message_id = p.message_id
where p.org_id = $1 and p.account_id = $2 and p.visible_at <= $3 and p.hidden_at is null and p.read_at is null
  and m.broadcast_id is null and m.template <> 'digest'
  and m.withdrawn_at is null and m.expires_at > $3 and ($4::timestamptz is null or p.visible_at >= $4)
union all
"""
_COUNT = """
select count(*)::integer as unread from (
"""
COUNT_UNREAD = _COUNT + _UNREAD_MESSAGES + _UNREAD_BROADCASTS + ") n"
# What a statement that runs does not need costs all the same: each node of its plan is made ready each time.
COUNT_UNREAD_OF_GUARDIAN = COUNT_UNREAD.replace(TIES, TIES_OF_GUARDIANS)


async def count_unread(conn: ReadConn, actor: Actor, now: datetime) -> int:
    """How many messages of the actor wait to be read and still matter."""
    args = (actor.org_id, actor.account_id, now, actor.closed_before)
    if actor.only_guardian:
        return await value(conn, COUNT_UNREAD_OF_GUARDIAN, *args)
    return await value(conn, COUNT_UNREAD, *args)


# What is urgent and still holds is opened one by one: read unseen, nothing more would be sent about it.
_NOT_URGENT = "(m.importance <> 'high' or m.expires_at <= $5)"
SET_ALL_READ = (
    """
update message_people p set read_at = $5, delivered_at = coalesce(p.delivered_at, $5)
from messages m
where p.org_id = $1 and p.account_id = $2 and p.read_at is null and p.hidden_at is null and p.visible_at <= $3
  and ($4::timestamptz is null or p.visible_at >= $4)
  and m.org_id = $1 and m.message_id = p.message_id and m.broadcast_id is null and m.withdrawn_at is null
  and """
    + _NOT_URGENT
)
INSERT_ALL_READS = (
    """
insert into broadcast_reads (org_id, broadcast_id, account_id, read_at)
select distinct $1::bigint, m.broadcast_id, $2::uuid, $5::timestamptz
from ("""
    + TIES
    + """) i
cross join lateral unnest(i.groups) as u (name)
join broadcast_groups p on p.org_id = $1 and p.name = u.name and p.visible_at <= $3 and ($4::timestamptz is null or p.visible_at >= $4)
join broadcasts m on m.org_id = $1 and m.broadcast_id = p.broadcast_id and m.in_inbox and m.recalled_at is null
where i.account_id = $2 and i.part = any (m.parts) and not """
    + LEFT_OUT.replace("$3::text[]", "m.except_groups").replace("$3", "m.except_groups")
    + " and "
    + _NOT_URGENT
    + """
on conflict (org_id, broadcast_id, account_id) do nothing
"""
)


async def set_all_read(
    conn: Conn, org_id: int, account_id: UUID, until: datetime, closed_before: datetime | None, now: datetime
) -> None:
    """Notes that a person has read what had come until then, but for what is urgent and still holds."""
    await queue(conn, SET_ALL_READ, org_id, account_id, until, closed_before, now)
    await queue(conn, INSERT_ALL_READS, org_id, account_id, until, closed_before, now)
