"""When those who have not answered are reminded, and whose name a signature is."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from api.notices.mine.rules import same_name
from api.notices.rules import remind_at
from api.school_calendar import service as school_calendar
from tests.school_calendar.test_calendar_rules import calendar

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("due", "at"),
    [(None, 48), (240, 216), (25, 1), (24, 12), (20, 10), (1, 0.5), (0, None), (-1, None)],
)
def test_remind_at(due: int | None, at: float | None) -> None:
    found = remind_at(None if due is None else NOW + due * HOUR, NOW)
    assert found == (None if at is None else NOW + at * HOUR)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("due", "sent", "reminded"),
    [
        ("2026-11-30T12:00", "2026-11-23T12:00", "2026-11-27T12:00"),  # a Monday
        ("2026-10-08T16:00", "2026-09-25T12:00", "2026-09-30T16:00"),  # the first day after the holidays
        ("2026-10-11T16:00", "2026-10-08T12:00", "2026-10-10T16:00"),  # a Saturday that is worked
        ("2026-10-05T16:00", "2026-10-02T12:00", "2026-10-04T16:00"),  # no working day between
        (None, "2026-09-30T12:00", "2026-10-08T12:00"),
        (None, "2026-09-18T12:00", "2026-09-20T12:00"),  # a Sunday that is worked
    ],
)
def test_a_reminder_comes_on_a_day_on_which_the_school_works(due: str | None, sent: str, reminded: str) -> None:
    works_on = partial(school_calendar.works_on, calendar())
    assert remind_at(at(due) if due else None, at(sent), works_on) == at(reminded)


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
