"""What a day is: entries, national table, terms and week, as pure rules."""

from datetime import UTC, date, datetime
from itertools import pairwise

import msgspec
import pytest

from api.school_calendar import national, rules
from schemas.school_calendar.rows import CalendarEntry, EntryKind, OrgCalendar
from schemas.school_calendar.wire import CalendarEntryNew


def entry(
    kind: EntryKind, first: str, last: str | None = None, follows: int | None = None, name: str = "x"
) -> CalendarEntry:
    first_day, last_day = date.fromisoformat(first), date.fromisoformat(last or first)
    return CalendarEntry(kind=kind, first_day=first_day, last_day=last_day, follows_weekday=follows, name=name)


def calendar(*entries: CalendarEntry, national_days: bool = True) -> OrgCalendar:
    return OrgCalendar(
        time_zone="Asia/Shanghai", national_days=national_days, visit_from=480, visit_until=1290, entries=[*entries]
    )


def what(day: str, of: OrgCalendar) -> tuple[str, int | None]:
    found = rules.day_of(date.fromisoformat(day), of, national.TABLE)
    return found.kind, found.weekday


@pytest.mark.parametrize(
    ("day", "kind", "weekday"),
    [
        ("2026-05-01", "holiday", None),
        ("2026-05-09", "workday", 6),  # a Saturday that is worked
        ("2026-09-20", "workday", 7),
        ("2026-10-10", "workday", 6),
        ("2026-10-08", "school_day", 4),
        ("2026-10-11", "weekend", 7),
    ],
)
def test_the_national_table_counts(day: str, kind: str, weekday: int | None) -> None:
    assert what(day, calendar()) == (kind, weekday)


def test_without_the_national_table_the_week_counts() -> None:
    assert what("2026-05-01", calendar(national_days=False)) == ("school_day", 5)
    assert what("2026-05-09", calendar(national_days=False)) == ("weekend", 6)


@pytest.mark.parametrize(
    ("day", "same", "before", "after"),
    [
        ("2026-10-01", "2026-10-08", "2026-09-30", "2026-10-08"),
        ("2026-10-09", "2026-10-09", "2026-10-08", "2026-10-10"),  # a Saturday that is worked
        ("2026-10-11", "2026-10-12", "2026-10-10", "2026-10-12"),
        ("2026-09-18", "2026-09-18", "2026-09-17", "2026-09-20"),  # a Sunday that is worked
    ],
)
def test_the_working_days_around_a_day(day: str, same: str, before: str, after: str) -> None:
    found = [
        str(rule(date.fromisoformat(day), calendar(), national.TABLE))
        for rule in (rules.working_day, rules.working_day_before, rules.working_day_after)
    ]
    assert found == [same, before, after]


def test_a_forgotten_entry_moves_nothing_for_ever() -> None:
    always = calendar(entry("closed", "2026-01-01", "2026-12-31"))
    day = date(2026, 6, 1)
    assert rules.working_day(day, always, national.TABLE) == day
    assert rules.working_day_before(day, always, national.TABLE) == date(2026, 5, 31)


def test_a_year_beyond_the_table_follows_the_week() -> None:
    assert what(f"{national.LAST_YEAR + 1}-10-01", calendar())[0] in {"school_day", "weekend"}


def test_an_own_entry_comes_before_the_table_and_the_shortest_before_a_longer_one() -> None:
    closed = entry("closed", "2026-10-01", "2026-10-11")
    assert what("2026-10-10", calendar(closed)) == ("closed", None)
    assert what("2026-10-10", calendar(closed, entry("workday", "2026-10-10", follows=4))) == ("workday", 4)
    assert what("2026-05-01", calendar(entry("workday", "2026-05-01"))) == ("workday", 5)
    assert what("2026-12-01", calendar(entry("workday", "2026-12-01"), entry("closed", "2026-12-01"))) == (
        "closed",
        None,
    )


def test_days_between_two_terms_are_a_vacation_and_others_are_not() -> None:
    autumn, spring = entry("term", "2026-09-01", "2027-01-20"), entry("term", "2027-02-22", "2027-07-05")
    assert what("2027-02-01", calendar(autumn, spring)) == ("vacation", None)
    assert what("2027-02-01", calendar(autumn)) == ("school_day", 1)
    assert what("2027-07-06", calendar(autumn, spring)) == ("school_day", 2)
    assert what("2026-12-01", calendar(autumn, spring)) == ("school_day", 2)


def test_an_own_entry_comes_before_a_shorter_one_of_the_bureau() -> None:
    own, theirs = entry("closed", "2026-12-21", "2026-12-23"), entry("workday", "2026-12-22")
    assert what("2026-12-22", calendar(own, theirs)) == ("workday", 2)
    assert what("2026-12-22", calendar(own, msgspec.structs.replace(theirs, inherited=True))) == ("closed", None)


def test_an_exam_week_in_a_term_has_the_name_of_the_exam() -> None:
    week = msgspec.structs.replace(entry("exam", "2026-12-21", "2026-12-25"), name="月考")
    found = rules.day_of(date(2026, 12, 22), calendar(entry("term", "2026-09-01", "2027-01-20"), week), national.TABLE)
    assert (found.kind, found.exam, found.name_zh) == ("school_day", True, "月考")


def test_deadlines_count_working_days() -> None:
    def end(start: datetime, count: int, of: OrgCalendar) -> str:
        return rules.end_of_working_days(start, count, of, national.TABLE).isoformat()

    friday = datetime(2026, 9, 18, 3, 0, tzinfo=UTC)
    # Sunday the 20th is worked: Sunday, Monday, and the deadline is the end of Tuesday.
    assert end(friday, 3, calendar()) == "2026-09-22T16:00:00+00:00"
    before_october = datetime(2026, 9, 30, 3, 0, tzinfo=UTC)
    assert end(before_october, 2, calendar()) == "2026-10-09T16:00:00+00:00"
    assert end(before_october, 2, calendar(entry("closed", "2026-10-01", "2026-10-08"))) == "2026-10-10T16:00:00+00:00"


def test_a_deadline_does_not_wait_for_the_end_of_a_vacation_nor_for_a_forgotten_entry() -> None:
    terms = entry("term", "2026-02-24", "2026-07-03"), entry("term", "2026-09-01", "2027-01-20")
    start = datetime(2026, 7, 3, 3, 0, tzinfo=UTC)
    assert rules.end_of_working_days(start, 3, calendar(*terms), national.TABLE) == datetime(2026, 7, 8, 16, tzinfo=UTC)
    shut = calendar(entry("closed", "2026-07-04", "2026-10-30"))
    assert rules.end_of_working_days(start, 3, shut, national.TABLE) == datetime(2026, 8, 2, 16, tzinfo=UTC)


def test_spans_cover_each_day_once() -> None:
    first, last = date(2026, 9, 1), date(2027, 8, 31)
    of = calendar(entry("closed", "2026-12-21", "2026-12-23"), entry("exam", "2027-01-11", "2027-01-15"))
    found = rules.spans(first, last, of, national.TABLE, "en")
    assert (found[0].first_day, found[-1].last_day) == (first, last)
    assert all((b.first_day - a.last_day).days == 1 for a, b in pairwise(found))
    assert sum((s.last_day - s.first_day).days + 1 for s in found) == 365
    [golden] = [s for s in found if s.name == "National Day" and s.kind == "holiday"]
    assert (golden.first_day, golden.last_day) == (date(2026, 10, 1), date(2026, 10, 7))
    assert [s.first_day.day for s in found if s.exam] == [11]


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        (("closed", "2026-12-02", "2026-12-01", None), ("$.entries[0].lastDay", "order")),
        (("workday", "2026-12-02", "2026-12-03", None), ("$.entries[0].lastDay", "too-long")),
        (("closed", "2026-12-02", "2027-12-03", None), ("$.entries[0].lastDay", "too-long")),
        (("closed", "2022-12-02", "2022-12-03", None), ("$.entries[0].lastDay", "too-far")),
        (("closed", "2032-12-02", "2032-12-03", None), ("$.entries[0].lastDay", "too-far")),
        (("closed", "2026-12-02", "2026-12-03", 4), ("$.entries[0].followsWeekday", "not-allowed")),
        (("closed", "2026-12-21", "2026-12-21", None), ("$.entries[0].firstDay", "duplicate")),
        (("closed", "2026-12-22", "2026-12-22", None), None),
    ],
)
def test_wrong_entries_are_named(new: tuple[EntryKind, str, str, int | None], wrong: tuple[str, str] | None) -> None:
    kind, first, last, follows = new
    made = CalendarEntryNew(
        kind=kind,
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last),
        follows_weekday=follows,
        name="x",
    )
    assert rules.wrong_entries([made], [entry("closed", "2026-12-21")], date(2026, 11, 23)) == wrong


def test_visit_hours_are_those_of_one_day() -> None:
    def within(first: datetime, last: datetime, until: int = 1290) -> bool:
        of = OrgCalendar(time_zone="Asia/Shanghai", national_days=True, visit_from=480, visit_until=until, entries=[])
        return rules.within_visit_hours(first, last, of)

    eight, three = datetime(2026, 12, 1, 0, 0, tzinfo=UTC), datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
    late, end, midnight = (datetime(2026, 12, 1, h, m, tzinfo=UTC) for h, m in ((13, 0), (13, 30), (16, 0)))
    assert within(eight, late)
    assert within(late, end)
    assert not within(three, eight)
    assert not within(late, midnight)
    assert within(late, midnight, 1440)
