"""When those who have not answered are reminded, and whose name a signature is."""

from datetime import UTC, datetime, timedelta

import pytest

from api.notices.mine.rules import same_name
from api.notices.rules import remind_at

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("due", "at"),
    [(None, 48), (240, 216), (25, 1), (24, 12), (20, 10), (1, 0.5), (0, None), (-1, None)],
)
def test_remind_at(due: int | None, at: float | None) -> None:
    found = remind_at(None if due is None else NOW + due * HOUR, NOW)
    assert found == (None if at is None else NOW + at * HOUR)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("王小明", True),
        (" 王小明 ", True),
        ("王小", False),
        ("王小明明", False),
        ("", False),
        ("Anna  Lee", True),
        ("Ａnna Lee", True),
        ("anna lee", False),
        ("AnnaLee", False),
    ],
)
def test_same_name(typed: str, same: bool) -> None:
    assert same_name(typed, ["王小明", "Anna Lee"]) is same
