"""Outgoing resources for the channel tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.channels.base import Outgoing

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def outgoing(address: str, number: int = 0, **changes: Any) -> Outgoing:
    """A plain resource; what matters to a test is passed in."""
    values: dict[str, Any] = {
        "dedupe_id": f"booking:{number}:reminder",
        "address": address,
        "title": "心桥",
        "body": "您有一条新消息。",
        "at": NOW,
        "link": "https://xinqiao.example.cn/m/1",
        "expires_at": NOW + timedelta(hours=2),
    }
    return Outgoing(**(values | changes))
