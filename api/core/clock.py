"""Where "now" comes from. Only the edge and the worker read a clock; everything below gets `now` as an argument."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the current instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that tests set; it does not move by itself."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def advance(self, step: timedelta) -> datetime:
        """Moves forward by `step` and returns the new instant."""
        self._at += step
        return self._at


class FileClock:
    """Reads the instant (RFC 3339) from a file, so that a test or demo can move the time of several processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text().strip()).astimezone(UTC)
