"""Which rows of the mailbox wait, and how long they are: pure functions."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")

HOUR = timedelta(hours=1)
TICKET_BYTES = 512
PARCEL_BYTES = 5120
"""A text of 1000 characters has 4000 bytes at most; its observer's name, ids and marks fit in the rest."""
SEALED_MORE = 29
"""What sealing adds: a version, a nonce and a tag."""
DECOYS = 24
"""Rows that an emptied mailbox is filled with."""
MOST_ROWS = 1000
"""Beyond so many rows a new one, report or decoy, takes the place of another, so that neither is told by a size that grows."""
MOVED = 4
"""Rows of a full mailbox that move for each new one. Were all of them reports it would grow, whatever the new one is."""
_RANDOM = secrets.SystemRandom()


def hour_of(now: datetime) -> datetime:
    """The full hour before: finer times would be found again in sessions and tell who was there."""
    return now.replace(minute=0, second=0, microsecond=0)


def pad(text: bytes, size: int) -> bytes:
    """JSON followed by spaces, so that its size tells nothing. Raises ValueError when it is longer."""
    if len(text) > size:
        raise ValueError("longer than a row of the mailbox")
    return text.ljust(size)


def shuffled(items: Sequence[T]) -> list[T]:
    """The same in an order that tells nothing."""
    return _RANDOM.sample(items, len(items))
