"""The code that is shown at a lecture, and since when attendance counts. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

from api.core.local_time import local_day
from api.core.natural_order import natural_key
from schemas.lectures.attendance import ClassTraining
from schemas.lectures.wire import MyLecture

STEP = timedelta(seconds=60)
"""How long a code is shown. It is taken for one step more, as people need a moment to type it."""
AROUND = timedelta(hours=1)
"""How long before a lecture begins and after it ends one can check in."""
TRIES = 5
"""Wrong codes of one person at one lecture, until the window is over."""
TRIES_WINDOW = timedelta(minutes=10)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def step(at: datetime) -> int:
    """The number of the code that is shown at an instant."""
    return (at - _EPOCH) // STEP


def next_at(at: datetime) -> datetime:
    """When the next code is shown."""
    return _EPOCH + (step(at) + 1) * STEP


def code(mark: bytes) -> str:
    """Six letters and digits that are not mistaken for one another."""
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in mark[:6])


def is_on(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether one can check in now."""
    return starts_at - AROUND <= now <= ends_at + AROUND


def has_seat(lecture: MyLecture) -> bool:
    """Whether the reader may check in by the code: where seats are counted, it takes one. Others are ticked off by hand."""
    counted = lecture.registers and lecture.free is not None
    return not counted or (lecture.registration is not None and lecture.registration.state == "registered")


def year_began(now: datetime, zone: tzinfo) -> date:
    """The first day of the school year."""
    day = local_day(now, zone)
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def term_began(now: datetime, zone: tzinfo) -> date:
    """The first day of the half of the school year: meetings are due twice in it."""
    day = local_day(now, zone)
    return date(day.year, 2, 1) if 2 <= day.month < 9 else year_began(now, zone)


def in_order(classes: Iterable[ClassTraining]) -> list[ClassTraining]:
    """As a school counts its classes."""
    return sorted(classes, key=lambda c: (natural_key(c.grade), natural_key(c.name), c.class_id))
