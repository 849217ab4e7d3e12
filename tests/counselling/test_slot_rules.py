"""The rules of free time: by example, and against a slow second opinion that walks every minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.core.access import Role
from api.core.local_time import instant
from api.counselling.slots import rules
from schemas.counselling.hours.rows import OfferedSlot
from schemas.counselling.hours.wire import BookedTime
from tests.counselling.times import dated, named, weekly

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 11, 30)
MINUTE = timedelta(minutes=1)


def at(hour: int, minute: int = 0, day: date = MONDAY, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


def starts(slots: list[OfferedSlot], zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [s.starts_at.astimezone(zone).strftime("%d %H:%M") for s in slots]


def test_slots_leave_their_buffer_between_them_and_end_within_the_hours() -> None:
    hours = [weekly(1, time(14), time(17), slot=50, buffer=10)]
    slots = rules.free_slots(hours, [], [], SHANGHAI, at(0), at(0) + timedelta(days=8))
    assert starts(slots) == ["30 14:00", "30 15:00", "30 16:00", "07 14:00", "07 15:00", "07 16:00"]
    assert slots[0].ends_at - slots[0].starts_at == timedelta(minutes=50)
    assert slots[0].claim_until - slots[0].ends_at == timedelta(minutes=10)


def test_hours_run_from_their_first_to_their_last_day() -> None:
    hours = [weekly(1, time(14), time(15), valid_from=date(2026, 12, 7), valid_until=date(2026, 12, 14))]
    slots = rules.free_slots(hours, [], [], SHANGHAI, at(0), at(0) + timedelta(days=31))
    assert starts(slots) == ["07 14:00", "14 14:00"]


def test_closed_time_takes_slots_away_and_does_not_shift_the_others() -> None:
    hours = [weekly(1, time(14), time(18), slot=60, buffer=0)]
    closed = [dated("closed", MONDAY, time(15, 30), time(16, 30))]
    assert starts(rules.free_slots(hours, closed, [], SHANGHAI, at(0), at(23))) == ["30 14:00", "30 17:00"]


def test_closed_time_of_another_counsellor_takes_nothing_away() -> None:
    hours = [weekly(1, time(14), time(16), slot=60, buffer=0)]
    closed = [dated("closed", MONDAY, time(0), time(23, 59), who="zhao")]
    assert starts(rules.free_slots(hours, closed, [], SHANGHAI, at(0), at(23))) == ["30 14:00", "30 15:00"]


def test_an_open_day_adds_a_span_and_stands_in_the_place_of_weekly_time() -> None:
    hours = [weekly(1, time(14), time(17), slot=60, buffer=0), weekly(2, time(9), time(10), name="tuesday", slot=60)]
    opened = [dated("open", MONDAY, time(15, 30), time(19, 30), name="tuesday")]
    slots = rules.free_slots(hours, opened, [], SHANGHAI, at(0), at(23))
    assert starts(slots) == ["30 14:00", "30 15:30", "30 16:40", "30 17:50"]
    assert {s.hours.hours_id for s in slots[1:]} == {named("tuesday")}


@pytest.mark.parametrize("subject", ["lin", "room"])
def test_taken_time_of_counsellor_or_room_is_not_offered(subject: str) -> None:
    hours = [weekly(1, time(14), time(17))]
    busy = [(named(subject), at(15, 55), at(15, 56))]  # within the buffer of the slot at three
    assert starts(rules.free_slots(hours, [], busy, SHANGHAI, at(0), at(23))) == ["30 14:00", "30 16:00"]


def test_a_start_belongs_to_its_counsellor() -> None:
    hours = [weekly(1, time(14), time(17)), weekly(1, time(9), time(12), name="morning", who="zhao")]
    assert rules.offered(hours, [], SHANGHAI, named("zhao"), at(9)) is not None
    assert rules.offered(hours, [], SHANGHAI, named("lin"), at(9)) is None
    assert rules.offered(hours, [], SHANGHAI, named("lin"), at(14, 30)) is None


def test_time_taken_elsewhere_by_others_changes_nothing() -> None:
    busy = [(named("somebody"), at(0), at(23))]
    assert len(rules.free_slots([weekly(1, time(14), time(17))], [], busy, SHANGHAI, at(0), at(23))) == 3


def test_neighbours_do_not_collide() -> None:
    busy = [(named("lin"), at(13), at(14)), (named("lin"), at(15), at(16))]
    assert starts(rules.free_slots([weekly(1, time(14), time(17))], [], busy, SHANGHAI, at(0), at(23))) == [
        "30 14:00",
        "30 16:00",
    ]


def test_who_may_book_how_soon_and_how_far_ahead() -> None:
    now, family, counsellor = at(12), frozenset({Role.GUARDIAN}), frozenset({Role.STAFF, Role.COUNSELLOR})
    assert not rules.bookable(now + rules.LEAD - MINUTE, now, family)
    assert rules.bookable(now + rules.LEAD, now, family)
    assert rules.bookable(now, now, counsellor)
    assert not rules.bookable(now - MINUTE, now, counsellor)
    assert rules.bookable(now + rules.HORIZON, now, family)
    assert not rules.bookable(now + rules.HORIZON + MINUTE, now, family)
    assert not rules.bookable(datetime.min.replace(tzinfo=UTC), now, counsellor)


def test_a_time_in_the_gap_is_the_gaps_end() -> None:
    day = date(2026, 3, 8)  # 02:00 EST is 03:00 EDT
    assert instant(day, time(2, 30), NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert instant(day, time(2), NEW_YORK) == instant(day, time(3), NEW_YORK)
    hours = [weekly(7, time(1), time(4), slot=60, buffer=0)]
    slots = rules.free_slots(hours, [], [], NEW_YORK, at(0, 0, day, NEW_YORK), at(23, 0, day, NEW_YORK))
    assert starts(slots, NEW_YORK) == ["08 01:00", "08 03:00"]


def test_a_time_in_the_fold_is_the_earlier_one_and_the_hour_twice_lived_counts_twice() -> None:
    day = date(2026, 11, 1)  # 02:00 EDT is 01:00 EST
    assert instant(day, time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    hours = [weekly(7, time(1), time(3), slot=60, buffer=0)]
    slots = rules.free_slots(hours, [], [], NEW_YORK, at(0, 0, day, NEW_YORK), at(23, 0, day, NEW_YORK))
    assert starts(slots, NEW_YORK) == ["01 01:00", "01 01:00", "01 02:00"]
    assert len({s.starts_at for s in slots}) == 3


def test_a_clock_that_falls_back_over_midnight() -> None:
    """St John's, 2010: a minute past midnight it became 23:01 of the day before."""
    zone, day = ZoneInfo("America/St_Johns"), date(2010, 11, 7)
    hours = [weekly(7, time(0), time(1), slot=30, buffer=0)]
    slots = rules.free_slots(hours, [], [], zone, at(0, 0, day, zone), at(23, 0, day, zone))
    assert starts(slots, zone) == ["07 00:00", "06 23:30", "07 00:00", "07 00:30"]
    for slot in slots:
        assert rules.offered(hours, [], zone, named("lin"), slot.starts_at) == slot


def test_bookings_that_no_hours_cover_are_named() -> None:
    hours = [weekly(1, time(14), time(16))]

    def booked(hour: int, minute: int = 0, provider: str = "provider", who: str = "lin") -> BookedTime:
        start = at(hour, minute)
        return BookedTime(
            booking_id=named(f"{hour}:{minute}{provider}{who}"),
            counsellor_id=named(who),
            provider_id=named(provider),
            starts_at=start,
            ends_at=start + timedelta(minutes=50),
        )

    off_grid, late, elsewhere, other = booked(14, 20), booked(15, 20), booked(14, 0, "station"), booked(14, who="zhao")
    assert rules.outside([off_grid, late, elsewhere, other], hours, [], SHANGHAI) == [late, elsewhere, other]
    closed = [dated("closed", MONDAY, time(15), time(16))]
    assert rules.outside([off_grid], hours, closed, SHANGHAI) == [off_grid]
    opened = [dated("open", MONDAY, time(15), time(17))]
    assert rules.outside([late], hours, opened, SHANGHAI) == []
    assert rules.outside([off_grid], hours, opened, SHANGHAI) == [off_grid]


# --- a second opinion -------------------------------------------------------------------------------------------

# Zones with an hour's change, with half an hour's, at midnight, back over midnight (St John's until 2011), a skipped
# whole day (Apia), none at all.
ZONES = [
    "Asia/Shanghai",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Beirut",
    "America/St_Johns",
    "Pacific/Apia",
]
# Days with a change in one of these zones, and an ordinary week.
DAYS = [
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2010, 11, 7),
    date(2010, 3, 14),
    date(2011, 12, 30),
    date(2026, 6, 10),
]


def clock_reaches(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first minute whose wall clock has reached the time, found by walking."""
    wanted = datetime.combine(day, clock)
    minute = datetime.combine(day, time(0), UTC) - timedelta(hours=16)
    while minute.astimezone(zone).replace(tzinfo=None) < wanted:
        minute += MINUTE
    return minute


@st.composite
def clocks(draw: st.DrawFn) -> tuple[time, time]:
    first = draw(st.integers(0, 23 * 60 + 30))
    last = draw(st.integers(first + 10, 24 * 60 - 1))
    return time(*divmod(first, 60)), time(*divmod(last, 60))


Clocks = tuple[time, time]
Lengths = tuple[int, int]


@settings(deadline=None, max_examples=60)
@given(
    zone_name=st.sampled_from(ZONES),
    day=st.sampled_from(DAYS),
    span=clocks(),
    lengths=st.tuples(st.integers(10, 90), st.integers(0, 30)),
    closed=st.none() | clocks(),
    taken=st.lists(
        st.tuples(st.sampled_from(["lin", "room", "zhao"]), st.integers(0, 3000), st.integers(1, 300)), max_size=6
    ),
)
def test_offers_are_what_walking_every_minute_finds(
    zone_name: str,
    day: date,
    span: Clocks,
    lengths: Lengths,
    closed: Clocks | None,
    taken: list[tuple[str, int, int]],
) -> None:
    zone = ZoneInfo(zone_name)
    origin = datetime.combine(day, time(0), UTC) - timedelta(hours=14)
    busy = [(named(s), origin + f * MINUTE, origin + (f + n) * MINUTE) for s, f, n in taken]
    hours = [weekly(day.isoweekday(), *span, slot=lengths[0], buffer=lengths[1], valid_from=day, valid_until=day)]
    exceptions = [dated("closed", day, *closed)] if closed else []
    slots = rules.free_slots(hours, exceptions, busy, zone, origin, origin + timedelta(days=3))
    assert [s.starts_at for s in slots] == walked(zone, day, span, lengths, closed, busy)
    for slot in slots:
        assert rules.offered(hours, exceptions, zone, named("lin"), slot.starts_at) == slot


def walked(
    zone: ZoneInfo,
    day: date,
    span: Clocks,
    lengths: Lengths,
    closed: Clocks | None,
    busy: list[tuple[UUID, datetime, datetime]],
) -> list[datetime]:
    start, limit = (clock_reaches(day, c, zone) for c in span)
    shut = [clock_reaches(day, c, zone) for c in closed] if closed else []
    needed = [(f, t) for s, f, t in busy if s in {named("lin"), named("room")}]
    found: list[datetime] = []
    while start + lengths[0] * MINUTE <= limit:
        session = {start + n * MINUTE for n in range(lengths[0])}
        claimed = {start + n * MINUTE for n in range(sum(lengths))}
        in_closed = any(shut[0] <= m < shut[1] for m in session) if shut else False
        if not in_closed and not any(f <= m < t for f, t in needed for m in claimed):
            found.append(start)
        start += sum(lengths) * MINUTE
    return found


@settings(deadline=None, max_examples=200)
@given(
    zone_name=st.sampled_from(ZONES),
    day=st.sampled_from(DAYS),
    spans=st.lists(clocks(), min_size=1, max_size=4),
    opened=st.none() | clocks(),
    lengths=st.tuples(st.integers(10, 90), st.integers(0, 30)),
)
def test_one_counsellors_offers_never_overlap(
    zone_name: str, day: date, spans: list[Clocks], opened: Clocks | None, lengths: Lengths
) -> None:
    own: list[Clocks] = []
    for span in sorted(spans):  # what saving hours guarantees: one's own don't overlap
        if not own or own[-1][1] <= span[0]:
            own.append(span)
    hours = [
        weekly(day.isoweekday(), *span, name=str(n), slot=lengths[0], buffer=lengths[1]) for n, span in enumerate(own)
    ]
    exceptions = [dated("open", day, *opened, name="0")] if opened else []
    zone, start = ZoneInfo(zone_name), datetime.combine(day, time(0), UTC) - timedelta(hours=14)
    slots = rules.free_slots(hours, exceptions, [], zone, start, start + timedelta(days=3))
    for one, after in pairwise(slots):
        assert one.ends_at <= after.starts_at
