"""How a broadcast is cut and how one page of people is decided. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from uuid import UUID

import msgspec

from api.messages import rules
from schemas.messages.broadcasts import Broadcast
from schemas.messages.rows import ChannelName, Contact, Due, OrgChannels

CHUNK = 1000
"""People of a chunk: one task, one row."""
PAGE = 200
"""People of one step of a chunk. Before each the worker looks whether the broadcast was recalled."""


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """Who is sent it now and by which channel, who later and when, and how many have no channel."""

    now: dict[UUID, ChannelName]
    later: dict[UUID, datetime]
    unreachable: int


def choose(
    people: Sequence[UUID],
    contacts: Mapping[UUID, Contact],
    org: OrgChannels,
    row: Broadcast,
    at: datetime,
    zone: tzinfo,
    has: frozenset[ChannelName],
) -> Choices:
    """The first channel of each. One of high importance goes to rows of people at once: it falls back while it is unread."""
    now: dict[UUID, ChannelName] = {}
    later: dict[UUID, datetime] = {}
    for account_id in people:
        contact = contacts.get(account_id)
        choice = rules.choose_channels(contact, org, row.importance, at, zone, has) if contact else None
        if choice is None or not choice.channels:
            continue
        if row.importance == "high" or choice.at > at:
            later[account_id] = choice.at
        else:
            now[account_id] = choice.channels[0]
    return Choices(now=now, later=later, unreachable=len(people) - len(now) - len(later))


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
    )


def chunk_key(broadcast_id: UUID, chunk: int) -> str:
    """The key of a chunk's task."""
    return f"{broadcast_id}:{chunk}"
