"""Tencent's page on which a browser in WeChat or WeCom says who it is, and what must come back from it. Pure."""

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest

AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
"""Where a person's own browser is sent, and nobody else: we call nothing there."""
WINDOW = 600
"""Seconds. What was begun in this window, or in the one before, may come back."""


def windows(now: datetime) -> tuple[int, int]:
    """The window in which this is, and the one before."""
    at = int(now.timestamp()) // WINDOW
    return at, at - 1


def fits(state: str, marks: Iterable[bytes]) -> bool:
    """Whether what came back is one of these. Else somebody may have sent the person a code of their own (RFC 6749 §10.12)."""
    return any(compare_digest(state.encode(), mark.hex().encode()) for mark in marks)
