"""When the chunks of a broadcast leave: planned ones keep off the full quarters of an hour."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from api.messages.broadcasts import rules
from schemas.messages.audiences import Audience
from schemas.messages.broadcasts import BroadcastNew
from schemas.messages.templates import NoParams

EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOW = EIGHT + timedelta(seconds=1)


def planned(at: datetime | None = EIGHT, **more: Any) -> BroadcastNew:
    new = BroadcastNew(
        broadcast_id=UUID(int=7),
        key="k",
        template="notice",
        params=NoParams(),
        importance="normal",
        audience=Audience(groups=(), parts=()),
        expires_at=EIGHT + timedelta(days=1),
        planned_at=at,
    )
    return msgspec.structs.replace(new, **more)


@given(st.uuids(), st.sampled_from([0, 15, 30, 45]), st.integers(1, 5000))
def test_what_is_planned_for_a_quarter_leaves_after_it_and_before_the_next(
    broadcast_id: UUID, minute: int, chunks: int
) -> None:
    at = EIGHT.replace(minute=minute)
    new = planned(at, broadcast_id=broadcast_id)
    times = [rules.leaves_at(new, place, chunks, at) for place in (0, chunks - 1)]
    assert at + timedelta(minutes=1) <= times[0] <= times[1] < at + timedelta(minutes=14)


def test_broadcasts_of_one_minute_leave_at_different_times_and_each_in_the_same_order() -> None:
    starts = {rules.leaves_at(planned(broadcast_id=UUID(int=one)), 0, 1, EIGHT) for one in range(20)}
    assert len(starts) > 15
    times = [rules.leaves_at(planned(), place, 5, EIGHT) for place in range(5)]
    assert [later - times[0] for later in times] == [timedelta(seconds=10 * place) for place in range(5)]
    # A city takes ten minutes, not hours.
    assert rules.leaves_at(planned(), 3299, 3300, EIGHT) - times[0] < timedelta(minutes=10)


def test_between_quarters_the_first_chunk_leaves_at_its_time() -> None:
    at = EIGHT + timedelta(minutes=7)
    assert rules.leaves_at(planned(at), 0, 3, at) == at
    assert rules.leaves_at(planned(at), 1, 3, at) == at + timedelta(seconds=10)
    half_a_minute = EIGHT + timedelta(seconds=30)  # sent now, with a moment to undo it
    assert rules.leaves_at(planned(half_a_minute), 0, 1, half_a_minute) == half_a_minute


def test_what_is_sent_now_or_urgent_or_would_be_over_waits_for_nothing() -> None:
    assert rules.leaves_at(planned(None), 4, 5, NOW) == NOW
    assert rules.leaves_at(planned(importance="high"), 4, 5, NOW) == NOW
    assert rules.leaves_at(planned(expires_at=EIGHT + timedelta(minutes=1)), 0, 1, NOW) == NOW
    late = EIGHT + timedelta(hours=1)  # the worker was away
    assert rules.leaves_at(planned(), 0, 1, late) == late
