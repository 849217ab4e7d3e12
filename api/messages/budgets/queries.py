"""SQL of the budgets of channels. The tables are named for SMS, which had one first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run
from schemas.messages.budgets import BudgetChannel, BudgetRow, BudgetRule, ChannelSpent, Cost, CostKind, UsedRow
from schemas.messages.rows import ChannelName, DeliveryAttempt

INSERT_BUDGET = """
insert into sms_budgets (org_id, channel) values ($1, $2) on conflict (org_id, channel) do nothing
"""
LOCK_BUDGET = """
select b.org_id from sms_budgets b where b.org_id = $1 and b.channel = $2 for update
"""


async def lock_budget(conn: Conn, org_id: int, channel: BudgetChannel) -> None:
    """Lets nobody else decide by this budget until the transaction ends."""
    await run(conn, INSERT_BUDGET, org_id, channel)
    await run(conn, LOCK_BUDGET, org_id, channel)


# A leader or an administrator who asked and is none any more has asked for nothing.
SELECT_BUDGETS = """
select b.channel, b.parts, b.asked_parts, b.asked_by, b.asked_at, s.name as asked_name,
  coalesce(s.ended_at is null and s.roles && '{leader,school_admin}', false) as asked_valid, b.version
from sms_budgets b left join staff s on s.org_id = b.org_id and s.staff_id = b.asked_by
where b.org_id = $1
order by b.channel
"""


async def list_budgets(conn: ReadConn, org_id: int) -> list[BudgetRow]:
    """What was set and asked for, of each channel for which somebody ever did."""
    return await many(conn, BudgetRow, SELECT_BUDGETS, org_id)


SET_BUDGET = """
update sms_budgets set parts = $2, set_by = $3, set_at = $4, asked_parts = null, asked_by = null, asked_at = null, version = version + 1
where org_id = $1 and channel = $5
"""


async def set_budget(conn: Conn, org_id: int, channel: BudgetChannel, parts: int, by: UUID, now: datetime) -> None:
    """Sets a budget; nothing is asked for any more."""
    await queue(conn, SET_BUDGET, org_id, parts, by, now, channel)


SET_ASKED = """
update sms_budgets set asked_parts = $2, asked_by = $3, asked_at = $4, version = version + 1
where org_id = $1 and channel = $5
"""


async def set_asked(
    conn: Conn, org_id: int, channel: BudgetChannel, parts: int | None, by: UUID | None, at: datetime | None
) -> None:
    """Asks for a budget, or for none any more."""
    await queue(conn, SET_ASKED, org_id, parts, by, at, channel)


# Whatever anybody sees, or what decides something, asks here. A single message would show in it by itself, also one that its reader must
# not know of: they count from the day after on ($3 is today), and in full tens, rounded up.
_SEEN = """
  case when s.kind <> 'other' then s.parts
  else (case when s.counted_on >= $3 then s.parts_before else s.parts end + 9) / 10 * 10 end
"""
SELECT_USED = """
select (select coalesce(sum(SEEN), 0)::integer from sms_spent s where s.org_id = $1 and s.month = $2 and s.channel = $5) as spent,
  (select coalesce(sum(b.reserved), 0)::integer from broadcast_sms b
   join broadcasts c on c.org_id = $1 and c.broadcast_id = b.broadcast_id
   where b.org_id = $1 and b.channel = $5 and b.reserved_at > $4 and c.recalled_at is null) as reserved
""".replace("SEEN", _SEEN)


async def get_used(
    conn: ReadConn, org_id: int, channel: BudgetChannel, month: date, today: date, since: datetime
) -> UsedRow:
    """What has left in a month, and what is held back of broadcasts told `since`."""
    return await one(conn, UsedRow, SELECT_USED, org_id, month, today, since, channel)


SELECT_SPENT = """
select s.kind, SEEN as parts from sms_spent s where s.org_id = $1 and s.month = $2 and s.channel = $4 order by s.kind
""".replace("SEEN", _SEEN)


async def list_spent(
    conn: ReadConn, org_id: int, channel: BudgetChannel, month: date, today: date
) -> list[ChannelSpent]:
    """What has left in a month, by kind."""
    return await many(conn, ChannelSpent, SELECT_SPENT, org_id, month, today, channel)


INSERT_RULE = """
insert into broadcast_sms (org_id, broadcast_id, channel, rule, reserved, reserved_at) values ($1, $2, $3, $4, $5, $6)
on conflict (org_id, broadcast_id, channel) do nothing
"""


async def add_rule(
    conn: Conn, org_id: int, broadcast_id: UUID, channel: BudgetChannel, rule: BudgetRule, reserved: int, now: datetime
) -> None:
    """Notes how a broadcast is told by a channel, and holds back what it counts as there."""
    await queue(conn, INSERT_RULE, org_id, broadcast_id, channel, rule, reserved, now)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How a broadcast is told by SMS."""

    rule: BudgetRule


SELECT_RULE = """
select b.rule from broadcast_sms b where b.org_id = $1 and b.broadcast_id = $2 and b.channel = 'sms'
"""


async def find_rule(conn: ReadConn, org_id: int, broadcast_id: UUID) -> Rule | None:
    """How a broadcast is told by SMS. None: nothing limits it."""
    return await maybe(conn, Rule, SELECT_RULE, org_id, broadcast_id)


UPSERT_SPENT = """
insert into sms_spent as s (org_id, channel, month, kind, parts)
select $1, u.channel, u.month, u.kind, u.parts
from unnest($2::text[], $3::date[], $4::text[], $5::integer[]) as u (channel, month, kind, parts)
on conflict (org_id, channel, month, kind) do update set parts = s.parts + excluded.parts
"""


async def add_spent(conn: Conn, org_id: int, spent: Mapping[tuple[ChannelName, date, CostKind], int]) -> None:
    """Counts what has left."""
    rows = sorted((*key, parts) for key, parts in spent.items())
    columns = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], [row[3] for row in rows]
    await queue(conn, UPSERT_SPENT, org_id, *columns)


UPDATE_RESERVED = """
update broadcast_sms b set reserved = greatest(0, b.reserved - u.parts)
from unnest($2::uuid[], $3::text[], $4::integer[]) as u (broadcast_id, channel, parts)
where b.org_id = $1 and b.broadcast_id = u.broadcast_id and b.channel = u.channel
"""


async def use_reserved(conn: Conn, org_id: int, used: Mapping[tuple[UUID, ChannelName], int]) -> None:
    """Holds back less for broadcasts of which messages have left."""
    keys = sorted(used)
    ids, channels = [broadcast_id for broadcast_id, _ in keys], [channel for _, channel in keys]
    await queue(conn, UPDATE_RESERVED, org_id, ids, channels, [used[key] for key in keys])


# Before the outcome is written: what is no longer `sending` in this try was counted by another worker.
COUNT_SENT = """
with own as (
  select d.channel, u.month, u.kind, d.sms_parts from deliveries d
  join unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::date[], $6::text[], $8::text[])
    as u (message_id, account_id, tries, month, kind, channel)
    on u.message_id = d.message_id and u.account_id = d.account_id and u.tries = d.tries and u.channel = d.channel
  where d.org_id = $1 and d.state = 'sending'
  order by d.message_id, d.account_id, d.channel for update of d
), counted as (
  select o.channel, o.month, o.kind, sum(o.sms_parts)::integer as parts from own o
  group by o.channel, o.month, o.kind order by o.channel, o.month, o.kind
)
insert into sms_spent as s (org_id, channel, month, kind, parts, counted_on)
select $1, c.channel, c.month, c.kind, c.parts, $7 from counted c
on conflict (org_id, channel, month, kind) do update set
  parts = s.parts + excluded.parts,
  parts_before = case when s.counted_on >= excluded.counted_on then s.parts_before else s.parts end,
  counted_on = greatest(s.counted_on, excluded.counted_on)
"""


async def count_sent(conn: Conn, org_id: int, sent: Sequence[tuple[DeliveryAttempt, Cost]], today: date) -> None:
    """Counts messages that were taken, each once, by any worker. They show from the day after `today` on."""
    ids = ([a.message_id for a, _ in sent], [a.account_id for a, _ in sent], [a.tries for a, _ in sent])
    channels = [a.channel for a, _ in sent]
    await queue(conn, COUNT_SENT, org_id, *ids, [c.month for _, c in sent], [c.kind for _, c in sent], today, channels)
