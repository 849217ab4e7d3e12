"""How a broadcast is cut and how one page of people is decided. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

import msgspec

from api.messages import rules
from api.messages.budgets import rules as budgets
from schemas.messages.broadcasts import Broadcast, BroadcastNew
from schemas.messages.rows import ChannelName, Contact, Due, OrgChannels

CHUNK = 1000
"""People of a chunk: one task, one row."""
PAGE = CHUNK
"""People of one step of a chunk at most. Before each the worker looks whether the broadcast was recalled."""
SLOW = 200
"""Of them at most so many by a channel that takes seconds for a thousand: a recall is to stop what has not left within a second."""
FAST: frozenset[ChannelName] = frozenset({"fcm", "wecom"})
"""Channels that take a thousand at once."""

STEP, LONGEST = timedelta(seconds=10), timedelta(minutes=10)
"""Between two chunks of a planned broadcast, and between its first and its last one, which leaves before the next quarter of an hour."""


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """Who is sent it now and by which channel, who later and when, and how many have no channel. `upto`: nobody after that person was looked at."""

    now: dict[UUID, ChannelName]
    later: dict[UUID, datetime]
    unreachable: int
    upto: UUID | None


def choose(
    people: Sequence[UUID],
    contacts: Mapping[UUID, Contact],
    org: OrgChannels,
    row: Broadcast,
    at: datetime,
    zone: tzinfo,
    has: frozenset[ChannelName],
    by: datetime | None = None,
) -> Choices:
    """The first channel of each, until the slow channels have enough. One of high importance goes to rows of people at once: it falls
    back while it is unread. `by`: when it must have arrived.
    """
    now: dict[UUID, ChannelName] = {}
    later: dict[UUID, datetime] = {}
    seen, slow = 0, 0
    for account_id in people:
        seen += 1
        contact = contacts.get(account_id)
        if contact is None:
            continue
        choice = rules.in_time(rules.choose_channels(contact, org, row.importance, at, zone, has), by, at)
        if not (channels := budgets.within(choice.channels, row.over)):
            continue
        if row.importance == "high" or choice.at > at:
            later[account_id] = choice.at
            continue
        now[account_id] = channels[0]
        slow += channels[0] not in FAST
        if slow == SLOW:
            break
    upto = people[seen - 1] if seen < len(people) else None
    return Choices(now=now, later=later, unreachable=seen - len(now) - len(later), upto=upto)


def due(row: Broadcast, account_id: UUID) -> Due:
    """A broadcast for one of its people."""
    return Due(
        message_id=row.broadcast_id,
        told_id=row.broadcast_id,
        replaces=row.replaces,
        account_id=account_id,
        template=row.template,
        params=row.params,
        importance=row.importance,
        expires_at=row.expires_at,
        broadcast=True,
        routine=row.routine,
        created_at=row.created_at,
        over=row.over,
    )


def leaves_at(new: BroadcastNew, place: int, chunks: int, now: datetime) -> datetime:
    """When a chunk is told, `place` from 0. A planned broadcast keeps off the full quarter and is spread by its audience.

    Nothing else waits: not what somebody sends now, not what is urgent, and not what would be over by then.
    """
    if new.planned_at is None or new.importance == "high":
        return now
    at = rules.off_quarter(new.planned_at, new.broadcast_id.bytes) + place * min(STEP, LONGEST / chunks)
    return max(at, now) if at < new.expires_at else now


def chunk_key(broadcast_id: UUID, chunk: int) -> str:
    """The key of a chunk's task."""
    return f"{broadcast_id}:{chunk}"
