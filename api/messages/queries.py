"""SQL of messages."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run, value
from schemas.messages.rows import (
    ContactRow,
    Delivery,
    DeliveryAttempt,
    Due,
    Live,
    MessageNew,
    OrgChannels,
    Outcome,
    OwnLink,
    Retired,
    Told,
)

SELECT_LIVE = """
select m.message_id, m.template, m.params, m.importance, m.earliest_at, m.expires_at,
  array(select p.account_id from message_people p where p.org_id = $1 and p.message_id = m.message_id) as people
from messages m where m.org_id = $1 and m.key = $2 and m.withdrawn_at is null
for update of m
"""


async def find_live(conn: Conn, org_id: int, key: str) -> Live | None:
    """The message told under a key and not withdrawn, locked."""
    return await maybe(conn, Live, SELECT_LIVE, org_id, key)


INSERT_MESSAGE = """
insert into messages (org_id, message_id, template, params, importance, key, earliest_at, expires_at, created_at, broadcast_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (org_id, key) do nothing
"""
INSERT_PEOPLE = """
insert into message_people (org_id, message_id, account_id, visible_at, read_at, delivered_at)
select $1, $2, u.account_id, $4, case when u.account_id = $5 then $6::timestamptz end, case when u.account_id = $5 then $6 end
from unnest($3::uuid[]) as u (account_id)
on conflict (org_id, message_id, account_id) do nothing
"""


async def add_message(
    conn: Conn, org_id: int, message_id: UUID, tell: MessageNew, earliest_at: datetime, now: datetime
) -> bool:
    """Writes the message and its people; who did what it tells of has read it. False: somebody just took the key."""
    params = msgspec.json.encode(tell.params)
    row = (tell.template, params, tell.importance, tell.key, earliest_at, tell.expires_at, now, tell.broadcast_id)
    if await run(conn, INSERT_MESSAGE, org_id, message_id, *row) == 0:
        return False
    await queue(conn, INSERT_PEOPLE, org_id, message_id, sorted(tell.people), earliest_at, tell.done_by, now)
    return True


RETIRE_MESSAGE = """
update messages set withdrawn_at = $3, key = key || '~' || message_id where org_id = $1 and message_id = $2
"""


async def retire_message(conn: Conn, org_id: int, message_id: UUID, now: datetime) -> None:
    """Withdraws a message and frees its key."""
    await queue(conn, RETIRE_MESSAGE, org_id, message_id, now)


RETIRE_TOLD = """
with retired as (
  update messages set withdrawn_at = $3, key = key || '~' || message_id
  where org_id = $1 and key = any ($2) and withdrawn_at is null
  returning message_id
)
select r.message_id,
  array(select p.account_id from message_people p where p.org_id = $1 and p.message_id = r.message_id) as people
from retired r
"""


async def retire_told(conn: Conn, org_id: int, keys: Sequence[str], now: datetime) -> list[Retired]:
    """Withdraws what was told under these keys, and frees them."""
    return await many(conn, Retired, RETIRE_TOLD, org_id, keys, now)


SET_READ = """
update message_people set read_at = $4, delivered_at = coalesce(delivered_at, $4)
where org_id = $1 and account_id = $2 and message_id = $3 and read_at is null
"""


async def set_read(conn: Conn, org_id: int, account_id: UUID, message_id: UUID, now: datetime) -> None:
    """Notes when a message was first read."""
    await queue(conn, SET_READ, org_id, account_id, message_id, now)


SET_TOLD_READ = """
update message_people p set read_at = $4, delivered_at = coalesce(p.delivered_at, $4)
from messages m
where p.org_id = $1 and p.account_id = $2 and p.read_at is null
  and m.org_id = $1 and m.key = any ($3) and p.message_id = m.message_id
"""


async def set_told_read(conn: Conn, org_id: int, account_id: UUID, keys: Sequence[str], now: datetime) -> None:
    """Notes that a person has read what they were told under these keys."""
    await queue(conn, SET_TOLD_READ, org_id, account_id, list(keys), now)


SELECT_TOLD = """
select m.key, p.account_id, p.visible_at as at
from messages m join message_people p on p.org_id = m.org_id and p.message_id = m.message_id
where m.org_id = $1 and m.key = any ($2) and m.withdrawn_at is null
order by p.visible_at, m.key, p.account_id
"""


async def list_told(conn: ReadConn, org_id: int, keys: Sequence[str]) -> list[Told]:
    """Who was told under these keys."""
    return await many(conn, Told, SELECT_TOLD, org_id, list(keys))


SELECT_ORG_CHANNELS = """
select time_zone, channels, fcm_enabled, webpush_enabled from orgs where org_id = $1
"""


async def get_org_channels(conn: ReadConn, org_id: int) -> OrgChannels:
    """How the organisation lets messages out."""
    return await one(conn, OrgChannels, SELECT_ORG_CHANNELS, org_id)


SELECT_DUE = """
select m.message_id, p.account_id, m.template, m.params, m.importance, m.expires_at, m.broadcast_id is not null as broadcast,
  coalesce(m.broadcast_id, m.message_id) as told_id, c.replaces, coalesce(c.routine, false) as routine,
  coalesce(c.created_at, m.created_at) as created_at,
  array(select q.channel || ':' || q.rule from broadcast_sms q
    where q.org_id = $1 and q.broadcast_id = m.broadcast_id and q.rule <> 'free' order by q.channel) as over
from messages m join message_people p on p.org_id = m.org_id and p.message_id = m.message_id
left join broadcasts c on c.org_id = $1 and c.broadcast_id = m.broadcast_id
where m.org_id = $1 and m.message_id = any ($2) and m.withdrawn_at is null and m.expires_at > $3 and p.read_at is null and p.hidden_at is null
  and (m.broadcast_id is null or not exists (
    select from broadcasts b where b.org_id = $1 and b.broadcast_id = m.broadcast_id and b.recalled_at is not null))
  and (m.broadcast_id is null or not exists (
    select from broadcast_reads r where r.org_id = $1 and r.broadcast_id = m.broadcast_id and r.account_id = p.account_id))
order by m.message_id, p.account_id
"""


async def list_due(conn: ReadConn, org_id: int, message_ids: Sequence[UUID], now: datetime) -> list[Due]:
    """Who of these messages' people has not read them; nothing of what is withdrawn, recalled or expired."""
    return await many(conn, Due, SELECT_DUE, org_id, list(message_ids), now)


SELECT_CONTACTS = """
select account_id, language, quiet_from, quiet_to, channels, plain_titles, email_sealed, email_proved, phone_sealed,
  device_ids, device_kinds, device_addresses, sign_outs
from contacts_of($1, $2)
"""


async def list_contacts(conn: ReadConn, accounts: Sequence[UUID], now: datetime) -> list[ContactRow]:
    """How these people can be reached; their addresses are sealed."""
    return await many(conn, ContactRow, SELECT_CONTACTS, sorted(set(accounts)), now)


SELECT_WECOM_LINKS = """
select account_id, user_id, phone_mark from wecom_links where org_id = $1 and account_id = any ($2)
"""


async def list_wecom_links(conn: ReadConn, org_id: int, accounts: Sequence[UUID]) -> list[OwnLink]:
    """Who of these people is known in the organisation's WeCom."""
    return await many(conn, OwnLink, SELECT_WECOM_LINKS, org_id, list(accounts))


SELECT_WECHAT_LINKS = """
select account_id, user_id, phone_mark from wechat_links
where org_id = $1 and account_id = any ($2) and app_id = $3 and state = 'linked'
"""


async def list_wechat_links(conn: ReadConn, org_id: int, accounts: Sequence[UUID], app_id: str) -> list[OwnLink]:
    """Who of these people is known to this WeChat service account of the organisation."""
    return await many(conn, OwnLink, SELECT_WECHAT_LINKS, org_id, list(accounts), app_id)


SELECT_DELIVERIES = """
select message_id, account_id, channel, state, tries, retry_at, updated_at from deliveries
where org_id = $1 and message_id = any ($2)
"""


async def list_deliveries(conn: ReadConn, org_id: int, message_ids: Sequence[UUID]) -> list[Delivery]:
    """What was tried for these messages."""
    return await many(conn, Delivery, SELECT_DELIVERIES, org_id, list(message_ids))


UPSERT_SENDING = """
insert into deliveries as d (org_id, message_id, account_id, channel, state, tries, updated_at, sms_parts)
select $1, u.message_id, u.account_id, u.channel, 'sending', u.tries, $6, u.sms_parts
from unnest($2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $7::smallint[]) as u (message_id, account_id, channel, tries, sms_parts)
on conflict (org_id, message_id, account_id, channel) do update
set state = 'sending', tries = excluded.tries, retry_at = null, updated_at = excluded.updated_at, sms_parts = excluded.sms_parts
"""


async def set_sending(conn: Conn, org_id: int, attempts: Sequence[DeliveryAttempt], now: datetime) -> None:
    """Notes that these are about to leave, so that a crash between here and the result is seen."""
    if attempts:
        parts = [p.cost and p.cost.parts for p in attempts]
        await queue(conn, UPSERT_SENDING, org_id, *_names(attempts), [p.tries for p in attempts], now, parts)


UPDATE_OUTCOMES = """
with delivered as (
  update message_people p set delivered_at = $10
  from unnest($2::uuid[], $3::uuid[], $6::text[]) as u (message_id, account_id, state)
  where p.org_id = $1 and p.message_id = u.message_id and p.account_id = u.account_id
    and u.state = 'sent' and p.delivered_at is null
)
update deliveries d set state = u.state, provider_id = u.provider_id, error = u.error, retry_at = u.retry_at, updated_at = $10
from unnest($2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
  as u (message_id, account_id, channel, tries, state, provider_id, error, retry_at)
where d.org_id = $1 and d.message_id = u.message_id and d.account_id = u.account_id and d.channel = u.channel
  and d.state = 'sending' and d.tries = u.tries
"""


async def set_outcomes(conn: Conn, org_id: int, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Notes what became of what left, and who it came to; a later try's note is not overwritten by an earlier one's."""
    if not outcomes:
        return
    states, ids = [o.state for o in outcomes], [o.provider_id and o.provider_id[:200] for o in outcomes]
    errors, retries = [o.error and o.error[:200] for o in outcomes], [o.retry_at for o in outcomes]
    attempts = [o.attempt for o in outcomes]
    tries = [p.tries for p in attempts]
    await queue(conn, UPDATE_OUTCOMES, org_id, *_names(attempts), tries, states, ids, errors, retries, now)


REMOVE_DEVICES = """
select device_forget($1, $2)
"""


async def remove_devices(conn: Conn, devices: Sequence[tuple[UUID, UUID]]) -> None:
    """Forgets dead devices, each an account and one of its devices."""
    if devices:
        await value(conn, REMOVE_DEVICES, [account for account, _ in devices], [device for _, device in devices])


def _names(attempts: Sequence[DeliveryAttempt]) -> tuple[list[UUID], list[UUID], list[str]]:
    return [p.message_id for p in attempts], [p.account_id for p in attempts], [p.channel for p in attempts]
