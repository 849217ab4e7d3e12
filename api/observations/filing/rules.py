"""What a report may say, and how it is kept so that nothing tells who filed it: pure functions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from schemas.observations.rows import Candidate, Fault
from schemas.observations.wire import Known

OLDEST = timedelta(days=60)
OWN_SHOWN = timedelta(days=200)
"""A term: so long a report stays in the list of one's own."""
RECEIPTS_KEPT = timedelta(days=2)
"""A telephone may repeat a report for so long."""


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


def is_closed(
    report: Report, own_since: datetime | None, closed_before: datetime | None, parties: frozenset[bytes]
) -> bool:
    """Whether a report is closed to this sign-in. `filed_at` is the hour before, so that one of the same hour counts as older.

    `closed_before`: all that is older is closed, for a while after a reset, or on a class tablet. `parties`: marks of the adults who handed
    out the code of the last secret; they may know it, so that what is about them is closed, but for what was filed after `own_since`, when the
    student chose another one alone (null: not yet).
    """
    if closed_before is not None and report.filed_at < closed_before:
        return True
    return (own_since is None or report.filed_at < own_since) and not parties.isdisjoint(report.conflicts)
