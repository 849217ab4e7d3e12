"""What a service outside says of when to come back, read whatever it says."""

from datetime import UTC, datetime, timedelta

import pytest

from api.core.http_client import LONGEST_RETRY_AFTER, retry_after

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("90", timedelta(seconds=90)),
        ("-5", timedelta()),
        ("-inf", timedelta()),
        ("-1e300", timedelta()),
        ("inf", LONGEST_RETRY_AFTER),
        ("nan", None),
        ("soon", None),
        ("Fri, 27 Nov 2026 12:01:00 GMT", timedelta(minutes=1)),
        (None, None),
    ],
)
def test_an_odd_answer_costs_no_batch(value: str | None, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait
