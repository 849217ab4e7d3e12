"""Calendar feeds on the wire, and as rows."""

from datetime import datetime

import msgspec


class Feed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether somebody has a calendar link, since when, and whether a calendar still asks it. Null: none."""

    created_at: datetime | None
    read_at: datetime | None


class FeedMade(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A new calendar link, shown once. `webcal` opens the phone's calendar; `https` is for pasting."""

    webcal: str
    https: str
