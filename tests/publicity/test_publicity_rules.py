"""Periods, days by which returns are due, and sums of publicity work (N4)."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from api.publicity import rules
from api.publicity.schools import rules as schools
from api.school_calendar import service as school_calendar
from schemas.publicity.rows import LineRow, SchoolReturnRow, SchoolRow, SettingsRow
from schemas.publicity.wire import Period, PublicityReturnNew
from tests.school_calendar.test_calendar_rules import calendar


def as_it_is(day: date) -> date:
    """Of an organisation that works every day."""
    return day


ALL = SettingsRow(periods=["month", "quarter", "year"], due_after=10, version=1)


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 11, 23), date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        ("year", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_are_those_of_the_calendar(period: Period, day: date, first: date, last: date) -> None:
    assert (rules.first_day(period, day), rules.last_day(period, first)) == (first, last)
    assert not rules.is_over(period, first, last)
    assert rules.wrong_period(period, first, last) is None


def test_a_period_is_named_by_its_first_day_and_not_long_ago() -> None:
    today = date(2026, 11, 23)
    assert rules.wrong_period("quarter", date(2026, 8, 1), today) == "not-first"
    assert rules.wrong_period("month", date(2020, 8, 1), today) == "too-old"
    assert rules.before("quarter", today) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("today", "reminded"),
    [
        (date(2026, 12, 31), []),
        (date(2027, 1, 6), []),
        (date(2027, 1, 7), ["month 2026-12-01", "quarter 2026-10-01", "year 2026-01-01"]),
        (date(2027, 1, 11), ["month 2026-12-01", "quarter 2026-10-01", "year 2026-01-01"]),
        (date(2027, 1, 12), []),
        (date(2026, 12, 8), ["month 2026-11-01"]),
    ],
)
def test_those_who_file_are_reminded_while_there_is_time(today: date, reminded: list[str]) -> None:
    assert [f"{period} {first}" for period, first in rules.to_remind(ALL, today, as_it_is)] == reminded


def test_a_month_may_be_due_after_the_next_one_ended() -> None:
    slow = SettingsRow(periods=["month"], due_after=40, version=1)
    assert rules.to_remind(slow, date(2026, 12, 9), as_it_is) == [("month", date(2026, 10, 1))]


def test_what_is_due_on_a_closed_day_is_due_on_the_next_working_day_and_nobody_is_reminded_before() -> None:
    at_once = SettingsRow(periods=["month"], due_after=1, version=1)
    working_day = partial(school_calendar.working_day, calendar())
    assert rules.due_on("month", date(2026, 9, 1), at_once, working_day) == date(2026, 10, 8)
    days = [date(2026, 10, day) for day in range(1, 12)]
    reminded = [day.day for day in days if rules.to_remind(at_once, day, working_day)]
    assert reminded == [8, 9]
    saturday = SettingsRow(periods=["month"], due_after=10, version=1)
    assert rules.due_on("month", date(2026, 9, 1), saturday, working_day) == date(2026, 10, 10), "which is worked"


def test_words_of_periods() -> None:
    assert rules.period_words("quarter", date(2026, 10, 1)) == ("2026年第四季度", "quarter 4 of 2026")
    assert rules.period_words("month", date(2026, 5, 1)) == ("2026年5月", "May 2026")
    assert rules.period_words("year", date(2026, 1, 1)) == ("2026年", "2026")


def _return(school_id: int, edition: int, count: int, filed_on: date) -> SchoolReturnRow:
    new = PublicityReturnNew(
        period="quarter",
        first_day=date(2026, 7, 1),
        edition=edition - 1,
        lines=rules.lines([LineRow(kind="booklet", count=count, people=10 * count)]),
    )
    row = rules.to_file(new, ALL, None, filed_on, datetime(2026, 10, 20, tzinfo=UTC), as_it_is)
    return SchoolReturnRow(school_id=school_id, **{name: getattr(row, name) for name in row.__struct_fields__})


def test_schools_that_have_not_filed_come_first_and_sums_are_of_those_that_have() -> None:
    names = [SchoolRow(school_id=n, name_zh=f"{n}校", name_en=f"School {n}") for n in (1, 2, 3)]
    filed = [_return(1, 1, 381, date(2026, 10, 10)), _return(3, 2, 19, date(2026, 10, 11))]
    seen = schools.of_schools(names, filed, ALL, "quarter", date(2026, 7, 1), date(2026, 10, 8), as_it_is)
    assert [(s.school_id, s.filed and s.filed.late) for s in seen.schools] == [(2, None), (1, False), (3, True)]
    assert (seen.filed, seen.days_left, seen.people) == (2, 2, 4000)
    assert [(line.count, line.people) for line in seen.lines if line.kind == "booklet"] == [(400, 4000)]
    rows = schools.to_rows(seen, english=False)
    width = len(schools.headings(english=False))
    assert {len(row) for row in rows} == {width}
    assert rows[0][:2] == ["2校", "未上报"]
    assert rows[2][:4] == ["3校", "逾期上报", "2026-10-11", "2"]
    assert (rows[-1][0], rows[-1][-1]) == ("合计", "4000")


def test_a_return_that_is_older_than_a_kind_has_nothing_of_it() -> None:
    row = _return(1, 1, 5, date(2026, 10, 1))
    assert [line.kind for line in rules.lines_of(row)] == list(rules.KINDS)
    assert rules.lines_of(row)[-1].count == 0
