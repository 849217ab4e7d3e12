"""Digests: routine matters that are told together, once a day. What queries return."""

from datetime import datetime
from uuid import UUID

import msgspec


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody chose: the hour, and which matters wait for it: those of `since` and later, before `until`."""

    account_id: UUID
    hour: int
    since: datetime
    until: datetime | None


class RoutineBroadcast(msgspec.Struct, frozen=True, kw_only=True):
    """A broadcast that can wait for digests."""

    broadcast_id: UUID
    template: str
    params: msgspec.Raw
    groups: list[str]
    except_groups: list[str]
    parts: list[str]
    readers_of: UUID | None
    created_at: datetime


class DigestMark(msgspec.Struct, frozen=True, kw_only=True):
    """Of which matters somebody's last digest told: those after `told_from`, up to `told_upto`."""

    account_id: UUID
    told_from: datetime
    told_upto: datetime
