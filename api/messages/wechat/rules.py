"""Who a person that comes back from WeChat's page is here. Pure."""

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest

WINDOW = 600
"""Seconds. What was begun in this window, or in the one before, may come back."""


def windows(now: datetime) -> tuple[int, int]:
    """The window in which this is, and the one before."""
    at = int(now.timestamp()) // WINDOW
    return at, at - 1


def fits(state: str, marks: Iterable[bytes]) -> bool:
    """Whether what came back is one of these. Else somebody may have sent the person a code of their own WeChat (RFC 6749 §10.12)."""
    return any(compare_digest(state.encode(), mark.hex().encode()) for mark in marks)
