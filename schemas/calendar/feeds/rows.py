"""Feeds: what queries return."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.calendar.rows import Event


class FeedReader(msgspec.Struct, frozen=True, kw_only=True):
    """Whose feed is read, in which words, from which organisations."""

    account_id: UUID
    language: Literal["zh-CN", "en"]
    plain_titles: bool
    org_ids: list[int]


class FeedKept(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation's events of a feed by time, with the VEVENTs made before; None where one is still to be made."""

    first_at: datetime | None
    event_ids: list[UUID]
    texts: list[str | None]


class FeedEvent(Event, frozen=True, kw_only=True):
    """An event whose text is to be made. `gone`: cancelled, or the person was taken off it."""

    gone: bool


class FeedPart(msgspec.Struct, frozen=True, kw_only=True):
    """What one organisation adds to a feed: ready VEVENTs, and the VTIMEZONE they refer to."""

    zone: str | None
    events: str
