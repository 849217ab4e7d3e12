"""SQL of calendar feeds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run, value
from schemas.calendar.feeds.rows import FeedEvent, FeedKept, FeedReader
from schemas.calendar.feeds.wire import Feed
from schemas.calendar.rows import EventKind

SET_FEED = """
select feed_set($1, $2, $3)
"""


async def set_feed(conn: Conn, account_id: UUID, token_hash: bytes, now: datetime) -> None:
    """Makes the one feed of an account; an earlier one ends."""
    await run(conn, SET_FEED, account_id, token_hash, now)


END_FEED = """
select feed_end($1)
"""


async def end_feed(conn: Conn, account_id: UUID) -> int:
    """Ends an account's feed. Returns how many there were."""
    return await value(conn, END_FEED, account_id)


SELECT_FEED = """
select created_at, read_at from feed_get($1)
"""


async def find_feed(conn: ReadConn, account_id: UUID) -> Feed | None:
    """An account's feed."""
    return await maybe(conn, Feed, SELECT_FEED, account_id)


SELECT_READER = """
select account_id, language, plain_titles, org_ids from feed_find($1, $2, $3)
"""


async def find_reader(conn: Conn, account_id: UUID, token_hash: bytes, now: datetime) -> FeedReader | None:
    """Whose feed a token opens."""
    return await maybe(conn, FeedReader, SELECT_READER, account_id, token_hash, now)


class OwnEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a feed."""

    event_id: UUID
    kind: EventKind


SELECT_OWN = """
select e.event_id, e.kind from calendar_invites i join calendar_events e on e.org_id = $1 and e.event_id = i.event_id
where i.org_id = $1 and i.account_id = $2 and e.ends_at >= $3 and e.starts_at < $4
"""


async def list_own(conn: ReadConn, org_id: int, account_id: UUID, start: datetime, end: datetime) -> list[OwnEvent]:
    """What a person takes or took part in."""
    return await many(conn, OwnEvent, SELECT_OWN, org_id, account_id, start, end)


SELECT_KEPT = """
select min(e.starts_at) as first_at, coalesce(array_agg(t.text order by e.starts_at, e.event_id), '{}') as texts,
  coalesce(array_agg(e.event_id order by e.starts_at, e.event_id), '{}') as event_ids
from calendar_invites i
join calendar_events e on e.org_id = $1 and e.event_id = i.event_id
left join calendar_texts t on t.org_id = $1 and t.event_id = i.event_id and t.sequence = e.sequence
  and t.variant = case when coalesce(e.cancelled_at, i.removed_at) is null then $3 else $4 end
where i.org_id = $1 and i.account_id = $2 and e.ends_at >= $5 and e.starts_at < $6 and not i.event_id = any ($7)
  and (coalesce(e.cancelled_at, i.removed_at) is null or coalesce(e.cancelled_at, i.removed_at) >= $5)
"""


async def get_kept(
    conn: ReadConn,
    org_id: int,
    account_id: UUID,
    variants: tuple[str, str],
    span: tuple[datetime, datetime],
    hidden: Sequence[UUID],
) -> FeedKept:
    """What a person takes or took part in: the texts made before, by time. `variants`: as it is, and as gone.

    `hidden`: events left out.
    """
    return await one(conn, FeedKept, SELECT_KEPT, org_id, account_id, *variants, *span, hidden)


SELECT_FEED_EVENTS = """
select e.event_id, e.organizer_token, e.kind, e.tentative, e.sequence, e.starts_at, e.ends_at, e.location, e.cancelled_at,
  e.updated_at, coalesce(e.cancelled_at, i.removed_at) is not null as gone
from calendar_invites i join calendar_events e on e.org_id = $1 and e.event_id = i.event_id
where i.org_id = $1 and i.account_id = $2 and i.event_id = any ($3)
"""


async def list_events(conn: ReadConn, org_id: int, account_id: UUID, event_ids: Sequence[UUID]) -> list[FeedEvent]:
    """These events of a person."""
    return await many(conn, FeedEvent, SELECT_FEED_EVENTS, org_id, account_id, event_ids)


UPSERT_TEXTS = """
insert into calendar_texts as t (org_id, event_id, variant, sequence, text)
select $1, u.event_id, u.variant, u.sequence, u.text
from unnest($2::uuid[], $3::text[], $4::integer[], $5::text[]) as u (event_id, variant, sequence, text)
on conflict (org_id, event_id, variant) do update set sequence = excluded.sequence, text = excluded.text
where t.sequence < excluded.sequence
"""


async def keep_texts(
    conn: Conn, org_id: int, events: Sequence[FeedEvent], variants: Sequence[str], texts: Sequence[str]
) -> None:
    """Keeps VEVENTs for the next time they are asked for."""
    ids, sequences = [e.event_id for e in events], [e.sequence for e in events]
    await queue(conn, UPSERT_TEXTS, org_id, ids, list(variants), sequences, list(texts))


SELECT_READ_ONLY = """
select current_setting('transaction_read_only') = 'on'
"""


async def is_read_only(conn: ReadConn) -> bool:
    """Whether the database takes no writes now."""
    return await value(conn, SELECT_READ_ONLY)
