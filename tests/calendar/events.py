"""Appointments for the calendar tests."""

from datetime import UTC, datetime
from typing import Any

from schemas.calendar.rows import CalendarEvent, Recipient

CHANGED = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def event(**changes: Any) -> CalendarEvent:
    """An hour on a Monday morning in Shanghai; what matters to a test is passed in."""
    values: dict[str, Any] = {
        "uid": "0198f3a2-booking@xinqiao.example.cn",
        "sequence": 0,
        "starts_at": datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
        "ends_at": datetime(2026, 3, 2, 2, 30, tzinfo=UTC),
        "zone": "Asia/Shanghai",
        "title": "心桥预约",
        "description": "请提前五分钟到。\n如需改期，请在心桥里操作。",
        "location": "阳光辅导站 203",
        "organizer_address": "r-0123456789abcdef@mail.example.cn",
        "updated_at": CHANGED,
        "cancelled": False,
    }
    return CalendarEvent(**(values | changes))


def recipient(address: str = "wang@example.cn", name: str = "王小明") -> Recipient:
    return Recipient(address=address, name=name)
