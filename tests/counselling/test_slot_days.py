"""Which days have slots: closed ones, make-up workdays, hours until and over midnight, as pure rules."""

from datetime import date, time

from api.counselling.slots import rules
from schemas.counselling.hours.wire import BookedTime
from tests.counselling.test_slot_rules import MONDAY, SHANGHAI, at, starts
from tests.counselling.times import dated, named, weekly


def closed_on(day: date) -> rules.WeekdayOf:
    return lambda other: None if other == day else other.isoweekday()


def test_a_closed_day_has_no_slots_but_those_opened_for_it() -> None:
    hours, shut = [weekly(1, time(14), time(17))], closed_on(MONDAY)
    assert rules.free_slots(hours, [], [], SHANGHAI, at(0), at(23), shut) == []
    assert rules.offered(hours, [], SHANGHAI, named("lin"), at(14), shut) is None
    opened = [dated("open", MONDAY, time(9), time(10))]
    assert starts(rules.free_slots(hours, opened, [], SHANGHAI, at(0), at(23), shut)) == ["30 09:00"]
    booked = BookedTime(
        booking_id=named("b"),
        counsellor_id=named("lin"),
        provider_id=hours[0].provider_id,
        starts_at=at(14),
        ends_at=at(14, 50),
    )
    assert rules.outside([booked], hours, [], SHANGHAI, shut) == [booked]
    assert rules.outside([booked], hours, [], SHANGHAI) == []


def test_a_make_up_day_has_the_hours_of_the_weekday_it_makes_up_for() -> None:
    sunday = date(2026, 12, 6)
    hours = [weekly(1, time(14), time(15)), weekly(7, time(9), time(10))]
    of_monday: rules.WeekdayOf = lambda day: 1 if day == sunday else day.isoweekday()
    slots = rules.free_slots(hours, [], [], SHANGHAI, at(0, 0, sunday), at(23, 0, sunday), of_monday)
    assert starts(slots) == ["06 14:00"]
    assert starts(rules.free_slots(hours, [], [], SHANGHAI, at(0, 0, sunday), at(23, 0, sunday))) == ["06 09:00"]


def test_hours_run_until_midnight_and_over_it() -> None:
    tuesday = date(2026, 12, 1)
    late = [weekly(1, time(22), time(0))]
    assert starts(rules.free_slots(late, [], [], SHANGHAI, at(0), at(12, 0, tuesday))) == ["30 22:00", "30 23:00"]
    night = [weekly(1, time(22), time(2))]
    slots = rules.free_slots(night, [], [], SHANGHAI, at(0), at(12, 0, tuesday))
    assert starts(slots) == ["30 22:00", "30 23:00", "01 00:00", "01 01:00"]
    # From midnight on, the hours of the evening before still run.
    after = rules.free_slots(night, [], [], SHANGHAI, at(0, 0, tuesday), at(12, 0, tuesday))
    assert starts(after) == ["01 00:00", "01 01:00"]
    assert rules.offered(night, [], SHANGHAI, named("lin"), at(1, 0, tuesday)) == after[1]
    # An exception of the next morning cuts them.
    cut = [dated("closed", tuesday, time(0), time(1))]
    assert starts(rules.free_slots(night, cut, [], SHANGHAI, at(0), at(12, 0, tuesday))) == [
        *("30 22:00", "30 23:00", "01 01:00")
    ]
    booked = BookedTime(
        booking_id=named("b"),
        counsellor_id=named("lin"),
        provider_id=night[0].provider_id,
        starts_at=at(1, 0, tuesday),
        ends_at=at(1, 50, tuesday),
    )
    assert rules.outside([booked], night, [], SHANGHAI) == []
    assert rules.outside([booked], night, [dated("closed", tuesday, time(1), time(2))], SHANGHAI) == [booked]
