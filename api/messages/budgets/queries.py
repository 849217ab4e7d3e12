"""SQL of SMS budgets."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run
from schemas.messages.budgets import BudgetRow, SmsCost, SmsKind, SmsRule, SmsSpent, UsedRow
from schemas.messages.rows import DeliveryAttempt

INSERT_BUDGET = """
insert into sms_budgets (org_id) values ($1) on conflict (org_id) do nothing
"""
LOCK_BUDGET = """
select b.org_id from sms_budgets b where b.org_id = $1 for update
"""


async def lock_budget(conn: Conn, org_id: int) -> None:
    """Lets nobody else decide by this budget until the transaction ends."""
    await run(conn, INSERT_BUDGET, org_id)
    await run(conn, LOCK_BUDGET, org_id)


# A leader or an administrator who asked and is none any more has asked for nothing.
SELECT_BUDGET = """
select b.parts, b.asked_parts, b.asked_by, b.asked_at, s.name as asked_name,
  coalesce(s.ended_at is null and s.roles && '{leader,school_admin}', false) as asked_valid, b.version
from sms_budgets b left join staff s on s.org_id = b.org_id and s.staff_id = b.asked_by
where b.org_id = $1
"""


async def find_budget(conn: ReadConn, org_id: int) -> BudgetRow | None:
    """What was set and asked for. None: nobody ever did."""
    return await maybe(conn, BudgetRow, SELECT_BUDGET, org_id)


SET_BUDGET = """
update sms_budgets set parts = $2, set_by = $3, set_at = $4, asked_parts = null, asked_by = null, asked_at = null, version = version + 1
where org_id = $1
"""


async def set_budget(conn: Conn, org_id: int, parts: int, by: UUID, now: datetime) -> None:
    """Sets a budget; nothing is asked for any more."""
    await queue(conn, SET_BUDGET, org_id, parts, by, now)


SET_ASKED = """
update sms_budgets set asked_parts = $2, asked_by = $3, asked_at = $4, version = version + 1 where org_id = $1
"""


async def set_asked(conn: Conn, org_id: int, parts: int | None, by: UUID | None, at: datetime | None) -> None:
    """Asks for a budget, or for none any more."""
    await queue(conn, SET_ASKED, org_id, parts, by, at)


# Whatever anybody sees, or what decides something, asks here. A single message would show in it by itself, also one that its reader must
# not know of: they count from the day after on ($3 is today), and in full tens, rounded up.
_SEEN = """
  case when s.kind <> 'other' then s.parts
  else (case when s.counted_on >= $3 then s.parts_before else s.parts end + 9) / 10 * 10 end
"""
SELECT_USED = """
select (select coalesce(sum(SEEN), 0)::integer from sms_spent s where s.org_id = $1 and s.month = $2) as spent,
  (select coalesce(sum(b.reserved), 0)::integer from broadcast_sms b
   join broadcasts c on c.org_id = $1 and c.broadcast_id = b.broadcast_id
   where b.org_id = $1 and b.reserved_at > $4 and c.recalled_at is null) as reserved
""".replace("SEEN", _SEEN)


async def get_used(conn: ReadConn, org_id: int, month: date, today: date, since: datetime) -> UsedRow:
    """What has left in a month, and what is held back of broadcasts told `since`."""
    return await one(conn, UsedRow, SELECT_USED, org_id, month, today, since)


SELECT_SPENT = """
select s.kind, SEEN as parts from sms_spent s where s.org_id = $1 and s.month = $2 order by s.kind
""".replace("SEEN", _SEEN)


async def list_spent(conn: ReadConn, org_id: int, month: date, today: date) -> list[SmsSpent]:
    """What has left in a month, by kind."""
    return await many(conn, SmsSpent, SELECT_SPENT, org_id, month, today)


INSERT_RULE = """
insert into broadcast_sms (org_id, broadcast_id, rule, reserved, reserved_at) values ($1, $2, $3, $4, $5)
on conflict (org_id, broadcast_id) do nothing
"""


async def add_rule(conn: Conn, org_id: int, broadcast_id: UUID, rule: SmsRule, reserved: int, now: datetime) -> None:
    """Notes how a broadcast is told, and holds back what its SMS count as."""
    await queue(conn, INSERT_RULE, org_id, broadcast_id, rule, reserved, now)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How a broadcast is told by SMS."""

    rule: SmsRule


SELECT_RULE = """
select b.rule from broadcast_sms b where b.org_id = $1 and b.broadcast_id = $2
"""


async def find_rule(conn: ReadConn, org_id: int, broadcast_id: UUID) -> Rule | None:
    """How a broadcast is told by SMS. None: nothing limits it."""
    return await maybe(conn, Rule, SELECT_RULE, org_id, broadcast_id)


UPSERT_SPENT = """
insert into sms_spent as s (org_id, month, kind, parts)
select $1, u.month, u.kind, u.parts from unnest($2::date[], $3::text[], $4::integer[]) as u (month, kind, parts)
on conflict (org_id, month, kind) do update set parts = s.parts + excluded.parts
"""


async def add_spent(conn: Conn, org_id: int, spent: Mapping[tuple[date, SmsKind], int]) -> None:
    """Counts what has left."""
    rows = sorted((month, kind, parts) for (month, kind), parts in spent.items())
    columns = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    await queue(conn, UPSERT_SPENT, org_id, *columns)


UPDATE_RESERVED = """
update broadcast_sms b set reserved = greatest(0, b.reserved - u.parts)
from unnest($2::uuid[], $3::integer[]) as u (broadcast_id, parts)
where b.org_id = $1 and b.broadcast_id = u.broadcast_id
"""


async def use_reserved(conn: Conn, org_id: int, used: Mapping[UUID, int]) -> None:
    """Holds back less for broadcasts whose SMS have left."""
    ids = sorted(used)
    await queue(conn, UPDATE_RESERVED, org_id, ids, [used[one] for one in ids])


# Before the outcome is written: what is no longer `sending` in this try was counted by another worker.
COUNT_SENT = """
with own as (
  select u.month, u.kind, d.sms_parts from deliveries d
  join unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::date[], $6::text[]) as u (message_id, account_id, tries, month, kind)
    on u.message_id = d.message_id and u.account_id = d.account_id and u.tries = d.tries
  where d.org_id = $1 and d.channel = 'sms' and d.state = 'sending'
  order by d.message_id, d.account_id for update of d
), counted as (
  select o.month, o.kind, sum(o.sms_parts)::integer as parts from own o group by o.month, o.kind order by o.month, o.kind
)
insert into sms_spent as s (org_id, month, kind, parts, counted_on)
select $1, c.month, c.kind, c.parts, $7 from counted c
on conflict (org_id, month, kind) do update set
  parts = s.parts + excluded.parts,
  parts_before = case when s.counted_on >= excluded.counted_on then s.parts_before else s.parts end,
  counted_on = greatest(s.counted_on, excluded.counted_on)
"""


async def count_sent(conn: Conn, org_id: int, sent: Sequence[tuple[DeliveryAttempt, SmsCost]], today: date) -> None:
    """Counts SMS that were taken, each once, whichever worker says so. They show from the day after `today` on."""
    ids = ([a.message_id for a, _ in sent], [a.account_id for a, _ in sent], [a.tries for a, _ in sent])
    await queue(conn, COUNT_SENT, org_id, *ids, [c.month for _, c in sent], [c.kind for _, c in sent], today)
