"""What a report may say, and how it is kept so that nothing tells who filed it: pure functions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

import msgspec

from schemas.observations.rows import Candidate, Fault
from schemas.observations.wire import Known, Observer

OLDEST = timedelta(days=60)
OWN_SHOWN = timedelta(days=200)
"""A term: so long a report stays in the list of one's own."""
RECEIPTS_KEPT = timedelta(days=2)
"""A telephone may repeat a report for so long."""
_HOUR = timedelta(hours=1)
_OBSERVER_BYTES = 512
"""More than any name needs: sealed text is as long as its plain text, and a length would tell names apart."""


def hour_of(now: datetime) -> datetime:
    """The full hour before: finer times would be found again in sessions and tell who was there."""
    return now.replace(minute=0, second=0, microsecond=0)


def told_at(now: datetime, *, urgent: bool) -> datetime:
    """When its owners are told: at once if urgent, else at the next full hour, so that the moment does not point at the observer."""
    hour = hour_of(now)
    return hour if urgent or hour == now else hour + _HOUR


def known_by(openers: Sequence[Candidate]) -> Known:
    """What a reporter is told of those who own it today and have opened it."""
    if any("counsellor" in person.roles for person in openers):
        return "counsellor"
    return "somebody" if openers else "not_yet"


def wrong_day(seen_on: date, today: date) -> Fault | None:
    """What is wrong with the day on which it was seen."""
    if seen_on > today:
        return "future"
    return "too-old" if seen_on < today - OLDEST else None


class Report(Protocol):
    """A report, as far as it is closed or not."""

    @property
    def filed_at(self) -> datetime: ...
    @property
    def conflicts(self) -> list[bytes]: ...


def is_closed(report: Report, reset_at: datetime, closed_before: datetime | None, parties: frozenset[bytes]) -> bool:
    """Whether a report is closed to this sign-in, whose secret was reset. `filed_at` is the hour before, so that one of the same hour counts as older.

    `closed_before`: for as long as everything older is closed. `parties`: marks of the adults who handed out the code.
    """
    older = report.filed_at < reset_at
    return older and (closed_before is not None or not parties.isdisjoint(report.conflicts))


def padded(observer: Observer) -> str:
    """An observer as JSON of one length, whoever it is."""
    return msgspec.json.encode(observer).decode().ljust(_OBSERVER_BYTES - _wide(observer.name))


def _wide(name: str) -> int:
    """How many bytes more than letters a name has."""
    return len(name.encode()) - len(name)
