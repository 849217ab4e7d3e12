"""How many requests a second a service is sent, by a clock of the test."""

from hypothesis import given
from hypothesis import strategies as st

from jobs.channels.pace import RAMP, Pace

START = 100.0


def taken(pace: Pace, since: float, seconds: float, steps: int = 1000) -> int:
    """How many are let through in so many seconds, asked for all the time."""
    count = 0
    for step in range(1, steps + 1):
        while pace.take(since + seconds * step / steps):
            count += 1
    return count


@given(st.floats(1, 1e5), st.lists(st.floats(0, 0.2), min_size=1, max_size=200))
def test_a_pace_lets_no_more_through_than_its_rate(rate: float, steps: list[float]) -> None:
    pace, now, count = Pace(rate, ramp=0), START, 0
    for step in steps:
        now += step
        count += sum(pace.take(now) for _ in range(50))
        assert count <= max(1.0, rate / 10) + (now - START) * rate + 1
    assert pace.take(now + 10 / rate)


def test_it_starts_at_a_tenth_and_climbs_to_its_rate() -> None:
    pace = Pace(1000)
    assert pace.take(START)
    assert 90 <= taken(pace, START, 1) <= 125
    assert 500 <= taken(pace, START + RAMP / 2, 1) <= 620
    assert 990 <= taken(pace, START + RAMP, 1) <= 1100
    assert taken(pace, START + 10 * RAMP, 10) <= 10_100


def test_it_starts_with_its_first_request_not_with_its_process() -> None:
    pace = Pace(1000)
    assert 90 <= taken(pace, START + 10 * RAMP, 1) <= 125


def test_who_was_told_too_many_starts_low_again() -> None:
    pace = Pace(1000)
    pace.take(START)
    taken(pace, START + RAMP, 1)
    pace.slow_down(START + RAMP + 1)
    assert not pace.take(START + RAMP + 1)
    assert 90 <= taken(pace, START + RAMP + 1, 1) <= 125
    assert 990 <= taken(pace, START + 2 * RAMP + 1, 1) <= 1100


def test_a_slow_service_gets_its_few_as_well() -> None:
    pace = Pace(1)
    assert pace.take(START)
    assert 5 <= taken(pace, START, RAMP / 10) + taken(pace, START + RAMP, 10) <= 14
