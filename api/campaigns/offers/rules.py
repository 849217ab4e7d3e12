"""Which evenings of a plan are proposed next, and how long a proposed time waits for its family. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from schemas.campaigns.plans import StoredEvening

WAVE = 12
"""About so many families are asked at once: whole evenings, so that a team's evening is settled together."""
NOTICE = timedelta(days=2)
"""An evening that would come sooner than this after the next wave goes out with this one."""


DAYTIME = range(8, 21)
"""Hours of the day in which a hold ends: nobody is told at night that their time is gone."""


def hold_ends(hold_hours: int, now: datetime, zone: ZoneInfo) -> datetime:
    """When times that are proposed now are given up: a full hour of the day, after so many hours at least."""
    end = (now + timedelta(hours=hold_hours)).astimezone(zone)
    if end != end.replace(minute=0, second=0, microsecond=0):
        end = end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if end.hour not in DAYTIME:
        day = end.date() + timedelta(days=end.hour >= DAYTIME.stop)
        end = datetime.combine(day, time(DAYTIME.start), zone)
    return end.astimezone(UTC)


def held_until(hold_hours: int, starts_at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """Until when a proposed time is held: never beyond its own beginning."""
    return min(hold_ends(hold_hours, now, zone), starts_at)


def to_propose(evenings: Sequence[StoredEvening]) -> list[StoredEvening]:
    """The evenings without the visits that stood before the plan was made."""
    left = (msgspec.structs.replace(e, visits=[v for v in e.visits if v.visit_id is None]) for e in evenings)
    return [evening for evening in left if evening.visits]


def next_wave(evenings: Sequence[StoredEvening], hold_hours: int, now: datetime) -> int:
    """How many of these evenings, which are in order, go out now: enough for a wave, and what could not wait for the next one."""
    families, soon = 0, now + timedelta(hours=hold_hours) + NOTICE
    for count, evening in enumerate(evenings):
        if families >= WAVE and evening.visits[0].starts_at > soon:
            return count
        families += len(evening.visits)
    return len(evenings)
