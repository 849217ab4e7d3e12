"""Time zones: VTIMEZONE told against the zone itself, the hour that is left out, and the hour that comes twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from api.calendar.render import render, vcalendar, vevent, vtimezones
from api.calendar.zones import vtimezone
from tests.calendar.events import event, recipient
from tests.calendar.readers import observances, second, times

HOUR = timedelta(hours=1)
RULED = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Chatham"]
"""Among them half an hour of summer time, a summer that is the standard time, and an offset of 12:45."""
UNRULED = ["Africa/Casablanca", "Asia/Jerusalem", "America/Santiago"]
"""By the moon, by the Friday before a Sunday, by the Sunday after a date."""
TEN_YEARS = (datetime(2026, 1, 1), datetime(2036, 1, 1))  # noqa: DTZ001  local times, as in RFC 5545
FIXED = ["Asia/Shanghai", "Asia/Urumqi", "Asia/Kolkata"]


def changes_of(zone: ZoneInfo, start: datetime, years: int) -> list[datetime]:
    """The hours at which the zone's offset is another than an hour before."""
    hours = [start + n * HOUR for n in range(years * 366 * 24)]
    return [at for at in hours if at.astimezone(zone).utcoffset() != (at - HOUR).astimezone(zone).utcoffset()]


@pytest.mark.parametrize("name", RULED)
def test_summer_time_is_told_as_outlook_reads_it(name: str) -> None:
    parts = observances(vtimezone(name, 2026) or "")
    assert sorted(part.name for part in parts) == ["DAYLIGHT", "STANDARD"]
    for part in parts:
        assert part["RRULE"]["FREQ"] == ["YEARLY"]
        assert "RDATE" not in part
        assert part["DTSTART"].dt.year == 2025, "so that the first weeks of the year are covered"
        assert (part.TZOFFSETTO > part.TZOFFSETFROM) == (part.name == "DAYLIGHT")


@pytest.mark.parametrize("name", RULED)
def test_every_change_of_ten_years_is_told_in_the_offset_before_it(name: str) -> None:
    zone, told = ZoneInfo(name), 0
    for part in observances(vtimezone(name, 2026) or ""):
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=part["DTSTART"].dt)
        for onset in rule.between(*TEN_YEARS):
            at = (onset - part.TZOFFSETFROM).replace(tzinfo=UTC)
            assert at.astimezone(zone).utcoffset() == part.TZOFFSETTO
            assert (at - timedelta(seconds=1)).astimezone(zone).utcoffset() == part.TZOFFSETFROM
            told += 1
    assert told == len(changes_of(zone, TEN_YEARS[0].replace(tzinfo=UTC), 10))


@pytest.mark.parametrize("name", FIXED)
def test_a_zone_that_never_changes_is_one_line_of_offset(name: str) -> None:
    (part,) = observances(vtimezone(name, 2026) or "")
    assert part.name == "STANDARD"
    assert datetime(2026, 1, 1, tzinfo=ZoneInfo(name)).utcoffset() == part.TZOFFSETTO


@pytest.mark.parametrize("name", UNRULED)
def test_a_zone_without_a_yearly_rule_is_written_in_utc(name: str) -> None:
    assert vtimezone(name, 2026) is None
    content = render(event(zone=name), recipient()).content
    assert b"DTSTART:20260302T013000Z" in content
    assert b"TZID" not in content


def test_a_rule_that_was_given_up_is_none() -> None:
    # Mexico changed its clocks for the last time in October 2022.
    assert vtimezone("America/Mexico_City", 2022) is None
    (part,) = observances(vtimezone("America/Mexico_City", 2024) or "")
    assert "RRULE" not in part


def test_one_vtimezone_covers_events_of_several_years_in_any_order() -> None:
    starts = [datetime(year, 2, 3, 8, tzinfo=UTC) for year in (2028, 2024, 2026)]
    events = [event(uid=str(at.year), zone="Europe/Berlin", starts_at=at, ends_at=at + HOUR) for at in starts]
    assert vtimezones(events) == [vtimezone("Europe/Berlin", 2024)]
    content = vcalendar(vtimezones(events), [vevent(one, None) for one in events], method=None)
    assert [one.dtstart.value.astimezone(UTC) for one in second(content).vevent_list] == starts


@settings(deadline=None)
@given(
    name=st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})),
    at=st.datetimes(*TEN_YEARS, timezones=st.just(UTC)),
)
def test_every_zone_at_any_time_is_read_right_by_both(name: str, at: datetime) -> None:
    at = at.replace(microsecond=0)
    for read in times(render(event(zone=name, starts_at=at, ends_at=at + HOUR), recipient()).content):
        assert read == (at, at + HOUR)


@pytest.mark.parametrize("name", [*RULED, *UNRULED])
def test_around_every_change_both_read_the_right_instant(name: str) -> None:
    changes = changes_of(ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC), 1)
    assert len(changes) == 2
    for change in changes:
        for minutes in range(-180, 181, 15):
            start = change + timedelta(minutes=minutes)
            appointment = event(zone=name, starts_at=start, ends_at=start + HOUR / 2)
            for read in times(render(appointment, recipient()).content):
                assert read == (start, start + HOUR / 2)


def test_the_second_of_two_equal_hours_is_written_in_utc() -> None:
    start = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    content = render(
        event(zone="Europe/Berlin", starts_at=start, ends_at=start.astimezone(UTC) + HOUR), recipient()
    ).content
    assert b"DTSTART:20261025T013000Z" in content
    assert b"TZID" not in content


def test_a_local_time_that_is_left_out_becomes_the_one_people_live() -> None:
    start = datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    content = render(
        event(zone="Europe/Berlin", starts_at=start, ends_at=start.astimezone(UTC) + HOUR), recipient()
    ).content
    assert b"DTSTART;TZID=Europe/Berlin:20260329T033000" in content


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_utc_needs_no_zone(zone: str) -> None:
    content = render(event(zone=zone), recipient()).content
    assert b"DTSTART:20260302T013000Z" in content
    assert b"VTIMEZONE" not in content


def test_a_zone_is_worked_out_once() -> None:
    vtimezone.cache_clear()
    for n in range(50):
        render(event(uid=str(n)), recipient())
    assert vtimezone.cache_info().misses == 1


def test_an_event_of_any_year_is_covered_by_its_zone() -> None:
    for year in (1999, 2026, 2060):
        start = datetime(year, 7, 1, 8, tzinfo=UTC)
        content = render(event(zone="Europe/Berlin", starts_at=start, ends_at=start + HOUR), recipient()).content
        assert [read[0] for read in times(content)] == [start, start]
